// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// The predictors of a comparison, each divided by its standard deviation over treated and donors and not centred
/// (the convention of Abadie, Diamond & Hainmueller 2011, doi:10.18637/jss.v042.i13).
struct ScaledPredictors: Sendable {
  let names: [String]
  let scale: [Double]
  let treated: [Double]
  /// For each donor a value for each predictor.
  let donors: [[Double]]
  /// Donor minus treated, a column for each donor.
  private let differences: Matrix
  var warnings: [EffectsWarning] = []

  init(_ predictors: [Predictor], _ comparison: Comparison, in panel: Panel) throws(EffectsError) {
    var names: [String] = [], scale: [Double] = [], rows: [[Double]] = []
    let available = Self.available(comparison)
    for predictor in predictors {
      if let beyond = predictor.periodsBeyond(comparison, in: panel) {
        warnings.append(
          EffectsWarning(
            "predictor_after_change",
            "\(predictor.name) asks for periods from the change on (\(beyond)); only those before it are used"))
      }
      let all = predictor.values(in: panel, available: available)
      guard !all.isEmpty else { throw EffectsError("the panel has no column '\(predictor.column)'") }
      let row = ([comparison.target] + comparison.donors).map { all[$0] }
      if let missing = row.firstIndex(where: \.isNaN) {
        let unit = panel.units[missing == 0 ? comparison.target : comparison.donors[missing - 1]]
        warnings.append(
          EffectsWarning("missing_predictor", "\(predictor.name) is left out: it has no value for \(unit)"))
        continue
      }
      let sd = RunningMoments(row).standardDeviation
      let size = row.map(\.magnitude).max() ?? 0
      guard sd.isFinite, sd > 1e-12 * size else {
        warnings.append(
          EffectsWarning("constant_predictor", "\(predictor.name) is left out: it is the same for every unit")
        )
        continue
      }
      names.append(predictor.name)
      scale.append(sd)
      rows.append(row.map { $0 / sd })
    }
    guard !rows.isEmpty else { throw EffectsError("no usable predictor is left") }
    self.names = names
    self.scale = scale
    treated = rows.map { $0[0] }
    donors = comparison.donors.indices.map { j in rows.map { $0[j + 1] } }
    differences = Matrix(columns: comparison.donors.indices.map { j in rows.map { $0[j + 1] - $0[0] } })
  }

  /// Nothing after the change serves as predictor, nor what a procedure holds out.
  private static func available(_ comparison: Comparison) -> [Int] {
    guard let last = comparison.pre.max() else { return [] }
    let out = Set(comparison.post)
    return (0...last).filter { !out.contains($0) }
  }

  /// Donor minus treated, rows weighed by the square root of the predictor's weight.
  func points(_ weights: [Double]) -> Matrix {
    differences.scalingRows(by: weights.map { $0.squareRoot() })
  }

  /// The unique optimum; when many weights reproduce the treated unit, those of the nearest donors.
  func weights(_ predictorWeights: [Double]) -> SimplexLeastSquares {
    let points = points(predictorWeights)
    let solution = SimplexLeastSquares(points: points)
    // Far from an exact fit there are no ties to break.
    guard solution.squaredNorm < 1e-12 else { return solution }
    let lengths = (0..<points.columnCount).map { points.column($0).reduce(0) { $0 + $1 * $1 } }
    let longest = lengths.max() ?? 0
    guard solution.squaredNorm <= 1e-24 * longest, longest > 0, points.columnCount > 1 else {
      return solution
    }
    return SimplexLeastSquares(points: points, linear: lengths.map { 1e-9 * $0 })
  }

  func balance(_ weights: [Double]) -> [(treated: Double, synthetic: Double, donorMean: Double)] {
    treated.indices.map { k in
      let synthetic = zip(weights, donors).reduce(0) { $0 + $1.0 * $1.1[k] }
      let mean = donors.reduce(0) { $0 + $1[k] } / Double(donors.count)
      return (treated[k] * scale[k], synthetic * scale[k], mean * scale[k])
    }
  }
}
