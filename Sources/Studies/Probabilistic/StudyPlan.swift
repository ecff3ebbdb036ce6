// SPDX-License-Identifier: GPL-3.0-or-later

/// What a study asks of a probabilistic sensitivity analysis.
public struct StudyPlan: Sendable, Equatable {
  public var title: String
  public var effects: [EffectMeasure]
  /// The perspective named first is the study's own; the others are reported beside it.
  public var perspectives: [Perspective]
  /// Value of a unit of effect, for outcomes that have none of their own.
  public var thresholds: [Double]
  public var draws: Int
  /// How many of the draws are simulated, from the first; nil for all. The others are made from them (`EmulatedDraws`).
  public var simulatedDraws: Int?
  /// Inner replications of each draw; nil lets variance components choose.
  public var replications: Int?
  public var sampling: Sampling
  public var seed: UInt64
  /// Groups of parameters whose joint value of information is asked for.
  public var parameterGroups: [[String]]
  /// Years that the decision stands, and people affected in each (nil: the baseline's births).
  public var decisionYears: Double
  public var peopleAffectedPerYear: Double?
  /// Atkinson's aversion to inequality between deprivation quintiles.
  public var inequalityAversion: Double
  /// Quality-adjusted life expectancy by quintile, for effects in QALYs.
  public var baselineHealth = BaselineHealth.england
  /// Share of what a strategy's extra cost forgoes elsewhere that falls on each quintile, most deprived first; nil
  /// takes the same from every child.
  public var opportunityCostShares: [Double]?
  /// What follows after the simulated period.
  public var horizon: Horizon?
  /// Research that could be done, whose worth is asked for.
  public var designs: [ResearchDesign] = []
  /// How far practice follows the strategies today; nil when everyone is under the baseline.
  public var presentPractice: PresentPractice?
  /// Questions about the model itself.
  public var structure: [StructuralQuestion] = []
  /// Of the briefing's red–amber–green scorecard.
  public var scorecard: [ScorecardThreshold] = []

  public init(
    title: String, effects: [EffectMeasure] = [], perspectives: [Perspective] = Perspective.allCases,
    thresholds: [Double] = [], draws: Int = 1000, replications: Int? = nil, sampling: Sampling = .latinHypercube,
    seed: UInt64 = 1, parameterGroups: [[String]] = [], decisionYears: Double = 5,
    peopleAffectedPerYear: Double? = nil, inequalityAversion: Double = 10.95
  ) {
    self.title = title
    self.effects = effects
    self.perspectives = perspectives
    self.thresholds = thresholds
    self.draws = draws
    self.replications = replications
    self.sampling = sampling
    self.seed = seed
    self.parameterGroups = parameterGroups
    self.decisionYears = decisionYears
    self.peopleAffectedPerYear = peopleAffectedPerYear
    self.inequalityAversion = inequalityAversion
  }

  public func thresholds(for effect: EffectMeasure) -> [Double] { effect.thresholds ?? thresholds }
}
