// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Statistics

/// The posterior of the parameters given the targets, by sequential Monte Carlo on the emulators: particles drawn from
/// the prior, the likelihood let in by degrees, each degree followed by random-walk Metropolis moves (Del Moral,
/// Doucet & Jasra 2006, doi:10.1111/j.1467-9868.2006.00553.x; Chopin 2002).
///
/// The likelihood of a target is normal with three variances: the figure's own (counting with over-dispersion, and
/// tolerance), the emulator's, and nothing for replication noise, which the emulator has averaged out.
public struct PosteriorSampler: Sendable {
  /// Equally likely points, in scores.
  public let scores: [[Double]]
  /// Particles of the first generation with a descendant.
  public let ancestors: Int
  /// Steps in which the likelihood was let in, and the share of moves accepted in the last.
  public let steps: Int
  public let acceptance: Double
  /// Effective number of independent points: particles over the autocorrelation that the last moves leave.
  public let effectiveSize: Double

  private let targets: TargetEmulators
  private let variances: [Double]

  public init(_ targets: TargetEmulators, prior: PriorSpace, particles: Int = 2000, seed: UInt64) {
    self.targets = targets
    let variances = targets.emulators.indices.map {
      targets.targetVariances[$0] + targets.emulatorVariance(ofTarget: $0)
    }
    self.variances = variances
    let stream = RandomStream(seed: seed, domain: 4)
    var points = (0..<particles).map { i -> [Double] in
      stream.seek(entity: UInt64(i), purpose: 1)
      return prior.drawn(stream)
    }
    var logs = points.map { Self.logLikelihood($0, targets, variances) }
    var lineage = Array(0..<particles)
    var temperature = 0.0, step = 0, acceptance = 1.0, correlation = 0.0
    while temperature < 1, step < 200 {
      step += 1
      let next = Self.nextTemperature(logs, from: temperature)
      let order = Self.resampled(logs.map { exp(($0 - (logs.max() ?? 0)) * (next - temperature)) }, stream, step)
      temperature = next
      points = order.map { points[$0] }
      logs = order.map { logs[$0] }
      lineage = order.map { lineage[$0] }
      (acceptance, correlation) = Self.move(
        &points, &logs, temperature, targets, variances, prior, stream, step)
    }
    scores = points
    ancestors = Set(lineage).count
    steps = step
    self.acceptance = acceptance
    effectiveSize = Double(particles) * (1 - correlation) / (1 + correlation)
  }

  private static func logLikelihood(_ score: [Double], _ targets: TargetEmulators, _ variances: [Double]) -> Double {
    targets.emulators.indices.reduce(0) { sum, t in
      let gap = targets.targets[t].value - targets.emulators[t].mean(at: score)
      return sum - gap * gap / (2 * variances[t])
    }
  }

  /// The temperature at which the weights are worth half of the particles.
  private static func nextTemperature(_ logs: [Double], from temperature: Double) -> Double {
    let top = logs.max() ?? 0
    func effective(_ next: Double) -> Double {
      var sum = 0.0, squares = 0.0
      for log in logs {
        let weight = exp((log - top) * (next - temperature))
        sum += weight
        squares += weight * weight
      }
      return sum * sum / squares
    }
    let half = Double(logs.count) / 2
    guard effective(1) < half else { return 1 }
    var low = temperature, high = 1.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if effective(middle) < half { high = middle } else { low = middle }
    }
    return max(low, temperature + 1e-12)
  }

  /// Systematic resampling (Kitagawa 1996, doi:10.1080/10618600.1996.10474692).
  private static func resampled(_ weights: [Double], _ stream: borrowing RandomStream, _ step: Int) -> [Int] {
    let total = weights.reduce(0, +), count = weights.count
    stream.seek(entity: UInt64(step), purpose: 2)
    var position = stream.uniform(), sum = 0.0
    var order: [Int] = []
    for (i, weight) in weights.enumerated() {
      sum += weight / total * Double(count)
      while position < sum, order.count < count {
        order.append(i)
        position += 1
      }
    }
    while order.count < count { order.append(count - 1) }
    return order
  }

  /// Ten sweeps of Metropolis moves with the particles' own covariance times 2.38²/d (Roberts, Gelman & Gilks 1997).
  /// - Returns: The share accepted, and the correlation of a particle with where it was before the sweeps.
  private static func move(
    _ points: inout [[Double]], _ logs: inout [Double], _ temperature: Double, _ targets: TargetEmulators,
    _ variances: [Double], _ prior: PriorSpace, _ stream: borrowing RandomStream, _ step: Int
  ) -> (acceptance: Double, correlation: Double) {
    let dimensions = points[0].count, before = points
    let columns = (0..<dimensions).map { i in points.map { $0[i] } }
    var spread = Matrix(rows: dimensions, columns: dimensions)
    for j in 0..<dimensions {
      for i in 0..<dimensions { spread[i, j] = covariance(columns[i], columns[j]) }
      spread[j, j] += 1e-8
    }
    let factor = CholeskyFactor(spread)
    // Minus twice the logarithm of the prior density, up to a constant.
    func distance(_ score: [Double]) -> Double { prior.independent(ofScores: score).reduce(0) { $0 + $1 * $1 } }
    var distances = points.map(distance)
    var scale = 2.38 / Double(dimensions).squareRoot(), accepted = 0, tried = 0
    for sweep in 0..<10 {
      var now = 0
      for i in points.indices {
        stream.seek(entity: UInt64(i), purpose: 3, index: UInt64(step * 16 + sweep) << 8)
        let steps = (0..<dimensions).map { _ in scale * stream.standardNormal() }
        let moved = zip(points[i], factor?.multiplied(steps) ?? steps).map { $0 + $1 }
        let proposed = logLikelihood(moved, targets, variances)
        let farther = distance(moved)
        if log(max(stream.uniform(), 0x1p-60)) < temperature * (proposed - logs[i]) + (distances[i] - farther) / 2 {
          points[i] = moved
          distances[i] = farther
          logs[i] = proposed
          now += 1
        }
      }
      accepted += now
      tried += points.count
      // Aim at a quarter accepted.
      scale *= exp(2 * (Double(now) / Double(points.count) - 0.25))
    }
    let correlations = (0..<dimensions).map { i -> Double in
      let a = before.map { $0[i] }, b = points.map { $0[i] }
      return covariance(a, b) / max((covariance(a, a) * covariance(b, b)).squareRoot(), 1e-300)
    }
    return (Double(accepted) / Double(tried), min(max(mean(correlations), 0), 1))
  }
}
