// SPDX-License-Identifier: GPL-3.0-or-later

extension ThresholdSweep {
  /// Expected value of perfect information (EVPI) for one person at each threshold: the expected loss of the strategy
  /// that loses least (Briggs, Claxton & Sculpher 2006, chapter 6), with its Monte Carlo standard error.
  func perfectInformation(draws: Int) -> [Estimate] {
    leastLoss.enumerated().map { i, s in loss(of: s, at: i, draws: draws) }
  }

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
