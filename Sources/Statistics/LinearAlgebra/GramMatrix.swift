// SPDX-License-Identifier: GPL-3.0-or-later

extension Matrix {
  /// The transpose times the matrix: inner products of all pairs of columns.
  ///
  /// Worked in blocks of rows that stay in the cache, four columns at a time; sums are always formed in the same order.
  public func gramMatrix() -> Matrix {
    var gram = Matrix(rows: columnCount, columns: columnCount)
    let blockRows = 256
    elements.withUnsafeBufferPointer { a in
      gram.elements.withUnsafeMutableBufferPointer { g in
        var start = 0
        while start < rowCount {
          addGram(of: a, rows: start..<min(start + blockRows, rowCount), to: g)
          start += blockRows
        }
      }
    }
    for j in 0..<columnCount { for i in 0..<j { gram[j, i] = gram[i, j] } }
    return gram
  }

  /// Adds the products of one block of rows to the upper triangle.
  private func addGram(
    of a: UnsafeBufferPointer<Double>, rows: Range<Int>, to g: UnsafeMutableBufferPointer<Double>
  ) {
    guard let base = a.baseAddress else { return }
    for j in 0..<columnCount {
      let right = base + (j * rowCount + rows.lowerBound)
      var i = 0
      while i + 3 <= j {
        let sums = fourProducts(base + (i * rowCount + rows.lowerBound), stride: rowCount, right, rows.count)
        for lane in 0..<4 { g[j * columnCount + i + lane] += sums[lane] }
        i += 4
      }
      while i <= j {
        let left = UnsafeBufferPointer(start: base + (i * rowCount + rows.lowerBound), count: rows.count)
        g[j * columnCount + i] += innerProduct(left, UnsafeBufferPointer(start: right, count: rows.count))
        i += 1
      }
    }
  }
}

/// Inner products of four neighbouring columns with one.
private func fourProducts(
  _ left: UnsafePointer<Double>, stride: Int, _ right: UnsafePointer<Double>, _ count: Int
) -> SIMD4<Double> {
  let l0 = left, l1 = left + stride, l2 = left + 2 * stride, l3 = left + 3 * stride
  var s0 = SIMD2<Double>.zero, s1 = SIMD2<Double>.zero, s2 = SIMD2<Double>.zero, s3 = SIMD2<Double>.zero
  var k = 0
  while k + 1 < count {
    let r = SIMD2(right[k], right[k + 1])
    s0 += SIMD2(l0[k], l0[k + 1]) * r
    s1 += SIMD2(l1[k], l1[k + 1]) * r
    s2 += SIMD2(l2[k], l2[k + 1]) * r
    s3 += SIMD2(l3[k], l3[k + 1]) * r
    k += 2
  }
  var sums = SIMD4(s0.sum(), s1.sum(), s2.sum(), s3.sum())
  if k < count { sums += SIMD4(l0[k], l1[k], l2[k], l3[k]) * right[k] }
  return sums
}
