// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// A point estimate by the simulator itself: the parameters that come closest to the targets without straying from
/// the prior (maximum a posteriori), by least squares on common random numbers.
///
/// Residuals are (simulated − published) / standard deviation for each target and the independent normal variates that
/// the parameters' scores are made of, whose squares are the prior's.
/// The problem is one of least squares with a handful of evaluations affordable, so Levenberg and Marquardt's method
/// with a Jacobian by forward differences serves; a general optimiser would not use its structure.
public struct PointFit: Sendable {
  /// In normal scores.
  public let scores: [Double]
  /// Simulated means at the end, by target.
  public let simulated: [Double]
  public let iterations: Int
  /// Sum of squared residuals before and after.
  public let first, last: Double
  public let hasConverged: Bool

  public static let mostIterations = 8

  /// Points that are simulated at the most: the first, and for each iteration a step along each parameter and three
  /// trials.
  public static func mostPoints(parameters: Int) -> Int { 1 + mostIterations * (parameters + 3) }

  /// - Parameters:
  ///   - deviations: Standard deviations of the targets.
  ///   - simulate: Means of the targets at several points.
  public init(
    _ targets: [CalibrationTarget], deviations: [Double], prior: PriorSpace, step: Double = 0.5,
    mostIterations: Int = Self.mostIterations,
    simulate: ([[Double]]) async throws -> [[Double]]
  ) async rethrows {
    let dimensions = prior.count
    func residuals(_ score: [Double], _ means: [Double]) -> [Double] {
      targets.indices.map { (means[$0] - targets[$0].value) / deviations[$0] }
        + prior.independent(ofScores: score)
    }
    func cost(_ r: [Double]) -> Double { r.reduce(0) { $0 + $1 * $1 } }
    var point = [Double](repeating: 0, count: dimensions)
    var means = try await simulate([point])[0]
    var current = residuals(point, means)
    first = cost(current)
    var damping = 0.1, iteration = 0, converged = false
    while iteration < mostIterations, !converged {
      iteration += 1
      let steps = (0..<dimensions).map { i in point.indices.map { point[$0] + ($0 == i ? step : 0) } }
      let moved = try await simulate(steps)
      let jacobian = Matrix(
        columns: (0..<dimensions).map { i in
          zip(residuals(steps[i], moved[i]), current).map { ($0 - $1) / step }
        })
      // Several dampings at once cost no more time than one when runs go side by side.
      let trials = [damping / 10, damping, damping * 10].compactMap { damping -> (Double, [Double])? in
        var normal = jacobian.transposed * jacobian
        for i in 0..<dimensions { normal[i, i] *= 1 + damping }
        guard let factor = CholeskyFactor(normal) else { return nil }
        let change = factor.solve(jacobian.transposedTimes(current))
        return (damping, zip(point, change).map { min(max($0 - $1, -4), 4) })
      }
      let outcomes = try await simulate(trials.map(\.1))
      let costs = zip(trials, outcomes).map { cost(residuals($0.1, $1)) }
      guard let best = costs.indices.min(by: { costs[$0] < costs[$1] }), costs[best] < cost(current) else {
        if damping > 1e3 { converged = true }
        damping *= 100
        continue
      }
      converged = cost(current) - costs[best] < 0.01 * cost(current) + 1e-3
      damping = trials[best].0
      point = trials[best].1
      means = outcomes[best]
      current = residuals(point, means)
    }
    scores = point
    simulated = means
    iterations = iteration
    last = cost(current)
    hasConverged = converged
  }
}
