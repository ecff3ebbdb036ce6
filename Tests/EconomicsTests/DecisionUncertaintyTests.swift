// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Statistics
import Testing

@Suite struct DecisionUncertaintyTests {
  private let model = LinearNormalModel()

  @Test(arguments: [0.0, 10_000, 18_000, 20_000, 30_000])
  func perfectInformationHasItsClosedForm(threshold: Double) {
    let result = DecisionUncertainty(model.draws(20_000, seed: 5).samples, thresholds: [threshold])
    let estimate = result.perfectInformation[0]
    let truth = model.valueOfKnowing([0, 1, 2, 3], at: threshold)
    #expect(abs(estimate.value - truth) < 4 * estimate.standardError)
  }

  @Test func aSlowDirectCountGivesTheSame() {
    let samples = threeStrategies(200)
    let thresholds = [0.0, 500, 20_000]
    let result = DecisionUncertainty(samples, thresholds: thresholds, reference: 2)
    for (i, k) in thresholds.enumerated() {
      var wins = [0.0, 0, 0], best = 0.0
      for d in 0..<200 {
        let benefits = (0..<3).map { k * samples.effects[$0][d] - samples.costs[$0][d] }
        let highest = benefits.max() ?? 0
        for s in 0..<3 where benefits[s] == highest { wins[s] += 1 }
        best += highest / 200
      }
      let expected = (0..<3).map { k * samples.expectedEffects[$0] - samples.expectedCosts[$0] }.max() ?? 0
      #expect(result.acceptability.map { $0[i] } == wins.map { $0 / 200 })
      #expect(abs(result.perfectInformation[i].value - (best - expected)) < 1e-9 * best.magnitude)
    }
  }

  @Test func theFrontierIsTheOptimalStrategyNotTheLikeliest() {
    // B is best in three draws of four, but loses much in the fourth.
    let samples = DecisionSamples(
      strategies: ["A", "B"], costs: [[0, 0, 0, 0], [-1, -1, -1, 9]], effects: [[0, 0, 0, 0], [0, 0, 0, 0]])
    let result = DecisionUncertainty(samples, thresholds: [100])
    #expect(result.frontier[0].strategy == "A")
    #expect(result.frontier[0].probability == 0.25)
    #expect(result.perfectInformation[0].value == 0.75)
    #expect(result.expectedLoss.map { $0[0] } == [0.75, 2.25])
  }

  @Test func tiesAreSharedEqually() {
    let samples = DecisionSamples(
      strategies: ["A", "B", "C"], costs: [[1, 0], [1, 2], [5, 2]], effects: [[0, 0], [0, 0], [0, 0]])
    let result = DecisionUncertainty(samples, thresholds: [0, 1000])
    #expect(result.acceptability.map { $0[0] } == [0.75, 0.25, 0])
    #expect(result.acceptability.map { $0[1] } == [0.75, 0.25, 0])
  }

  /// 20,000 × 0.1 is 2000 in decimals; in binary the product of 0.3 − 0.2 is not.
  @Test func aTieInDecimalsIsATie() {
    let samples = DecisionSamples(
      strategies: ["A", "B", "C"], costs: [[1000], [3000], [3000.01]], effects: [[0.2], [0.3], [0.3]])
    let result = DecisionUncertainty(samples, thresholds: [20_000])
    #expect(result.acceptability.map { $0[0] } == [0.5, 0.5, 0])
    #expect(result.perfectInformation[0].value < 1e-9)
  }

  @Test func pennyDifferencesDecideAtNationalScale() {
    let samples = DecisionSamples(
      strategies: ["A", "B"],
      costs: [[10_000_000_000.02, 10_000_000_000.01], [10_000_000_000.01, 10_000_000_000.02]],
      effects: [[1e6, 1e6], [1e6, 1e6]])
    let result = DecisionUncertainty(samples, thresholds: [20_000])
    #expect(result.acceptability.map { $0[0] } == [0.5, 0.5])
    #expect(abs(result.perfectInformation[0].value - 0.005) < 1e-6)
  }

