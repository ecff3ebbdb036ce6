// SPDX-License-Identifier: GPL-3.0-or-later

/// The weights on a simplex that minimise ‖Pw‖² + ridge·‖w‖² + c·w, solved exactly (`SimplexSolver`).
public struct SimplexLeastSquares: Sendable {
  /// Non-negative, summing to one, a weight for each column of the points.
  public let weights: [Double]
  /// ‖Pw‖², without the ridge and the linear term.
  public let squaredNorm: Double
  /// How far a weight could still improve the objective, relative to the largest squared point: the certificate.
  public let optimalityGap: Double
  public let iterations: Int

  /// - Parameters:
  ///   - points: A point in each column, at least one: donor minus treated, row by row.
  ///   - ridge: Penalty on the sum of squared weights.
  ///   - linear: Cost of each weight; nil for none.
  public init(points: Matrix, ridge: Double = 0, linear: [Double]? = nil) {
    precondition(points.columnCount > 0 && ridge >= 0)
    precondition(linear.map { $0.count == points.columnCount } ?? true)
    let solver = SimplexSolver(rows: points.rowCount, columns: points.columnCount)
    points.elements.withUnsafeBufferPointer { source in
      for i in source.indices { solver.points[i] = source[i] }
    }
    if let linear { for i in linear.indices { solver.linear[i] = linear[i] } }
    solver.solve(ridge: ridge, isLinear: linear != nil)
    weights = Array(UnsafeBufferPointer(start: solver.weights, count: points.columnCount))
    squaredNorm = solver.squaredNorm
    optimalityGap = solver.relativeGap
    iterations = solver.iterations
  }
}
