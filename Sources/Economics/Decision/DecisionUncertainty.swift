// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// What a PSA says about the decision at each threshold: which strategy is best on average, how often each is best,
/// and what it is worth to know.
///
/// Every comparison is between increments against a reference, so near-ties at the scale of a national budget
/// stay exact; ties are shared equally and never settled by chance.
public struct DecisionUncertainty: Sendable {
  public let strategies: [String]
  /// Value of a unit of effect, in the currency of the costs.
  public let thresholds: [Double]
  public let drawCount: Int
  /// By strategy, then threshold.
  public let netBenefit: [[NetBenefit]]
  /// Cost-effectiveness acceptability curves: the share of draws in which each strategy has the highest net benefit
  /// (Fenwick, Claxton & Sculpher 2001, doi:10.1002/hec.635); by strategy, then threshold.
  public let acceptability: [[Double]]
  /// Expected loss from choosing each strategy; by strategy, then threshold.
  ///
  /// Alarid-Escudero et al. 2019, doi:10.1016/j.jval.2019.02.008.
  public let expectedLoss: [[Double]]
  /// The strategy with the highest expected net benefit at each threshold; the first listed when several have it.
  public let optimal: [Int]
  /// Expected value of perfect information for one person: the expected loss of the optimal strategy (Briggs,
  /// Claxton & Sculpher 2006, chapter 6), with its Monte Carlo standard error.
  public internal(set) var perfectInformation: [Estimate]
  /// Standard errors of `acceptability`, from the number of draws.
  public internal(set) var acceptabilityErrors: [[Double]]

  public init(_ samples: DecisionSamples, thresholds: [Double], reference: Int = 0) {
    let draws = samples.drawCount
    let sweep = ThresholdSweep(
      samples.increments(against: reference), thresholds: thresholds, countingWinsOf: samples)
    strategies = samples.strategies
    self.thresholds = thresholds
    drawCount = draws
    netBenefit = NetBenefit.all(samples, thresholds: thresholds)
    acceptability = sweep.acceptability(draws: draws)
    acceptabilityErrors = acceptability.map { $0.map { (max($0 * (1 - $0), 0) / Double(draws)).squareRoot() } }
    expectedLoss = sweep.byStrategy(sweep.losses, draws: draws)
    optimal = sweep.leastLoss
    perfectInformation = sweep.perfectInformation(draws: draws)
  }

  /// The same with standard errors so many times as large, where the draws tell less than as many independent ones.
  public func withErrors(times factor: Double) -> DecisionUncertainty {
    var result = self
    result.perfectInformation = perfectInformation.map { $0.withError(times: factor) }
    result.acceptabilityErrors = acceptabilityErrors.map { $0.map { factor * $0 } }
    return result
  }
}
