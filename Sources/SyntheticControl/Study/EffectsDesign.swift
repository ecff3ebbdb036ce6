// SPDX-License-Identifier: GPL-3.0-or-later

/// A unit that changed, and when.
public struct TreatedUnit: Sendable, Equatable {
  public var unit: String
  /// The first period after the change, as an order of time.
  public var firstPost: Double

  public init(unit: String, firstPost: Double) {
    self.unit = unit
    self.firstPost = firstPost
  }
}

/// A procedure that says how far to believe an estimate.
public enum InferenceProcedure: String, Sendable, CaseIterable {
  case placeboSpace = "placebo_space"
  case placeboTime = "placebo_time"
  case leaveOneOut = "leave_one_out"
  case leaveTwoOut = "leave_two_out"
  case conformal
  case crossFitT = "cross_fit_t"
  case jackknife
  case predictionIntervals = "prediction_intervals"
  case preTrendEquivalence = "pre_trend_equivalence"
  case backtest
}

/// What is to be estimated, against whom, over which periods and how.
public struct EffectsDesign: Sendable {
  public var treated: [TreatedUnit]
  /// Nil for every unit that is never treated.
  public var donors: [String]?
  /// Units kept out of the donors, with the reason.
  public var excluded: [(unit: String, reason: String)] = []
  /// Donors that had part of the change themselves.
  public var partlyTreated: [String] = []
  /// Named groups of donors; the effect is also estimated without each.
  public var donorTiers: [(name: String, units: [String])] = []
  /// Whether units that change after another's last period serve as its donors.
  public var usesNotYetTreated = false
  public var pre: ClosedRange<Double>?
  /// At most so many periods after each change; nil for all.
  public var postPeriods: Int?
  public var post: ClosedRange<Double>?
  public var methods: [EffectsMethod] = [.classic]
  public var inference: Set<InferenceProcedure> = [
    .placeboSpace, .placeboTime, .leaveOneOut, .conformal, .crossFitT,
  ]
  public var settings = EstimationSettings()
  public var level = 0.95
  public var folds = 3
  public var placeboFirstPost: Double?
  /// Sizes of the treated units for the population-weighted effect; nil for the mean denominator.
  public var populations: [String: Double] = [:]
  /// Sets of donors that the backtest makes pilots.
  public var backtestTrials = 40
  /// A known effect that the backtest adds to donors; nil for the minimum detectable one.
  public var backtestEffect: Double?
  /// Assignments of the change drawn for a pooled effect, where they are too many to list.
  public var placeboSets = 1000
  /// Departures from parallel trends that are tried (`TrendSensitivity`); nil for the usual ones.
  public var relativeMagnitudes: [Double]?
  public var smoothness: [Double]?

  public init(treated: [TreatedUnit]) { self.treated = treated }
}
