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
/// While the same donors carry weight, donor weights are smooth in predictor weights, so descent follows the gradient;
/// where donors come and go the loss has kinks, so each descent begins with steps along single predictors, which reach
/// the best valley about three times as often.
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
    let objective = NestedObjective(predictors, judged)
    optimisticLoss = Self.optimisticLoss(predictors, judged)
    guard count > 1 else {
      weights = [1]
      losses = [objective.loss([0])]
      return
    }
    let declared = Self.declared(count, regression)
    let promising = Self.promising(
      declared.dropFirst(2) + Self.random(count, seed: seed, count: 40 * starts), objective, keeping: starts)
    let lowest = judged.lowestLoss
    var ends: [(point: [Double], value: Double)] = []
    // Equal weights and the regression's are always followed.
    for start in declared.prefix(2) + promising {
      ends.append(Self.descent(from: start, objective))
      // No donor weights at all do better than those that follow the outcome alone.
      if ends[ends.count - 1].value <= lowest * (1 + 1e-9) { break }
    }
    ends.sort { $0.value < $1.value }
    var best = ends[0]
    for end in ends.prefix(starts > 12 ? 8 : 1) {
      let steps = CompassSearch(from: end.point, longest: 2, shortest: 0.01, objective.loss)
      let polished = QuasiNewton(
        from: steps.point, longestStep: 0.5, tolerance: 1e-12, maximumEvaluations: 100, objective.value)
      if polished.value < best.value { best = (polished.point, polished.value) }
    }
    weights = NestedObjective.shares(best.point)
    losses = ([best.value] + ends.map(\.value)).sorted()
  }

  private static func descent(from start: [Double], _ objective: NestedObjective) -> (point: [Double], value: Double) {
    let steps = CompassSearch(from: start, longest: 4, shortest: 0.5, objective.loss)
    let end = QuasiNewton(
      from: steps.point, longestStep: 2, tolerance: 1e-7, maximumEvaluations: 40, objective.value)
    return (end.point, end.value)
  }

  /// Equal weights, the regression's, each predictor and each pair alone, and each left out.
  private static func declared(_ count: Int, _ regression: [Double]) -> [[Double]] {
    var points = [[Double](repeating: 0, count: count), regression.map { log(max($0, 1e-8)) }]
    for k in 0..<count { for low in [-6.0, -40] { points.append((0..<count).map { $0 == k ? 0 : low }) } }
    for k in 0..<count { for j in 0..<k { points.append((0..<count).map { $0 == k || $0 == j ? 0 : -40 }) } }
    for k in 0..<count { points.append((0..<count).map { $0 == k ? -40 : 0 }) }
    return points
  }

  private static func random(_ dimension: Int, seed: UInt64, count: Int) -> [[Double]] {
    let stream = RandomStream(seed: seed, domain: 40)
    return (0..<count).map { index in
      stream.seek(entity: UInt64(index), purpose: 1)
      // Some near equal weights, some far; every other one leaves predictors out.
      let spread = [2.0, 4, 8][index / 2 % 3]
      return (0..<dimension).map { _ in
        let value = spread * stream.standardNormal()
        return index % 2 == 1 && stream.uniform() < 0.35 ? -40 : value
      }
    }
  }

  /// The best start among those with the same donors, of each set of donors, from the lowest loss: a narrow valley
  /// counts as much as a wide one.
  private static func promising(_ points: [[Double]], _ objective: NestedObjective, keeping: Int) -> [[Double]] {
    var best: [Set<Int>: (point: [Double], value: Double)] = [:]
    for point in points {
      let value = objective.loss(point), donors = objective.donors
      if value < best[donors]?.value ?? .infinity { best[donors] = (point, value) }
    }
    return best.values.sorted { ($0.value, $0.point[0]) < ($1.value, $1.point[0]) }.prefix(keeping).map(\.point)
  }

  /// The lowest loss over donor weights that match some one predictor exactly.
  private static func optimisticLoss(_ predictors: ScaledPredictors, _ judged: JudgedOutcomes) -> Double? {
    var best: Double?
    for k in predictors.names.indices {
      let gaps = judged.donors.indices.map { predictors.differences[k, $0] }
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
}
