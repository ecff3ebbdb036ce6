// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Estimator {
  /// Synthetic difference-in-differences, both weight problems solved exactly.
  ///
  /// Arkhangelsky, Athey, Hirshberg, Imbens & Wager 2021, doi:10.1257/aer.20190159. The gaps are those of the effect curve: less the time-weighted gap before the change.
  func syntheticDifferenceInDifferences(_ series: MatchedSeries, treatedCount: Int = 1) -> SyntheticFit {
    let noise = series.comparison.heldNoise ?? Self.noise(series)
    let periods = series.preCount, later = Double(max(series.postCount, 1))
    let zeta = pow(Double(treatedCount) * later, 0.25) * noise
    let unit = SimplexLeastSquares(
      points: Self.centredColumns(series.points(0..<periods)), ridge: zeta * zeta * Double(periods))
    let time = timeWeights(series, ridge: 1e-12 * noise * noise * Double(series.donors.count))
    let raw = series.synthetic(unit.weights)
    let shift = (0..<periods).reduce(0) { $0 + time[$1] * (series.observed[$1] - raw[$1]) }
    var fit = SyntheticFit(
      comparison: series.comparison, weights: unit.weights, intercept: shift, observed: series.observed,
      synthetic: raw.map { $0 + shift })
    fit.optimalityGap = unit.optimalityGap
    fit.zeta = zeta
    fit.timeWeights = time
    return fit
  }

  /// The same for the mean of several units, which stands in the comparison's target's place.
  func syntheticDifferenceInDifferences(ofMean units: [Int], _ comparison: Comparison) -> SyntheticFit {
    var panel = panel
    for time in comparison.periods {
      let sum = units.reduce(0) { $0 + self.panel.outcome[$1][time] }
      panel.outcome[comparison.target][time] = sum / Double(units.count)
    }
    return syntheticDifferenceInDifferences(
      MatchedSeries(comparison, panel: panel, scale: settings.scale), treatedCount: units.count)
  }

  /// Standard deviation of the donors' changes from period to period before the change.
  static func noise(_ series: MatchedSeries) -> Double {
    var moments = RunningMoments()
    for donor in series.donors {
      for t in 1..<max(series.preCount, 1) { moments.add(donor[t] - donor[t - 1]) }
    }
    return moments.variance.isFinite ? moments.standardDeviation : 0
  }

  /// Weights of the earlier periods that follow the donors' later mean.
  private func timeWeights(_ series: MatchedSeries, ridge: Double) -> [Double] {
    let periods = series.preCount
    guard series.postCount > 0 else { return Array(repeating: 1 / Double(periods), count: periods) }
    let later = series.donors.map { $0.dropFirst(periods).reduce(0, +) / Double(series.postCount) }
    let points = Matrix(
      columns: (0..<periods).map { t in
        zip(series.donors, later).map { $0[t] - $1 }
      })
    return SimplexLeastSquares(points: Self.centredColumns(points), ridge: ridge).weights
  }

  static func centredColumns(_ points: Matrix) -> Matrix {
    Matrix(
      columns: (0..<points.columnCount).map { j in
        let column = points.column(j)
        let mean = column.reduce(0, +) / Double(column.count)
        return column.map { $0 - mean }
      })
  }
}
