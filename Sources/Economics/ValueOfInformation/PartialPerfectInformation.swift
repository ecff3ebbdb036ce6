// SPDX-License-Identifier: GPL-3.0-or-later

/// Expected value of perfect information about some parameters (EVPPI), for one person.
public struct PartialPerfectInformation: Sendable, Equatable {
  public let parameters: [String]
  public let thresholds: [Double]
  /// At each threshold; never more than the value of knowing everything.
  public let estimates: [Estimate]
  /// How it was estimated, in words.
  public let method: String
  /// Largest share of the variance of an incremental cost or effect that the parameters explain.
  public let explainedShare: Double
  /// Thresholds at which the regression exceeded the EVPI by more than its standard error, and was cut to it.
  public let cappedThresholds: [Double]

  /// - Parameters:
  ///   - indices: Which parameters would be known.
  ///   - limit: The EVPI of the same draws at the same thresholds.
  public init(
    of indices: [Int], in parameters: ParameterSamples, samples: DecisionSamples, thresholds: [Double],
    reference: Int = 0, limit: [Estimate]
  ) {
    precondition(parameters.drawCount == samples.drawCount && limit.count == thresholds.count)
    let expectation = ConditionalExpectation(
      samples.increments(against: reference), given: indices.map { parameters.values[$0] })
    let raw = expectation.valueOfKnowing(thresholds: thresholds)
    self.parameters = indices.map { parameters.names[$0] }
    self.thresholds = thresholds
    estimates = zip(raw, limit).map { estimate, limit in
      Estimate(value: min(estimate.value, limit.value), standardError: estimate.standardError)
    }
    cappedThresholds = zip(thresholds, zip(raw, limit)).filter {
      $0.1.0.value > $0.1.1.value + $0.1.0.standardError
    }.map(\.0)
    explainedShare = expectation.explainedShare
    method = indices.count == 1 ? "penalised spline, REML" : "spline ANOVA with interactions, REML"
  }
}
