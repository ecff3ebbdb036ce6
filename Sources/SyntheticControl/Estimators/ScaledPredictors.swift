// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// The predictors of a comparison, each divided by its standard deviation over treated and donors and not centred
/// (the convention of Abadie, Diamond & Hainmueller 2011, doi:10.18637/jss.v042.i13).
struct ScaledPredictors: Sendable {
  let names: [String]
  let scale: [Double]
  /// For each predictor a value for each unit, the treated one first.
  let rows: [[Double]]
  /// Donor minus treated, a column for each donor.
  let differences: Matrix
  var warnings: [EffectsWarning] = []

  init(
    _ predictors: [Predictor], _ comparison: Comparison, in panel: Panel, known: PredictorValues
  ) throws(EffectsError) {
    var names: [String] = [], scale: [Double] = [], rows: [[Double]] = []
    let available = Self.available(comparison)
    for predictor in predictors {
      let entry = known.entry(predictor, in: panel, available: available)
      if let beyond = entry.beyond {
        warnings.append(
          EffectsWarning(
            "predictor_after_change",
            "\(predictor.name) asks for periods from the change on (\(beyond)); only those before it are used"))
      }
      guard let all = entry.values else { throw EffectsError("the panel has no column '\(predictor.column)'") }
      var row = [all[comparison.target]], moments = RunningMoments(), size = 0.0
      row.reserveCapacity(comparison.donors.count + 1)
      for donor in comparison.donors { row.append(all[donor]) }
      if let missing = row.firstIndex(where: \.isNaN) {
        let unit = panel.units[missing == 0 ? comparison.target : comparison.donors[missing - 1]]
        warnings.append(
          EffectsWarning("missing_predictor", "\(predictor.name) is left out: it has no value for \(unit)"))
        continue
      }
      for value in row {
        moments.add(value)
        size = max(size, value.magnitude)
      }
      let sd = moments.standardDeviation
      guard sd.isFinite, sd > 1e-12 * size else {
        warnings.append(
          EffectsWarning("constant_predictor", "\(predictor.name) is left out: it is the same for every unit")
        )
        continue
      }
      names.append(predictor.name)
      scale.append(sd)
      for k in row.indices { row[k] /= sd }
      rows.append(row)
    }
    guard !rows.isEmpty else { throw EffectsError("no usable predictor is left") }
    self.names = names
    self.scale = scale
    self.rows = rows
    var differences = Matrix(rows: rows.count, columns: comparison.donors.count)
    for (k, row) in rows.enumerated() {
      for j in comparison.donors.indices { differences[k, j] = row[j + 1] - row[0] }
    }
    self.differences = differences
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
    let lengths = (0..<points.columnCount).map { points.column($0).reduce(0) { $0 + $1 * $1 } }
    guard Self.isTied(solution.squaredNorm, longest: lengths.max() ?? 0, donors: lengths.count) else { return solution }
    return SimplexLeastSquares(points: points, linear: lengths.map { Self.tieBreak * $0 })
  }

  /// Cost of a donor's squared distance that breaks ties and moves nothing else.
  static let tieBreak = 1e-9

  /// Whether the treated unit is reproduced to rounding, so that other weights may do so too.
  static func isTied(_ squaredNorm: Double, longest: Double, donors: Int) -> Bool {
    squaredNorm < 1e-12 && squaredNorm <= 1e-24 * longest && longest > 0 && donors > 1
  }

  func balance(_ weights: [Double]) -> [(treated: Double, synthetic: Double, donorMean: Double)] {
    zip(rows, scale).map { row, scale in
      var synthetic = 0.0, sum = 0.0
      for j in weights.indices {
        synthetic += weights[j] * row[j + 1]
        sum += row[j + 1]
      }
      return (row[0] * scale, synthetic * scale, sum / Double(weights.count) * scale)
    }
  }
}
