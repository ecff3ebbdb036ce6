// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Statistics

/// A Gaussian process that stands in for the simulator on one target: a plane in all parameters, and a smooth
/// departure from it in those that matter (Kennedy & O'Hagan 2001, doi:10.1111/1467-9868.00294; Vernon, Goldstein &
/// Bower 2010, doi:10.1214/10-BA524).
///
/// Covariance is squared-exponential with one length for all active parameters; replication noise of known variance
/// stands on the diagonal. Length and variance maximise the likelihood with the plane integrated out (REML).
public struct Emulator: Sendable {
  /// Parameters along which it bends.
  public let active: [Int]
  /// In normal scores.
  public let length: Double
  /// Of the departure from the plane, and of a point's mean around the simulator's expectation (the mean over points).
  public let variance, noise: Double
  private let scores: [[Double]]
  private let plane: [Double]
  private let weights: [Double]
  private let factor: CholeskyFactor
  private let planeFactor: CholeskyFactor
  /// K⁻¹H, by column of the plane.
  private let solvedBasis: [[Double]]
  /// Leave-one-out residuals over their standard deviations, noise included (Dubrule 1983, doi:10.1007/BF01033232).
  public let standardisedResiduals: [Double]
  /// Leave-one-out residuals, in the target's unit.
  public let residuals: [Double]

  /// With the same noise at every point.
  public init?(scores: [[Double]], means: [Double], noise: Double) {
    self.init(scores: scores, means: means, noise: means.map { _ in noise })
  }

  /// Nil when the points do not determine a plane.
  /// - Parameters:
  ///   - scores: By point.
  ///   - means: Simulated means, by point.
  ///   - noise: Variance of each mean: that between replications over their number.
  public init?(scores: [[Double]], means: [Double], noise: [Double]) {
    guard let first = scores.first, scores.count > first.count + 2 else { return nil }
    let active = Self.activeParameters(scores, means)
    let spread = max(RunningMoments(means).variance, 1e-300)
    func fit(_ logs: [Double]) -> Fit? {
      Fit(
        scores: scores, means: means, active: active, length: exp(logs[0]), variance: spread * exp(logs[1]),
        noise: noise.map { max($0, 1e-9 * spread) })
    }
    let search = NelderMead(from: [log(3), log(0.2)], size: 0.7, tolerance: 1e-4, maximumEvaluations: 60) { logs in
      guard (-1...3).contains(logs[0]), (-12...4).contains(logs[1]) else { return 1e300 }
      return fit(logs).map { -$0.logLikelihood } ?? 1e300
    }
    guard let best = fit(search.point) ?? fit([log(3), log(0.2)]) else { return nil }
    self.active = active
    self.scores = scores
    self.noise = noise.reduce(0, +) / Double(noise.count)
    length = best.length
    variance = best.variance
    plane = best.plane
    weights = best.weights
    factor = best.factor
    planeFactor = best.planeFactor
    solvedBasis = best.solvedBasis
    let precisions = best.restrictedPrecision()
    residuals = zip(best.weights, precisions).map { $0 / $1 }
    standardisedResiduals = zip(best.weights, precisions).map { $0 / $1.squareRoot() }
  }

  /// The simulator's expectation at a point.
  public func mean(at score: [Double]) -> Double {
    var value = plane[0]
    for i in score.indices { value += plane[i + 1] * score[i] }
    for (point, weight) in zip(scores, weights) { value += weight * covariance(score, point) }
    return value
  }

  /// Expectation and how far it is known, replication noise left out.
  public func predict(at score: [Double]) -> (mean: Double, variance: Double) {
    let k = scores.map { covariance(score, $0) }
    let half = factor.forwardSolved(k)
    // What the plane's coefficients add (universal kriging).
    var gap = [1] + score
    for column in gap.indices { gap[column] -= zip(solvedBasis[column], k).reduce(0) { $0 + $1.0 * $1.1 } }
    let planeHalf = planeFactor.forwardSolved(gap)
    let explained = half.reduce(0) { $0 + $1 * $1 }, added = planeHalf.reduce(0) { $0 + $1 * $1 }
    return (mean(at: score), max(0, variance - explained + added))
  }

