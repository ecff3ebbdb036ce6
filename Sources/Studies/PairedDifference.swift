// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Statistics

/// The difference between a strategy and the baseline, replication by replication.
public struct PairedDifference: Sendable {
  public let key: OutcomeKey
  public let baseline: Double
  public let strategy: Double
  public let difference: Double
  public let standardError: Double
  /// Of the difference at 95 %, corrected for skewness.
  public let interval: ConfidenceInterval
  /// Two-sided, of no difference; the interval leaves out zero where it is below 0.05.
  public let pValue: Double
  /// How many times more replications independent runs would need for the same precision:
  /// (variance of one + variance of the other) / variance of the difference. NaN when nothing varies.
  public let replicationsSaved: Double
  public let count: Int

  /// Pairs in which either result is undefined are left out.
  public init(key: OutcomeKey, baseline: [Double], strategy: [Double]) {
    self.key = key
    let pairs = zip(baseline, strategy).filter { !$0.isNaN && !$1.isNaN }
    let first = RunningMoments(pairs.map(\.0)), second = RunningMoments(pairs.map(\.1))
    let differences = RunningMoments(pairs.map { $1 - $0 })
    self.baseline = pairs.isEmpty ? .nan : first.mean
    self.strategy = pairs.isEmpty ? .nan : second.mean
    difference = pairs.isEmpty ? .nan : differences.mean
    standardError = differences.standardError
    interval = differences.skewnessCorrectedInterval()
    pValue = differences.pValueOfZero()
    replicationsSaved =
      differences.variance > 0 ? (first.variance + second.variance) / differences.variance : .nan
    count = pairs.count
  }
}

/// Paired differences of one strategy from the baseline for every result that both report.
public func pairedDifferences(_ strategy: StrategyResults, from baseline: StrategyResults) -> [PairedDifference] {
  baseline.catalogue.keys.compactMap { key in
    guard let a = baseline.values(key), let b = strategy.values(key) else { return nil }
    return PairedDifference(key: key, baseline: a, strategy: b)
  }
}
