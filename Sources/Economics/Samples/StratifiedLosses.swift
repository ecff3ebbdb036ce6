// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Statistics

/// What a Latin hypercube takes out of the error of an EVPI.
///
/// The mean of a function over a Latin hypercube has the variance of what is left of the function when the best sum of
/// functions of single parameters is taken off it (Stein 1987, doi:10.1080/00401706.1987.10488205). The function is the
/// loss of the optimal strategy; the sum is a spline in each of the parameters that matter most to the increments.
struct StratifiedLosses {
  /// By threshold, then draw: the sum's values, less their mean; nil when the draws are not stratified.
  private let additive: [[Double]]?
  private let thresholdCount: Int
  /// At each threshold, the error of the mean loss over the draws.
  let errors: [Double]

  /// So many parameters are looked at; the rest of a long list matter little and cost much.
  private static let mostParameters = 12

  /// - Parameters:
  ///   - samples: Without replication noise.
  ///   - decision: Of these samples.
  ///   - parameters: By parameter, then draw; empty when they were not drawn from strata.
  ///   - increments: As simulated, from which it is seen which parameters matter.
  init(
    _ samples: DecisionSamples, _ decision: DecisionUncertainty, reference: Int, parameters: [[Double]],
    increments: [[Double]]
  ) {
    thresholdCount = decision.thresholds.count
    let values = Self.mattering(parameters, to: increments)
    guard let basis = InteractionBasis(values, isAdditive: true), samples.drawCount > 10 else {
      additive = nil
      errors = decision.perfectInformation.map(\.standardError)
      return
    }
    let own = samples.increments(against: reference)
    let losses = zip(decision.thresholds, decision.optimal).map { threshold, best -> [Double] in
      let benefits = samples.strategies.indices.map { own.netBenefit(of: $0, at: threshold) }
      return benefits[best].indices.map { d in (benefits.map { $0[d] }.max() ?? 0) - benefits[best][d] }
    }
    let design = basis.design(values)
    let fits = PenalisedRegression(design: design, outcomes: losses, groups: basis.groups).predict(design)
    additive = fits.map { fit in
      let center = mean(fit)
      return fit.map { $0 - center }
    }
    let count = Double(samples.drawCount)
    errors = zip(losses, fits).map { loss, fit in
      (RunningMoments(zip(loss, fit).map { $0 - $1 }).variance / count).squareRoot()
    }
  }

  /// At each threshold, how far the draws that are left move the sum; nil without strata.
  func means(over rows: [Int]) -> [Double] {
    guard let additive else { return [Double](repeating: 0, count: thresholdCount) }
    return additive.map { values in rows.reduce(0) { $0 + values[$1] } / Double(rows.count) }
  }

  /// The parameters with the strongest correlations, by a line or a parabola.
  private static func mattering(_ parameters: [[Double]], to increments: [[Double]]) -> [[Double]] {
    func correlation(_ a: [Double], _ b: [Double]) -> Double {
      let scale = (covariance(a, a) * covariance(b, b)).squareRoot()
      return scale > 0 ? abs(covariance(a, b) / scale) : 0
    }
    guard parameters.count > mostParameters else { return parameters }
    let strengths = parameters.map { values in
      let center = mean(values), squares = values.map { ($0 - center) * ($0 - center) }
      return increments.reduce(0) { max($0, correlation(values, $1), correlation(squares, $1)) }
    }
    return strengths.indices.sorted { strengths[$0] > strengths[$1] }.prefix(mostParameters).map { parameters[$0] }
  }
}
