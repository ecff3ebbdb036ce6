// SPDX-License-Identifier: GPL-3.0-or-later

/// A dense matrix, stored column after column.
public struct Matrix: Sendable, Equatable {
  public let rowCount, columnCount: Int
  public internal(set) var elements: [Double]

  public init(rows: Int, columns: Int) {
    rowCount = rows
    columnCount = columns
    elements = [Double](repeating: 0, count: rows * columns)
  }

  /// A matrix with the given columns, at least one, all of one length.
  public init(columns: [[Double]]) {
    rowCount = columns[0].count
    columnCount = columns.count
    precondition(columns.allSatisfy { $0.count == columns[0].count })
    elements = Array(columns.joined())
  }

  /// A square matrix with the given diagonal.
  public init(diagonal: [Double]) {
    self.init(rows: diagonal.count, columns: diagonal.count)
    for (i, value) in diagonal.enumerated() { self[i, i] = value }
  }

  public subscript(row: Int, column: Int) -> Double {
    get { elements[column * rowCount + row] }
    set { elements[column * rowCount + row] = newValue }
  }

  public func column(_ index: Int) -> ArraySlice<Double> {
    elements[(index * rowCount)..<((index + 1) * rowCount)]
  }

  public var transposed: Matrix {
    var result = Matrix(rows: columnCount, columns: rowCount)
    for j in 0..<columnCount { for i in 0..<rowCount { result[j, i] = self[i, j] } }
    return result
  }

  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columnCount == b.rowCount)
    var result = Matrix(rows: a.rowCount, columns: b.columnCount)
    for j in 0..<b.columnCount { result.setColumn(j, a * Array(b.column(j))) }
    return result
  }

  public static func * (a: Matrix, x: [Double]) -> [Double] {
    precondition(a.columnCount == x.count)
    var result = [Double](repeating: 0, count: a.rowCount)
    result.withUnsafeMutableBufferPointer { out in
      a.elements.withUnsafeBufferPointer { source in
        for (j, factor) in x.enumerated() where factor != 0 {
          let offset = j * a.rowCount
          for i in 0..<out.count { out[i] += factor * source[offset + i] }
        }
      }
    }
    return result
  }

  public static func + (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b) { $0 + $1 } }

  public static func - (a: Matrix, b: Matrix) -> Matrix { a.combined(with: b) { $0 - $1 } }

  /// The transpose times a vector: the inner product of every column with `y`.
  public func transposedTimes(_ y: [Double]) -> [Double] {
    precondition(y.count == rowCount)
    return elements.withUnsafeBufferPointer { a in
      y.withUnsafeBufferPointer { y in
        (0..<columnCount).map { j in
          innerProduct(UnsafeBufferPointer(rebasing: a[(j * rowCount)..<((j + 1) * rowCount)]), y)
        }
      }
    }
  }

  /// The rows and columns of the given indices of a square matrix.
  public func principalSubmatrix(_ indices: [Int]) -> Matrix {
    var result = Matrix(rows: indices.count, columns: indices.count)
    for (j, column) in indices.enumerated() {
      for (i, row) in indices.enumerated() { result[i, j] = self[row, column] }
    }
    return result
  }

  /// Each row times its own factor.
  public func scalingRows(by factors: [Double]) -> Matrix {
    precondition(factors.count == rowCount)
    var result = self
    result.elements.withUnsafeMutableBufferPointer { out in
      for j in 0..<columnCount { for i in 0..<rowCount { out[j * rowCount + i] *= factors[i] } }
    }
    return result
  }

  /// Some of the rows.
  public func selecting(rows: [Int]) -> Matrix {
    var result = Matrix(rows: rows.count, columns: columnCount)
    for j in 0..<columnCount { result.setColumn(j, rows.map { elements[j * rowCount + $0] }) }
    return result
  }

  public mutating func setColumn(_ index: Int, _ values: [Double]) {
    elements.replaceSubrange((index * rowCount)..<((index + 1) * rowCount), with: values)
  }

  private func combined(with other: Matrix, _ body: (Double, Double) -> Double) -> Matrix {
    precondition(rowCount == other.rowCount && columnCount == other.columnCount)
    var result = self
    for i in elements.indices { result.elements[i] = body(elements[i], other.elements[i]) }
    return result
  }
}

/// The inner product of two vectors of one length.
package func innerProduct(_ x: [Double], _ y: [Double]) -> Double {
  precondition(x.count == y.count)
  return x.withUnsafeBufferPointer { x in y.withUnsafeBufferPointer { innerProduct(x, $0) } }
}

/// The inner product of two vectors of one length, in four running sums.
func innerProduct(_ x: UnsafeBufferPointer<Double>, _ y: UnsafeBufferPointer<Double>) -> Double {
  var even = SIMD2<Double>.zero, odd = SIMD2<Double>.zero
  let paired = x.count & ~3
  var i = 0
  while i < paired {
    even += SIMD2(x[i], x[i + 1]) * SIMD2(y[i], y[i + 1])
    odd += SIMD2(x[i + 2], x[i + 3]) * SIMD2(y[i + 2], y[i + 3])
    i += 4
  }
  var sum = (even + odd).sum()
  while i < x.count {
    sum += x[i] * y[i]
    i += 1
  }
  return sum
}
