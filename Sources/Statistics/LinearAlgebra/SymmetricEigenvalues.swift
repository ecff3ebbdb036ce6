// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// Eigenvalues in increasing order and orthonormal eigenvectors (columns) of a symmetric matrix.
public struct SymmetricEigenvalues: Sendable {
  public let values: [Double]
  public let vectors: Matrix

  public init(_ matrix: Matrix) throws(NumericalError) {
    precondition(matrix.rowCount == matrix.columnCount)
    let n = matrix.rowCount
    var input = matrix.elements
    var eigenvalues = [Double](repeating: 0, count: n)
    // GSL stores row after row, so its rows are read as columns: the transpose of the vectors comes back.
    var rows = [Double](repeating: 0, count: n * n)
    try checkingGSL("eigenvalues of a symmetric matrix") {
      input.withUnsafeMutableBufferPointer { a in
        eigenvalues.withUnsafeMutableBufferPointer { values in
          rows.withUnsafeMutableBufferPointer { vectors in
            var a = gsl_matrix_view_array(a.baseAddress, n, n)
            var values = gsl_vector_view_array(values.baseAddress, n)
            var vectors = gsl_matrix_view_array(vectors.baseAddress, n, n)
            let workspace = gsl_eigen_symmv_alloc(n)
            defer { gsl_eigen_symmv_free(workspace) }
            gsl_eigen_symmv(&a.matrix, &values.vector, &vectors.matrix, workspace)
            gsl_eigen_symmv_sort(&values.vector, &vectors.matrix, GSL_EIGEN_SORT_VAL_ASC)
          }
        }
      }
    }
    values = eigenvalues
    var transposed = Matrix(rows: n, columns: n)
    transposed.elements = rows
    vectors = transposed.transposed
  }

  /// The symmetric matrix with the same vectors and transformed values, as a square root or an inverse.
  public func mapValues(_ transform: (Double) -> Double) -> Matrix {
    var scaled = vectors
    for (j, value) in values.enumerated() {
      scaled.setColumn(j, vectors.column(j).map { $0 * transform(value) })
    }
    return scaled * vectors.transposed
  }
}
