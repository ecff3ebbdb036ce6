// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a result is expected to be at every draw of the parameters, learnt from the first of them.
///
/// A sum of curves, one for each parameter that goes with the result more than the most that chance makes of so many
/// (forward selection at the universal threshold √(2 ln p / n): Donoho & Johnstone 1994, doi:10.1093/biomet/81.3.425);
/// each has a straight part and a bend, with penalties by restricted likelihood (`PenalisedRegression`). The sum is shrunk
/// by the slope of the results on what was expected of them in draws that the fit had not seen (Copas 1983, J. R. Statist.
/// Soc. B 45:311–354): a regression that found chance alone is shrunk to nothing.
struct DrawEmulator: Sendable {
  /// Expected results by draw.
  struct Prediction: Sendable {
    /// By draw, all of them.
    let fitted: [Double]
    /// By simulated draw, each from a fit that has not seen it.
    let leftOut: [Double]

    static func none(draws: Int, simulated: Int) -> Prediction {
      Prediction(
        fitted: [Double](repeating: 0, count: draws), leftOut: [Double](repeating: 0, count: simulated))
    }
  }

  let simulated: Int
  private let draws: Int
  /// The straight part and the bend of each parameter, at every draw.
  private let parts: Matrix
  /// The same at the rows of each fit, centred and of length one: all simulated draws, then those of each fold's fit.
  private let scaled: [(rows: [Int], columns: Matrix)]

  /// Parts in which the simulated draws are left out in turn.
  private static let folds = 5
  private static let mostRounds = 6

  /// - Parameters:
  ///   - parameters: By parameter, then draw.
  ///   - simulated: How many of the draws, from the first, there are results of.
  init(parameters: [[Double]], simulated: Int) {
    self.simulated = simulated
    draws = parameters.first?.count ?? simulated
    var columns: [[Double]] = []
    for values in parameters {
      guard let basis = SplineBasis(Array(values[..<simulated]), knotCount: 3) else { continue }
      let evaluated = basis.evaluate(values, functions: 2)
      for j in 0..<evaluated.columnCount { columns.append(Array(evaluated.column(j))) }
    }
    let parts = columns.isEmpty ? Matrix(rows: draws, columns: 0) : Matrix(columns: columns)
    self.parts = parts
    let all = Array(0..<simulated)
    scaled = ([all] + (0..<Self.folds).map { fold in all.filter { $0 % Self.folds != fold } }).map { rows in
      (rows, Self.unitColumns(parts.selecting(rows: rows)))
    }
  }

  private static func unitColumns(_ matrix: Matrix) -> Matrix {
    var result = matrix
    for j in 0..<matrix.columnCount {
      let column = Array(matrix.column(j)), center = mean(column)
      let length = column.reduce(0) { $0 + ($1 - center) * ($1 - center) }.squareRoot()
      result.setColumn(j, column.map { length > 0 ? ($0 - center) / length : 0 })
    }
    return result
  }

  /// - Parameter values: By simulated draw.
  func prediction(of values: [Double]) -> Prediction {
    let fitted = fit(values, scaled[0]).predict(parts, rows: Array(0..<draws))
    var leftOut = [Double](repeating: 0, count: simulated)
    for fold in 0..<Self.folds {
      let rows = (0..<simulated).filter { $0 % Self.folds == fold }
      let expected = fit(values, scaled[fold + 1]).predict(parts, rows: rows)
      for (row, value) in zip(rows, expected) { leftOut[row] = value }
    }
    let center = mean(values), variance = covariance(leftOut, leftOut)
    let slope = variance > 0 ? min(max(covariance(values, leftOut) / variance, 0), 1) : 0
    func shrunk(_ expected: [Double]) -> [Double] { expected.map { center + slope * ($0 - center) } }
    return Prediction(fitted: shrunk(fitted), leftOut: shrunk(leftOut))
  }

  private struct Fit {
    let constant: Double
    let chosen: [Int]
    let regression: PenalisedRegression?

    func predict(_ parts: Matrix, rows: [Int]) -> [Double] {
      guard let regression else { return rows.map { _ in constant } }
      return regression.predict(parts.selecting(rows: rows, columns: chosen))[0]
    }
  }

  private func fit(_ values: [Double], _ known: (rows: [Int], columns: Matrix)) -> Fit {
    let outcome = known.rows.map { values[$0] }, constant = mean(outcome), count = Double(known.rows.count)
    let most = known.rows.count / 8
    let threshold = (2 * log(Double(max(parts.columnCount, 2))) / count).squareRoot()
    var chosen: [Int] = [], regression: PenalisedRegression?
    var rest = outcome.map { $0 - constant }
    for _ in 0..<Self.mostRounds where chosen.count < most {
      let length = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // What is left of a result without chance is rounding.
      guard length > 1e-9 * (outcome.reduce(0) { $0 + $1 * $1 }).squareRoot() else { break }
      let going = known.columns.transposedTimes(rest).map { $0.magnitude / length }
      let found = going.indices.filter { going[$0] > threshold && !chosen.contains($0) }
        .sorted { (-going[$0], $0) < (-going[$1], $1) }.prefix(most - chosen.count)
      guard !found.isEmpty else { break }
      chosen = (chosen + found).sorted()
      let design = parts.selecting(rows: known.rows, columns: chosen)
      let fit = PenalisedRegression(
        design: design, outcomes: [outcome],
        groups: chosen.indices.map { PenaltyGroup(columns: [$0], weights: [1]) })
      rest = zip(outcome, fit.predict(design)[0]).map { $0 - $1 }
      regression = fit
    }
    return Fit(constant: constant, chosen: chosen, regression: regression)
  }
}

extension Matrix {
  fileprivate func selecting(rows: [Int], columns: [Int]) -> Matrix {
    var result = Matrix(rows: rows.count, columns: columns.count)
    for (place, j) in columns.enumerated() {
      let column = column(j)
      result.setColumn(place, rows.map { column[column.startIndex + $0] })
    }
    return result
  }
}
