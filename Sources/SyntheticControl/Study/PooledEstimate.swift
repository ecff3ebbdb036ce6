// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// One method's effect over several treated units, with their joint uncertainty.
public struct PooledEstimate: Sendable {
  public let method: EffectsMethod
  public let sites: [SiteEstimate]
  /// Mean over sites, each counting the same.
  public let averageEffect: Double
  /// Mean over sites by population; nil when no sizes are known.
  public let populationWeightedEffect: Double?
  public let interval: ConfidenceInterval?
  public let populationWeightedInterval: ConfidenceInterval?
  /// Half the width of the central 68.3 % interval: a standard deviation where errors are normal.
  public let standardError: Double
  public let pValue: Double
  /// Monte Carlo standard error of the p value; nil to speak of where all assignments are listed.
  public let pValueError: Double
  public let isEnumerated: Bool
  /// Assignments of the change beside the actual one.
  public var assignments: Int { test.assignments.count }
  /// The test behind the interval; its draws of errors are those of `EffectDraws`.
  let test: AssignmentTest
  /// For each site, adjusted so that the chance of any false finding among the sites is the level.
  public let adjustedPValues: [Double]
  /// That any site was affected.
  public let jointPValue: Double
  /// How far true effects differ between sites; nil where errors cannot be told.
  public let between: BetweenSites?
  /// Where the effect of a further site is expected; nil below three sites. Worked out each time it is asked for.
  public var newSiteInterval: ConfidenceInterval? {
    meansOfNewSite.isEmpty ? nil : between?.predictive(meansOfNewSite, level: level)
  }
  /// Draws of the mean effect around which a further site's is expected; none where nothing is said of it.
  private let meansOfNewSite: [Double]
  private let level: Double
  public let minimumDetectableEffect: Double?
  /// Synthetic difference-in-differences of the sites' mean, where they start together.
  public let jointFit: SyntheticFit?
  /// The mean gap by periods since the change: the event study.
  public let course: [EventTime]
  public let warnings: [EffectsWarning]

  /// The mean gap so many periods since the change, over the sites that have one.
  public struct EventTime: Sendable {
    /// 0 is the first period after the change.
    public let time: Int
    public let sites: Int
    public let effect: Double
    public let interval: ConfidenceInterval?
  }

  public init?(_ sites: [SiteEstimate], design: EffectsDesign, jointFit: SyntheticFit? = nil) {
    guard sites.count > 1 else { return nil }
    let effects = sites.map(\.fit.averageEffect), n = Double(sites.count)
    let pooled = jointFit?.averageEffect ?? effects.reduce(0, +) / n
    guard let test = AssignmentTest(sites, estimate: pooled, design: design, count: design.placeboSets) else {
      return nil
    }
    self.sites = sites
    self.jointFit = jointFit
    self.test = test
    method = sites[0].method
    averageEffect = pooled
    let equal = sites.map { _ in 1 / n }
    let p = test.pValue(effect: 0, estimate: pooled, shares: equal)
    pValue = p
    pValueError = test.isEnumerated ? 0 : (p * (1 - p) / Double(test.assignments.count)).squareRoot()
    isEnumerated = test.isEnumerated
    standardError = test.interval(level: Self.oneDeviation, estimate: pooled, shares: equal)?.halfWidth ?? .nan
    interval = test.interval(level: design.level, estimate: pooled, shares: equal)
    let shares = Self.populationShares(sites, design)
    let weighted = shares.map { zip($0, effects).reduce(0) { $0 + $1.0 * $1.1 } }
    populationWeightedEffect = weighted
    populationWeightedInterval = shares.flatMap { shares in
      weighted.flatMap { test.interval(level: design.level, estimate: $0, shares: shares) }
    }
    adjustedPValues = test.adjustedPValues
    jointPValue = adjustedPValues.min() ?? 1
    let contrast = test.contrastVariance
    between = BetweenSites(effects: effects, variances: test.variances.map { contrast * $0 })
    let errors = test.drawnErrors(equal)
    meansOfNewSite = sites.count > 2 && errors.count > 20 ? errors.map { pooled - $0 } : []
    level = design.level
    minimumDetectableEffect = interval.map { interval in
      let half = interval.halfWidth
      return max(quantile(errors.map { half - $0 }, 0.8), quantile(errors.map { half + $0 }, 0.8))
    }
    let course = AssignmentTest.course(sites.map(\.fit.gap), test.eventTimes)
    self.course = course.sorted { $0.key < $1.key }.map { time, effect in
      EventTime(
        time: time, sites: test.eventTimes.count { $0.contains(time) }, effect: effect,
        interval: test.interval(at: time, estimate: effect, level: design.level))
    }
    var seen = Set<EffectsWarning>()
    warnings = sites.flatMap { site in
      site.warnings.map { EffectsWarning($0.code, "\(site.unit): \($0.message)") }
    }
    .filter { seen.insert($0).inserted }
  }

  /// Whether `newSiteInterval` holds an effect, without a search for its ends.
  func expectsOfNewSite(_ effect: Double) -> Bool? {
    guard !meansOfNewSite.isEmpty, let between else { return nil }
    let below = between.probability(below: effect, around: BetweenSites.centres(meansOfNewSite))
    return below >= (1 - level) / 2 && below <= (1 + level) / 2
  }

  /// Central probability within one standard deviation of a normal.
  private static let oneDeviation = 0.6827

  static func populationShares(_ sites: [SiteEstimate], _ design: EffectsDesign) -> [Double]? {
    let sizes = sites.map { site -> Double in
      if let given = design.populations[site.unit] { return given }
      guard let counts = site.site.panel.denominator?[site.fit.comparison.target] else { return .nan }
      return RunningMoments(site.fit.comparison.post.map { counts[$0] }.filter(\.isFinite)).mean
    }
    let total = sizes.reduce(0, +)
    guard total.isFinite, total > 0, sizes.allSatisfy({ $0 >= 0 }) else { return nil }
    return sizes.map { $0 / total }
  }
}
