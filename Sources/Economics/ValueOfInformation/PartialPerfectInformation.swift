// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

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
  /// Share of the variance of the incremental net benefits, added up over strategies, that the parameters explain at each
  /// threshold.
  public let explainedShares: [Double]
  /// Thresholds at which the regression exceeded the EVPI by more than its standard error, and was cut to it.
  public let cappedThresholds: [Double]

  /// - Parameters:
  ///   - indices: Which parameters would be known.
  ///   - limit: The EVPI of the same draws at the same thresholds.
  ///   - errorFactor: What standard errors are multiplied by, where the draws tell less than as many independent ones.
  ///   - withoutNoise: The same draws without replication noise, where they have it: of their variance the share is.
  public init(
    of indices: [Int], in parameters: ParameterSamples, samples: DecisionSamples, thresholds: [Double],
    reference: Int = 0, limit: [Estimate], withoutNoise: DecisionSamples? = nil,
    errorFactor: Double = 1
  ) {
    precondition(parameters.drawCount == samples.drawCount && limit.count == thresholds.count)
    let expectation = ConditionalExpectation(
      samples.increments(against: reference), given: indices.map { parameters.values[$0] })
    let raw = expectation.valueOfKnowing(thresholds: thresholds).map { $0.withError(times: errorFactor) }
    self.parameters = indices.map { parameters.names[$0] }
    self.thresholds = thresholds
    estimates = zip(raw, limit).map { estimate, limit in
      Estimate(value: min(estimate.value, limit.value), standardError: estimate.standardError)
    }
    cappedThresholds = zip(thresholds, zip(raw, limit)).filter {
      $0.1.0.value > $0.1.1.value + $0.1.0.standardError
    }.map(\.0)
    explainedShare = expectation.explainedShare
    let fitted = IncrementMoments(expectation.fitted)
    let whole = IncrementMoments((withoutNoise ?? samples).increments(against: reference))
    explainedShares = thresholds.map { threshold in
      let total = whole.netBenefitVariance(at: threshold)
      return total > 0 ? min(fitted.netBenefitVariance(at: threshold) / total, 1) : 0
    }
    method = indices.count == 1 ? "penalised spline, REML" : "spline ANOVA with interactions, REML"
  }
}

/// Variances and covariances of incremental effects and costs, added up over strategies.
private struct IncrementMoments {
  let effect, cost, product: Double

  init(_ increments: Increments) {
    guard increments.drawCount > 1 else {
      (effect, cost, product) = (0, 0, 0)
      return
    }
    func sum(_ x: [[Double]], _ y: [[Double]]) -> Double { zip(x, y).reduce(0) { $0 + covariance($1.0, $1.1) } }
    effect = sum(increments.effects, increments.effects)
    cost = sum(increments.costs, increments.costs)
    product = sum(increments.effects, increments.costs)
  }

  func netBenefitVariance(at threshold: Double) -> Double {
    max(threshold * threshold * effect - 2 * threshold * product + cost, 0)
  }
}
