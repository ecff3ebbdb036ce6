// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

extension Estimator {
  /// The change of the unit's mean less the change of the donors' plain mean: the group-time effects of Callaway &
  /// Sant'Anna (2021, doi:10.1016/j.jeconom.2020.12.001) for one unit, with all periods before the change as the base
  /// (Borusyak, Jaravel & Spiess 2024, doi:10.1093/restud/rdae007) in place of the last.
  func differenceInDifferences(_ series: MatchedSeries) -> SyntheticFit {
    let count = Double(series.donors.count)
    let donors = series.target.indices.map { t in series.donors.reduce(0) { $0 + $1[t] } / count }
    let shift = mean(series.target.prefix(series.preCount)) - mean(donors.prefix(series.preCount))
    return SyntheticFit(
      comparison: series.comparison, weights: [Double](repeating: 1 / count, count: series.donors.count),
      intercept: shift, observed: series.observed, synthetic: series.inOwnUnits(donors.map { $0 + shift }))
  }

  /// The unit's own straight line before the change, carried on (Wagner et al. 2002,
  /// doi:10.1046/j.1365-2710.2002.00430.x); donors have no part in it.
  public func interruptedTimeSeries(_ comparison: Comparison) throws(EffectsError) -> SyntheticFit {
    let series = MatchedSeries(comparison, panel: panel, scale: settings.scale)
    let times = series.comparison.periods.map { panel.times[$0].order }, count = series.preCount
    guard count > 2 else { throw EffectsError("a straight line needs three periods before the change") }
    let before = Array(times.prefix(count)), own = Array(series.target.prefix(count))
    let slope = covariance(before, own) / covariance(before, before)
    let level = mean(own) - slope * mean(before)
    let line = times.map { level + slope * $0 }
    return SyntheticFit(
      comparison: series.comparison, weights: series.donors.map { _ in 0 }, intercept: level,
      observed: series.observed, synthetic: series.inOwnUnits(line))
  }
}
