// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far true effects differ between sites, as a distribution: sites are few, and an estimate of nil does not mean
/// that sites are alike.
///
/// Effects are normal around their mean with a standard deviation whose prior is half-t with one degree of freedom
/// (half-Cauchy; Gelman 2006, doi:10.1214/06-BA117A), its scale twice the error of one site's effect: with three sites
/// the prior decides much, and this width covers a further site's effect about as often as it says whether sites differ
/// by as much as their errors or by four times that (docs/effects.md). The mean has a flat prior.
public struct BetweenSites: Sendable {
  /// Scale of the prior, in the outcome's units.
  public let priorScale: Double
  /// Standard deviations between sites and their posterior probabilities.
  let deviations, probabilities: [Double]
  let siteCount: Int

  /// - Parameters:
  ///   - effects: One for each site, at least two.
  ///   - variances: Of each effect's error, less what the sites' errors share.
  init?(effects: [Double], variances: [Double]) {
    guard effects.count > 1, variances.allSatisfy({ $0.isFinite && $0 > 0 }) else { return nil }
    siteCount = effects.count
    let scale = 2 * mean(variances).squareRoot()
    priorScale = scale
    // Equal steps of the prior's distribution function, so that the prior needs no weights.
    let steps = 400
    deviations = (0..<steps).map { scale * tan(.pi / 2 * (Double($0) + 0.5) / Double(steps)) }
    let logs = deviations.map { Self.logLikelihood(effects, variances, between: $0 * $0) }
    let top = logs.max() ?? 0
    let shares = logs.map { exp($0 - top) }, total = shares.reduce(0, +)
    probabilities = shares.map { $0 / total }
  }

  /// With the mean integrated out (Gelman et al. 2013, Bayesian Data Analysis, eq. 5.21).
  private static func logLikelihood(_ effects: [Double], _ variances: [Double], between: Double) -> Double {
    let weights = variances.map { 1 / ($0 + between) }, total = weights.reduce(0, +)
    let middle = zip(weights, effects).reduce(0) { $0 + $1.0 * $1.1 } / total
    var value = -0.5 * log(total)
    for (weight, effect) in zip(weights, effects) {
      value += 0.5 * log(weight) - 0.5 * weight * (effect - middle) * (effect - middle)
    }
    return value
  }

  /// A quantile of the standard deviation between sites.
  public func quantile(_ probability: Double) -> Double {
    var sum = 0.0
    for (deviation, share) in zip(deviations, probabilities) {
      sum += share
      if sum >= probability { return deviation }
    }
    return deviations[deviations.count - 1]
  }

  /// A further site's effect less the mean of these sites' effects.
  func deviationOfNewSite(_ stream: borrowing RandomStream) -> Double {
    let between = quantile(stream.uniform())
    return between * (1 + 1 / Double(siteCount)).squareRoot() * stream.standardNormal()
  }

  /// Middles of equal shares of some draws.
  static func centres(_ means: [Double]) -> [Double] {
    let sorted = means.sorted(), points = 101
    return (0..<points).map { Statistics.quantile(sorted: sorted, (Double($0) + 0.5) / Double(points)) }
  }

  /// That a further site's effect is below a value, its mean being any of these.
  func probability(below x: Double, around centres: [Double]) -> Double {
    let widen = (1 + 1 / Double(siteCount)).squareRoot()
    return zip(deviations, probabilities).reduce(0) { sum, one in
      guard one.1 > 1e-9 else { return sum }
      let spread = max(one.0 * widen, .leastNormalMagnitude)
      let below = centres.reduce(0) { $0 + normalProbability(below: (x - $1) / spread) }
      return sum + one.1 * below / Double(centres.count)
    }
  }

  /// Where a further site's effect is expected, given draws of the mean of these sites' effects.
  func predictive(_ means: [Double], level: Double) -> ConfidenceInterval {
    let sorted = means.sorted(), centres = Self.centres(means)
    func probability(below x: Double) -> Double { self.probability(below: x, around: centres) }
    func end(_ wanted: Double) -> Double {
      var low = (sorted.first ?? 0) - priorScale, high = (sorted.last ?? 0) + priorScale
      while probability(below: low) > wanted { low -= 2 * (high - low) }
      while probability(below: high) < wanted { high += 2 * (high - low) }
      return crossing(low, high) { probability(below: $0) - wanted }
    }
    return ConfidenceInterval(lower: end((1 - level) / 2), upper: end((1 + level) / 2))
  }
}

/// Where an increasing function is nought, by false position with the older end's weight halved (Illinois; Dowell &
/// Jarratt 1971, doi:10.1007/BF01934364): each value is a sum of ten thousands of terms.
private func crossing(_ low: Double, _ high: Double, _ value: (Double) -> Double) -> Double {
  var a = low, b = high, atA = value(a), atB = value(b)
  guard atA < 0, atB > 0 else { return atA < 0 ? b : a }
  let accuracy = 1e-13 * (b - a)
  for _ in 0..<100 {
    let x = b - atB * (b - a) / (atB - atA), atX = value(x)
    if (x - b).magnitude <= accuracy || atX == 0 { return x }
    if (atX < 0) != (atB < 0) { (a, atA) = (b, atB) } else { atA /= 2 }
    (b, atB) = (x, atX)
  }
  return b
}
