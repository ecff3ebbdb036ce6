// SPDX-License-Identifier: GPL-3.0-or-later

/// Who is compared with whom, and when: all that an estimator may look at.
///
/// Every inference procedure is the same estimator on other comparisons: another target, fewer donors, an earlier date.
public struct Comparison: Sendable {
  public var target: Int
  public var donors: [Int]
  /// Indices of the periods before and after the change.
  public var pre: [Int]
  public var post: [Int]
  /// An effect that is taken off the target's outcomes after the change, as a null hypothesis has it.
  public var effectRemoved = 0.0
  /// Regularisation that is kept instead of chosen again.
  public var heldRidge: Double?
  public var heldPenalty: Double?
  public var heldNoise: Double?
  public var heldFactors: Int?
  public var heldNuclearPenalty: Double?
  /// Effort of the nested search; placebos get less than the estimate itself.
  public var isPlacebo = false

  public init(target: Int, donors: [Int], pre: [Int], post: [Int]) {
    self.target = target
    self.donors = donors
    self.pre = pre
    self.post = post
  }

  public var periods: [Int] { pre + post }

  func without(_ removed: Set<Int>) -> Comparison {
    var copy = self
    copy.donors.removeAll { removed.contains($0) }
    return copy
  }

  /// The same comparison with a donor in the target's place; the target itself never becomes a donor.
  func placebo(_ donor: Int) -> Comparison {
    var copy = without([donor])
    copy.target = donor
    copy.isPlacebo = true
    copy.effectRemoved = 0
    return copy
  }
}

/// What one estimator makes of one comparison.
public struct SyntheticFit: Sendable {
  public internal(set) var comparison: Comparison
  /// A weight for each donor of the comparison.
  public var weights: [Double]
  public var intercept: Double?
  /// In the outcome's own units, for the periods before and then after the change.
  public var observed: [Double]
  public var synthetic: [Double]
  public var predictorNames: [String] = []
  public var predictorWeights: [Double] = []
  public var predictorScale: [Double] = []
  /// Treated, synthetic and mean of donors for each predictor, in its own units.
  public var predictorBalance: [(treated: Double, synthetic: Double, donorMean: Double)] = []
  public var predictorLoss: Double?
  /// Mean squared gap over the window by which predictor weights were judged.
  public var optimiseLoss: Double?
  /// Losses the nested search reached from its starts.
  public var nestedLosses: [Double] = []
  /// What one predictor alone could be said to reach, ties broken by the outcome (Malo et al. 2023).
  public var optimisticLoss: Double?
  public var optimalityGap = 0.0
  public var lambda: Double?
  public var zeta: Double?
  /// Of interactive fixed effects.
  public var factors: FactorPath?
  /// Of matrix completion.
  public var completion: CompletionPath?
  public var timeWeights: [Double]?
  public var objective: Double?
  public var warnings: [EffectsWarning] = []

  public var gap: [Double] { zip(observed, synthetic).map { $0 - $1 } }
  public var preGap: ArraySlice<Double> { gap.prefix(comparison.pre.count) }
  public var postGap: ArraySlice<Double> { gap.dropFirst(comparison.pre.count) }
  public var preMSPE: Double { Self.meanSquare(preGap) }
  public var postMSPE: Double { Self.meanSquare(postGap) }
  /// Mean effect over the periods after the change.
  public var averageEffect: Double { postGap.reduce(0, +) / Double(postGap.count) }
  public var effectiveDonors: Double {
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    return squares > 0 ? 1 / squares : 0
  }

  /// Post over pre mean squared gap; a fit that is exact to rounding is counted as very good, not as infinite.
  public var ratio: Double {
    let size = observed.reduce(0) { $0 + $1 * $1 } / Double(max(observed.count, 1))
    return postMSPE / max(preMSPE, 1e-24 * size, .leastNormalMagnitude)
  }

  private static func meanSquare(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
  }
}
