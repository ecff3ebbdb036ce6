// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Estimator {
  /// Simplex weights corrected by a ridge regression for what they leave unbalanced (Ben-Michael, Feller & Rothstein
  /// 2021, doi:10.1080/01621459.2021.1929245).
  ///
  /// Weights may be negative; they still sum to one.
  func ridgeAugmented(_ series: MatchedSeries) throws(EffectsError) -> SyntheticFit {
    let centred = CentredOutcomes(series)
    let all = Array(0..<series.preCount)
    let given = series.comparison.heldRidge ?? settings.ridge
    let lambda: Double
    if let given { lambda = given } else { lambda = try chosenRidge(centred) }
    let (weights, simplex) = try centred.weights(all, ridges: [lambda])
    var fit = SyntheticFit(
      comparison: series.comparison, weights: weights[0], observed: series.observed,
      synthetic: series.synthetic(weights[0]))
    fit.optimalityGap = simplex.optimalityGap
    fit.lambda = lambda
    return fit
  }

  /// The largest ridge whose error at left-out periods is within a standard error of the smallest, of 21 from the
  /// largest squared singular value down by eight powers of ten; the last period is never left out.
  private func chosenRidge(_ centred: CentredOutcomes) throws(EffectsError) -> Double {
    let largest = try centred.largestSquaredSingularValue()
    let grid = (0...20).map { largest * pow(1e-8, Double($0) / 20) }
    let count = centred.target.count
    guard count > 2, largest > 0 else { return max(largest, .leastNormalMagnitude) }
    var errors = [RunningMoments](repeating: RunningMoments(), count: grid.count)
    for held in 0..<(count - 1) {
      let kept = (0..<count).filter { $0 != held }
      let (weights, _) = try centred.weights(kept, ridges: grid)
      for (index, weight) in weights.enumerated() {
        let gap = centred.target[held] - zip(weight, centred.donors).reduce(0) { $0 + $1.0 * $1.1[held] }
        errors[index].add(gap * gap)
      }
    }
    guard let best = errors.min(by: { $0.mean < $1.mean }) else { return grid[0] }
    let limit = best.mean + (best.standardError.isFinite ? best.standardError : 0)
    return zip(grid, errors).first { $0.1.mean <= limit }?.0 ?? grid[0]
  }
}

/// Outcomes before the change less the donors' mean of the period.
struct CentredOutcomes: Sendable {
  let target: [Double]
  let donors: [[Double]]

  init(_ series: MatchedSeries) {
    let means = (0..<series.preCount).map { t in
      series.donors.reduce(0) { $0 + $1[t] } / Double(series.donors.count)
    }
    target = means.indices.map { series.target[$0] - means[$0] }
    donors = series.donors.map { donor in means.indices.map { donor[$0] - means[$0] } }
  }

  func largestSquaredSingularValue() throws(EffectsError) -> Double {
    try spectrum(Array(target.indices)).values.last ?? 0
  }

  /// Eigenvalues of the periods' cross products over donors.
  private func spectrum(_ periods: [Int]) throws(EffectsError) -> SymmetricEigenvalues {
    let rows = Matrix(columns: periods.map { t in donors.map { $0[t] } })
    do { return try SymmetricEigenvalues(rows.gramMatrix()) } catch { throw EffectsError("\(error)") }
  }

  /// For each ridge the augmented weights, and the simplex fit they start from.
  func weights(_ periods: [Int], ridges: [Double]) throws(EffectsError) -> ([[Double]], SimplexLeastSquares) {
    let points = Matrix(columns: donors.map { donor in periods.map { donor[$0] - target[$0] } })
    let simplex = SimplexLeastSquares(points: points)
    let left = (points * simplex.weights).map { -$0 }
    let spectrum = try spectrum(periods)
    let rotated = spectrum.vectors.transposedTimes(left)
    let weights = ridges.map { ridge in
      let scaled = zip(rotated, spectrum.values).map { $0 / (max($1, 0) + ridge) }
      let correction = spectrum.vectors * scaled
      return zip(simplex.weights, donors).map { weight, donor in
        weight + zip(periods, correction).reduce(0) { $0 + donor[$1.0] * $1.1 }
      }
    }
    return (weights, simplex)
  }
}
