// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Statistics
import Testing

@Suite struct PartialPerfectInformationTests {
  private let model = LinearNormalModel()
  private static let thresholds = [10_000.0, 18_000, 20_000, 30_000]

  @Test(arguments: [[0], [1], [3], [0, 1], [0, 1, 2]])
  func knowingParametersHasItsClosedForm(group: [Int]) {
    let (samples, parameters) = model.draws(3000, seed: 21)
    let value = value(of: group, samples, parameters, Self.thresholds)
    for (threshold, estimate) in zip(Self.thresholds, value.estimates) {
      let truth = model.valueOfKnowing(group, at: threshold)
      let tolerance = max(
        4 * estimate.standardError, 0.002 * model.valueOfKnowing([0, 1, 2, 3], at: threshold))
      #expect(abs(estimate.value - truth) < tolerance, "at \(threshold): \(estimate) for \(truth)")
    }
  }

  @Test func knowingEverythingIsPerfectInformation() {
    let (samples, parameters) = model.draws(2000, seed: 22)
    let evpi = DecisionUncertainty(samples, thresholds: [20_000]).perfectInformation[0]
    let value = value(of: [0, 1, 2, 3], samples, parameters, [20_000])
    #expect(isClose(value.estimates[0].value, evpi.value, within: 1e-3))
    #expect(isClose(value.estimates[0].standardError, evpi.standardError, within: 1e-2))
    #expect(value.explainedShare > 0.999)
  }

  @Test func noEstimateExceedsPerfectInformation() {
    // So few draws that a regression fits noise.
    let (samples, parameters) = model.draws(25, seed: 23)
    let evpi = DecisionUncertainty(samples, thresholds: Self.thresholds).perfectInformation
    for group in [[0], [1], [0, 1, 2, 3]] {
      let value = value(of: group, samples, parameters, Self.thresholds)
      #expect(zip(value.estimates, evpi).allSatisfy { $0.value <= $1.value && $0.value >= 0 })
    }
  }

  /// A quadratic in one parameter: knowing it is worth E max(0, x² − 1) though the best line is flat.
  @Test func curvesAreFollowed() {
    let stream = RandomStream(seed: 24)
    var x: [Double] = [], effect: [Double] = []
    for _ in 0..<3000 {
      let value = stream.standardNormal()
      x.append(value)
      effect.append(value * value - 1 + stream.standardNormal())
    }
    let samples = DecisionSamples(
      strategies: ["A", "B"], costs: [zeros(3000), zeros(3000)], effects: [zeros(3000), effect])
    let estimate = value(of: [0], samples, ParameterSamples(names: ["x"], values: [x]), [1]).estimates[0]
    // E max(0, X² − 1) = 2 φ(1) for X standard normal.
    #expect(abs(estimate.value - 0.48394144903828673) < 4 * estimate.standardError)
  }

  /// The sign of x·y decides; neither parameter alone tells anything.
  @Test func interactionsAreFound() {
    let stream = RandomStream(seed: 25)
    var x: [Double] = [], y: [Double] = [], effect: [Double] = []
    for _ in 0..<2000 {
      x.append(stream.standardNormal())
      y.append(stream.standardNormal())
      effect.append(x[x.count - 1] * y[y.count - 1] + 0.5 * stream.standardNormal())
    }
    let samples = DecisionSamples(
      strategies: ["A", "B"], costs: [zeros(2000), zeros(2000)], effects: [zeros(2000), effect])
    let parameters = ParameterSamples(names: ["x", "y"], values: [x, y])
    let joint = value(of: [0, 1], samples, parameters, [1]).estimates[0]
    // E max(0, XY) = 1/π for independent standard normals.
    #expect(abs(joint.value - 1 / Double.pi) < 4 * joint.standardError)
    let alone = value(of: [0], samples, parameters, [1]).estimates[0]
    #expect(alone.value < 4 * max(alone.standardError, 0.01))
  }

  /// A model that computes its outcomes has nothing but its parameters in them; a product of two is still found when all
  /// else drops out of the regression.
  @Test(arguments: [0, 0.1]) func interactionsAreFoundInOutcomesWithoutNoise(straight: Double) {
    let stream = RandomStream(seed: 28)
    var x: [Double] = [], y: [Double] = [], effect: [Double] = []
    for _ in 0..<4000 {
      x.append(stream.standardNormal())
      y.append(stream.standardNormal())
      effect.append(x[x.count - 1] * y[y.count - 1] + straight * x[x.count - 1])
    }
    let samples = DecisionSamples(
      strategies: ["A", "B"], costs: [zeros(4000), zeros(4000)], effects: [zeros(4000), effect])
    let all = CostEffectiveness(samples, thresholds: [1]).uncertainty.perfectInformation[0]
    let joint = value(of: [0, 1], samples, ParameterSamples(names: ["x", "y"], values: [x, y]), [1]).estimates[0]
    // Both known is everything known.
    #expect(abs(joint.value - all.value) < 1e-3 * all.value)
    #expect(straight > 0 || abs(joint.value - 1 / Double.pi) < 4 * joint.standardError)
  }

  @Test func aConstantParameterIsWorthNothing() {
    let (samples, _) = model.draws(500, seed: 26)
    let constant = ParameterSamples(names: ["c"], values: [Array(repeating: 3.25, count: 500)])
    #expect(value(of: [0], samples, constant, [20_000]).estimates[0].value == 0)
  }

  @Test func aYesOrNoParameterCanBeKnown() {
    let stream = RandomStream(seed: 27)
    var x: [Double] = [], effect: [Double] = []
    for _ in 0..<2000 {
      x.append(stream.bernoulli(0.5) ? 1 : 0)
      effect.append((x[x.count - 1] == 1 ? 1 : -1) + stream.standardNormal())
    }
    let samples = DecisionSamples(
      strategies: ["A", "B"], costs: [zeros(2000), zeros(2000)], effects: [zeros(2000), effect])
    let estimate = value(of: [0], samples, ParameterSamples(names: ["x"], values: [x]), [1]).estimates[0]
    #expect(abs(estimate.value - 0.5) < 4 * estimate.standardError)
  }

  @Test func thresholdsCanBeAskedForTogetherOrAlone() {
    let (samples, parameters) = model.draws(400, seed: 28)
    let together = value(of: [0], samples, parameters, [10_000, 20_000]).estimates[1]
    let alone = value(of: [0], samples, parameters, [20_000]).estimates[0]
    #expect(together == alone)
  }

  @Test func rowsThatBelongTogetherPassAndShuffledOnesDoNot() {
    let (samples, parameters) = model.draws(500, seed: 29)
    #expect(!RowAlignment(parameters, samples, seed: 1).isDoubtful)
    let otherRun = model.draws(500, seed: 30).parameters
    let doubtful = RowAlignment(otherRun, samples, seed: 1)
    #expect(doubtful.isDoubtful)
    #expect(doubtful.strongestShare < 0.05)
  }

  private func zeros(_ count: Int) -> [Double] { Array(repeating: 0, count: count) }

  private func value(
    of group: [Int], _ samples: DecisionSamples, _ parameters: ParameterSamples, _ thresholds: [Double]
  ) -> PartialPerfectInformation {
    CostEffectiveness(samples, thresholds: thresholds).valueOfKnowing(group, in: parameters)
  }
}
