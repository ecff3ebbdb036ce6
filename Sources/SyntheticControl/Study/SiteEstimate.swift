// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// One method's estimate for one treated unit, with everything that says how far to believe it.
public struct SiteEstimate: Sendable {
  public let method: EffectsMethod
  public let rule: PredictorWeightRule?
  public let site: PreparedSite
  public private(set) var fit: SyntheticFit
  public internal(set) var placeboSpace: PlaceboSpace?
  public internal(set) var placeboTime: PlaceboTime?
  public internal(set) var leaveOneOut: LeaveOneOut?
  public internal(set) var leaveTwoOut: LeaveTwoOut?
  public internal(set) var conformal: ConformalResult?
  public internal(set) var crossFit: CrossFit?
  public internal(set) var jackknifeError: Double?
  public internal(set) var predictionIntervals: PredictionIntervals?
  public internal(set) var preTrendEquivalence: PreTrendEquivalence?
  public internal(set) var standardError: Double?
  public internal(set) var interval: ConfidenceInterval?
  public internal(set) var intervalMethod: String?
  public internal(set) var minimumDetectableEffect: Double?
  /// Standard error that counting alone gives the average effect; nil without denominators.
  public internal(set) var noiseFloor: Double?
  /// The effect without the donors of each tier; only tiers that the comparison has donors of.
  public private(set) var tiers: [(tier: String, donors: Int, effect: Double)] = []
  /// Average effects by methods that everyone knows, beside this one.
  public private(set) var beside: Beside
  public internal(set) var warnings: [EffectsWarning] = []

  /// What simpler methods say of the same unit and periods.
  public struct Beside: Sendable {
    /// Against the plain mean of the donors.
    public let differenceInDifferences: Double
    /// Against the unit's own straight line; nil below three periods before the change.
    public let interruptedTimeSeries: Double?
  }

  public var unit: String { site.treated.unit }

  /// What conformal inference says about the average effect and about each period after the change.
  public struct ConformalResult: Sendable {
    public let pValue: Double
    public let interval: Conformal.Interval?
    public let pointwise: [(time: Int, pValue: Double, interval: Conformal.Interval?)]
  }

  /// - Parameter fit: A fit found elsewhere (jointly with other units); nil to fit here.
  init(
    _ method: EffectsMethod, _ site: PreparedSite, design: EffectsDesign, fit given: SyntheticFit? = nil,
    shared: SharedPlacebos = SharedPlacebos()
  ) throws(EffectsError) {
    self.method = method
    self.site = site
    let estimator = Estimator(method, on: site.panel, settings: design.settings)
    beside = Beside(differenceInDifferences: .nan, interruptedTimeSeries: nil)
    rule = method.usesPredictors && !design.settings.predictors.isEmpty ? design.settings.rule : nil
    if let given { fit = given } else { fit = try estimator.fit(site.comparison) }
    // Refits for inference keep the penalty that the data chose once.
    if method == .penalised { fit.comparison.heldPenalty = fit.lambda }
    if method == .ridgeAugmented { fit.comparison.heldRidge = fit.lambda }
    if method == .matrixCompletion { fit.comparison.heldNuclearPenalty = fit.lambda }
    infer(estimator, design, shared)
    tiers = Self.tiers(fit, estimator, design)
    beside = Self.beside(fit, estimator)
    summarise(design)
    warnings = site.warnings + fit.warnings + guardRails(design)
  }

  private mutating func infer(_ estimator: Estimator, _ design: EffectsDesign, _ shared: SharedPlacebos) {
    let wanted = design.inference
    // The minimum detectable effect needs placebos; where each one is a long search they must be asked for.
    let isQuick = rule != .nested && rule != .crossValidated
    if wanted.contains(.placeboSpace) || isQuick {
      let placebo = PlaceboSpace(fit, estimator: estimator, shared: shared)
      if !placebo.placebos.isEmpty { placeboSpace = placebo }
    }
    if wanted.contains(.placeboTime) {
      let start = design.placeboFirstPost.flatMap { start in
        site.comparison.pre.first { site.panel.times[$0].order >= start - 1e-9 }
      }
      placeboTime = try? PlaceboTime(fit.comparison, estimator: estimator, firstPost: start)
    }
    if wanted.contains(.leaveOneOut) { leaveOneOut = LeaveOneOut(fit, estimator: estimator) }
    if wanted.contains(.leaveTwoOut) { leaveTwoOut = LeaveTwoOut(fit.comparison, estimator: estimator) }
    if wanted.contains(.conformal) { conformal = Self.conformal(fit, estimator, design) }
    if wanted.contains(.crossFitT) {
      crossFit = try? CrossFit(fit.comparison, estimator: estimator, folds: design.folds)
    }
    if wanted.contains(.predictionIntervals) {
      predictionIntervals = PredictionIntervals(
        fit, estimator: estimator, level: design.level, seed: design.settings.seed)
    }
    if wanted.contains(.preTrendEquivalence) {
      preTrendEquivalence = PreTrendEquivalence(fit.comparison, estimator: estimator)
    }
    if wanted.contains(.jackknife) { jackknifeError = Self.jackknife(fit, estimator) }
  }

