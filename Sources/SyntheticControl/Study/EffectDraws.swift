// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Draws of the effects for a probabilistic sensitivity analysis: sites, their mean and a further site, jointly.
///
/// Each draw takes a set of donors' placebo errors off the estimates, smoothed a little because donors are few, and
/// keeps every effect within what is attainable when outcomes are percentages.
public struct EffectDraws: Sendable {
  public let names: [String]
  /// A row for each draw, a column for each name.
  public let rows: [[Double]]

  /// - Parameter removesCountingNoise: Takes the noise of counting children out of the errors, leaving what the
  ///   effect itself is uncertain by.
  public init?(
    _ sites: [SiteEstimate], pooled: PooledEstimate?, design: EffectsDesign, count: Int,
    removesCountingNoise: Bool = false
  ) {
    guard let sampler = PlaceboSets(sites, seed: design.settings.seed, count: design.placeboSets),
      !sampler.sets.isEmpty
    else { return nil }
    let effects = sites.map(\.fit.averageEffect)
    let shrink = sites.map { removesCountingNoise ? Self.shareBeyondCounting($0) : 1 }
    let spreads = sites.indices.map { k in RunningMoments(sampler.sets.map { $0[k] }).standardDeviation }
    // Silverman's bandwidth (1986, eq. 3.28); errors are drawn in towards zero so that the variance stays.
    let donors = Double(sites.map { $0.fit.comparison.donors.count }.min() ?? 1)
    let bandwidth = 1.06 * quantileFreePower(donors)
    let keep = 1 / (1 + bandwidth * bandwidth).squareRoot()
    let limits = sites.map(Self.attainable)
    let between = pooled?.betweenSiteVariance.squareRoot() ?? 0
    let shares = PooledEstimate.populationShares(sites, design)
    let outcome = sites[0].site.panel.outcomeName
    let several = sites.count > 1
    // A joint fit of the pooled effect need not be the mean of the sites' own fits.
    let shift = pooled.map { $0.averageEffect - effects.reduce(0, +) / Double(sites.count) } ?? 0
    var names = sites.map { "\(outcome).\($0.unit)" }
    if several {
      names.append("\(outcome).pooled")
      if shares != nil { names.append("\(outcome).pooled_population_weighted") }
      names.append("\(outcome).new_site")
    }
    self.names = names
    let stream = RandomStream(seed: design.settings.seed, domain: 42)
    rows = (0..<count).map { draw in
      stream.seek(entity: UInt64(draw), purpose: 1)
      let set = sampler.sets[stream.integer(below: sampler.sets.count)]
      var row = sites.indices.map { k -> Double in
        let noise = keep * (set[k] + bandwidth * spreads[k] * stream.standardNormal())
        return min(max(effects[k] - shrink[k] * noise, limits[k].lowerBound), limits[k].upperBound)
      }
      guard several else { return row }
      let mean = row.reduce(0, +) / Double(sites.count) + shift
      let weighted = shares.map { zip($0, row).reduce(0) { $0 + $1.0 * $1.1 } }
      row.append(mean)
      if let weighted { row.append(weighted) }
      let low = limits.map(\.lowerBound).min() ?? -.infinity,
        high = limits.map(\.upperBound).max() ?? .infinity
      row.append(min(max(mean + between * stream.standardNormal(), low), high))
      return row
    }
  }

  /// The effects that would take a percentage no further than 0 or 100.
  private static func attainable(_ site: SiteEstimate) -> ClosedRange<Double> {
    guard site.site.panel.isPercentage else { return -Double.infinity...Double.infinity }
    let later = site.fit.synthetic.dropFirst(site.fit.comparison.pre.count)
    let mean = min(max(later.reduce(0, +) / Double(later.count), 0), 100)
    return -mean...(100 - mean)
  }

  /// Root of the share of the errors' variance that counting does not explain.
  private static func shareBeyondCounting(_ site: SiteEstimate) -> Double {
    guard let floor = site.noiseFloor, let error = site.standardError, error > 0 else { return 1 }
    return max(0, 1 - floor * floor / (error * error)).squareRoot()
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// n to the power of −1/5.
private func quantileFreePower(_ n: Double) -> Double { pow(n, -0.2) }
