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
    let width = thresholds.count, n = Double(samples.drawCount)
    let sweep = ThresholdSweep(
      samples.increments(against: reference), thresholds: thresholds, countingWinsOf: samples)
    func byStrategy(_ values: [Double]) -> [[Double]] {
      samples.strategies.indices.map { s in values[(s * width)..<((s + 1) * width)].map { $0 / n } }
    }
    strategies = samples.strategies
    self.thresholds = thresholds
    drawCount = samples.drawCount
    netBenefit = NetBenefit.all(samples, thresholds: thresholds)
    acceptability = byStrategy(sweep.wins)
    acceptabilityErrors = acceptability.map { $0.map { (max($0 * (1 - $0), 0) / n).squareRoot() } }
    expectedLoss = byStrategy(sweep.losses)
    optimal = sweep.leastLoss
    perfectInformation = sweep.leastLoss.enumerated().map { i, s in
      sweep.loss(of: s, at: i, draws: samples.drawCount)
    }
  }

  /// The acceptability frontier: the probability that the optimal strategy is the best one.
  ///
  /// It is not the highest probability: a strategy can be best on average and seldom best.
  public var frontier: [(threshold: Double, strategy: String, probability: Double)] {
    thresholds.indices.map { (thresholds[$0], strategies[optimal[$0]], acceptability[optimal[$0]][$0]) }
  }

  /// Ranges of thresholds over which one strategy is optimal, as the grid shows them.
  public var optimalRanges: [(strategy: String, from: Double, to: Double)] {
    var ranges: [(strategy: String, from: Double, to: Double)] = []
    for (threshold, s) in zip(thresholds, optimal) {
      if let last = ranges.last, last.strategy == strategies[s] {
        ranges[ranges.count - 1].to = threshold
      } else {
        ranges.append((strategies[s], threshold, threshold))
      }
    }
    return ranges
  }
}

/// An estimate with its standard error, both in the unit of what is estimated.
public struct Estimate: Sendable, Equatable {
  public let value, standardError: Double

  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }

  /// The estimate in another unit, or for more people.
  public func scaled(by factor: Double) -> Estimate {
    Estimate(value: value * factor, standardError: standardError * factor.magnitude)
  }
}

extension ThresholdSweep {
  /// The strategy with the least expected loss at each threshold.
  var leastLoss: [Int] {
    thresholds.indices.map { i in
      (0..<strategyCount).reduce(0) { best, s in
        losses[s * thresholds.count + i] < losses[best * thresholds.count + i] ? s : best
      }
    }
  }

  /// Mean loss of a strategy and its standard error over draws.
  func loss(of strategy: Int, at threshold: Int, draws: Int) -> Estimate {
    let index = strategy * thresholds.count + threshold, n = Double(draws)
    let mean = losses[index] / n
    guard draws > 1 else { return Estimate(value: mean, standardError: .nan) }
    let variance = max(squaredLosses[index] - n * mean * mean, 0) / (n - 1)
    return Estimate(value: mean, standardError: (variance / n).squareRoot())
  }
}
