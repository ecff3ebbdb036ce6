// SPDX-License-Identifier: GPL-3.0-or-later

/// Expected value of sample information (EVSI): what a study of a given size would be worth, for one person.
///
/// In every draw the study is simulated, and net benefit is regressed on its estimates (Strong et al. 2015,
/// doi:10.1177/0272989X15575286): the fit is what would be expected after the study, prior included, so that no
/// posterior has to be computed.
public struct SampleInformation: Sendable, Equatable {
  public let parameters: [String]
  public let sampleSize: Int
  public let thresholds: [Double]
  public let estimates: [Estimate]
  public let method = "regression on simulated study results"

  /// - Parameter limit: The EVPI of the same draws, which no study can exceed.
  /// - Precondition: The design has no flaw for these parameters.
  public init(
    of study: StudyDesign, size: Int, in parameters: ParameterSamples, samples: DecisionSamples,
    thresholds: [Double], reference: Int = 0, limit: [Estimate], seed: UInt64
  ) {
    precondition(size > 0 && study.flaw(in: parameters) == nil && limit.count == thresholds.count)
    let results = study.simulatedEstimates(size: size, parameters: parameters, seed: seed)
    let expectation = ConditionalExpectation(samples.increments(against: reference), given: results)
    self.parameters = study.arms.map { parameters.names[$0.parameter] }
    sampleSize = size
    self.thresholds = thresholds
    estimates = zip(expectation.valueOfKnowing(thresholds: thresholds), limit).map { estimate, limit in
      Estimate(value: min(estimate.value, limit.value), standardError: estimate.standardError)
    }
  }
}

/// What a study costs, in the currency of the costs.
public struct StudyCosts: Sendable, Equatable {
  public let fixed, perParticipant: Double
  /// Years until the study reports; people treated until then gain nothing from it.
  public let yearsToReport: Double

  public init(fixed: Double, perParticipant: Double, yearsToReport: Double = 0) {
    self.fixed = fixed
    self.perParticipant = perParticipant
    self.yearsToReport = yearsToReport
  }

  public func total(participants: Int) -> Double { fixed + perParticipant * Double(participants) }
}

/// Expected net benefit of sampling (ENBS): the study's value to the population less its cost (Conti & Claxton 2009,
/// doi:10.1177/0272989X09344746).
public struct NetBenefitOfSampling: Sendable, Equatable {
  public let sampleSize: Int
  public let net: Estimate

  public init(_ value: Estimate, sampleSize: Int, population: AffectedPopulation, costs: StudyCosts) {
    let gain = value.scaled(by: population.discountedPeople(afterYears: costs.yearsToReport))
    self.sampleSize = sampleSize
    net = Estimate(
      value: gain.value - costs.total(participants: sampleSize), standardError: gain.standardError)
  }

  /// The size with the highest net benefit; nil when no study is worth its cost.
  public static func best(of sizes: [NetBenefitOfSampling]) -> NetBenefitOfSampling? {
    sizes.filter { $0.net.value > 0 }.max { $0.net.value < $1.net.value }
  }
}
