// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Statistics
import Testing

@Suite struct SampleInformationTests {
  private let model = LinearNormalModel()

  @Test(arguments: [10, 50, 1000]) func studyingAMeanHasItsClosedForm(size: Int) {
    let estimate = value(size: size, draws: 3000)
    let truth = model.valueOfStudying(0, size: size, sd: 1.5, at: 18_000)
    #expect(abs(estimate.value - truth) < 4 * estimate.standardError)
  }

  @Test func largerStudiesAreWorthMoreAndNoneMoreThanKnowing() {
    let (samples, parameters) = model.draws(1500, seed: 31)
    let known = CostEffectiveness(samples, thresholds: [18_000]).valueOfKnowing([0], in: parameters)
      .estimates[0]
    let values = [2, 10, 100, 100_000].map { value(size: $0, draws: 1500).value }
    #expect(values == values.sorted())
    #expect(abs(values[3] - known.value) < 0.01 * known.value)
  }

  /// Beta(4, 6) prior, gain p − 0.4: after y yeses of n the mean is (4 + y)/(10 + n), summed over the beta–binomial.
  @Test func studyingAProbabilityHasItsExactValue() {
    let stream = RandomStream(seed: 32)
    let p = (0..<4000).map { _ in stream.beta(4, 6) }
    let zeros = Array(repeating: 0.0, count: 4000)
    let samples = DecisionSamples(
      strategies: ["A", "B"], costs: [zeros, zeros], effects: [zeros, p.map { $0 - 0.4 }])
    let parameters = ParameterSamples(names: ["p"], values: [p])
    let study = StudyDesign(arms: [.init(parameter: 0, measurement: .binomial)])
    let evpi = DecisionUncertainty(samples, thresholds: [1]).perfectInformation
    let estimate = SampleInformation(
      of: study, size: 20, in: parameters, samples: samples, thresholds: [1], limit: evpi, seed: 1
    ).estimates[0]
    #expect(abs(estimate.value - Self.exactBetaBinomialValue) < 4 * estimate.standardError)
  }

  /// Σ_y BetaBinomial(y; 20, 4, 6) max(0, (4 + y)/30 − 0.4).
  private static var exactBetaBinomialValue: Double {
    var probability = 1.0, sum = 0.0
    // P(0) = B(4, 26)/B(4, 6) = Π_{i<20} (6 + i)/(10 + i); then P(y + 1)/P(y) = (20 − y)(4 + y)/((y + 1)(25 − y)).
    for i in 0..<20 { probability *= Double(6 + i) / Double(10 + i) }
    for y in 0...20 {
      sum += probability * max(0, Double(4 + y) / 30 - 0.4)
      probability *= Double((20 - y) * (4 + y)) / Double((y + 1) * (25 - y))
    }
    return sum
  }

  @Test func aStudyThatCannotBeMadeIsNamed() {
    let parameters = ParameterSamples(names: ["rate"], values: [[0.5, 1.2, -0.1]])
    func flaw(_ measurement: StudyDesign.Measurement) -> String? {
      StudyDesign(arms: [.init(parameter: 0, measurement: measurement)]).flaw(in: parameters)
    }
    #expect(flaw(.binomial) == "'rate' is not a probability in every draw")
    #expect(flaw(.poisson) == "'rate' is negative in some draws; a mean count cannot be")
    #expect(flaw(.normal(standardDeviation: 0)) == "the standard deviation for 'rate' must be positive")
    #expect(flaw(.normal(standardDeviation: 1)) == nil)
  }

  @Test func theBestSizeWeighsValueAgainstCost() {
    let population = AffectedPopulation(peoplePerYear: 100, years: 10, ratePerYear: 0)
    let costs = StudyCosts(fixed: 1000, perParticipant: 10, yearsToReport: 2)
    let sizes = [(10, 5.0), (100, 9.0), (1000, 10.0)].map { size, value in
      NetBenefitOfSampling(
        Estimate(value: value, standardError: 0.1), sampleSize: size, population: population, costs: costs)
    }
    // 800 people are left when the study reports.
    let expected: [Double] = [2900, 5200, -3000]
    #expect(sizes.map(\.net.value) == expected)
    #expect(NetBenefitOfSampling.best(of: sizes)?.sampleSize == 100)
    #expect(NetBenefitOfSampling.best(of: [sizes[2]]) == nil)
  }

  private func value(size: Int, draws: Int) -> Estimate {
    let (samples, parameters) = model.draws(draws, seed: 31)
    let study = StudyDesign(arms: [.init(parameter: 0, measurement: .normal(standardDeviation: 1.5))])
    let evpi = DecisionUncertainty(samples, thresholds: [18_000]).perfectInformation
    return SampleInformation(
      of: study, size: size, in: parameters, samples: samples, thresholds: [18_000], limit: evpi, seed: 1
    ).estimates[0]
  }
}
