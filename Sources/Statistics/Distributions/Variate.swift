// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A quantity that differs between individuals or occasions and is drawn anew for each: how long a visit
/// takes, at what age a need begins.
///
/// It is variation, not uncertainty: its own parameters may be uncertain elsewhere. Draws that stand for a
/// time or an age are never below zero (`nonNegative`).
public enum Variate: Sendable, Equatable {
  case constant(Double)
  case exponential(mean: Double)
  case gamma(shape: Double, scale: Double)
  /// Mean and standard deviation of the logarithm.
  case lognormal(mu: Double, sigma: Double)
  case normal(mean: Double, sd: Double)
  case uniform(Double, Double)
  case triangular(low: Double, mode: Double, high: Double)
  case weibull(scale: Double, shape: Double)
  /// One gamma distribution for a share of the draws, another for the rest: spells of which some end early.
  case gammaMixture(share: Double, shape: Double, scale: Double, shapeOfRest: Double, scaleOfRest: Double)

  /// Gamma from its mean and standard deviation: shape = (mean / sd)².
  public static func gamma(mean: Double, sd: Double) -> Variate {
    sd > 0 ? .gamma(shape: mean * mean / (sd * sd), scale: sd * sd / mean) : .constant(mean)
  }

  /// Lognormal from its mean and standard deviation: sigma² = ln(1 + sd² / mean²).
  public static func lognormal(mean: Double, sd: Double) -> Variate {
    guard sd > 0 else { return .constant(mean) }
    let variance = log1p(sd * sd / (mean * mean))
    return .lognormal(mu: log(mean) - variance / 2, sigma: variance.squareRoot())
  }

  /// A mixture of two gammas from their means and standard deviations.
  public static func gammaMixture(share: Double, mean: Double, sd: Double, meanOfRest: Double, sdOfRest: Double)
    -> Variate
  {
    .gammaMixture(
      share: share, shape: mean * mean / (sd * sd), scale: sd * sd / mean,
      shapeOfRest: meanOfRest * meanOfRest / (sdOfRest * sdOfRest), scaleOfRest: sdOfRest * sdOfRest / meanOfRest)
  }

  /// Expected value.
  public var mean: Double {
    switch self {
    case .constant(let value): value
    case .exponential(let mean): mean
    case .gamma(let shape, let scale): shape * scale
    case .lognormal(let mu, let sigma): exp(mu + sigma * sigma / 2)
    case .normal(let mean, _): mean
    case .uniform(let low, let high): (low + high) / 2
    case .triangular(let low, let mode, let high): (low + mode + high) / 3
    case .weibull(let scale, let shape): scale * tgamma(1 + 1 / shape)
    case .gammaMixture(let share, let shape, let scale, let shapeOfRest, let scaleOfRest):
      share * shape * scale + (1 - share) * shapeOfRest * scaleOfRest
    }
  }

  /// The same distribution with every value multiplied.
  public func scaled(by factor: Double) -> Variate {
    switch self {
    case .constant(let value): .constant(value * factor)
    case .exponential(let mean): .exponential(mean: mean * factor)
    case .gamma(let shape, let scale): .gamma(shape: shape, scale: scale * factor)
    case .lognormal(let mu, let sigma): .lognormal(mu: mu + log(factor), sigma: sigma)
    case .normal(let mean, let sd): .normal(mean: mean * factor, sd: sd * factor)
    case .uniform(let low, let high): .uniform(low * factor, high * factor)
    case .triangular(let low, let mode, let high):
      .triangular(low: low * factor, mode: mode * factor, high: high * factor)
    case .weibull(let scale, let shape): .weibull(scale: scale * factor, shape: shape)
    case .gammaMixture(let share, let shape, let scale, let shapeOfRest, let scaleOfRest):
      .gammaMixture(
        share: share, shape: shape, scale: scale * factor, shapeOfRest: shapeOfRest,
        scaleOfRest: scaleOfRest * factor)
    }
  }
}

extension RandomStream {
  /// One draw.
  public func draw(_ variate: Variate) -> Double {
    switch variate {
    case .constant(let value): value
    case .exponential(let mean): exponential(mean: mean)
    case .gamma(let shape, let scale): gamma(shape: shape, scale: scale)
    case .lognormal(let mu, let sigma): lognormal(mu: mu, sigma: sigma)
    case .normal(let mean, let sd): normal(mean: mean, sd: sd)
    case .uniform(let low, let high): low + (high - low) * uniform()
    case .triangular(let low, let mode, let high): triangular(low: low, mode: mode, high: high)
    case .weibull(let scale, let shape): weibull(scale: scale, shape: shape)
    case .gammaMixture(let share, let shape, let scale, let shapeOfRest, let scaleOfRest):
      bernoulli(share) ? gamma(shape: shape, scale: scale) : gamma(shape: shapeOfRest, scale: scaleOfRest)
    }
  }

  /// One draw, a value below zero counted as zero.
  public func nonNegative(_ variate: Variate) -> Double { max(0, draw(variate)) }

  /// Inversion of the distribution function.
  private func triangular(low: Double, mode: Double, high: Double) -> Double {
    let u = uniform(), range = high - low
    guard range > 0 else { return low }
    let cut = (mode - low) / range
    return u < cut
      ? low + (u * range * (mode - low)).squareRoot()
      : high - ((1 - u) * range * (high - mode)).squareRoot()
  }
}
