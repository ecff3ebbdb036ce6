// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// A design on a panel, cut into pieces that can be worked in any order: each method on each treated unit.
public struct EffectsStudy: Sendable {
  public let design: EffectsDesign
  public let sites: [PreparedSite]
  /// Treated units that could not be prepared, with the reason.
  public let failures: [String]
  /// As it was given.
  let panel: Panel
  private let shared = SharedPlacebos()
  private let jointFits: [SyntheticFit]?

  public init(_ design: EffectsDesign, panel: Panel) throws(EffectsError) {
    if design.settings.scale == .logit, panel.whole == nil {
      throw EffectsError("the logit scale needs outcomes from 0 to 100 or from 0 to 1; \(panel.outcomeName) has others")
    }
    var sites: [PreparedSite] = [], failures: [String] = []
    for treated in design.treated {
      guard design.treated.count(where: { $0.unit == treated.unit }) == 1 else {
        throw EffectsError("the treated unit '\(treated.unit)' is named twice, and would be counted twice")
      }
      do { sites.append(try PreparedSite(treated, design: design, panel: panel)) } catch {
        failures.append(error.description)
      }
    }
    guard !sites.isEmpty else { throw EffectsError(failures.joined(separator: "; ")) }
    self.design = design
    self.panel = panel
    self.sites = sites
    self.failures = failures
    jointFits = design.methods.contains(.partiallyPooled) ? Self.partiallyPooled(sites, design) : nil
  }

  /// One method on one treated unit.
  public func estimate(_ method: EffectsMethod, site: Int) throws(EffectsError) -> SiteEstimate {
    try SiteEstimate(
      method, sites[site], design: design, fit: method == .partiallyPooled ? jointFits?[site] : nil,
      shared: shared)
  }

  /// The sites of one method taken together; nil for a single site.
  public func pool(_ estimates: [SiteEstimate]) -> PooledEstimate? {
    let joint =
      estimates.first?.method == .syntheticDifferenceInDifferences ? jointDifference(estimates) : nil
    return PooledEstimate(estimates, design: design, jointFit: joint)
  }

  private static func partiallyPooled(_ sites: [PreparedSite], _ design: EffectsDesign) -> [SyntheticFit] {
    let series = sites.map { MatchedSeries($0.comparison, panel: $0.panel, scale: design.settings.scale) }
    // Rows run from the last period before the change backwards, so that units meet at equal distances from it.
    let problems = series.map { one -> Matrix in
      let centred = Estimator.centredColumns(one.points(0..<one.preCount))
      return Matrix(columns: (0..<centred.columnCount).map { Array(centred.column($0).reversed()) })
    }
    let pooled = PartiallyPooled(problems, pooling: design.settings.pooling)
    return series.indices.map { k in
      let one = series[k], weights = pooled.weights[k]
      let raw = zip(weights, one.donors).reduce([Double](repeating: 0, count: one.target.count)) {
        sum, donor in
        zip(sum, donor.1).map { $0 + donor.0 * $1 }
      }
      let shift = (0..<one.preCount).reduce(0) { $0 + one.target[$1] - raw[$1] } / Double(one.preCount)
      var fit = SyntheticFit(
        comparison: one.comparison, weights: weights, intercept: shift, observed: one.observed,
        synthetic: one.synthetic(weights, intercept: shift))
      fit.optimalityGap = pooled.optimalityGap
      fit.lambda = pooled.pooling
      return fit
    }
  }

  /// Synthetic difference-in-differences of the treated units' mean, when all share periods and donors.
  private func jointDifference(_ estimates: [SiteEstimate]) -> SyntheticFit? {
    guard let first = estimates.first?.site, estimates.count > 1,
      estimates.allSatisfy({
        $0.site.comparison.pre == first.comparison.pre && $0.site.comparison.post == first.comparison.post
          && $0.site.comparison.donors == first.comparison.donors
      })
    else { return nil }
    return Estimator(.syntheticDifferenceInDifferences, on: first.panel, settings: design.settings)
      .syntheticDifferenceInDifferences(
        ofMean: estimates.map { $0.site.comparison.target }, first.comparison)
  }
}
