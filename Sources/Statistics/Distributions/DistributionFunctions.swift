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

/// Probability that a Poisson variable takes a value.
package func poissonProbability(_ count: Int, mean: Double) -> Double {
  gsl_ran_poisson_pdf(UInt32(count), mean)
}

/// Probability that a binomial variable takes a value.
package func binomialProbability(_ count: Int, probability: Double, trials: Int) -> Double {
  gsl_ran_binomial_pdf(UInt32(count), probability, UInt32(trials))
}
