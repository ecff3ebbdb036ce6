// SPDX-License-Identifier: GPL-3.0-or-later

extension ThresholdSweep {
  /// Cost-effectiveness acceptability curves (CEAC): the share of draws in which each strategy has the highest net
  /// benefit (Fenwick, Claxton & Sculpher 2001, doi:10.1002/hec.635); by strategy, then threshold.
  func acceptability(draws: Int) -> [[Double]] { byStrategy(wins, draws: draws) }

  /// Values summed over draws, as means; by strategy, then threshold.
  func byStrategy(_ sums: [Double], draws: Int) -> [[Double]] {
    let width = thresholds.count
    return (0..<strategyCount).map { s in sums[(s * width)..<((s + 1) * width)].map { $0 / Double(draws) } }
  }
}

extension DecisionUncertainty {
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
