// SPDX-License-Identifier: GPL-3.0-or-later

/// The weights on a simplex that minimise ‖Pw‖² + ridge·‖w‖² + c·w, solved exactly.
///
/// The minimum-norm point in a polytope (Wolfe 1976, doi:10.1007/BF01580381): a finite active-set method. Each
/// affine step is a Householder least-squares problem, so the condition of the points is not squared, and the
/// stopping rule is relative to rounding, so that units do not matter. The linear term extends the affine step;
/// it is what Abadie & L'Hour's penalty needs.
public struct SimplexLeastSquares: Sendable {
  /// Non-negative, summing to one, a weight for each column of the points.
  public let weights: [Double]
  /// ‖Pw‖², without the ridge and the linear term.
  public let squaredNorm: Double
  /// How far a weight could still improve the objective, relative to the largest squared point: the certificate.
  public let optimalityGap: Double
  public let iterations: Int

  /// - Parameters:
  ///   - points: A point in each column, at least one: donor minus treated, row by row.
  ///   - ridge: Penalty on the sum of squared weights.
  ///   - linear: Cost of each weight; nil for none.
  public init(points: Matrix, ridge: Double = 0, linear: [Double]? = nil) {
    precondition(points.columnCount > 0 && ridge >= 0)
    precondition(linear.map { $0.count == points.columnCount } ?? true)
    var search = ActiveSetSearch(points: points, ridge: ridge, linear: linear)
    search.run()
    weights = search.weights
    squaredNorm = search.squaredNorm
    optimalityGap = search.relativeGap
    iterations = search.iterations
  }
}

/// The working state of the active-set method.
private struct ActiveSetSearch {
  let points: Matrix
  let ridge: Double
  let linear: [Double]?
  let squaredLengths: [Double]
  let scale: Double
  var weights: [Double]
  /// Indices with positive weight, in the order they came in.
  var active: [Int] = []
  var fitted: [Double]
  var halfGradient: [Double]
  var iterations = 0
  private var affine: AffineStep

  init(points: Matrix, ridge: Double, linear: [Double]?) {
    self.points = points
    self.ridge = ridge
    self.linear = linear
    squaredLengths = (0..<points.columnCount).map { points.column($0).reduce(0) { $0 + $1 * $1 } }
    let costs = linear?.map(\.magnitude).max() ?? 0
    scale = max((squaredLengths.max() ?? 0) + ridge + costs, .leastNormalMagnitude)
    weights = Array(repeating: 0, count: points.columnCount)
    fitted = Array(repeating: 0, count: points.rowCount)
    halfGradient = weights
    affine = AffineStep(points: points, ridge: ridge, linear: linear, scale: scale)
  }

  var squaredNorm: Double { fitted.reduce(0) { $0 + $1 * $1 } }

  var objective: Double {
    var value = squaredNorm
    for i in active { value += ridge * weights[i] * weights[i] + (linear?[i] ?? 0) * weights[i] }
    return value
  }

  /// The weighted mean of the gradient minus its smallest entry: zero at the optimum.
  var gap: Double { max(0, level - (halfGradient.min() ?? 0)) }
  var relativeGap: Double { gap / scale }
  private var level: Double { active.reduce(0) { $0 + weights[$1] * halfGradient[$1] } }

  mutating func run() {
    let first = squaredLengths.indices.min {
      squaredLengths[$0] + (linear?[$0] ?? 0) < squaredLengths[$1] + (linear?[$1] ?? 0)
    }
    guard let first else { return }
    weights[first] = 1
    active = [first]
    update()
    let limit = 20 * (points.columnCount + points.rowCount) + 100
    while iterations < limit, let entering = mostPromising() {
      iterations += 1
      let before = (weights, active, objective)
      active.append(entering)
      minimiseOverActive()
      update()
      // Only rounding can stop the descent; then the former point is the answer.
      if !(objective < before.2) {
        (weights, active) = (before.0, before.1)
        update()
        return
      }
    }
  }

  /// The inactive point that lowers the objective fastest; nil at the optimum to working precision.
  private func mostPromising() -> Int? {
    guard let best = halfGradient.indices.min(by: { halfGradient[$0] < halfGradient[$1] }) else { return nil }
    let length = squaredNorm.squareRoot(), longest = (squaredLengths.max() ?? 0).squareRoot()
    let costs = linear == nil ? 0 : scale
    // A fit that is exact to rounding cannot be improved, only its noise followed.
    if linear == nil, ridge == 0, length <= 64 * .ulpOfOne * longest { return nil }
    let tolerance = 4 * Double.ulpOfOne * (length * longest + ridge + costs)
    guard level - halfGradient[best] > tolerance, !active.contains(best) else { return nil }
    return best
  }

  /// Moves to the minimum over the hull of the active points, dropping those whose weight reaches zero.
  private mutating func minimiseOverActive() {
    var guardCount = 2 * active.count + 10
    while active.count > 1, guardCount > 0 {
      guardCount -= 1
      switch affine.target(active) {
      case .minimum(let target):
        if target.allSatisfy({ $0 > 0 }) {
          for (k, i) in active.enumerated() { weights[i] = target[k] }
          return
        }
        step(active.indices.map { target[$0] - weights[active[$0]] }, atMost: 1)
      case .flat(let direction):
        // The gradient along a flat direction is that of the linear term and the entering point.
        let slope = active.indices.reduce(0) { $0 + direction[$1] * halfGradient[active[$1]] }
        step(slope <= 0 ? direction : direction.map { -$0 }, atMost: .infinity)
      }
    }
    if active.count == 1 { weights[active[0]] = 1 }
  }

  private mutating func step(_ direction: [Double], atMost limit: Double) {
    var length = limit, leaving: Int?
    for k in active.indices where direction[k] < 0 {
      let reach = weights[active[k]] / -direction[k]
      if reach < length || (leaving == nil && reach <= length) {
        length = reach
        leaving = k
      }
    }
    guard length.isFinite else { return }
    for k in active.indices { weights[active[k]] = max(0, weights[active[k]] + length * direction[k]) }
    if let leaving { weights[active[leaving]] = 0 }
    let kept = active.filter { weights[$0] > 0 }
    active = kept.isEmpty ? active : kept
  }

  private mutating func update() {
    let total = active.reduce(0) { $0 + weights[$1] }
    for i in weights.indices where weights[i] != 0 { weights[i] /= total }
    fitted = points * weights
    halfGradient = points.transposedTimes(fitted)
    for i in weights.indices { halfGradient[i] += ridge * weights[i] + (linear?[i] ?? 0) / 2 }
  }
}
