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
/// Each group's coefficients are normal with variance τ²/weight; τ² and the residual variance are estimated by the
/// fixed point of Fellner and Schall (Wood & Fasiolo 2017, doi:10.1111/biom.12666, eq. 6), which for a diagonal
/// penalty is that of MacKay (1992, doi:10.1162/neco.1992.4.3.415). Every outcome has its own penalties, so that one
/// that bends is not smoothed for the sake of others that do not. In a large design the outcomes first decide
/// together which optional groups to drop.
public struct PenalisedRegression: Sendable {
  /// Coefficients of all columns, for each outcome.
  public let coefficients: [[Double]]
  public let intercepts: [Double]
  /// Share of each outcome's variance that the fit explains.
  public let explainedShares: [Double]
  /// Effective number of coefficients with the intercept, for the outcome that has most.
  public let effectiveParameters: Double
  private let solutions: [PenaltySearch.Solution]
  private let columnMeans: [Double]
  private let rowCount: Int

  /// Designs with more columns are pruned for all outcomes at once before each is fitted.
  private static let largestUnpruned = 60

  /// Fits the outcomes on the columns.
  /// - Parameters:
  ///   - design: A row for each observation; no constant column.
  ///   - outcomes: Each with a value for each row.
  ///   - groups: Every column in exactly one group.
  public init(design: Matrix, outcomes: [[Double]], groups: [PenaltyGroup]) {
    let products = CrossProducts(design: design, outcomes: outcomes)
    var kept = groups
    if design.columnCount > Self.largestUnpruned {
      var pruning = PenaltySearch(products: products, groups: groups)
      _ = pruning.run()
      kept = pruning.supportedGroups
    }
    let solutions = outcomes.indices.map { a in
      var search = PenaltySearch(products: products.selecting(outcome: a), groups: kept)
      return search.run()
    }
    self.init(products, solutions: solutions, columnCount: design.columnCount)
  }

  private init(_ products: CrossProducts, solutions: [PenaltySearch.Solution], columnCount: Int) {
    let coefficients = solutions.map { solution in
      var full = [Double](repeating: 0, count: columnCount)
      for (value, column) in zip(solution.coefficients[0], solution.active) { full[column] = value }
      return full
    }
    intercepts = zip(products.outcomeMeans, coefficients).map { mean, beta in
      mean - zip(beta, products.columnMeans).reduce(0) { $0 + $1.0 * $1.1 }
    }
    explainedShares = zip(solutions, products.totalSquares).map { solution, total in
      total > 0 ? 1 - solution.residualSquares[0] / total : 0
    }
    effectiveParameters = 1 + (solutions.map(\.effectiveParameters).max() ?? 0)
    columnMeans = products.columnMeans
    rowCount = products.rowCount
    self.coefficients = coefficients
    self.solutions = solutions
  }

  /// The same columns and penalties fitted to other rows, or fewer of them.
  ///
  /// A penalty is a ratio of variances, which does not depend on the number of rows.
  public func refitted(design: Matrix, outcomes: [[Double]]) -> PenalisedRegression {
    let products = CrossProducts(design: design, outcomes: outcomes)
    return PenalisedRegression(
      products, solutions: solutions.enumerated().map { $1.refitted(products, outcome: $0) },
      columnCount: design.columnCount)
  }

  /// Fitted values of every outcome at the rows of a design with the same columns.
  public func predict(_ design: Matrix) -> [[Double]] {
    zip(intercepts, coefficients).map { intercept, beta in
      (design * beta).map { $0 + intercept }
    }
  }

  /// The rows' weights in a functional of one outcome's fit.
  ///
  /// If the functional changes by `sensitivity` (a value for each row) with the fitted values, then its change is
  /// the inner product of these weights with the outcome's values. The rows may be some of those fitted; the
  /// sensitivities then stand for all.
  public func rowWeights(design: Matrix, sensitivity: [Double], outcome: Int) -> [Double] {
    let total = sensitivity.reduce(0, +)
    var weights = [Double](repeating: total / Double(rowCount), count: design.rowCount)
    let solution = solutions[outcome]
    guard let factor = solution.factor else { return weights }
    let gradient = design.transposedTimes(sensitivity)
    let solved = factor.solve(solution.active.map { gradient[$0] - total * columnMeans[$0] })
    var full = [Double](repeating: 0, count: design.columnCount)
    var offset = 0.0
    for (value, column) in zip(solved, solution.active) {
      full[column] = value
      offset += value * columnMeans[column]
    }
    for (i, value) in (design * full).enumerated() { weights[i] += value - offset }
    return weights
  }
}
