// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Replication noise: what is left when it is taken out.
extension PublishedCase {
  static var noise: [PublishedCase] { noisyCount + [normalNoise] }

  /// A count whose increment is Poisson with mean 100 |a − 0.5|, a ~ beta(0.55, 0.02), for 50 hours at £40 (8).
  private static var noisyCount: [PublishedCase] {
    guard let attendance = Uncertainty.beta(mean: 0.55, se: 0.02) else { return [] }
    let stream = RandomStream(seed: 4), draws = 1000
    var a: [Double] = [], prices: [Double] = [], effects: [Double] = [], costs: [Double] = []
    var noise = ReplicationNoise(strategies: 2)
    for d in 0..<draws {
      // A lattice over both parameters, so that little but the noise is chance.
      a.append(attendance.quantile((Double(d) + 0.5) / Double(draws)))
      prices.append(40 + 8 * normalQuantile((Double(d * 387 % draws) + 0.5) / Double(draws)))
      let share = a[a.count - 1] - 0.5, cost = 50 * prices[prices.count - 1]
      let counts = (0..<2).map { _ in (share < 0 ? -1 : 1) * Double(stream.poisson(mean: 100 * abs(share))) }
      noise.add(effects: [[0, 0], counts], costs: [[0, 0], [cost, cost]])
      effects.append(mean(counts))
      costs.append(cost)
    }
    let zeros = [Double](repeating: 0, count: draws)
    let samples = DecisionSamples(strategies: ["current", "new"], costs: [zeros, costs], effects: [zeros, effects])
    let removal = NoiseRemoval(
      samples, noise: noise, replications: 2, parameters: ParameterSamples(names: ["a", "price"], values: [a, prices]))
    guard let estimates = try? removal.decision(thresholds: [400, 600, 1000]).perfectInformation else { return [] }
    return zip([400, 600, 1000], zip([352.4, 156.3, 65.0], estimates)).map { threshold, pair in
      PublishedCase(
        name: "EVPI at £\(threshold), 41 % of the effect's variance is noise",
        source: "quadrature over both parameters",
        expected: pair.0, found: pair.1.value, tolerance: 3 * pair.1.standardError)
    }
  }

  /// A normal increment of 5 (20) in means of two replications with a standard deviation of 30 each.
  private static var normalNoise: PublishedCase {
    let stream = RandomStream(seed: 6), draws = 2000
    var signal: [Double] = [], effects: [Double] = []
    var noise = ReplicationNoise(strategies: 2)
    for d in 0..<draws {
      let truth = 5 + 20 * normalQuantile((Double(d) + 0.5) / Double(draws))
      let replications = (0..<2).map { _ in truth + 30 * stream.standardNormal() }
      noise.add(effects: [[0, 0], replications], costs: [[0, 0], [0, 0]])
      signal.append(truth)
      effects.append(mean(replications))
    }
    let zeros = [Double](repeating: 0, count: draws)
    let removal = NoiseRemoval(
      DecisionSamples(strategies: ["current", "new"], costs: [zeros, zeros], effects: [zeros, effects]), noise: noise,
      replications: 2, parameters: ParameterSamples(names: ["signal"], values: [signal]))
    let estimate = (try? removal.decision(thresholds: [1]).perfectInformation[0])
    return PublishedCase(
      estimated: "EVPI of a normal increment, half of its variance noise",
      source: "unit normal loss at 5 (20) (Raiffa & Schlaifer 1961)", expected: unitNormalLoss(mean: 5, sd: 20),
      found: estimate ?? Estimate(value: .nan, standardError: 0))
  }
}
