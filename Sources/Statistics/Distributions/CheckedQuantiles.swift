// SPDX-License-Identifier: GPL-3.0-or-later
import CGSL

/// Quantile of a beta distribution: GSL's, checked.
///
/// GSL's search gives NaN at some probabilities when the parameters are in the hundreds; there the distribution
/// function, which is sound, is inverted by halving.
func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
  let value = gsl_cdf_beta_Pinv(p, a, b)
  if value.isFinite, (gsl_cdf_beta_P(value, a, b) - p).magnitude <= 1e-9 * max(p, 1e-3) { return value }
  return inverted(p, between: 0, and: 1) { gsl_cdf_beta_P($0, a, b) }
}

/// Quantile of a gamma distribution: GSL's, checked in the same way.
func gammaQuantile(_ p: Double, _ shape: Double, _ scale: Double) -> Double {
  let value = gsl_cdf_gamma_Pinv(p, shape, scale)
  if value.isFinite, (gsl_cdf_gamma_P(value, shape, scale) - p).magnitude <= 1e-9 * max(p, 1e-3) { return value }
  var high = shape * scale * 2 + scale
  while gsl_cdf_gamma_P(high, shape, scale) < p, high < 1e300 { high *= 2 }
  return inverted(p, between: 0, and: high) { gsl_cdf_gamma_P($0, shape, scale) }
}

/// Where a rising function reaches a value, to the last bits.
private func inverted(
  _ p: Double, between low: Double, and high: Double, _ probability: (Double) -> Double
) -> Double {
  var low = low, high = high
  for _ in 0..<200 {
    let middle = (low + high) / 2
    guard middle > low, middle < high else { break }
    if probability(middle) < p { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
