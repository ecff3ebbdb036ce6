// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Predictor weights whose donor weights follow the outcome best, searched from many starts.
///
/// The problem has many local optima and its solution is not identified (Becker & Klößner 2018,
/// doi:10.1016/j.ecosta.2017.08.002; Malo et al. 2023, doi:10.1007/s10614-023-10471-7): the losses of all starts
/// are kept so that a reader sees the spread, and beside them the loss that a single predictor could be said to reach
/// if ties among donor weights were broken by the outcome itself. That optimum leaves predictors out of the question
/// and is reported, not taken.
///
/// While the same donors carry weight, donor weights are smooth in predictor weights, so descent follows the gradient.
struct NestedSearch: Sendable {
  let weights: [Double]
  /// The loss each start ended at, from the lowest.
  let losses: [Double]
  /// Loss at the optimistic corner of Malo et al.; nil where no predictor alone leaves ties.
  let optimisticLoss: Double?

  init(
    _ predictors: ScaledPredictors, _ judged: JudgedOutcomes, regression: [Double], seed: UInt64, starts: Int
  ) {
    let count = predictors.names.count
    let slope = NestedGradient(predictors, judged)
    func loss(_ logarithms: [Double]) -> Double {
      judged.loss(predictors.weights(Self.shares(logarithms)).weights)
    }
    optimisticLoss = slope.optimisticLoss
    guard count > 1 else {
      weights = [1]
      losses = [loss([0])]
      return
    }
    let candidates = Self.candidates(count, regression, seed: seed, screened: 6 * starts)
      .map { (point: $0, value: loss($0)) }
    // Of the declared starts equal weights and the regression's are always followed; of the others the most promising.
    let promising = candidates.dropFirst(2).sorted { $0.value < $1.value }.prefix(count + starts)
    var ends = (candidates.prefix(2) + promising).map { start in
      QuasiNewton(from: start.point, longestStep: 2, tolerance: 1e-7, maximumEvaluations: 40) {
        slope.value(at: $0, shares: Self.shares($0))
      }
    }
    ends.sort { $0.value < $1.value }
    var best = (point: ends[0].point, value: ends[0].value)
    // Kinks stop a gradient; a simplex steps over them. Ends of one valley are followed once.
    var followed: [(point: [Double], value: Double)] = []
    for end in ends where followed.count < max(2, starts / 2) {
      if !followed.contains(where: { ($0.value - end.value).magnitude <= 1e-6 * end.value }) {
        followed.append((end.point, end.value))
      }
    }
    // The estimate itself is also searched from starts as they stand: a descent may leave the better valley.
    if starts > 12 {
      followed += (candidates.prefix(2 + count) + promising.prefix(starts)).map { ($0.point, $0.value) }
    }
    var simplex = followed.map {
      NelderMead(
        from: $0.point, size: 1.5, tolerance: 1e-7, maximumEvaluations: (starts > 12 ? 60 : 20) * count, loss)
    }
    simplex.sort { $0.value < $1.value }
    for start in simplex.prefix(2) {
      var point = start.point
      if start.value < best.value { best = (start.point, start.value) }
      for size in [1.0, 0.3] {
        let polished = NelderMead(
          from: point, size: size, tolerance: 1e-11, maximumEvaluations: (starts > 12 ? 100 : 20) * count, loss)
        point = polished.point
        if polished.value < best.value { best = (polished.point, polished.value) }
      }
    }
    weights = Self.shares(best.point)
    losses = ([best.value] + ends.map(\.value)).sorted()
  }

