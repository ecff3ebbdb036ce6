// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Estimator {
  /// Balance with a price on donors that are themselves unlike the treated unit
  /// (Abadie & L'Hour 2021, doi:10.1080/01621459.2021.1971535); unique for a positive price.
  func penalised(_ series: MatchedSeries) throws(EffectsError) -> SyntheticFit {
    guard let given = series.comparison.heldPenalty ?? settings.penalty else {
      return try penalised(series, penalty: try chosenPenalty(series.comparison))
    }
    return try penalised(series, penalty: given)
  }

  private func penalised(_ series: MatchedSeries, penalty: Double) throws(EffectsError) -> SyntheticFit {
    var fit: SyntheticFit
    let solution: SimplexLeastSquares, points: Matrix
    if settings.predictors.isEmpty {
      points = series.points(0..<series.preCount)
      solution = Self.solve(points, penalty)
      fit = series.fit(solution)
    } else {
      let predictors = try ScaledPredictors(settings.predictors, series.comparison, in: panel, known: predictorValues)
      var notes = predictors.warnings
      let weights = try penalisedWeights(predictors, series, &notes)
      points = predictors.points(weights.map { $0 * Double(weights.count) })
      solution = Self.solve(points, penalty)
      fit = series.fit(solution)
      fit.predictorNames = predictors.names
      fit.predictorWeights = weights
      fit.predictorScale = predictors.scale
      fit.predictorBalance = predictors.balance(fit.weights)
      fit.warnings = notes
    }
    fit.predictorLoss = solution.squaredNorm
    fit.objective =
      solution.squaredNorm + penalty
      * zip(solution.weights, Self.lengths(points)).reduce(0) { $0 + $1.0 * $1.1 }
    fit.lambda = penalty
    return fit
  }

  /// Weights for the predictors, declared ones only: the search over them is the classic method's.
  private func penalisedWeights(
    _ predictors: ScaledPredictors, _ series: MatchedSeries, _ notes: inout [EffectsWarning]
  ) throws(EffectsError) -> [Double] {
    switch settings.rule {
    case .given(let values): return try Self.given(values, predictors.names)
    case .regression:
      let judged = JudgedOutcomes(series, panel: panel, window: settings.optimiseWindow)
      return regressionWeights(predictors, judged, &notes)
    default: return Self.equal(predictors.names.count)
    }
  }

  private static func solve(_ points: Matrix, _ penalty: Double) -> SimplexLeastSquares {
    SimplexLeastSquares(points: points, linear: lengths(points).map { penalty * $0 })
  }

  private static func lengths(_ points: Matrix) -> [Double] {
    (0..<points.columnCount).map { points.column($0).reduce(0) { $0 + $1 * $1 } }
  }

  /// The price that predicts untreated donors best after the change, each donor left out in turn (section 3.3 of
  /// the paper), from eleven prices between 0.0001 and 10.
  func chosenPenalty(_ comparison: Comparison) throws(EffectsError) -> Double {
    let grid = (0...10).map { pow(10, -4 + 0.5 * Double($0)) }
    guard comparison.donors.count > 2, !comparison.post.isEmpty else { return grid[4] }
    var best = (price: grid[0], error: Double.infinity)
    for price in grid {
      var error = 0.0
      for donor in comparison.donors {
        let series = MatchedSeries(comparison.placebo(donor), panel: panel, scale: settings.scale)
        error += try penalised(series, penalty: price).postMSPE
      }
      if error < best.error { best = (price, error) }
    }
    return best.price
  }
}
