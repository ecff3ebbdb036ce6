// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Statistics

/// Ties uniform variates together so that they have given rank correlations.
///
/// Normal scores are correlated and turned back. A Spearman correlation ρ asks for a correlation of 2 sin(πρ/6)
/// between the scores (Pearson 1907; Kruskal 1958).
struct GaussianCopula {
  /// Positions of the variates that are correlated with any other.
  let members: [Int]
  private let factor: Matrix

  /// Nil when no variates can have these correlations at once.
  init?(_ correlations: [ParameterSpace.Correlation]) {
    members = Set(correlations.flatMap { [$0.first, $0.second] }).sorted()
    var scores = Matrix(diagonal: members.map { _ in 1 })
    for correlation in correlations {
      guard let i = members.firstIndex(of: correlation.first), let j = members.firstIndex(of: correlation.second)
      else { return nil }
      let score = 2 * sin(Double.pi * correlation.rank / 6)
      scores[i, j] = score
      scores[j, i] = score
    }
    guard let factor = lowerTriangle(of: scores) else { return nil }
    self.factor = factor
  }

  /// Correlates the points of all draws.
  /// - Parameter keepingPoints: Whether each member keeps its own points and only their order changes, so that a Latin
  ///   hypercube keeps its strata (Iman & Conover 1982, doi:10.1080/03610918208812265).
  func correlate(_ points: inout [[Double]], keepingPoints: Bool) {
    let own = members.map { member in points.map { $0[member] }.sorted() }
    for d in points.indices { points[d] = correlated(points[d]) }
    guard keepingPoints else { return }
    for (member, sorted) in zip(members, own) {
      let order = points.indices.sorted { points[$0][member] < points[$1][member] }
      for (rank, d) in order.enumerated() { points[d][member] = sorted[rank] }
    }
  }

  /// The point with its members correlated; the others stay.
  private func correlated(_ point: [Double]) -> [Double] {
    guard !members.isEmpty else { return point }
    let scores = members.map { normalQuantile(point[$0]) }
    var result = point
    for (i, member) in members.enumerated() {
      let score = (0...i).reduce(0.0) { $0 + factor[i, $1] * scores[$1] }
      result[member] = min(max(normalProbability(below: score), 0x1p-54), 1 - 0x1p-53)
    }
    return result
  }
}

/// L with L Lᵀ the matrix; a zero pivot, as of two variates that are one, is allowed. Nil when it is not positive
/// semidefinite.
private func lowerTriangle(of matrix: Matrix) -> Matrix? {
  let size = matrix.rowCount
  var lower = Matrix(rows: size, columns: size)
  for i in 0..<size {
    for j in 0...i {
      let sum = matrix[i, j] - (0..<j).reduce(0.0) { $0 + lower[i, $1] * lower[j, $1] }
      if i == j {
        guard sum > -1e-12 else { return nil }
        lower[i, i] = max(sum, 0).squareRoot()
      } else if lower[j, j] > 1e-9 {
        lower[i, j] = sum / lower[j, j]
      } else if sum.magnitude > 1e-9 {
        return nil
      }
    }
  }
  return lower
}
