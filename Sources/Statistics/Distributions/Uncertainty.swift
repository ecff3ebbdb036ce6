// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is not known about a parameter, as a distribution of its value.
///
/// It is uncertainty, not variation between individuals (`Variate`): a point run uses the mean, a
/// probabilistic sensitivity analysis draws by inverting the distribution function.
public indirect enum Uncertainty: Sendable, Equatable {
  case beta(a: Double, b: Double)
  case gamma(shape: Double, scale: Double)
  /// Mean and standard deviation of the logarithm.
  case lognormal(mu: Double, sigma: Double)
  case normal(mean: Double, sd: Double)
  case uniform(Double, Double)
  case triangular(low: Double, mode: Double, high: Double)
  /// Beta on [low, high] with shape 1 + 4 (mode − low)/(high − low) and its mirror (Malcolm et al. 1959).
  case pert(low: Double, mode: Double, high: Double)
  /// Sorted values, each equally likely.
  case empirical([Double])
  /// Normal kept between two bounds.
  case truncatedNormal(mean: Double, sd: Double, low: Double, high: Double)
  /// A beta, gamma, lognormal or normal kept between two bounds.
  case truncated(Uncertainty, low: Double, high: Double)

  /// Beta by the method of moments; nil when no beta has these moments.
  public static func beta(mean: Double, se: Double) -> Uncertainty? {
    guard mean > 0, mean < 1, se > 0, se * se < mean * (1 - mean) else { return nil }
    let size = mean * (1 - mean) / (se * se) - 1
    return .beta(a: mean * size, b: (1 - mean) * size)
  }

  public static func gamma(mean: Double, se: Double) -> Uncertainty {
    .gamma(shape: mean * mean / (se * se), scale: se * se / mean)
  }

  public static func lognormal(mean: Double, se: Double) -> Uncertainty {
    let variance = log1p(se * se / (mean * mean))
    return .lognormal(mu: log(mean) - variance / 2, sigma: variance.squareRoot())
  }

  /// The interval's ends are the 2.5 % and 97.5 % quantiles; its width gives sigma, the median mu.
  public static func lognormal(median: Double, ci95: ClosedRange<Double>) -> Uncertainty {
    .lognormal(mu: log(median), sigma: log(ci95.upperBound / ci95.lowerBound) / (2 * normalQuantile(0.975)))
  }

  public static func normal(ci95: ClosedRange<Double>) -> Uncertainty {
    .normal(
      mean: (ci95.lowerBound + ci95.upperBound) / 2,
      sd: (ci95.upperBound - ci95.lowerBound) / (2 * normalQuantile(0.975)))
  }

  public var mean: Double {
    switch self {
    case .beta(let a, let b): a / (a + b)
    case .gamma(let shape, let scale): shape * scale
    case .lognormal(let mu, let sigma): exp(mu + sigma * sigma / 2)
    case .normal(let mean, _): mean
    case .uniform(let low, let high): (low + high) / 2
    case .triangular(let low, let mode, let high): (low + mode + high) / 3
    case .pert(let low, let mode, let high): (low + 4 * mode + high) / 6
    case .empirical(let values): values.reduce(0, +) / Double(values.count)
    case .truncatedNormal(let mean, let sd, let low, let high):
      Self.truncatedMoments(mean, sd, low, high).mean
    case .truncated(let base, let low, let high): base.moment(1, between: low, high)
    }
  }

  public var standardDeviation: Double {
    switch self {
    case .beta(let a, let b): (a * b / ((a + b) * (a + b) * (a + b + 1))).squareRoot()
    case .gamma(let shape, let scale): shape.squareRoot() * scale
    case .lognormal(let mu, let sigma):
      (expm1(sigma * sigma) * exp(2 * mu + sigma * sigma)).squareRoot()
    case .normal(_, let sd): sd
    case .uniform(let low, let high): (high - low) / 12.0.squareRoot()
    case .triangular(let a, let c, let b):
      ((a * a + b * b + c * c - a * b - a * c - b * c) / 18).squareRoot()
    case .pert(let low, let mode, let high): Self.pertBeta(low, mode, high).standardDeviation * (high - low)
    case .empirical(let values): RunningMoments(values).standardDeviation
    case .truncatedNormal(let mean, let sd, let low, let high):
      Self.truncatedMoments(mean, sd, low, high).variance.squareRoot()
    case .truncated(let base, let low, let high):
      max(0, base.moment(2, between: low, high) - mean * mean).squareRoot()
    }
  }

  /// The value that the parameter does not exceed with the given probability.
  public func quantile(_ p: Double) -> Double {
    switch self {
    case .beta(let a, let b): betaQuantile(p, a, b)
    case .gamma(let shape, let scale): gammaQuantile(p, shape, scale)
    case .lognormal(let mu, let sigma): exp(mu + sigma * normalQuantile(p))
    case .normal(let mean, let sd): mean + sd * normalQuantile(p)
    case .uniform(let low, let high): low + (high - low) * p
    case .triangular(let low, let mode, let high):
      p < (mode - low) / (high - low)
        ? low + (p * (high - low) * (mode - low)).squareRoot()
        : high - ((1 - p) * (high - low) * (high - mode)).squareRoot()
    case .pert(let low, let mode, let high): low + (high - low) * Self.pertBeta(low, mode, high).quantile(p)
    case .empirical(let values): values[min(values.count - 1, Int(p * Double(values.count)))]
    case .truncatedNormal(let mean, let sd, let low, let high):
      // Near the ends a rounded probability gives a quantile beyond the bound, or an infinite one.
      min(
        max(
          mean + sd
            * normalQuantile(
              normalProbability(below: (low - mean) / sd)
                + p * (normalProbability(below: (high - mean) / sd) - normalProbability(below: (low - mean) / sd))),
          low), high)
    case .truncated(let base, let low, let high):
      min(max(base.quantile(base.probability(below: low) + p * base.probability(between: low, high)), low), high)
    }
  }

  /// The distribution of so many times the value; nil for a beta, which has its own scale.
  public func scaled(by factor: Double) -> Uncertainty? {
    switch self {
    case .beta: nil
    case .gamma(let shape, let scale): .gamma(shape: shape, scale: scale * factor)
    case .lognormal(let mu, let sigma): .lognormal(mu: mu + log(factor), sigma: sigma)
    case .normal(let mean, let sd): .normal(mean: mean * factor, sd: sd * factor)
    case .uniform(let low, let high): .uniform(low * factor, high * factor)
    case .triangular(let low, let mode, let high):
      .triangular(low: low * factor, mode: mode * factor, high: high * factor)
    case .pert(let low, let mode, let high): .pert(low: low * factor, mode: mode * factor, high: high * factor)
    case .empirical(let values): .empirical(values.map { $0 * factor })
    case .truncatedNormal(let mean, let sd, let low, let high):
      .truncatedNormal(mean: mean * factor, sd: sd * factor, low: low * factor, high: high * factor)
    case .truncated(let base, let low, let high):
      base.scaled(by: factor).map { .truncated($0, low: low * factor, high: high * factor) }
    }
  }

  // MARK: Bounds

  /// The ends of its support, where it has two.
  public var bounds: ClosedRange<Double>? {
    switch self {
    case .uniform(let low, let high), .triangular(let low, _, let high), .pert(let low, _, let high),
      .truncatedNormal(_, _, let low, let high), .truncated(_, let low, let high):
      low...high
    case .empirical(let values): (values.first ?? 0)...(values.last ?? 0)
    default: nil
    }
  }

  /// Probability of values outside a range.
  public func probability(outside range: ClosedRange<Double>) -> Double {
    probability(below: range.lowerBound) + probability(above: range.upperBound)
  }

  /// The distribution kept within a range; itself where no draw could leave it.
  public func kept(within range: ClosedRange<Double>) -> Uncertainty {
    switch self {
    case .beta, .gamma, .lognormal, .normal:
      let isWithin = range.contains(quantile(0x1p-54)) && range.contains(quantile(1 - 0x1p-53))
      return isWithin ? self : .truncated(self, low: range.lowerBound, high: range.upperBound)
    default: return self
    }
  }

  private func probability(between low: Double, _ high: Double) -> Double {
    max(1 - probability(below: low) - probability(above: high), .leastNormalMagnitude)
  }

  private func probability(below value: Double) -> Double {
    switch self {
    case .beta(let a, let b): gsl_cdf_beta_P(min(max(value, 0), 1), a, b)
    case .gamma(let shape, let scale): gsl_cdf_gamma_P(max(value, 0), shape, scale)
    case .lognormal(let mu, let sigma): value <= 0 ? 0 : normalProbability(below: (log(value) - mu) / sigma)
    case .normal(let mean, let sd): normalProbability(below: (value - mean) / sd)
    default: bounds.map { value < $0.lowerBound ? 0 : value > $0.upperBound ? 1 : 0 } ?? 0
    }
  }

  /// Apart from `1 − probability(below:)`, so that small tails are exact.
  private func probability(above value: Double) -> Double {
    switch self {
    case .beta(let a, let b): gsl_cdf_beta_Q(min(max(value, 0), 1), a, b)
    case .gamma(let shape, let scale): gsl_cdf_gamma_Q(max(value, 0), shape, scale)
    case .lognormal(let mu, let sigma): value <= 0 ? 1 : normalProbability(below: (mu - log(value)) / sigma)
    case .normal(let mean, let sd): normalProbability(below: (mean - value) / sd)
    default: bounds.map { value >= $0.upperBound ? 0 : value < $0.lowerBound ? 1 : 0 } ?? 0
    }
  }

  /// First or second moment of what lies between two bounds: each family's density times x or x² is a density of the
  /// same family again.
  private func moment(_ order: Int, between low: Double, _ high: Double) -> Double {
    let k = Double(order)
    let (whole, tilted): (Double, Uncertainty)
    switch self {
    case .beta(let a, let b):
      whole = order == 1 ? a / (a + b) : a * (a + 1) / ((a + b) * (a + b + 1))
      tilted = .beta(a: a + k, b: b)
    case .gamma(let shape, let scale):
      whole = order == 1 ? shape * scale : shape * (shape + 1) * scale * scale
      tilted = .gamma(shape: shape + k, scale: scale)
    case .lognormal(let mu, let sigma):
      whole = exp(k * mu + k * k * sigma * sigma / 2)
      tilted = .lognormal(mu: mu + k * sigma * sigma, sigma: sigma)
    case .normal(let mean, let sd):
      let moments = Self.truncatedMoments(mean, sd, max(low, mean - 40 * sd), min(high, mean + 40 * sd))
      return order == 1 ? moments.mean : moments.variance + moments.mean * moments.mean
    default: return order == 1 ? mean : mean * mean + standardDeviation * standardDeviation
    }
    return whole * tilted.probability(between: low, high) / probability(between: low, high)
  }

  /// The normal score of a value: where the standard normal has as much below as this distribution, by halving.
  public func score(of value: Double) -> Double {
    var low = -8.0, high = 8.0
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if quantile(min(max(normalProbability(below: middle), 0x1p-54), 1 - 0x1p-53)) < value {
        low = middle
      } else {
        high = middle
      }
    }
    return (low + high) / 2
  }

  /// The central 95 %.
  public var interval95: ConfidenceInterval { ConfidenceInterval(lower: quantile(0.025), upper: quantile(0.975)) }

  private static func pertBeta(_ low: Double, _ mode: Double, _ high: Double) -> Uncertainty {
    .beta(a: 1 + 4 * (mode - low) / (high - low), b: 1 + 4 * (high - mode) / (high - low))
  }

  /// Moments of a truncated normal (Johnson, Kotz & Balakrishnan 1994, section 13.10.1).
  private static func truncatedMoments(
    _ mean: Double, _ sd: Double, _ low: Double, _ high: Double
  ) -> (mean: Double, variance: Double) {
    let a = (low - mean) / sd, b = (high - mean) / sd
    let mass = normalProbability(below: b) - normalProbability(below: a)
    let da = gsl_ran_ugaussian_pdf(a), db = gsl_ran_ugaussian_pdf(b)
    let shift = (da - db) / mass
    let spread = 1 + (a * da - b * db) / mass - shift * shift
    return (mean + sd * shift, sd * sd * spread)
  }
}

