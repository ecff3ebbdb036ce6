// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Statistics

/// A result over replications: its mean and how well the simulation knows it.
public struct OutcomeSummary: Sendable {
  public let key: OutcomeKey
  public let mean: Double
  public let standardDeviation: Double
  /// Monte Carlo standard error of the mean.
  public let standardError: Double
  /// Student's t interval of the mean at 95 %.
  public let interval: ConfidenceInterval
  /// Replications in which the result was defined.
  public let count: Int

  init(key: OutcomeKey, values: [Double]) {
    self.key = key
    let moments = RunningMoments(values.lazy.filter { !$0.isNaN })
    mean = moments.count > 0 ? moments.mean : .nan
    standardDeviation = moments.standardDeviation
    standardError = moments.standardError
    interval = moments.confidenceInterval()
    count = moments.count
  }
}

extension StrategyResults {
  /// Every result of the catalogue, summarised.
  public func summaries() -> [OutcomeSummary] {
    catalogue.keys.enumerated().map { index, key in
      OutcomeSummary(key: key, values: outcomes.map { $0.values[index] })
    }
  }

  public func summary(_ key: OutcomeKey) -> OutcomeSummary? {
    values(key).map { OutcomeSummary(key: key, values: $0) }
  }
}

/// The difference between a strategy and the baseline, replication by replication.
public struct PairedDifference: Sendable {
  public let key: OutcomeKey
  public let baseline: Double
  public let strategy: Double
  public let difference: Double
  public let standardError: Double
  public let interval: ConfidenceInterval
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
    interval = differences.confidenceInterval()
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
