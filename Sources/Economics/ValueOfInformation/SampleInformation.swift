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