extension Uncertainty: CustomStringConvertible {
  /// As in a table of parameters: `gamma(shape 97.2, scale 0.639)`.
  public var description: String {
    switch self {
    case .beta(let a, let b): "beta(\(short(a)), \(short(b)))"
    case .gamma(let shape, let scale): "gamma(shape \(short(shape)), scale \(short(scale)))"
    case .lognormal(let mu, let sigma): "lognormal(\(short(mu)), \(short(sigma)))"
    case .normal(let mean, let sd): "normal(\(short(mean)), \(short(sd)))"
    case .uniform(let low, let high): "uniform(\(short(low)), \(short(high)))"
    case .triangular(let low, let mode, let high): "triangular(\(short(low)), \(short(mode)), \(short(high)))"
    case .pert(let low, let mode, let high): "PERT(\(short(low)), \(short(mode)), \(short(high)))"
    case .empirical(let values): "empirical(\(values.count) values)"
    case .truncatedNormal(let mean, let sd, let low, let high):
      "normal(\(short(mean)), \(short(sd))) between \(short(low)) and \(short(high))"
    case .truncated(let base, let low, let high): "\(base) between \(short(low)) and \(short(high))"
    }
  }
}

/// Four significant digits.
private func short(_ value: Double) -> String {
  guard value != 0, value.isFinite else { return value == 0 ? "0" : value.description }
  let scale = pow(10, 3 - floor(log10(abs(value))))
  let text = ((value * scale).rounded() / scale).description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
