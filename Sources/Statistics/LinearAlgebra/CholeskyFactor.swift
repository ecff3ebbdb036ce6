// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The triangular factor of a symmetric positive definite matrix, A = LLᵀ (Golub & Van Loan 2013, §4.2).
///
/// Written here rather than taken from GSL because GSL's reference BLAS is several times slower at the sizes of
/// a regression, and because the inverse's diagonal is needed without the inverse.
public struct CholeskyFactor: Sendable {
  public let size: Int
  /// Row after row, the lower triangle: row i of L is contiguous.
  private var rows: [Double]

  /// Nil when the matrix is not positive definite to working precision.
  public init?(_ matrix: Matrix) {
    precondition(matrix.rowCount == matrix.columnCount)
    size = matrix.rowCount
    rows = matrix.elements  // symmetric, so rows are columns
    guard Self.factorise(&rows, size) else { return nil }
  }

  private static func factorise(_ rows: inout [Double], _ n: Int) -> Bool {
    rows.withUnsafeMutableBufferPointer { buffer in
      guard let l = buffer.baseAddress else { return true }
      for i in 0..<n {
        let rowI = l + i * n
        for j in 0..<i {
          let rowJ = l + j * n
          let product = innerProduct(
            UnsafeBufferPointer(start: rowI, count: j), UnsafeBufferPointer(start: rowJ, count: j))
          rowI[j] = (rowI[j] - product) / rowJ[j]
        }
        let squares = innerProduct(
          UnsafeBufferPointer(start: rowI, count: i), UnsafeBufferPointer(start: rowI, count: i))
        let pivot = rowI[i] - squares
        guard pivot > 1e-14 * rowI[i].magnitude, pivot.isFinite else { return false }
        rowI[i] = pivot.squareRoot()
      }
      return true
    }
  }

  /// Logarithm of the matrix's determinant.
  public var logDeterminant: Double { (0..<size).reduce(0) { $0 + 2 * log(rows[$1 * size + $1]) } }

  /// L x, which gives independent standard variates the matrix as their covariance.
  public func multiplied(_ x: [Double]) -> [Double] {
    (0..<size).map { i in (0...i).reduce(0.0) { $0 + rows[i * size + $1] * x[$1] } }
  }

  /// L⁻¹ b.
  public func forwardSolved(_ b: [Double]) -> [Double] {
    var x = b
    rows.withUnsafeBufferPointer { l in
      x.withUnsafeMutableBufferPointer { x in
        for i in 0..<size {
          let row = UnsafeBufferPointer(rebasing: l[(i * size)..<(i * size + i)])
          let solved = UnsafeBufferPointer(rebasing: UnsafeBufferPointer(x)[0..<i])
          x[i] = (x[i] - innerProduct(row, solved)) / l[i * size + i]
        }
      }
    }
    return x
  }

  /// L⁻ᵀ b.
  public func backwardSolved(_ b: [Double]) -> [Double] {
    var x = b
    rows.withUnsafeBufferPointer { l in
      x.withUnsafeMutableBufferPointer { x in
        for i in stride(from: size - 1, through: 0, by: -1) {
          x[i] /= l[i * size + i]
          let value = x[i]
          for j in 0..<i { x[j] -= l[i * size + j] * value }
        }
      }
    }
    return x
  }

  /// A⁻¹ b.
  public func solve(_ b: [Double]) -> [Double] { backwardSolved(forwardSolved(b)) }

  /// The diagonal of A⁻¹, as sums of squares of the columns of L⁻¹.
  public func inverseDiagonal() -> [Double] {
    var diagonal = [Double](repeating: 0, count: size)
    // Row i of the inverse from the rows above it: L⁻¹[i, :] = (e_i − Σ_{k<i} L[i,k] L⁻¹[k, :]) / L[i,i].
    var inverse = [Double](repeating: 0, count: size * size)
    let n = size
    rows.withUnsafeBufferPointer { l in
      inverse.withUnsafeMutableBufferPointer { inverse in
        for i in 0..<n {
          let scale = 1 / l[i * n + i]
          for k in 0..<i {
            let factor = l[i * n + k] * scale
            for j in 0...k { inverse[i * n + j] -= factor * inverse[k * n + j] }
          }
          inverse[i * n + i] = scale
          for j in 0...i { diagonal[j] += inverse[i * n + j] * inverse[i * n + j] }
        }
      }
    }
    return diagonal
  }
}
