// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// Quantile of the chi-square distribution.
package func chiSquareQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
  gsl_cdf_chisq_Pinv(probability, degreesOfFreedom)
}

/// Quantile of the exponential distribution.
package func exponentialQuantile(_ probability: Double, mean: Double) -> Double {
  gsl_cdf_exponential_Pinv(probability, mean)
}

/// Quantile of the Weibull distribution.
package func weibullQuantile(_ probability: Double, scale: Double, shape: Double) -> Double {
  gsl_cdf_weibull_Pinv(probability, scale, shape)
}

extension Variate {
  /// Probability that a draw is above a value, draws below zero counted as zero (`nonNegative`).
  public func survival(beyond value: Double) -> Double {
    guard value >= 0 else { return 1 }
    switch self {
    case .constant(let constant): return constant > value ? 1 : 0
    case .exponential(let mean): return gsl_cdf_exponential_Q(value, mean)
    case .gamma(let shape, let scale): return gsl_cdf_gamma_Q(value, shape, scale)
    case .lognormal(let mu, let sigma): return gsl_cdf_lognormal_Q(value, mu, sigma)
    case .normal(let mean, let sd): return sd > 0 ? gsl_cdf_gaussian_Q(value - mean, sd) : mean > value ? 1 : 0
    case .uniform(let low, let high): return low < high ? gsl_cdf_flat_Q(value, low, high) : low > value ? 1 : 0
    case .triangular(let low, let mode, let high): return triangularSurvival(value, low: low, mode: mode, high: high)
    case .weibull(let scale, let shape): return gsl_cdf_weibull_Q(value, scale, shape)
    case .gammaMixture(let share, let shape, let scale, let shapeOfRest, let scaleOfRest):
      return share * gsl_cdf_gamma_Q(value, shape, scale)
        + (1 - share) * gsl_cdf_gamma_Q(value, shapeOfRest, scaleOfRest)
    }
  }
}

private func triangularSurvival(_ value: Double, low: Double, mode: Double, high: Double) -> Double {
  if value < low { return 1 }
  if value >= high { return 0 }
  return value < mode
    ? 1 - (value - low) * (value - low) / ((high - low) * (mode - low))
    : (high - value) * (high - value) / ((high - low) * (high - mode))
}

/// Probability that a Poisson variable takes a value.
package func poissonProbability(_ count: Int, mean: Double) -> Double {
  gsl_ran_poisson_pdf(UInt32(count), mean)
}

/// Probability that a binomial variable takes a value.
package func binomialProbability(_ count: Int, probability: Double, trials: Int) -> Double {
  gsl_ran_binomial_pdf(UInt32(count), probability, UInt32(trials))
}
