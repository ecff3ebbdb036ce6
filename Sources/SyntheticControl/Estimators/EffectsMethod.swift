// SPDX-License-Identifier: GPL-3.0-or-later

/// An estimator of what a treated unit would have been without the change.
public enum EffectsMethod: String, Sendable, CaseIterable {
  case classic
  case outcomeOnly = "outcome_only"
  case demeaned
  case penalised
  case ridgeAugmented = "ridge_augmented"
  case syntheticDifferenceInDifferences = "synthetic_did"
  case partiallyPooled = "partially_pooled"
  case differenceInDifferences = "difference_in_differences"
  case interactiveFixedEffects = "interactive_fixed_effects"
  case matrixCompletion = "matrix_completion"

  /// Whether it matches on predictors rather than on outcomes.
  public var usesPredictors: Bool { self == .classic || self == .penalised }
}

/// The declared rule by which predictors are weighed against each other.
public enum PredictorWeightRule: Sendable, Equatable {
  case equal, regression, crossValidated, nested
  case given([String: Double])

  public var name: String {
    switch self {
    case .equal: "equal"
    case .regression: "regression"
    case .crossValidated: "cross_validated"
    case .nested: "nested"
    case .given: "given"
    }
  }
}

/// The scale on which outcomes are matched.
public enum OutcomeScale: String, Sendable, CaseIterable {
  case identity, logit
}

/// Choices of the analyst that all estimators share.
public struct EstimationSettings: Sendable {
  public var predictors: [Predictor] = []
  public var rule: PredictorWeightRule = .equal
  /// First and last period over which outcomes judge predictor weights; nil for all before the change.
  public var optimiseWindow: ClosedRange<Double>?
  public var trainingPredictors: [Predictor] = []
  public var trainingWindow: ClosedRange<Double>?
  /// Penalty of Abadie & L'Hour, or the ridge of the augmented method; nil to choose it by cross-validation.
  public var penalty: Double?
  public var ridge: Double?
  /// Covariates that the augmented method balances beside outcomes, whether exactly, and whether units have levels of
  /// their own.
  public var covariates: [Predictor] = []
  public var residualisesCovariates = false
  public var usesFixedEffects = false
  /// Common factors of interactive fixed effects; nil to choose their number.
  public var factors: Int?
  /// Price of the singular values in matrix completion, above 0; nil to choose it by cross-validation.
  public var nuclearPenalty: Double?
  public var scale: OutcomeScale = .identity
  public var usesPrecisionWeights = false
  /// Share of pooled against separate balance in the partially pooled method; nil for the data's own ratio.
  public var pooling: Double?
  public var seed: UInt64 = 1
  public var nestedStarts = 96
  /// Placebos are many, and the worst of their fits decides nothing.
  var nestedStartsOfPlacebos: Int { max(4, nestedStarts / 12) }

  public init() {}
}
