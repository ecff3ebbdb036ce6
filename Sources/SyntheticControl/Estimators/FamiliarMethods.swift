// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

extension Estimator {
  /// The change of the unit's mean less the change of the donors' plain mean: the group-time effects of Callaway &
  /// Sant'Anna (2021, doi:10.1016/j.jeconom.2020.12.001) for one unit, with all periods before the change as the base
  /// (Borusyak, Jaravel & Spiess 2024, doi:10.1093/restud/rdae007) in place of the last.
  func differenceInDifferences(_ series: MatchedSeries) -> SyntheticFit {
    let weights = [Double](repeating: 1 / Double(series.donors.count), count: series.donors.count)
    let donors = (0..<series.preCount).reduce(0) { sum, t in
      sum + series.donors.reduce(0) { $0 + $1[t] } / Double(series.donors.count)
    }
    let own = series.target.prefix(series.preCount).reduce(0, +)
    let shift = (own - donors) / Double(series.preCount)
    return SyntheticFit(
      comparison: series.comparison, weights: weights, intercept: shift, observed: series.observed,
      synthetic: series.synthetic(weights, intercept: shift))
  }

  /// The unit's own straight line before the change, carried on (Wagner et al. 2002,
  /// doi:10.1046/j.1365-2710.2002.00430.x); donors have no part in it.
  func interruptedTimeSeries(_ series: MatchedSeries) throws(EffectsError) -> SyntheticFit {
    let times = series.comparison.periods.map { panel.times[$0].order }, count = series.preCount
    guard count > 2 else { throw EffectsError("a straight line needs three periods before the change") }
    let before = Array(times.prefix(count)), own = Array(series.target.prefix(count))
    let slope = covariance(before, own) / covariance(before, before)
    let level = mean(own) - slope * mean(before)
    let line = times.map { level + slope * $0 }
    return SyntheticFit(
      comparison: series.comparison, weights: series.donors.map { _ in 0 }, intercept: level,
      observed: series.observed,
      synthetic: series.scale == .logit ? line.map { value(ofLogit: $0, of: series.whole) } : line)
  }
}
