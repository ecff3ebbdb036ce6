// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Draws of the effects for a probabilistic sensitivity analysis: sites, their mean and a further site, jointly.
///
/// Each draw takes the errors of one assignment of the change off the estimates (`AssignmentTest`), smoothed a little
/// because donors are few, and keeps every effect within what is attainable when outcomes are percentages. A further
/// site's effect is the mean of the sites' and a deviation from the posterior of how far sites differ (`BetweenSites`).
public struct EffectDraws: Sendable {
  public let names: [String]
  /// A row for each draw, a column for each name.
  public let rows: [[Double]]
  /// What a user of the draws must know.
  public let notes: [String]

  /// - Parameter removesCountingNoise: Takes the noise of counting children out of the errors, leaving what the
  ///   effect itself is uncertain by.
  public init?(
    _ sites: [SiteEstimate], pooled: PooledEstimate?, design: EffectsDesign, count: Int,
    removesCountingNoise: Bool = false
  ) {
    let effects = sites.map(\.fit.averageEffect)
    guard
      let test = pooled?.test
        ?? AssignmentTest(sites, estimate: mean(effects), design: design, count: design.placeboSets)
    else { return nil }
    let errors = Self.jointErrors(test, level: design.level)
    guard errors.count > 1 else { return nil }
    var notes: [String] = []
    let shrink = sites.map { removesCountingNoise ? Self.shareBeyondCounting($0, &notes) : 1 }
    let spreads = sites.indices.map { k in RunningMoments(errors.map { $0[k] }).standardDeviation }
    // Silverman's bandwidth (1986, eq. 3.28); errors are drawn in towards zero so that the variance stays.
    let bandwidth = 1.06 * quantileFreePower(Double(test.donors.count))
    let keep = 1 / (1 + bandwidth * bandwidth).squareRoot()
    let limits = sites.map(Self.attainable)
    let shares = PooledEstimate.populationShares(sites, design)
    let outcome = sites[0].site.panel.outcomeName
    let several = sites.count > 1, between = pooled?.between
    // A joint fit of the pooled effect need not be the mean of the sites' own fits.
    let shift = pooled.map { $0.averageEffect - effects.reduce(0, +) / Double(sites.count) } ?? 0
    var names = sites.map { "\(outcome).\($0.unit)" }
    if several {
      names.append("\(outcome).pooled")
      if shares != nil { names.append("\(outcome).pooled_population_weighted") }
      if between != nil { names.append("\(outcome).new_site") }
    }
    if several, between == nil {
      notes.append("no draws of a further site: too few donors to tell how far errors differ between sites")
    } else if sites.count == 2 {
      notes.append("with two sites, how far a further one may differ rests on the prior")
    }
    self.names = names
    let stream = RandomStream(seed: design.settings.seed, domain: 42)
    rows = (0..<count).map { draw in
      stream.seek(entity: UInt64(draw), purpose: 1)
      let set = errors[stream.integer(below: errors.count)]
      var row = sites.indices.map { k -> Double in
        let noise = keep * (set[k] + bandwidth * spreads[k] * stream.standardNormal())
        return min(max(effects[k] - shrink[k] * noise, limits[k].lowerBound), limits[k].upperBound)
      }
      guard several else { return row }
      let mean = row.reduce(0, +) / Double(sites.count) + shift
      let weighted = shares.map { zip($0, row).reduce(0) { $0 + $1.0 * $1.1 } }
      row.append(mean)
      if let weighted { row.append(weighted) }
      guard let between else { return row }
      let low = limits.map(\.lowerBound).min() ?? -.infinity,
        high = limits.map(\.upperBound).max() ?? .infinity
      row.append(min(max(mean + between.deviationOfNewSite(stream), low), high))
      return row
    }
    self.notes = notes
  }

  /// The errors of the sites in each assignment, each on its site's scale, their mean stretched as the inverted test
  /// has it.
  private static func jointErrors(_ test: AssignmentTest, level: Double) -> [[Double]] {
    let shares = test.variances.map { _ in 1 / Double(test.variances.count) }
    let widen = widening(test, shares, level)
    return zip(test.assignments, test.weighted(shares)).compactMap { one, whole in
      let reach = AssignmentTest.reach(whole, sign: whole.error >= 0 ? 1 : -1)
      guard reach.isFinite else { return nil }
      let stretch = whole.error == 0 ? 1 : widen * reach / whole.error.magnitude
      let errors = one.errors.indices.map { k in one.errors[k] * (test.variances[k] / one.variances[k]).squareRoot() }
      let more = (stretch - 1) * mean(errors)
      return errors.map { $0 + more }
    }
  }

  /// The middle of a sample of errors is narrower than the interval that the same errors give, the more so the fewer
  /// they are: draws are as wide as the interval.
  private static func widening(_ test: AssignmentTest, _ shares: [Double], _ level: Double) -> Double {
    let errors = test.drawnErrors(shares).sorted()
    guard let interval = test.interval(level: level, estimate: test.estimate, shares: shares), errors.count > 1 else {
      return 1
    }
    let middle = quantile(sorted: errors, (1 + level) / 2) - quantile(sorted: errors, (1 - level) / 2)
    return middle > 0 ? min(max(1, 2 * interval.halfWidth / middle), 1.5) : 1
  }

  /// The effects that would take a percentage no further than 0 or 100.
  private static func attainable(_ site: SiteEstimate) -> ClosedRange<Double> {
    guard site.site.panel.isPercentage, let whole = site.site.panel.whole else {
      return -Double.infinity...Double.infinity
    }
    let later = site.fit.synthetic.dropFirst(site.fit.comparison.pre.count)
    let mean = min(max(later.reduce(0, +) / Double(later.count), 0), whole)
    return -mean...(whole - mean)
  }

  /// Root of the share of the errors' variance that counting does not explain.
  private static func shareBeyondCounting(_ site: SiteEstimate, _ notes: inout [String]) -> Double {
    guard let floor = site.noiseFloor, let error = site.standardError, error > 0 else {
      notes.append("\(site.unit): the noise of counting is not known and stays in the draws")
      return 1
    }
    let left = 1 - floor * floor / (error * error)
    guard left > 0.05 else {
      notes.append("\(site.unit): counting explains all of the error, so its noise stays in the draws")
      return 1
    }
    return left.squareRoot()
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// n to the power of −1/5.
private func quantileFreePower(_ n: Double) -> Double { pow(n, -0.2) }
