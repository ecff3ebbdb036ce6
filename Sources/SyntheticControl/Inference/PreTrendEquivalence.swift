// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// Whether the last periods before the change, held out, show no effect of any size that matters: two one-sided tests
/// against a range, so that a noisy estimate does not pass for a good one (Hartman & Hidalgo 2018, doi:10.1111/ajps.12387;
/// Liu, Wang & Xu 2024, doi:10.1111/ajps.12723).
public struct PreTrendEquivalence: Sendable {
  /// Periods held out.
  public let periods: [Int]
  /// Mean gap over them.
  public let estimate: Double
  /// At the level of two one-sided tests of 5 %; nil where placebos are too few.
  public let interval: ConfidenceInterval?
  /// Gaps within this of nought do not matter: 0.36 standard deviations of the donors' outcomes before the change, less
  /// unit and period means.
  public let range: Double
  public var isEquivalent: Bool? { interval.map { $0.lower >= -range && $0.upper <= range } }

  /// As the papers have it.
  static let share = 0.36

  init?(_ comparison: Comparison, estimator: Estimator, held: Int = 3) {
    guard comparison.pre.count >= held + SiteEstimate.fewestPeriods else { return nil }
    var earlier = comparison
    earlier.pre = Array(comparison.pre.dropLast(held))
    earlier.post = Array(comparison.pre.suffix(held))
    guard let fit = try? estimator.fit(earlier) else { return nil }
    periods = earlier.post
    estimate = fit.averageEffect
    let half = PlaceboSpace(fit, estimator: estimator).errors.halfWidth(level: 0.9)
    interval = half.map { ConfidenceInterval(lower: fit.averageEffect - $0, upper: fit.averageEffect + $0) }
    let rows = comparison.donors.map { donor in comparison.pre.map { estimator.panel.outcome[donor][$0] } }
    let units = rows.map { mean($0) }, all = mean(units)
    let times = comparison.pre.indices.map { t in mean(rows.map { $0[t] }) }
    var moments = RunningMoments()
    for (row, unit) in zip(rows, units) { for t in row.indices { moments.add(row[t] - unit - times[t] + all) } }
    range = Self.share * moments.standardDeviation
  }
}
