// SPDX-License-Identifier: GPL-3.0-or-later

/// A local minimum of a function with a gradient: BFGS with a line search that only asks for descent (Nocedal & Wright
/// 2006, Numerical Optimization, ch. 6), which also gets along with kinks (Lewis & Overton 2013,
/// doi:10.1007/s10107-012-0514-2).
public struct QuasiNewton: Sendable {
  public let point: [Double]
  public let value: Double
  public let evaluations: Int

  /// - Parameters:
  ///   - longestStep: No coordinate moves further than this in one step.
  ///   - tolerance: Stops when a step gains less than this share of the value.
  ///   - function: Value and gradient.
  public init(
    from start: [Double], longestStep: Double, tolerance: Double = 1e-9, maximumEvaluations: Int,
    _ function: ([Double]) -> (value: Double, gradient: [Double])
  ) {
    let n = start.count
    var x = start, (value, gradient) = function(start), count = 1
    var inverse = Matrix(diagonal: [Double](repeating: 1, count: n)), isFresh = true
    while count < maximumEvaluations {
      var direction = (inverse * gradient).map { -$0 }
      var slope = innerProduct(direction, gradient)
      if !(slope < 0) {
        (inverse, isFresh) = (Matrix(diagonal: [Double](repeating: 1, count: n)), true)
        direction = gradient.map { -$0 }
        slope = innerProduct(direction, gradient)
      }
      let longest = direction.map(\.magnitude).max() ?? 0
      guard slope < 0, longest > 0 else { break }
      // A steepest-descent step has no scale of its own.
      var length = isFresh ? longestStep / longest : min(1, longestStep / longest)
      var next: (x: [Double], value: Double, gradient: [Double])?
      while count < maximumEvaluations, length * longest > 1e-9 {
        let trial = zip(x, direction).map { $0 + length * $1 }, found = function(trial)
        count += 1
        if found.value <= value + 1e-4 * length * slope {
          next = (trial, found.value, found.gradient)
          break
        }
        length *= 0.4
      }
      guard let next else { break }
      let gain = value - next.value
      let s = zip(next.x, x).map { $0 - $1 }, y = zip(next.gradient, gradient).map { $0 - $1 }
      (x, value, gradient) = next
      if gain <= tolerance * value.magnitude {
        if isFresh { break }
        (inverse, isFresh) = (Matrix(diagonal: [Double](repeating: 1, count: n)), true)
        continue
      }
      isFresh = !Self.update(&inverse, s, y, isFresh: isFresh)
    }
    point = x
    self.value = value
    evaluations = count
  }

  /// The inverse Hessian after a step; false when the step says nothing about curvature.
  private static func update(_ h: inout Matrix, _ s: [Double], _ y: [Double], isFresh: Bool) -> Bool {
    let sy = innerProduct(s, y), yy = innerProduct(y, y)
    guard sy > 1e-12 * (innerProduct(s, s) * yy).squareRoot() else { return !isFresh }
    if isFresh { h = Matrix(diagonal: [Double](repeating: sy / yy, count: s.count)) }
    let hy = h * y, factor = (1 + innerProduct(y, hy) / sy) / sy
    for j in s.indices {
      for i in s.indices { h[i, j] += factor * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy }
    }
    return true
  }
}
