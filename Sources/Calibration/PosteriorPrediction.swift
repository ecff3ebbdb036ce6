// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// What a calibration says a figure will be, before it is looked at (Gelman et al. 2013, §6.3): what the posterior
/// leaves of the parameters, the chance of the year in which it is counted, and what the place has of its own.
///
/// Mean and variance are matched by a beta distribution where the figure is a percentage, else by a normal one.
public struct PosteriorPrediction: Sendable {
  public let mean: Double
  /// Of the expectation over the posterior, and of the figure around it.
  public let parameterVariance, figureVariance: Double
  private let distribution: Uncertainty

  /// Nil without a finite expectation.
  /// - Parameters:
  ///   - target: Its counts, tolerance and overdispersion give the figure's variance; its value is not used.
  ///   - expectations: The simulator's expectation at equally likely points of the posterior.
  ///   - excess: What the expectations' variance has too much (their own noise), or too little when negative (an
  ///     emulator's error).
  ///   - replicationVariance: Of the simulated figure, between replications.
  ///   - children: Simulated children behind a replication's figure.
  public init?(
    _ target: CalibrationTarget, expectations: [Double], excess: Double, replicationVariance: Double, children: Double
  ) {
    let moments = RunningMoments(expectations.filter(\.isFinite))
    guard moments.mean.isFinite, moments.variance.isFinite else { return nil }
    mean = moments.mean
    parameterVariance = max(0, moments.variance - excess)
    figureVariance = target.variance(replicationVariance: replicationVariance, children: children, at: moments.mean)
    let deviation = max((parameterVariance + figureVariance).squareRoot(), 1e-12)
    let normal = Uncertainty.normal(mean: mean, sd: deviation)
    distribution = target.isPercentage ? .beta(mean: mean / 100, se: deviation / 100) ?? normal : normal
  }

  public func interval(_ level: Double) -> ConfidenceInterval {
    let scale = if case .beta = distribution { 100.0 } else { 1.0 }
    return ConfidenceInterval(
      lower: scale * distribution.quantile((1 - level) / 2), upper: scale * distribution.quantile((1 + level) / 2))
  }

  /// Whether a figure lies within the central 95 %.
  public func holds(_ value: Double) -> Bool {
    let interval = interval(0.95)
    return interval.lower <= value && value <= interval.upper
  }
}
