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
  public let standardError: Double
  public let pValue: Double
  public let pValueError: Double
  public let isEnumerated: Bool
  /// For each site, adjusted so that the chance of any false finding among the sites is the level.
  public let adjustedPValues: [Double]
  /// That any site was affected.
  public let jointPValue: Double
  /// Variance of true effects between sites (DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2).
  public let betweenSiteVariance: Double
  /// Where the effect of a further site is expected (Higgins, Thompson & Spiegelhalter 2009,
  /// doi:10.1111/j.1467-985X.2008.00552.x); nil below three sites.
  public let newSiteInterval: ConfidenceInterval?
  public let minimumDetectableEffect: Double?
  /// Synthetic difference-in-differences of the sites' mean, where they start together.
  public let jointFit: SyntheticFit?
  public let warnings: [EffectsWarning]

  public init?(_ sites: [SiteEstimate], design: EffectsDesign, jointFit: SyntheticFit? = nil) {
    guard sites.count > 1,
      let sampler = PlaceboSets(sites, seed: design.settings.seed, count: design.placeboSets)
    else { return nil }
    self.sites = sites
    self.jointFit = jointFit
    method = sites[0].method
    let effects = sites.map(\.fit.averageEffect), n = Double(sites.count)
    let equal = effects.reduce(0, +) / n
    averageEffect = jointFit?.averageEffect ?? equal
    let errors = sampler.sets.map { $0.reduce(0, +) / n }
    let pooled = averageEffect
    let sampled = Double(errors.count)
    let exceed = errors.count { $0.magnitude >= pooled.magnitude }
    let p = Double(exceed + 1) / (sampled + 1)
    pValue = p
    pValueError = sampler.isEnumerated ? 0 : (p * (1 - p) / sampled).squareRoot()
    isEnumerated = sampler.isEnumerated
    standardError = RunningMoments(errors).standardDeviation
    interval = Self.interval(pooled, errors, design.level)
    let shares = Self.populationShares(sites, design)
    populationWeightedEffect = shares.map { zip($0, effects).reduce(0) { $0 + $1.0 * $1.1 } }
    populationWeightedInterval = shares.flatMap { shares in
      let weighted = sampler.sets.map { set in zip(shares, set).reduce(0) { $0 + $1.0 * $1.1 } }
      return Self.interval(zip(shares, effects).reduce(0) { $0 + $1.0 * $1.1 }, weighted, design.level)
    }
    let scales = sampler.scales
    let largest = sampler.sets.map { set in zip(set, scales).map { ($0 / $1).magnitude }.max() ?? 0 }
    let statistics = zip(effects, scales).map { ($0 / $1).magnitude }
    adjustedPValues = statistics.map { own in Double(1 + largest.count { $0 >= own }) / (sampled + 1) }
    jointPValue = adjustedPValues.min() ?? 1
    betweenSiteVariance = Self.betweenSiteVariance(effects, sites.map { $0.standardError ?? .nan })
    newSiteInterval = Self.newSite(pooled, sites.count, betweenSiteVariance, standardError, design.level)
    minimumDetectableEffect = criticalValue(errors.map(\.magnitude), level: design.level).map { half in
      max(quantile(errors.map { half - $0 }, 0.8), quantile(errors.map { half + $0 }, 0.8))
    }
    var seen = Set<EffectsWarning>()
    warnings = sites.flatMap { site in
      site.warnings.map { EffectsWarning($0.code, "\(site.unit): \($0.message)") }
    }
    .filter { seen.insert($0).inserted }
  }

  private static func interval(_ effect: Double, _ errors: [Double], _ level: Double) -> ConfidenceInterval? {
    criticalValue(errors.map(\.magnitude), level: level).map {
      ConfidenceInterval(lower: effect - $0, upper: effect + $0)
    }
  }

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

  private static func betweenSiteVariance(_ effects: [Double], _ errors: [Double]) -> Double {
    guard errors.allSatisfy({ $0.isFinite && $0 > 0 }) else { return RunningMoments(effects).variance }
    let weights = errors.map { 1 / ($0 * $0) }, total = weights.reduce(0, +)
    let mean = zip(weights, effects).reduce(0) { $0 + $1.0 * $1.1 } / total
    let q = zip(weights, effects).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
    let spare = total - weights.reduce(0) { $0 + $1 * $1 } / total
    return max(0, (q - Double(effects.count - 1)) / spare)
  }

  private static func newSite(
    _ effect: Double, _ count: Int, _ between: Double, _ error: Double, _ level: Double
  ) -> ConfidenceInterval? {
    guard count > 2, error.isFinite else { return nil }
    let t = studentQuantile(0.5 + level / 2, degreesOfFreedom: Double(count - 2))
    let half = t * (between + error * error).squareRoot()
    return ConfidenceInterval(lower: effect - half, upper: effect + half)
  }
}

/// Sets of donors in the places of the treated units: the joint distribution of errors under no effect.
///
/// Every member is one of the donors' placebo fits over the same periods, so shocks that donors share stay shared.
public struct PlaceboSets: Sendable {
  /// For each set the error of each site, in the outcome's units.
  public let sets: [[Double]]
  public let scales: [Double]
  public let isEnumerated: Bool

  static let largestEnumeration = 20_000

  public init?(_ sites: [SiteEstimate], seed: UInt64, count: Int) {
    var errors: [[Int: Double]] = [], scales: [Double] = []
    for site in sites {
      guard let placebo = site.placeboSpace else { return nil }
      let found = placebo.errors
      scales.append(found.treatedScale)
      errors.append(
        Dictionary(uniqueKeysWithValues: zip(placebo.placebos.map(\.comparison.target), found.studentised)))
    }
    let common = errors.dropFirst().reduce(Set(errors[0].keys)) { $0.intersection($1.keys) }.sorted()
    guard common.count >= sites.count else { return nil }
    let members = errors.indices.map { k in common.map { (errors[k][$0] ?? 0) * scales[k] } }
    self.scales = scales
    let arrangements = (0..<sites.count).reduce(1.0) { $0 * Double(common.count - $1) }
    isEnumerated = arrangements <= Double(Self.largestEnumeration)
    let places =
      isEnumerated
      ? Self.enumerated(common.count, sites.count) : Self.drawn(common.count, sites.count, count, seed)
    sets = places.map { places in places.enumerated().map { members[$0.offset][$0.element] } }
  }

  private static func enumerated(_ donors: Int, _ sites: Int) -> [[Int]] {
    var all: [[Int]] = [[]]
    for _ in 0..<sites {
      all = all.flatMap { chosen in (0..<donors).filter { !chosen.contains($0) }.map { chosen + [$0] } }
    }
    return all
  }

  private static func drawn(_ donors: Int, _ sites: Int, _ count: Int, _ seed: UInt64) -> [[Int]] {
    let stream = RandomStream(seed: seed, domain: 41)
    return (0..<count).map { set in
      stream.seek(entity: UInt64(set), purpose: 1)
      var chosen: [Int] = []
      while chosen.count < sites {
        let donor = stream.integer(below: donors)
        if !chosen.contains(donor) { chosen.append(donor) }
      }
      return chosen
    }
  }
}
