// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Statistics

/// A new service reaches a × 100 children a year instead of 50, a ~ beta with mean 0.55 and standard error 0.02, for 50
/// hours more at £40 (normal, standard error 8): the public case `economics/noise`, without the simulator.
///
/// Every child of a replication comes under both services, so the increment is Poisson with mean 100 |a − 0.5| and its
/// noise grows with the effect.
struct CountNoise {
  static let thresholds: [Double] = [400, 600, 1000]
  /// By quadrature over both parameters (`truth.json` of the case).
  static let perfectInformation = [352.4, 156.3, 65.0]
  /// Further parameters that have nothing to do with the decision.
  var idleParameters = 0
  var draws = 500
  var replications = 2
  /// Whether the draws come with their parameters.
  var isExplained = true
  var design = Design.latinHypercube

  /// How the parameters are drawn.
  enum Design: String, CaseIterable {
    case independent = "independent draws", latinHypercube = "Latin hypercube", sobol = "shifted Sobol"
  }

  func removal(seed: UInt64) -> NoiseRemoval {
    let stream = RandomStream(seed: seed)
    guard let attendance = Uncertainty.beta(mean: 0.55, se: 0.02) else {
      preconditionFailure("a beta has these moments")
    }
    var columns = [[Double]](repeating: [], count: 2 + idleParameters)
    var effects = [[Double]](repeating: [], count: 2), costs = effects
    var noise = ReplicationNoise(strategies: 2)
    let (shares, prices) = points(stream)
    for d in 0..<draws {
      let a = attendance.quantile(shares[d]), price = 40 + 8 * normalQuantile(prices[d])
      columns[0].append(a)
      columns[1].append(price)
      for extra in 2..<columns.count { columns[extra].append(stream.standardNormal()) }
      var own = [[Double]](repeating: [], count: 2)
      for _ in 0..<replications {
        let base = Double(stream.poisson(mean: 50))
        let more = Double(stream.poisson(mean: 100 * abs(a - 0.5)))
        own[0].append(base)
        own[1].append(base + (a > 0.5 ? more : -more))
      }
      let cost = [100 * price, 150 * price]
      noise.add(effects: own, costs: cost.map { [Double](repeating: $0, count: replications) })
      for s in 0..<2 {
        effects[s].append(mean(own[s]))
        costs[s].append(cost[s])
      }
    }
    let samples = DecisionSamples(strategies: ["Base", "New"], costs: costs, effects: effects)
    return NoiseRemoval(
      samples, noise: noise, replications: replications,
      parameters: isExplained
        ? ParameterSamples(names: columns.indices.map { "parameter \($0)" }, values: columns) : nil,
      areStratified: design != .independent)
  }

  /// Estimates of so many tables, by threshold: without the noise, and as simulated.
  func estimates(tables: Int) throws -> (clean: [[Estimate]], raw: [[Estimate]]) {
    var clean = [[Estimate]](repeating: [], count: Self.thresholds.count), raw = clean
    for seed in 1...tables {
      let removal = removal(seed: UInt64(seed))
      let decision = try removal.decision(thresholds: Self.thresholds)
      let noisy = DecisionUncertainty(removal.samples, thresholds: Self.thresholds)
      for i in Self.thresholds.indices {
        clean[i].append(decision.perfectInformation[i])
        raw[i].append(noisy.perfectInformation[i])
      }
    }
    return (clean, raw)
  }

  /// Of the unit square, by the design.
  private func points(_ stream: borrowing RandomStream) -> ([Double], [Double]) {
    switch design {
    case .independent: return ((0..<draws).map { _ in stream.uniform() }, (0..<draws).map { _ in stream.uniform() })
    case .latinHypercube: return (stratified(stream), stratified(stream))
    case .sobol:
      let columns = SobolSequence.points(draws, dimensions: 2).map { column in
        let shift = stream.uniform()
        return column.map { min(max(($0 + shift).truncatingRemainder(dividingBy: 1), 0x1p-54), 1 - 0x1p-53) }
      }
      return (columns[0], columns[1])
    }
  }

  /// A Latin hypercube's column, so that little but the noise differs between tables.
  private func stratified(_ stream: borrowing RandomStream) -> [Double] {
    var points = (0..<draws).map { (Double($0) + 0.5) / Double(draws) }
    for last in stride(from: draws - 1, to: 0, by: -1) { points.swapAt(last, stream.integer(below: last + 1)) }
    return points
  }
}