  private static func tiers(
    _ fit: SyntheticFit, _ estimator: Estimator, _ design: EffectsDesign
  ) -> [(tier: String, donors: Int, effect: Double)] {
    let partly = design.partlyTreated.isEmpty ? [] : [(name: "partly_treated", units: design.partlyTreated)]
    return (design.donorTiers + partly).compactMap { tier in
      let members = Set(fit.comparison.donors.filter { tier.units.contains(estimator.panel.units[$0]) })
      guard !members.isEmpty, members.count < fit.comparison.donors.count,
        let without = try? estimator.fit(fit.comparison.without(members))
      else { return nil }
      return (tier.name, members.count, without.averageEffect)
    }
  }

  private static func beside(_ fit: SyntheticFit, _ estimator: Estimator) -> Beside {
    let plain = Estimator(.differenceInDifferences, on: estimator.panel, settings: estimator.settings)
    return Beside(
      differenceInDifferences: (try? plain.fit(fit.comparison).averageEffect) ?? .nan,
      interruptedTimeSeries: try? plain.interruptedTimeSeries(fit.comparison).averageEffect)
  }

  private static func conformal(
    _ fit: SyntheticFit, _ estimator: Estimator, _ design: EffectsDesign
  ) -> ConformalResult {
    let conformal = Conformal(fit, estimator: estimator)
    let spread = 4 * max(fit.preMSPE, fit.postMSPE).squareRoot()
    let gaps = Array(fit.postGap)
    let pointwise = fit.comparison.post.indices.map { k in
      let time = fit.comparison.post[k]
      return (
        time, conformal.pValue(effect: 0, at: time),
        conformal.interval(level: design.level, at: time, around: gaps[k], scale: spread)
      )
    }
    return ConformalResult(
      pValue: conformal.pValue(effect: 0),
      interval: conformal.interval(level: design.level, around: fit.averageEffect, scale: spread),
      pointwise: pointwise)
  }

  /// Delete-one-donor jackknife with the remaining weights renewed (Efron & Stein 1981, doi:10.1214/aos/1176345462).
  private static func jackknife(_ fit: SyntheticFit, _ estimator: Estimator) -> Double? {
    let donors = fit.comparison.donors
    guard donors.count > 2 else { return nil }
    let effects = donors.compactMap { try? estimator.fit(fit.comparison.without([$0])).averageEffect }
    let moments = RunningMoments(effects), n = Double(effects.count)
    return (moments.variance * (n - 1) * (n - 1) / n).squareRoot()
  }

  /// Fewer periods before the change cannot show how well a unit is matched.
  static let fewestPeriods = 3

  private mutating func summarise(_ design: EffectsDesign) {
    noiseFloor = Self.noiseFloor(site, fit)
    if let placeboSpace {
      let errors = placeboSpace.errors
      minimumDetectableEffect = errors.minimumDetectableEffect(level: design.level)
      let isDID = method == .syntheticDifferenceInDifferences
      let spread = errors.treatedScale * RunningMoments(errors.studentised).standardDeviation
      standardError = isDID ? placeboSpace.standardError : spread
      // The paper's standard error, taken as normal, holds the truth in 84 to 92 of 100 cases with 6 to 20 donors.
      if fit.comparison.pre.count >= Self.fewestPeriods, let half = errors.halfWidth(level: design.level) {
        setInterval(half: half, "placebo_space")
      }
    }
    // Where donors are too few for placebos, nothing else holds its level: cross-fitted t intervals hold the truth in 90
    // to 94 of 100 cases (docs/effects.md). They are reported by their own name.
    standardError = standardError ?? crossFit?.standardError
  }

  private mutating func setInterval(half: Double, _ method: String) {
    interval = ConfidenceInterval(lower: fit.averageEffect - half, upper: fit.averageEffect + half)
    intervalMethod = method
  }

  /// √(p(1 − p)/n) of the treated unit and the weighted donors, averaged over the periods after the change.
  private static func noiseFloor(_ site: PreparedSite, _ fit: SyntheticFit) -> Double? {
    guard let counts = site.panel.denominator, let whole = site.panel.whole else { return nil }
    func variance(_ unit: Int, _ time: Int) -> Double {
      let share = min(max(site.panel.outcome[unit][time] / whole, 0), 1), n = counts[unit][time]
      return n > 0 ? whole * whole * share * (1 - share) / n : 0
    }
    let comparison = fit.comparison, later = Double(comparison.post.count)
    let total = comparison.post.reduce(0) { sum, time in
      sum + variance(comparison.target, time)
        + zip(comparison.donors, fit.weights).reduce(0) { $0 + $1.1 * $1.1 * variance($1.0, time) }
    }
    return total.squareRoot() / later
  }
}