  @Test func aDuplicatedStrategySplitsItsTies() {
    let samples = threeStrategies(150)
    let doubled = DecisionSamples(
      strategies: samples.strategies + ["twin"], costs: samples.costs + [samples.costs[1]],
      effects: samples.effects + [samples.effects[1]])
    let single = DecisionUncertainty(samples, thresholds: [20_000])
    let double = DecisionUncertainty(doubled, thresholds: [20_000])
    #expect(double.acceptability[1] == double.acceptability[3])
    #expect(abs(double.acceptability[1][0] * 2 - single.acceptability[1][0]) < 1e-12)
    #expect(double.perfectInformation == single.perfectInformation)
  }

  @Test func addingACostToAllStrategiesChangesNoDecision() {
    let samples = threeStrategies(150)
    let dearer = DecisionSamples(
      strategies: samples.strategies, costs: samples.costs.map { $0.map { $0 + 1_000_000 } },
      effects: samples.effects)
    let before = DecisionUncertainty(samples, thresholds: [0, 20_000])
    let after = DecisionUncertainty(dearer, thresholds: [0, 20_000])
    #expect(before.acceptability == after.acceptability)
    #expect(before.optimal == after.optimal)
    for (a, b) in zip(before.perfectInformation, after.perfectInformation) {
      #expect(abs(a.value - b.value) < 1e-8)
    }
  }

  @Test func anotherCurrencyScalesTheValueOfInformation() {
    let samples = threeStrategies(150)
    let inPence = DecisionSamples(
      strategies: samples.strategies, costs: samples.costs.map { $0.map { $0 * 128 } },
      effects: samples.effects)
    let before = DecisionUncertainty(samples, thresholds: [20_000])
    let after = DecisionUncertainty(inPence, thresholds: [20_000 * 128])
    #expect(after.acceptability == before.acceptability)
    #expect(after.perfectInformation[0].value == before.perfectInformation[0].value * 128)
  }

  @Test func theOrderOfDrawsDoesNotMatter() {
    let samples = threeStrategies(150)
    let reversed = samples.selecting(draws: Array((0..<150).reversed()))
    let a = DecisionUncertainty(samples, thresholds: [20_000]),
      b = DecisionUncertainty(reversed, thresholds: [20_000])
    #expect(a.acceptability == b.acceptability)
    #expect(abs(a.perfectInformation[0].value - b.perfectInformation[0].value) < 1e-9)
  }

  @Test func theReferenceDoesNotMatter() {
    let samples = threeStrategies(150)
    let a = DecisionUncertainty(samples, thresholds: [20_000], reference: 0)
    let b = DecisionUncertainty(samples, thresholds: [20_000], reference: 1)
    #expect(a.acceptability == b.acceptability)
    #expect(abs(a.perfectInformation[0].value - b.perfectInformation[0].value) < 1e-9)
  }

  @Test func whereOneStrategyAlwaysWinsInformationIsWorthNothing() {
    let samples = DecisionSamples(
      strategies: ["A", "B"], costs: [[0.1, 0.2, 0.3], [1.1, 1.2, 1.3]], effects: [[1, 1, 1], [1, 1, 1]])
    let estimate = DecisionUncertainty(samples, thresholds: [50_000]).perfectInformation[0]
    #expect(estimate.value == 0 && estimate.standardError == 0)
  }

  @Test func netBenefitHasTheErrorOfItsDraws() {
    let samples = threeStrategies(150)
    let benefit = DecisionUncertainty(samples, thresholds: [20_000]).netBenefit[1][0]
    let moments = RunningMoments(zip(samples.effects[1], samples.costs[1]).map { 20_000 * $0 - $1 })
    #expect(abs(benefit.monetary.value - moments.mean) < 1e-8 * moments.mean.magnitude)
    #expect(abs(benefit.monetary.standardError - moments.standardError) < 1e-9 * moments.standardError)
    #expect(abs(benefit.health.value - moments.mean / 20_000) < 1e-8)
  }

  private func threeStrategies(_ draws: Int) -> DecisionSamples {
    let stream = RandomStream(seed: 11)
    var costs = Array(repeating: [Double](), count: 3), effects = costs
    for _ in 0..<draws {
      for s in 0..<3 {
        // Quarters, so that ties occur and sums are exact.
        costs[s].append((Double(s) * 100 + 400 * stream.standardNormal()).rounded() / 4)
        effects[s].append((Double(s) + 4 * stream.standardNormal()).rounded() / 256)
      }
    }
    return DecisionSamples(strategies: ["A", "B", "C"], costs: costs, effects: effects)
  }
}
