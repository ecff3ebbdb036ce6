// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ties variates together so that they have given rank correlations, whatever their distributions.
///
/// Normal scores are correlated and turned back. A Spearman correlation ρ asks for a correlation of 2 sin(πρ/6)
/// between the scores (Pearson 1907; Kruskal 1958).
public struct GaussianCopula: Sendable {
  /// Spearman's rank correlation between two variates, named by their positions.
  public struct Pair: Sendable, Equatable {
    public let first, second: Int
    public let rank: Double

    public init(first: Int, second: Int, rank: Double) {
      self.first = first
      self.second = second
      self.rank = rank
    }
  }

  /// Positions of the variates that are correlated with any other.
  public let members: [Int]
  private let factor: Matrix

  /// Nil when no variates can have these correlations at once.
  public init?(_ pairs: [Pair]) {
    members = Set(pairs.flatMap { [$0.first, $0.second] }).sorted()
    var scores = Matrix(diagonal: members.map { _ in 1 })
    for pair in pairs {
      guard let i = members.firstIndex(of: pair.first), let j = members.firstIndex(of: pair.second) else { return nil }
      let score = 2 * sin(Double.pi * pair.rank / 6)
      scores[i, j] = score
      scores[j, i] = score
    }
    guard let factor = lowerTriangle(of: scores) else { return nil }
    self.factor = factor
  }

  /// Whether no variate is a function of the others, so that correlated scores can be turned back.
  public var isInvertible: Bool { members.indices.allSatisfy { factor[$0, $0] > 1e-6 } }

  /// A point of the unit cube with its members correlated; the others stay.
  public func correlated(_ point: [Double]) -> [Double] {
    guard !members.isEmpty else { return point }
    var scores = point
    for member in members { scores[member] = normalQuantile(point[member]) }
    scores = correlatedScores(scores)
    for member in members { scores[member] = min(max(normalProbability(below: scores[member]), 0x1p-54), 1 - 0x1p-53) }
    return scores
  }

  /// Independent standard normal scores with their members correlated; the others stay.
  public func correlatedScores(_ scores: [Double]) -> [Double] {
    var result = scores
    for (i, member) in members.enumerated() {
      result[member] = (0...i).reduce(0.0) { $0 + factor[i, $1] * scores[members[$1]] }
    }
    return result
  }

  /// The independent scores that `correlatedScores` makes the given ones of.
  public func independentScores(_ scores: [Double]) -> [Double] {
    var result = scores
    for (i, member) in members.enumerated() {
      let known = (0..<i).reduce(0.0) { $0 + factor[i, $1] * result[members[$1]] }
      result[member] = (scores[member] - known) / factor[i, i]
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
