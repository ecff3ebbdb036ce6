// SPDX-License-Identifier: GPL-3.0-or-later

/// The minimum over the affine hull of some points, by Householder reduction of their differences from the first
/// (Golub & Van Loan 2013, §5.3).
struct AffineStep {
  /// Where the minimum is, or a direction in which the points do not move.
  enum Target {
    case minimum([Double])
    case flat([Double])
  }

  let points: Matrix
  let ridge: Double
  let linear: [Double]?
  let scale: Double
  private var buffer: [Double] = []
  private var rhs: [Double] = []

  init(points: Matrix, ridge: Double, linear: [Double]?, scale: Double) {
    self.points = points
    self.ridge = ridge
    self.linear = linear
    self.scale = scale
  }

  mutating func target(_ active: [Int]) -> Target {
    let rows = points.rowCount + (ridge > 0 ? active.count : 0), columns = active.count - 1
    load(active, rows: rows, columns: columns)
    for k in 0..<columns where !reflect(column: k, rows: rows, columns: columns) {
      return .flat(flatDirection(column: k, rows: rows, count: active.count))
    }
    return .minimum(minimum(active, rows: rows, columns: columns))
  }

  /// Differences from the first point, with a row for each active weight under a ridge.
  private mutating func load(_ active: [Int], rows: Int, columns: Int) {
    let m = points.rowCount, base = active[0], root = ridge.squareRoot()
    if buffer.count < rows * columns { buffer = Array(repeating: 0, count: rows * columns) }
    rhs = Array(repeating: 0, count: rows)
    for i in 0..<m { rhs[i] = -points.elements[base * m + i] }
    if ridge > 0 { rhs[m] = -root }
    for k in 0..<columns {
      let source = active[k + 1] * m, target = k * rows
      for i in 0..<m { buffer[target + i] = points.elements[source + i] - points.elements[base * m + i] }
      guard ridge > 0 else { continue }
      for i in m..<rows { buffer[target + i] = 0 }
      buffer[target + m] = -root
      buffer[target + m + k + 1] = root
    }
  }

  /// One Householder reflection; false when the column depends on those before it.
  private mutating func reflect(column k: Int, rows: Int, columns: Int) -> Bool {
    guard k < rows else { return false }
    return buffer.withUnsafeMutableBufferPointer { a in
      rhs.withUnsafeMutableBufferPointer { b in
        let start = k * rows
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
        for i in k..<rows { product += a[start + i] * b[i] }
        let factor = 2 * product / norm
        for i in k..<rows { b[i] -= factor * a[start + i] }
        a[start + k] = alpha
        return true
      }
    }
  }

  private func minimum(_ active: [Int], rows: Int, columns: Int) -> [Double] {
    var z = Array(rhs.prefix(columns))
    if let linear {
      // Rᵀ y = c/2 shifts the right-hand side by the linear term.
      var y = (0..<columns).map { (linear[active[$0 + 1]] - linear[active[0]]) / 2 }
      for k in 0..<columns {
        for i in 0..<k { y[k] -= buffer[k * rows + i] * y[i] }
        y[k] /= buffer[k * rows + k]
      }
      for k in 0..<columns { z[k] -= y[k] }
    }
    backSubstitute(&z, rows: rows, count: columns)
    return [1 - z.reduce(0, +)] + z
  }

  /// The change of weights that leaves the points' combination where it is.
  private func flatDirection(column k: Int, rows: Int, count: Int) -> [Double] {
    var y = (0..<k).map { buffer[k * rows + $0] }
    backSubstitute(&y, rows: rows, count: k)
    var direction = [Double](repeating: 0, count: count)
    for i in 0..<k { direction[i + 1] = -y[i] }
    direction[k + 1] = 1
    direction[0] = -direction.reduce(0, +)
    return direction
  }

  private func backSubstitute(_ x: inout [Double], rows: Int, count: Int) {
    for i in stride(from: count - 1, through: 0, by: -1) {
      for j in (i + 1)..<max(count, i + 1) { x[i] -= buffer[j * rows + i] * x[j] }
      x[i] /= buffer[i * rows + i]
    }
  }
}
