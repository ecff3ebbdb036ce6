// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How an interval over replications was made.
public enum IntervalMethod: String, Sendable {
  /// Student's t through Hall's transformation, kept within what the measure can be.
  case skewnessCorrected = "Student's t corrected for skewness (Hall 1992)"
  /// All replications gave the same: from the chance with which one may differ (Clopper & Pearson 1934).
  case allAlike = "exact, all replications alike"
  /// Fewer than two replications.
  case none = "none"
}

/// A result over replications: its mean and how well the simulation knows it.
public struct OutcomeSummary: Sendable {
  public let key: OutcomeKey
  public let mean: Double
  public let standardDeviation: Double
  /// Monte Carlo standard error of the mean.
  public let standardError: Double
  /// Of the mean at 95 %, within what the measure can be.
  public let interval: ConfidenceInterval
  public let intervalMethod: IntervalMethod
  /// Replications in which the result was defined.
  public let count: Int

  /// - Parameter unit: Of the measure; it says which values are possible.
  public init(key: OutcomeKey, values: [Double], unit: Measure.Unit) {
    self.key = key
    let moments = RunningMoments(values.lazy.filter { !$0.isNaN })
    mean = moments.count > 0 ? moments.mean : .nan
    standardDeviation = moments.standardDeviation
    standardError = moments.standardError
    (interval, intervalMethod) = moments.interval(unit: unit)
    count = moments.count
  }
}

extension RunningMoments {
  /// The interval of a measure's mean at 95 %.
  func interval(unit: Measure.Unit) -> (ConfidenceInterval, IntervalMethod) {
    guard count > 1 else { return (confidenceInterval(), .none) }
    guard variance > 0 else { return (intervalOfEquals(unit: unit), .allAlike) }
    let interval = skewnessCorrectedInterval()
    let possible = unit.possible(minimum: minimum, maximum: maximum)
    return (
      ConfidenceInterval(
        lower: max(interval.lower, possible.lowerBound), upper: min(interval.upper, possible.upperBound)),
      .skewnessCorrected
    )
  }

  /// When all of n replications are alike, the chance that one differs is at most 1 − 0.025^(1/n), with confidence of
  /// 97.5 %. A share of 0 or 100 % could then be anything, a count one more or one less; other quantities do not vary.
  private func intervalOfEquals(unit: Measure.Unit) -> ConfidenceInterval {
    let chance = 1 - pow(0.025, 1 / Double(count))
    switch unit {
    case .percent where mean == 0: return ConfidenceInterval(lower: 0, upper: 100 * chance)
    case .percent where mean == 100: return ConfidenceInterval(lower: 100 - 100 * chance, upper: 100)
    case .count:
      return ConfidenceInterval(lower: mean >= 0 ? max(0, mean - chance) : mean - chance, upper: mean + chance)
    default: return ConfidenceInterval(lower: mean, upper: mean)
    }
  }
}

extension Measure.Unit {
  /// Values that a mean may have, given the least and the greatest seen: no count is below nil, no share above 100 %.
  /// Working time in use may be above 100 %, and what may be negative is not kept above nil.
  func possible(minimum: Double, maximum: Double) -> ClosedRange<Double> {
    switch self {
    case .percentagePoints: -.infinity ... .infinity
    case .percent: (minimum >= 0 ? 0 : -.infinity)...(maximum <= 100 ? 100 : .infinity)
    default: (minimum >= 0 ? 0 : -.infinity) ... .infinity
    }
  }
}

extension StrategyResults {
  /// Every result of the catalogue, summarised.
  public func summaries() -> [OutcomeSummary] {
    catalogue.keys.enumerated().map { index, key in
      OutcomeSummary(key: key, values: outcomes.map { $0.values[index] }, unit: unit(of: key))
    }
  }

  private func unit(of key: OutcomeKey) -> Measure.Unit { catalogue.measure(key.measure)?.unit ?? .percentagePoints }

  public func summary(_ key: OutcomeKey) -> OutcomeSummary? {
    values(key).map { OutcomeSummary(key: key, values: $0, unit: unit(of: key)) }
  }
}