  /// Equal weights, the regression's, each predictor and each pair nearly alone, then random ones.
  private static func candidates(_ count: Int, _ regression: [Double], seed: UInt64, screened: Int)
    -> [[Double]]
  {
    var points = [[Double](repeating: 0, count: count), regression.map { log(max($0, 1e-8)) }]
    for k in 0..<count { points.append((0..<count).map { $0 == k ? 0 : -6 }) }
    for k in 0..<count { for j in 0..<k { points.append((0..<count).map { $0 == k || $0 == j ? 0 : -8 }) } }
    let stream = RandomStream(seed: seed, domain: 40)
    for index in 0..<screened {
      stream.seek(entity: UInt64(index), purpose: 1)
      points.append((0..<count).map { _ in 4 * stream.standardNormal() })
    }
    return points
  }

  /// Shares of one from logarithms; kept within a range in which the donors' problem stays well conditioned.
  private static func shares(_ logarithms: [Double]) -> [Double] {
    let top = logarithms.max() ?? 0
    let values = logarithms.map { exp(max($0 - top, -23)) }
    let total = values.reduce(0, +)
    return values.map { $0 / total }
  }
}

/// The loss as a function of the logarithms of predictor weights, with its gradient while the same donors carry weight.
private struct NestedGradient {
  let predictors: ScaledPredictors
  let judged: JudgedOutcomes

  init(_ predictors: ScaledPredictors, _ judged: JudgedOutcomes) {
    self.predictors = predictors
    self.judged = judged
  }

  func value(at logarithms: [Double], shares: [Double]) -> (value: Double, gradient: [Double]) {
    let weights = predictors.weights(shares).weights
    let active = weights.indices.filter { weights[$0] > 0 }
    var gap = judged.target
    for j in active { for t in gap.indices { gap[t] -= weights[j] * judged.donors[j][t] } }
    let periods = Double(gap.count), loss = innerSum(gap, gap) / periods
    let none = [Double](repeating: 0, count: shares.count)
    guard active.count > 1 else { return (loss, none) }
    // Donors less treated, row by predictor; the first active donor stands for the constraint that weights sum to one.
    let rows = active.map { j in shares.indices.map { predictors.donors[j][$0] - predictors.treated[$0] } }
    let free = active.count - 1
    var normal = Matrix(rows: free, columns: free), slope = [Double](repeating: 0, count: free)
    for a in 0..<free {
      for b in 0...a {
        var sum = 0.0
        for k in shares.indices { sum += shares[k] * (rows[a + 1][k] - rows[0][k]) * (rows[b + 1][k] - rows[0][k]) }
        normal[a, b] = sum
        normal[b, a] = sum
      }
      let difference = zip(judged.donors[active[a + 1]], judged.donors[active[0]]).map { $0 - $1 }
      slope[a] = -2 * innerSum(gap, difference) / periods
    }
    guard let factor = CholeskyFactor(normal) else { return (loss, none) }
    let moved = factor.solve(slope), first = -moved.reduce(0, +)
    let gradient = shares.indices.map { k -> Double in
      var residual = 0.0, change = rows[0][k] * first
      for (a, j) in active.enumerated() { residual += weights[j] * rows[a][k] }
      for a in 0..<free { change += rows[a + 1][k] * moved[a] }
      return -shares[k] * residual * change
    }
    return (loss, gradient.allSatisfy(\.isFinite) ? gradient : none)
  }

  /// The lowest loss over donor weights that match some one predictor exactly.
  var optimisticLoss: Double? {
    var best: Double?
    for k in predictors.names.indices {
      let gaps = predictors.donors.map { $0[k] - predictors.treated[k] }
      guard let low = gaps.min(), let high = gaps.max(), low < 0, high > 0 else { continue }
      // The outcome's fit with a row that makes the predictor exact: its weight grows until it is.
      let size = judged.target.map(\.magnitude).max() ?? 1
      let heavy = 1e4 * max(size, 1) / max(high, -low)
      let points = Matrix(
        columns: judged.donors.indices.map { j in
          zip(judged.donors[j], judged.target).map { $0 - $1 } + [heavy * gaps[j]]
        })
      let loss = judged.loss(SimplexLeastSquares(points: points).weights)
      best = min(best ?? loss, loss)
    }
    return best
  }

  private func innerSum(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
}