  /// Share of the variance between points that leave-one-out prediction explains.
  public var explainedShare: Double {
    let residual = residuals.reduce(0) { $0 + $1 * $1 } / Double(residuals.count)
    let values = zip(scores, residuals).map { mean(at: $0.0) }
    return 1 - residual / max(RunningMoments(values).variance + residual, 1e-300)
  }

  private func covariance(_ a: [Double], _ b: [Double]) -> Double {
    variance * Self.correlation(a, b, active, length)
  }

  private static func correlation(_ a: [Double], _ b: [Double], _ active: [Int], _ length: Double) -> Double {
    var sum = 0.0
    for i in active { sum += (a[i] - b[i]) * (a[i] - b[i]) }
    return exp(-sum / (2 * length * length))
  }

  /// Parameters whose slope in a plane through the points is more than two standard errors from nil.
  private static func activeParameters(_ scores: [[Double]], _ means: [Double]) -> [Int] {
    let count = scores[0].count
    let basis = Matrix(columns: [scores.map { _ in 1 }] + (0..<count).map { i in scores.map { $0[i] } })
    guard let factor = CholeskyFactor(basis.transposed * basis) else { return Array(0..<count) }
    let slopes = factor.solve(basis.transposedTimes(means))
    let fitted = basis * slopes
    let freedom = Double(means.count - count - 1)
    let residual = zip(means, fitted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / freedom
    let diagonal = factor.inverseDiagonal()
    let active = (0..<count).filter { slopes[$0 + 1].magnitude > 2 * (residual * diagonal[$0 + 1]).squareRoot() }
    return active.isEmpty ? Array(0..<count) : active
  }

  /// Everything that follows from one length and variance.
  private struct Fit {
    let length, variance: Double
    let factor, planeFactor: CholeskyFactor
    let plane: [Double]
    let weights: [Double]
    let solvedBasis: [[Double]]
    let logLikelihood: Double

    init?(
      scores: [[Double]], means: [Double], active: [Int], length: Double, variance: Double, noise: [Double]
    ) {
      let n = scores.count
      var k = Matrix(rows: n, columns: n)
      for j in 0..<n {
        for i in 0...j {
          let value = variance * Emulator.correlation(scores[i], scores[j], active, length)
          k[i, j] = value
          k[j, i] = value
        }
        k[j, j] = variance * (1 + 1e-8) + noise[j]
      }
      guard let factor = CholeskyFactor(k) else { return nil }
      let basis = [scores.map { _ in 1.0 }] + scores[0].indices.map { i in scores.map { $0[i] } }
      let solved = basis.map(factor.solve)
      var gram = Matrix(rows: basis.count, columns: basis.count)
      for j in basis.indices {
        for i in basis.indices { gram[i, j] = zip(basis[i], solved[j]).reduce(0) { $0 + $1.0 * $1.1 } }
      }
      guard let planeFactor = CholeskyFactor(gram) else { return nil }
      let plane = planeFactor.solve(solved.map { column in zip(column, means).reduce(0) { $0 + $1.0 * $1.1 } })
      let departure = means.indices.map { i in
        means[i] - plane.indices.reduce(0.0) { $0 + plane[$1] * basis[$1][i] }
      }
      self.length = length
      self.variance = variance
      self.factor = factor
      self.planeFactor = planeFactor
      self.plane = plane
      solvedBasis = solved
      weights = factor.solve(departure)
      let quadratic = zip(departure, weights).reduce(0) { $0 + $1.0 * $1.1 }
      logLikelihood = -0.5 * (quadratic + factor.logDeterminant + planeFactor.logDeterminant)
    }

    /// The diagonal of K⁻¹ − K⁻¹H (HᵀK⁻¹H)⁻¹ HᵀK⁻¹.
    func restrictedPrecision() -> [Double] {
      let diagonal = factor.inverseDiagonal()
      return diagonal.indices.map { i in
        let row = planeFactor.forwardSolved(solvedBasis.map { $0[i] })
        return diagonal[i] - row.reduce(0) { $0 + $1 * $1 }
      }
    }
  }
}
