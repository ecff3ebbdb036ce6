// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Statistics

/// Evidence on whether one measure has settled by the end of the warm-up, from replications that are watched month
/// by month from their first day.
public struct WarmUpSeries: Sendable {
  public let measure: Measure
  /// Mean over replications by month; NaN where nobody is in the denominator.
  public let monthly: [Double]
  /// Welch's moving average of thirteen months (1983), shorter near the ends, so that a season cancels out.
  public let movingAverage: [Double]
  /// By MSER-5 on the monthly means; nil for a series that is too short.
  public let cut: MarginalStandardErrorCut?
  /// Mean of the twelve months after the warm-up, and of all months after those.
  public let afterWarmUp, later: Double
  /// Later less after the warm-up, replication by replication, at 99 %.
  public let drift: ConfidenceInterval
  public let verdict: Verdict

  public enum Verdict: String, Sendable {
    /// MSER-5 cuts within the warm-up and no drift is seen.
    case settled
    /// The interval of the drift leaves out nil, or MSER-5 cuts later while the drift may be above the tolerance.
    case notSettled = "not settled"
    /// Too noisy to say: the drift may be above the tolerance and may be nil.
    case notKnown = "not known"
  }

  /// - Parameters:
  ///   - replications: Values by replication and month.
  ///   - warmUpMonths: Length of the warm-up under trial.
  ///   - tolerance: Drift, relative to the later mean, that does not matter.
  public init(_ measure: Measure, replications: [[Double]], warmUpMonths: Int, tolerance: Double = 0.01) {
    self.measure = measure
    let months = replications.map(\.count).min() ?? 0
    monthly = (0..<months).map { month in average(replications.map { $0[month] }) }
    movingAverage = welchAverage(monthly, halfWidth: 6)
    cut = MarginalStandardErrorCut(monthly.filter { !$0.isNaN })
    let first = warmUpMonths..<min(months, warmUpMonths + 12)
    let rest = min(months, warmUpMonths + 12)..<months
    let pairs = replications.map { (average($0[first]), average($0[rest])) }.filter { $0.0.isFinite && $0.1.isFinite }
    afterWarmUp = average(pairs.map(\.0))
    later = average(pairs.map(\.1))
    drift = RunningMoments(pairs.map { $0.1 - $0.0 }).confidenceInterval(level: 0.99)
    let allowed = tolerance * abs(later)
    let mayBeNil = drift.lower <= 0 && drift.upper >= 0
    let isSmall = drift.lower >= -allowed && drift.upper <= allowed
    // Undefined months, at the start, count as warm-up.
    let undefined = monthly.prefix { $0.isNaN }.count
    let isCutWithin = cut.map { $0.observations + undefined <= warmUpMonths } ?? false
    if drift.lower.isNaN {
      verdict = .notKnown
    } else if isSmall || (mayBeNil && isCutWithin) {
      verdict = .settled
    } else {
      verdict = mayBeNil ? .notKnown : .notSettled
    }
  }
}

/// Moving average of Welch (1983): the window shrinks near both ends; undefined values are passed over.
func welchAverage(_ series: [Double], halfWidth: Int) -> [Double] {
  series.indices.map { i in
    let half = min(halfWidth, i, series.count - 1 - i)
    return average(series[i - half...i + half])
  }
}

/// Mean of the values that are defined: a month may have nobody in a denominator.
private func average(_ values: some Sequence<Double>) -> Double {
  let moments = RunningMoments(values.lazy.filter(\.isFinite))
  return moments.count > 0 ? moments.mean : .nan
}
