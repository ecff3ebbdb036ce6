// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// Waves of simulated points, each where the targets do not rule the parameters out, and the posterior at their end.
public struct Calibration: Sendable {
  public let prior: PriorSpace
  public let fitted: [CalibrationTarget]
  public let waves: [Wave]
  public let emulators: TargetEmulators
  public let posterior: PosteriorSampler
  /// Whether the emulators' variance is small beside the targets' where the posterior is.
  public let hasConverged: Bool
  public let emulatorShare: Double

  public struct Wave: Sendable {
    public let points: Int
    /// Share of the prior that the targets leave after it.
    public let volume: Double
    /// Largest share of emulator variance in a target's variance.
    public let emulatorShare: Double
  }

  /// How much is done; nothing here changes what the right answer is.
  public struct Effort: Sendable {
    public var points: Int
    public var waves: Int
    public var candidates: Int
    public var particles: Int

    public init(points: Int, waves: Int = 3, candidates: Int = 20_000, particles: Int = 2000) {
      self.points = points
      self.waves = waves
      self.candidates = candidates
      self.particles = particles
    }
  }

  /// Waves stop when emulators add less than this to a target's variance.
  public static let smallShare = 0.2

  /// The targets cannot be emulated: too few points, or a target that is not defined.
  public struct TooFewPoints: Error {}

  /// - Parameters:
  ///   - fitted: Targets that are fitted, in the order of what is simulated.
  ///   - children: Simulated children behind a replication's figures.
  ///   - simulate: What is simulated at points given as normal scores; by point, target and replication.
  public init(
    prior: PriorSpace, fitted: [CalibrationTarget], children: Double, effort: Effort, seed: UInt64,
    simulate: (_ stage: Int, _ scores: [[Double]]) async throws -> [[[Double]]]
  ) async throws {
    self.prior = prior
    self.fitted = fitted
    var points = SimulatedPoints()
    var design = prior.latinHypercube(effort.points, seed: seed, stage: 1)
    let everywhere = prior.latinHypercube(effort.candidates, seed: seed, stage: 100)
    var waves: [Wave] = []
    var current: TargetEmulators?
    for wave in 1...max(1, effort.waves) {
      for (score, result) in zip(design, try await simulate(wave, design)) { points.add(score, result) }
      guard let emulators = TargetEmulators(fitted, points: Self.informative(points, fitted), children: children)
      else { throw TooFewPoints() }
      current = emulators
      let match = HistoryMatch(emulators, candidates: everywhere)
      // Where the prior has hardly any plausible point, the posterior's own points lead the way.
      let sampler = PosteriorSampler(
        emulators, prior: prior, particles: effort.particles, seed: seed &+ UInt64(wave))
      let plausible = match.plausible.count >= effort.points ? match.plausible : match.plausible + sampler.scores
      let share = emulators.emulatorShare(at: Self.spread(sampler.scores, count: 200))
      waves.append(Wave(points: design.count, volume: match.volume, emulatorShare: share))
      guard share > Self.smallShare, wave < effort.waves else { break }
      design = Self.spread(plausible, count: effort.points / 2) + Self.spread(sampler.scores, count: effort.points / 2)
    }
    guard let emulators = current else { throw TooFewPoints() }
    self.waves = waves
    self.emulators = emulators
    posterior = PosteriorSampler(emulators, prior: prior, particles: effort.particles, seed: seed)
    emulatorShare = waves.last?.emulatorShare ?? .nan
    hasConverged = emulatorShare <= Self.smallShare
  }

  /// Once there are enough near the targets, far points only make the surface harder to follow: the nearest of all,
  /// at most so many.
  private static func informative(_ points: SimulatedPoints, _ targets: [CalibrationTarget]) -> SimulatedPoints {
    let most = 600
    guard points.count > most else { return points }
    let spreads = targets.indices.map { max(RunningMoments(points.means(ofTarget: $0)).standardDeviation, 1e-12) }
    let means = targets.indices.map(points.means)
    let distances = (0..<points.count).map { p in
      targets.indices.reduce(0.0) { $0 + ((means[$1][p] - targets[$1].value) / spreads[$1]).magnitude }
    }
    let nearest = distances.indices.sorted { distances[$0] < distances[$1] }.prefix(most)
    return points.selecting(nearest.sorted())
  }

  /// So many, evenly out of the list.
  private static func spread(_ points: [[Double]], count: Int) -> [[Double]] {
    guard points.count > count, count > 0 else { return points }
    return (0..<count).map { points[$0 * points.count / count] }
  }

  /// The posterior's points as parameter values.
  public func posteriorValues(_ count: Int) -> [[Double]] {
    Self.spread(posterior.scores, count: count).map(prior.values)
  }

  /// Posterior points for which the simulator itself is asked what it predicts, in scores.
  public func checkPoints(_ count: Int) -> [[Double]] { Self.spread(posterior.scores, count: count) }
}

/// A parameter before and after.
public struct ParameterUpdate: Sendable {
  public let name: String
  public let priorMean, priorDeviation: Double
  public let prior: ConfidenceInterval
  public let mean, deviation: Double
  /// Central 95 % of the posterior.
  public let interval: ConfidenceInterval
  /// Variance of the normal score after over that before (1): near 1, the data say nothing about the parameter.
  public let remainingVariance: Double

  /// Below this reduction of a tenth of the variance, a parameter counts as not informed.
  public var isInformed: Bool { remainingVariance < 0.9 }
}

extension Calibration {
  public var updates: [ParameterUpdate] {
    let values = posterior.scores.map(prior.values)
    return prior.names.indices.map { i in
      let column = values.map { $0[i] }, sorted = column.sorted()
      let moments = RunningMoments(column)
      return ParameterUpdate(
        name: prior.names[i], priorMean: prior.priors[i].mean, priorDeviation: prior.priors[i].standardDeviation,
        prior: prior.priors[i].interval95, mean: moments.mean, deviation: moments.standardDeviation,
        interval: ConfidenceInterval(
          lower: quantile(sorted: sorted, 0.025), upper: quantile(sorted: sorted, 0.975)),
        remainingVariance: RunningMoments(posterior.scores.map { $0[i] }).variance)
    }
  }

  /// Correlations of the parameters in the posterior, in scores.
  public func correlation(_ i: Int, _ j: Int) -> Double {
    let a = posterior.scores.map { $0[i] }, b = posterior.scores.map { $0[j] }
    return covariance(a, b) / (covariance(a, a) * covariance(b, b)).squareRoot()
  }
}
