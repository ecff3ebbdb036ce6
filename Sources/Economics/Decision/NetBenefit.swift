// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// Expected net benefit of a strategy at a threshold, with the Monte Carlo error of the draws.
///
/// Stinnett & Mullahy 1998, doi:10.1177/0272989X98018002S09.
public struct NetBenefit: Sendable, Equatable {
  public let threshold: Double
  /// Threshold × effect − cost.
  public let monetary: Estimate

  /// Effect − cost / threshold; NaN at a threshold of nil.
  public var health: Estimate {
    guard threshold != 0 else { return Estimate(value: .nan, standardError: .nan) }
    return Estimate(value: monetary.value / threshold, standardError: monetary.standardError / threshold)
  }

  /// Net benefits of every strategy at every threshold.
  static func all(_ samples: DecisionSamples, thresholds: [Double]) -> [[NetBenefit]] {
    samples.strategies.indices.map { s in
      let moments = OutcomeMoments(costs: samples.costs[s], effects: samples.effects[s])
      return thresholds.map { NetBenefit(threshold: $0, monetary: moments.netBenefit(at: $0)) }
    }
  }
}

/// Means and covariances of a strategy's cost and effect, from which its net benefit at any threshold follows.
struct OutcomeMoments {
  let cost, effect: Double
  let costVariance, effectVariance, covariance: Double
  let draws: Int

  init(costs: [Double], effects: [Double]) {
    draws = costs.count
    cost = mean(costs)
    effect = mean(effects)
    guard draws > 1 else {
      (costVariance, effectVariance, covariance) = (.nan, .nan, .nan)
      return
    }
    costVariance = Statistics.covariance(costs, costs)
    effectVariance = Statistics.covariance(effects, effects)
    covariance = Statistics.covariance(costs, effects)
  }

  func netBenefit(at k: Double) -> Estimate {
    let variance = k * k * effectVariance - 2 * k * covariance + costVariance
    return Estimate(
      value: k * effect - cost,
      standardError: variance.isNaN ? .nan : (max(variance, 0) / Double(draws)).squareRoot())
  }
}

/// A mean over draws with its Monte Carlo error and a credible interval.
public struct ExpectedOutcome: Sendable, Equatable {
  public let mean: Estimate
  /// Central quantiles of the draws: uncertainty about the parameters, not about the mean of the draws.
  public let credibleInterval: ConfidenceInterval

  /// - Parameter errorFactor: What the mean's error is multiplied by, where the draws tell less than as many independent
  ///   ones.
  public init(draws: [Double], level: Double = 0.95, errorFactor: Double = 1) {
    let moments = RunningMoments(draws), sorted = draws.sorted()
    mean = Estimate(value: Statistics.mean(draws), standardError: errorFactor * moments.standardError)
    credibleInterval = ConfidenceInterval(
      lower: quantile(sorted: sorted, 0.5 - level / 2), upper: quantile(sorted: sorted, 0.5 + level / 2))
  }
}

extension DecisionSamples {
  public func cost(of strategy: Int, level: Double = 0.95) -> ExpectedOutcome {
    ExpectedOutcome(draws: costs[strategy], level: level)
  }

  public func effect(of strategy: Int, level: Double = 0.95) -> ExpectedOutcome {
    ExpectedOutcome(draws: effects[strategy], level: level)
  }

  /// Net monetary benefit of a strategy less that of a reference, which the pairing of draws makes precise.
  public func incrementalNetBenefit(
    of strategy: Int, against reference: Int, at threshold: Double, level: Double = 0.95
  ) -> ExpectedOutcome {
    ExpectedOutcome(
      draws: increments(against: reference).netBenefit(of: strategy, at: threshold), level: level)
  }
}
