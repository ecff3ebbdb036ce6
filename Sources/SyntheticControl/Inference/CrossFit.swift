// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// The cross-fitted t test of an average effect (Chernozhukov, Wüthrich & Zhu 2025, arXiv:1812.10820): weights fitted
/// without a block of earlier periods, the gap in that block taken off as bias.
public struct CrossFit: Sendable {
  public let estimate: Double
  public let standardError: Double
  public let folds: Int
  public let foldEstimates: [Double]

  public init(_ comparison: Comparison, estimator: Estimator, folds: Int = 3) throws(EffectsError) {
    let pre = comparison.pre, later = comparison.post.count
    let length = min(pre.count / folds, later)
    guard folds > 1, length >= 1, pre.count - length >= 2 else {
      throw EffectsError("too few periods before the change for \(folds) folds")
    }
    var estimates: [Double] = []
    // The periods that do not fill a fold are the earliest.
    let spare = pre.count - folds * length
    for fold in 0..<folds {
      let held = (spare + fold * length)..<(spare + (fold + 1) * length)
      var kept = comparison
      kept.pre = pre.indices.filter { !held.contains($0) }.map { pre[$0] }
      kept.post = comparison.post + held.map { pre[$0] }
      let gap = Array(try estimator.fit(kept).postGap)
      let effect = gap.prefix(later).reduce(0, +) / Double(later)
      estimates.append(effect - gap.suffix(length).reduce(0, +) / Double(length))
    }
    let moments = RunningMoments(estimates)
    estimate = moments.mean
    standardError =
      (1 + Double(folds * length) / Double(later)).squareRoot() * moments.standardDeviation
      / Double(folds).squareRoot()
    self.folds = folds
    foldEstimates = estimates
  }

  public func interval(level: Double) -> ConfidenceInterval {
    let half = studentQuantile(0.5 + level / 2, degreesOfFreedom: Double(folds - 1)) * standardError
    return ConfidenceInterval(lower: estimate - half, upper: estimate + half)
  }
}
