// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

extension Estimator {
  /// Predictor weights from how strongly each predictor goes with the outcome: outcomes of every judged period are
  /// regressed on the scaled predictors over all units, and squared coefficients are summed over periods
  /// (Abadie, Diamond & Hainmueller 2011, doi:10.18637/jss.v042.i13).
  ///
  /// Equal weights when it cannot be solved.
  func regressionWeights(
    _ predictors: ScaledPredictors, _ judged: JudgedOutcomes, _ notes: inout [EffectsWarning]
  ) -> [Double] {
    let count = predictors.names.count
    // Centring over units replaces the intercept and keeps the normal equations well conditioned.
    let design = Matrix(columns: predictors.rows.map(centred))
    let gram = design.gramMatrix()
    guard predictors.rows[0].count > count, let factor = CholeskyFactor(gram), isWellConditioned(gram) else {
      notes.append(
        EffectsWarning(
          "regression_weights_fallback",
          "the regression for predictor weights has no single solution; weights are equal"))
      return Self.equal(count)
    }
    let outcomes = [judged.target] + judged.donors
    var weights = [Double](repeating: 0, count: count)
    for t in judged.target.indices {
      let coefficients = factor.solve(design.transposedTimes(centred(outcomes.map { $0[t] })))
      for k in 0..<count { weights[k] += coefficients[k] * coefficients[k] }
    }
    let total = weights.reduce(0, +)
    return total > 0 && total.isFinite ? weights.map { $0 / total } : Self.equal(count)
  }

  private func isWellConditioned(_ gram: Matrix) -> Bool {
    guard let values = try? SymmetricEigenvalues(gram).values, let low = values.first, let high = values.last
    else { return false }
    return low > 1e-12 * high
  }

  private func centred(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 - mean }
  }
}
