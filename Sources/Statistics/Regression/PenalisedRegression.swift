// SPDX-License-Identifier: GPL-3.0-or-later

/// A group of columns whose coefficients share one variance.
public struct PenaltyGroup: Sendable {
  public let columns: [Int]
  /// Relative precision of each coefficient, as the curvature of a spline function.
  public let weights: [Double]
  /// Whether the group is dropped when its coefficients could well be chance.
  public let isDroppedByChance: Bool

  public init(columns: [Int], weights: [Double], isDroppedByChance: Bool = false) {
    precondition(columns.count == weights.count && weights.allSatisfy { $0 > 0 })
    self.columns = columns
    self.weights = weights
    self.isDroppedByChance = isDroppedByChance
  }
}

/// Least squares with a ridge penalty on each group of columns, the penalties chosen by restricted likelihood.
///
/// Each group's coefficients are normal with variance τ²/weight; τ² and the residual variances are estimated by the
/// fixed point of Fellner and Schall (Wood & Fasiolo 2017, doi:10.1111/biom.12666, eq. 6), which for a diagonal
/// penalty is that of MacKay (1992, doi:10.1162/neco.1992.4.3.415). Several outcomes share the columns and the
/// penalties, each on the scale of its own residual variance: a combination of fits is then the fit of the
/// combination, and one factorisation serves all.
public struct PenalisedRegression: Sendable {
  /// The columns that were kept; the others have coefficient zero.
  public let activeColumns: [Int]
  /// Coefficients of all columns, for each outcome.
  public let coefficients: [[Double]]
  public let intercepts: [Double]
  /// Share of each outcome's variance that the fit explains.
  public let explainedShares: [Double]
  /// Effective number of coefficients, with the intercept.
  public let effectiveParameters: Double
  private let factor: CholeskyFactor?
  private let columnMeans: [Double]

  /// Fits the outcomes on the columns.
  /// - Parameters:
  ///   - design: A row for each observation; no constant column.
  ///   - outcomes: Each with a value for each row.
  ///   - groups: Every column in exactly one group.
  public init(design: Matrix, outcomes: [[Double]], groups: [PenaltyGroup]) {
    let products = CrossProducts(design: design, outcomes: outcomes)
    var search = PenaltySearch(products: products, groups: groups)
    let solution = search.run()
    activeColumns = solution.active
    columnMeans = products.columnMeans
    factor = solution.factor
    effectiveParameters = solution.effectiveParameters + 1
    var all: [[Double]] = []
    for beta in solution.coefficients {
      var full = [Double](repeating: 0, count: design.columnCount)
      for (value, column) in zip(beta, solution.active) { full[column] = value }
      all.append(full)
    }
    coefficients = all
    intercepts = zip(products.outcomeMeans, all).map { mean, beta in
      mean - zip(beta, products.columnMeans).reduce(0) { $0 + $1.0 * $1.1 }
    }
    explainedShares = products.explainedShares(solution)
  }

  /// Fitted values of every outcome at the rows of a design with the same columns.
  public func predict(_ design: Matrix) -> [[Double]] {
    zip(intercepts, coefficients).map { intercept, beta in
      (design * beta).map { $0 + intercept }
    }
  }

  /// The rows' weights in a functional of the fit: if the functional changes by `sensitivity` (a value for each
  /// row, on the fitted values), the change is the inner product of these weights with the outcome's values.
  public func rowWeights(design: Matrix, sensitivity: [Double]) -> [Double] {
    let total = sensitivity.reduce(0, +)
    let n = Double(design.rowCount)
    var weights = [Double](repeating: total / n, count: design.rowCount)
    guard let factor else { return weights }
    let gradient = design.transposedTimes(sensitivity)
    let solved = factor.solve(activeColumns.map { gradient[$0] - total * columnMeans[$0] })
    var full = [Double](repeating: 0, count: design.columnCount)
    var offset = 0.0
    for (value, column) in zip(solved, activeColumns) {
      full[column] = value
      offset += value * columnMeans[column]
    }
    for (i, value) in (design * full).enumerated() { weights[i] += value - offset }
    return weights
  }
}
