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
/// are kept so that a reader sees the spread.
struct NestedSearch: Sendable {
  let weights: [Double]
  /// The loss each start ended at, from the lowest.
  let losses: [Double]

  init(
    _ predictors: ScaledPredictors, _ judged: JudgedOutcomes, regression: [Double], seed: UInt64, starts: Int
  ) {
    let count = predictors.names.count
    func loss(_ logarithms: [Double]) -> Double {
      judged.loss(predictors.weights(Self.shares(logarithms)).weights)
    }
    guard count > 1 else {
      weights = [1]
      losses = [loss([0])]
      return
    }
    let candidates = Self.candidates(count, regression, seed: seed, screened: 12 * starts)
      .map { (point: $0, value: loss($0)) }
    // The declared starts are always followed; of the random ones only the most promising.
    let declared = candidates.prefix(2 + count)
    let promising = candidates.dropFirst(2 + count).sorted { $0.value < $1.value }.prefix(starts)
    var ends = (declared + promising).map {
      NelderMead(from: $0.point, size: 1.5, tolerance: 1e-7, maximumEvaluations: 60 * count, loss)
    }
    ends.sort { $0.value < $1.value }
    var best = ends[0]
    for start in ends.prefix(3) {
      var polished = start
      for size in [1.0, 0.3] {
        polished = NelderMead(
          from: polished.point, size: size, tolerance: 1e-11, maximumEvaluations: 200 * count, loss)
      }
      if polished.value < best.value { best = polished }
    }
    weights = Self.shares(best.point)
    losses = ([best.value] + ends.map(\.value)).sorted()
  }

  /// Equal weights, the regression's, each predictor nearly alone, then random ones.
  private static func candidates(_ count: Int, _ regression: [Double], seed: UInt64, screened: Int)
    -> [[Double]]
  {
    var points = [[Double](repeating: 0, count: count), regression.map { log(max($0, 1e-8)) }]
    for k in 0..<count { points.append((0..<count).map { $0 == k ? 0 : -6 }) }
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
