// SPDX-License-Identifier: GPL-3.0-or-later

/// The minimum over the affine hull of some points, by Householder reduction of their differences from the first
/// (Golub & Van Loan 2013, §5.3), in memory that is kept.
struct AffineStep {
  /// Weights of the minimum, or the change of weights that leaves the points' combination where it is.
  let target: UnsafeMutablePointer<Double>
  private let pointRows: Int
  private let shift: UnsafeMutablePointer<Double>
  private let rhs: UnsafeMutablePointer<Double>
  private var buffer: UnsafeMutablePointer<Double>
  private var capacity: Int

  init(rows: Int, columns: Int) {
    pointRows = rows
    target = .allocate(capacity: columns + 1)
    shift = .allocate(capacity: columns + 1)
    rhs = .allocate(capacity: rows + columns + 1)
    capacity = max(rows * min(rows + 2, columns + 1), 1)
    buffer = .allocate(capacity: capacity)
  }

  func deallocate() {
    target.deallocate()
    shift.deallocate()
    rhs.deallocate()
    buffer.deallocate()
  }

  /// True when `target` is the minimum, false when it is a flat direction.
  mutating func find(
    _ points: UnsafeMutablePointer<Double>, _ active: UnsafeMutablePointer<Int>, _ count: Int, ridge: Double,
    linear: UnsafeMutablePointer<Double>?, scale: Double
  ) -> Bool {
    let rows = pointRows + (ridge > 0 ? count : 0), columns = count - 1
    if capacity < rows * columns {
      buffer.deallocate()
      capacity = 2 * rows * columns
      buffer = .allocate(capacity: capacity)
    }
    load(points, active, rows: rows, columns: columns, root: ridge.squareRoot())
    for k in 0..<columns where !reflect(column: k, rows: rows, columns: columns, scale: scale) {
      flatDirection(column: k, rows: rows, count: count)
      return false
    }
    minimum(active, rows: rows, columns: columns, linear: linear)
    return true
  }

  /// Differences from the first point, with a row for each active weight under a ridge.
  private func load(
    _ points: UnsafeMutablePointer<Double>, _ active: UnsafeMutablePointer<Int>, rows: Int, columns: Int, root: Double
  ) {
    let m = pointRows, base = points + active[0] * m
    for i in 0..<m { rhs[i] = -base[i] }
    for i in m..<max(rows, m) { rhs[i] = 0 }
    if root > 0 { rhs[m] = -root }
    for k in 0..<columns {
      let source = points + active[k + 1] * m, target = buffer + k * rows
      for i in 0..<m { target[i] = source[i] - base[i] }
      guard root > 0 else { continue }
      for i in m..<rows { target[i] = 0 }
      target[m] = -root
      target[m + k + 1] = root
    }
  }

  /// One Householder reflection; false when the column depends on those before it.
  private func reflect(column k: Int, rows: Int, columns: Int, scale: Double) -> Bool {
    guard k < rows else { return false }
    let a = buffer, start = k * rows
    var above = 0.0, below = 0.0
    for i in 0..<k { above += a[start + i] * a[start + i] }
    for i in k..<rows { below += a[start + i] * a[start + i] }
    let tolerance = 1e-13
    if below <= tolerance * tolerance * max(above + below, 1e-4 * scale) { return false }
    let alpha = a[start + k] > 0 ? -below.squareRoot() : below.squareRoot()
    a[start + k] -= alpha
    var norm = 0.0
    for i in k..<rows { norm += a[start + i] * a[start + i] }
    for j in (k + 1)..<max(columns, k + 1) {
      var product = 0.0
      for i in k..<rows { product += a[start + i] * a[j * rows + i] }
      let factor = 2 * product / norm
      for i in k..<rows { a[j * rows + i] -= factor * a[start + i] }
    }
    var product = 0.0
    for i in k..<rows { product += a[start + i] * rhs[i] }
    let factor = 2 * product / norm
    for i in k..<rows { rhs[i] -= factor * a[start + i] }
    a[start + k] = alpha
    return true
  }

  private func minimum(
    _ active: UnsafeMutablePointer<Int>, rows: Int, columns: Int, linear: UnsafeMutablePointer<Double>?
  ) {
    let z = target + 1
    for k in 0..<columns { z[k] = rhs[k] }
    if let linear {
      // Rᵀ y = c/2 shifts the right-hand side by the linear term.
      for k in 0..<columns {
        var y = (linear[active[k + 1]] - linear[active[0]]) / 2
        for i in 0..<k { y -= buffer[k * rows + i] * shift[i] }
        shift[k] = y / buffer[k * rows + k]
      }
      for k in 0..<columns { z[k] -= shift[k] }
    }
    backSubstitute(z, rows: rows, count: columns)
    var sum = 0.0
    for k in 0..<columns { sum += z[k] }
    target[0] = 1 - sum
  }

  /// The change of weights that leaves the points' combination where it is.
  private func flatDirection(column k: Int, rows: Int, count: Int) {
    for i in 0..<count { target[i] = 0 }
    for i in 0..<k { target[i + 1] = buffer[k * rows + i] }
    backSubstitute(target + 1, rows: rows, count: k)
    var sum = 1.0
    for i in 0..<k {
      target[i + 1] = -target[i + 1]
      sum += target[i + 1]
    }
    target[k + 1] = 1
    target[0] = -sum
  }

  private func backSubstitute(_ x: UnsafeMutablePointer<Double>, rows: Int, count: Int) {
    for i in stride(from: count - 1, through: 0, by: -1) {
      for j in (i + 1)..<max(count, i + 1) { x[i] -= buffer[j * rows + i] * x[j] }
      x[i] /= buffer[i * rows + i]
    }
  }
}
