// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// Quantile of Student's t.
public func studentQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
  gsl_cdf_tdist_Pinv(probability, degreesOfFreedom)
}

/// Probability that Student's t is above a value.
public func studentSurvival(beyond value: Double, degreesOfFreedom: Double) -> Double {
  gsl_cdf_tdist_Q(value, degreesOfFreedom)
}

/// Quantile of the standard normal.
public func normalQuantile(_ probability: Double) -> Double { gsl_cdf_ugaussian_Pinv(probability) }

/// Distribution function of the standard normal.
public func normalProbability(below x: Double) -> Double { gsl_cdf_ugaussian_P(x) }
