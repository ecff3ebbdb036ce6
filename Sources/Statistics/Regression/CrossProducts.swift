// SPDX-License-Identifier: GPL-3.0-or-later

/// What a regression needs of its data: products of centred columns and outcomes.
struct CrossProducts {
  let rowCount: Int
  let columnMeans: [Double]
  private(set) var outcomeMeans: [Double]
  /// Products of the centred columns with each other.
  let gram: Matrix
  /// Products of the centred columns with each centred outcome.
  private(set) var moments: [[Double]]
  /// Sums of squares of each centred outcome.
  private(set) var totalSquares: [Double]

  init(design: Matrix, outcomes: [[Double]]) {
    let n = Double(design.rowCount)
    rowCount = design.rowCount
    columnMeans = (0..<design.columnCount).map { mean(design.column($0)) }
    outcomeMeans = outcomes.map { mean($0) }
    let means = columnMeans
    var gram = design.gramMatrix()
    for j in 0..<gram.columnCount { for i in 0..<gram.rowCount { gram[i, j] -= n * means[i] * means[j] } }
    self.gram = gram
    let centred = zip(outcomes, outcomeMeans).map { values, mean in values.map { $0 - mean } }
    moments = centred.map { design.transposedTimes($0) }
    totalSquares = centred.map { $0.reduce(0) { $0 + $1 * $1 } }
  }

  /// Residual sum of squares of outcome `a` with these coefficients of these columns.
  func residualSquares(_ a: Int, _ beta: [Double], columns: [Int], fittedGram: [Double]) -> Double {
    var linear = 0.0, quadratic = 0.0
    for (i, column) in columns.enumerated() {
      linear += beta[i] * moments[a][column]
      quadratic += beta[i] * fittedGram[i]
    }
    return max(totalSquares[a] - 2 * linear + quadratic, 0)
  }

  /// The same columns with one of the outcomes.
  func selecting(outcome: Int) -> CrossProducts {
    var copy = self
    copy.outcomeMeans = [outcomeMeans[outcome]]
    copy.moments = [moments[outcome]]
    copy.totalSquares = [totalSquares[outcome]]
    return copy
  }
}
