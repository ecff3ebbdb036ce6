// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Statistics
import Testing

@Suite struct ReplicationNoiseTests {
  private let replications = 4

  @Test func perfectInformationLosesWhatTheNoiseAdded() throws {
    let (noisy, noise) = simulated(draws: 4000)
    let raw = DecisionUncertainty(noisy, thresholds: [20_000])
    let result = try NoiseRemoval(noisy, noise: noise, replications: replications).decision(thresholds: [20_000])
    let truth = LinearNormalModel.value(mean: -100, sd: 500)
    let inflated = LinearNormalModel.value(mean: -100, sd: (500 * 500 + 1_200_000 / 4.0).squareRoot())
    #expect(abs(raw.perfectInformation[0].value - inflated) < 4 * raw.perfectInformation[0].standardError)
    #expect(abs(result.perfectInformation[0].value - truth) < 4 * result.perfectInformation[0].standardError)
    let probability = normalProbability(below: -100 / 500)
    let error = (probability * (1 - probability) / 4000).squareRoot()
    #expect(abs(result.acceptability[1][0] - probability) < 5 * error)
  }

  @Test func expectationsAndTheReferenceStay() throws {
    let (noisy, noise) = simulated(draws: 300)
    let cleaned = try NoiseRemoval(noisy, noise: noise, replications: replications).cleaned()
    #expect(cleaned.costs[0] == noisy.costs[0] && cleaned.effects[0] == noisy.effects[0])
    #expect(isClose(cleaned.expectedCosts[1], noisy.expectedCosts[1], within: 1e-9))
    #expect(isClose(cleaned.expectedEffects[1], noisy.expectedEffects[1], within: 1e-9))
  }

  @Test func varianceLeftIsTheVarianceBetweenDraws() throws {
    let (noisy, noise) = simulated(draws: 300)
    let cleaned = try NoiseRemoval(noisy, noise: noise, replications: replications).cleaned()
    for threshold in [0.0, 20_000] {
      let before = noisy.increments(against: 0).netBenefit(of: 1, at: threshold)
      let after = cleaned.increments(against: 0).netBenefit(of: 1, at: threshold)
      // Noise of the increment: that of both strategies' costs and effects, which are independent here.
      let c = noise.covariance
      let k = threshold
      var within = 0.0
      let weights = [-k, k, 1, -1]
      for i in 0..<4 { for j in 0..<4 { within += weights[i] * weights[j] * c[i, j] } }
      let expected = covariance(before, before) - within / Double(replications)
      #expect(isClose(covariance(after, after), expected, within: 1e-8))
    }
  }

  @Test func withoutNoiseNothingMoves() throws {
    let (noisy, _) = simulated(draws: 50)
    var none = ReplicationNoise(strategies: 2)
    for d in 0..<50 {
      none.add(effects: noisy.effects.map { [$0[d], $0[d]] }, costs: noisy.costs.map { [$0[d], $0[d]] })
    }
    let parameters = ParameterSamples(names: ["x"], values: [(0..<50).map { Double(($0 * 37) % 50) }])
    for parameters in [nil, parameters] {
      let cleaned = try NoiseRemoval(noisy, noise: none, replications: 2, parameters: parameters).cleaned()
      for (a, b) in zip(noisy.costs[1], cleaned.costs[1]) { #expect(isClose(a, b, within: 1e-8)) }
      for (a, b) in zip(noisy.effects[1], cleaned.effects[1]) { #expect(isClose(a, b, within: 1e-8)) }
    }
  }

  @Test func noiseThatIsEverythingLeavesTheMeans() throws {
    let (noisy, _) = simulated(draws: 50)
    var huge = ReplicationNoise(strategies: 2)
    for d in 0..<50 {
      let sign = d % 2 == 0 ? 1.0 : -1
      huge.add(
        effects: [[0, 0], [-1e3, 1e3]].enumerated().map { s, noise in noise.map { noisy.effects[s][d] + $0 } },
        costs: [[0, 0], [-1e6, 1e6]].enumerated().map { s, noise in noise.map { noisy.costs[s][d] + sign * $0 } })
    }
    let flat = try NoiseRemoval(noisy, noise: huge, replications: 1).cleaned()
    #expect(DecisionUncertainty(flat, thresholds: [20_000]).perfectInformation[0].value < 1e-6)
  }

  /// Four parameters that matter among eighty that do not, more than the regression takes.
  @Test func amongManyParametersThoseThatMatterAreFound() throws {
    let model = LinearNormalModel(), threshold = 20_000.0
    let (exact, four) = model.draws(600, seed: 17)
    let stream = RandomStream(seed: 18)
    var noise = ReplicationNoise(strategies: 2)
    var costs = exact.costs, effects = exact.effects
    for d in 0..<600 {
      func replicated(_ value: Double, _ sd: Double) -> [Double] {
        (0..<replications).map { _ in value + sd * stream.standardNormal() }
      }
      let c = costs.map { replicated($0[d], 400) }, e = effects.map { replicated($0[d], 0.04) }
      noise.add(effects: e, costs: c)
      for s in 0..<2 {
        costs[s][d] = mean(c[s])
        effects[s][d] = mean(e[s])
      }
    }
    let others = (0..<80).map { _ in (0..<600).map { _ in stream.standardNormal() } }
    let many = ParameterSamples(
      names: four.names + others.indices.map { "other\($0)" }, values: four.values + others)
    let result = try NoiseRemoval(
      DecisionSamples(strategies: exact.strategies, costs: costs, effects: effects), noise: noise,
      replications: replications, parameters: many
    ).decision(thresholds: [threshold]).perfectInformation[0]
    let truth = model.valueOfKnowing([0, 1, 2, 3], at: threshold)
    #expect(abs(result.value - truth) < 4 * result.standardError, "\(result), \(truth)")
  }

  /// Means over four replications of two strategies whose increments are normal: mean −100 and standard deviation
  /// 500 in net benefit at 20,000 between draws, 1,200,000 of variance between replications.
  private func simulated(draws: Int) -> (DecisionSamples, ReplicationNoise) {
    let stream = RandomStream(seed: 41)
    var noise = ReplicationNoise(strategies: 2)
    var costs = Array(repeating: [Double](), count: 2), effects = costs
    for _ in 0..<draws {
      let level = 1000 * stream.standardNormal()
      let costStep = 300 + 300 * stream.standardNormal(), effectStep = 0.01 + 0.02 * stream.standardNormal()
      var replicated = (
        effects: [[Double]](repeating: [], count: 2), costs: [[Double]](repeating: [], count: 2)
      )
      for _ in 0..<replications {
        for s in 0..<2 {
          let own = Double(s)
          replicated.costs[s].append(
            5000 + level + own * costStep + 200_000.0.squareRoot() * stream.standardNormal())
          replicated.effects[s].append(10 + own * effectStep + 0.001.squareRoot() * stream.standardNormal())
        }
      }
      noise.add(effects: replicated.effects, costs: replicated.costs)
      for s in 0..<2 {
        costs[s].append(mean(replicated.costs[s]))
        effects[s].append(mean(replicated.effects[s]))
      }
    }
    return (DecisionSamples(strategies: ["current", "new"], costs: costs, effects: effects), noise)
  }
}
