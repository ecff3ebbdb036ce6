// SPDX-License-Identifier: GPL-3.0-or-later

/// The minimum-norm point in a polytope (Wolfe 1976, doi:10.1007/BF01580381), a finite active-set method, with its
/// working memory: a search that solves thousands of problems of one size allocates nothing in between and starts each
/// from the answer to the last.
///
/// Each affine step is a Householder least-squares problem, so the condition of the points is not squared, and the
/// stopping rule is relative to rounding, so that units do not matter. The linear term extends the affine step; it is
/// what Abadie & L'Hour's penalty needs.
package final class SimplexSolver {
  package let rows, columns: Int
  /// The points, column after column, to be filled before `solve`.
  package let points: UnsafeMutablePointer<Double>
  /// Cost of each weight, to be filled where there is one.
  package let linear: UnsafeMutablePointer<Double>
  package let weights: UnsafeMutablePointer<Double>
  /// Indices with positive weight, in the order they came in.
  package let active: UnsafeMutablePointer<Int>
  package private(set) var activeCount = 0
  package private(set) var iterations = 0

  private let fitted, halfGradient, squaredLengths: UnsafeMutablePointer<Double>
  private let formerActive: UnsafeMutablePointer<Int>
  private let formerWeights: UnsafeMutablePointer<Double>
  private var step: AffineStep
  private var ridge = 0.0, isLinear = false, scale = 0.0, longest = 0.0

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    func doubles(_ count: Int) -> UnsafeMutablePointer<Double> {
      let pointer = UnsafeMutablePointer<Double>.allocate(capacity: max(count, 1))
      pointer.initialize(repeating: 0, count: max(count, 1))
      return pointer
    }
    points = doubles(rows * columns)
    linear = doubles(columns)
    weights = doubles(columns)
    halfGradient = doubles(columns)
    squaredLengths = doubles(columns)
    formerWeights = doubles(columns + 1)
    fitted = doubles(rows)
    active = .allocate(capacity: columns + 1)
    formerActive = .allocate(capacity: columns + 1)
    step = AffineStep(rows: rows, columns: columns)
  }

  deinit {
    for pointer in [points, linear, weights, halfGradient, squaredLengths, formerWeights, fitted] {
      pointer.deallocate()
    }
    active.deallocate()
    formerActive.deallocate()
    step.deallocate()
  }

  /// ‖Pw‖², without the ridge and the linear term.
  package var squaredNorm: Double {
    var sum = 0.0
    for i in 0..<rows { sum += fitted[i] * fitted[i] }
    return sum
  }

  /// The weighted mean of the gradient minus its smallest entry, relative to the largest squared point: zero at the
  /// optimum.
  package var relativeGap: Double {
    var least = halfGradient[0]
    for j in 1..<max(columns, 1) { least = min(least, halfGradient[j]) }
    return max(0, level - least) / scale
  }

  /// Finds the weights.
  ///
  /// - Parameter isWarm: Whether to begin with the weights of the last solution; `squaredNorm` and all else are the same
  ///   but for rounding.
  package func solve(ridge: Double = 0, isLinear: Bool = false, isWarm: Bool = false) {
    self.ridge = ridge
    self.isLinear = isLinear
    iterations = 0
    measure()
    if isWarm, activeCount > 0 {
      update()
      minimiseOverActive()
    } else {
      start()
    }
    update()
    let limit = 20 * (columns + rows) + 100
    while iterations < limit, let entering = mostPromising() {
      iterations += 1
      let before = objective
      remember()
      active[activeCount] = entering
      activeCount += 1
      minimiseOverActive()
      update()
      // Only rounding can stop the descent; then the former point is the answer.
      if !(objective < before) {
        restore()
        update()
        return
      }
    }
  }

  // MARK: Parts

  private func measure() {
    var most = 0.0, costs = 0.0
    for j in 0..<columns {
      let point = points + j * rows
      var sum = 0.0
      for i in 0..<rows { sum += point[i] * point[i] }
      squaredLengths[j] = sum
      most = max(most, sum)
      if isLinear { costs = max(costs, linear[j].magnitude) }
    }
    longest = most.squareRoot()
    scale = max(most + ridge + costs, .leastNormalMagnitude)
  }

  /// The single nearest point.
  private func start() {
    var first = 0, least = Double.infinity
    for j in 0..<columns {
      weights[j] = 0
      let value = squaredLengths[j] + (isLinear ? linear[j] : 0)
      if value < least { (first, least) = (j, value) }
    }
    weights[first] = 1
    active[0] = first
    activeCount = 1
  }

  private func remember() {
    for k in 0..<activeCount {
      formerActive[k] = active[k]
      formerWeights[k] = weights[active[k]]
    }
    formerActive[activeCount] = -1
  }

  private func restore() {
    for k in 0..<activeCount { weights[active[k]] = 0 }
    activeCount = 0
    while formerActive[activeCount] >= 0 {
      active[activeCount] = formerActive[activeCount]
      weights[active[activeCount]] = formerWeights[activeCount]
      activeCount += 1
    }
  }

  private var objective: Double {
    var value = squaredNorm
    for k in 0..<activeCount {
      let i = active[k]
      value += ridge * weights[i] * weights[i] + (isLinear ? linear[i] * weights[i] : 0)
    }
    return value
  }

  private var level: Double {
    var sum = 0.0
    for k in 0..<activeCount { sum += weights[active[k]] * halfGradient[active[k]] }
    return sum
  }

  /// The inactive point that lowers the objective fastest; nil at the optimum to working precision.
  private func mostPromising() -> Int? {
    guard activeCount < columns else { return nil }
    var best = 0
    for j in 1..<columns where halfGradient[j] < halfGradient[best] { best = j }
    let length = squaredNorm.squareRoot()
    // A fit that is exact to rounding cannot be improved, only its noise followed.
    if !isLinear, ridge == 0, length <= 64 * .ulpOfOne * longest { return nil }
    let tolerance = 4 * Double.ulpOfOne * (length * longest + ridge + (isLinear ? scale : 0))
    guard level - halfGradient[best] > tolerance else { return nil }
    for k in 0..<activeCount where active[k] == best { return nil }
    return best
  }

  /// Moves to the minimum over the hull of the active points, dropping those whose weight reaches zero.
  private func minimiseOverActive() {
    var left = 2 * activeCount + 10
    while activeCount > 1, left > 0 {
      left -= 1
      let target = step.target
      let isMinimum = step.find(
        points, active, activeCount, ridge: ridge, linear: isLinear ? linear : nil, scale: scale)
      if isMinimum {
        var isInside = true
        for k in 0..<activeCount where !(target[k] > 0) { isInside = false }
        if isInside {
          for k in 0..<activeCount { weights[active[k]] = target[k] }
          return
        }
        for k in 0..<activeCount { target[k] -= weights[active[k]] }
        move(along: target, atMost: 1)
      } else {
        // The gradient along a flat direction is that of the linear term and the entering point.
        var slope = 0.0
        for k in 0..<activeCount { slope += target[k] * halfGradient[active[k]] }
        if slope > 0 { for k in 0..<activeCount { target[k] = -target[k] } }
        move(along: target, atMost: .infinity)
      }
    }
    if activeCount == 1 { weights[active[0]] = 1 }
  }

  private func move(along direction: UnsafeMutablePointer<Double>, atMost limit: Double) {
    var length = limit, leaving = -1
    for k in 0..<activeCount where direction[k] < 0 {
      let reach = weights[active[k]] / -direction[k]
      if reach < length || (leaving < 0 && reach <= length) {
        length = reach
        leaving = k
      }
    }
    guard length.isFinite else { return }
    for k in 0..<activeCount {
      let i = active[k]
      weights[i] = k == leaving ? 0 : max(0, weights[i] + length * direction[k])
    }
    var kept = 0
    for k in 0..<activeCount where weights[active[k]] > 0 {
      active[kept] = active[k]
      kept += 1
    }
    if kept > 0 { activeCount = kept }
  }

  private func update() {
    var total = 0.0
    for k in 0..<activeCount { total += weights[active[k]] }
    for i in 0..<rows { fitted[i] = 0 }
    for k in 0..<activeCount {
      let j = active[k], point = points + j * rows
      weights[j] /= total
      let weight = weights[j]
      for i in 0..<rows { fitted[i] += weight * point[i] }
    }
    for j in 0..<columns {
      let product = innerProduct(
        UnsafeBufferPointer(start: points + j * rows, count: rows), UnsafeBufferPointer(start: fitted, count: rows))
      halfGradient[j] = product + ridge * weights[j] + (isLinear ? linear[j] / 2 : 0)
    }
  }
}
