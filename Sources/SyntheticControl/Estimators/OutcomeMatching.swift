// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

extension Estimator {
  /// Donor weights that follow the outcome before the change, without predictors.
  func outcomeOnly(_ series: MatchedSeries) -> SyntheticFit {
    let points = series.points(0..<series.preCount, roots: precisionRoots(series.comparison))
    var fit = series.fit(SimplexLeastSquares(points: points))
    fit.optimiseLoss = fit.preMSPE
    return fit
  }

  /// Donor weights that follow the outcome's course, with a constant for its level (Doudchenko & Imbens 2016,
  /// doi:10.3386/w22791; Ferman & Pinto 2021, doi:10.3982/QE1596).
  func demeaned(_ series: MatchedSeries) -> SyntheticFit {
    let roots = precisionRoots(series.comparison)
    let points = centredRows(series.points(0..<series.preCount), roots: roots)
    let solution = SimplexLeastSquares(points: points)
    return series.fit(solution, intercept: intercept(series, solution.weights, roots))
  }

  /// Each column less its weighted mean, rows then weighed.
  private func centredRows(_ points: Matrix, roots: [Double]) -> Matrix {
    let total = roots.reduce(0) { $0 + $1 * $1 }
    return Matrix(
      columns: (0..<points.columnCount).map { j in
        let column = Array(points.column(j))
        let mean = zip(column, roots).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / total
        return zip(column, roots).map { ($0 - mean) * $1 }
      })
  }

  private func intercept(_ series: MatchedSeries, _ weights: [Double], _ roots: [Double]) -> Double {
    var sum = 0.0, total = 0.0
    for t in 0..<series.preCount {
      let weight = roots[t] * roots[t]
      let donors = zip(weights, series.donors).reduce(0) { $0 + $1.0 * $1.1[t] }
      sum += weight * (series.target[t] - donors)
      total += weight
    }
    return sum / total
  }
}
