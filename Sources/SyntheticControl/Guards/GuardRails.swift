// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

extension SiteEstimate {
  /// What a careful reader would object to, each with a code.
  func guardRails(_ design: EffectsDesign) -> [EffectsWarning] {
    var warnings: [EffectsWarning] = []
    func warn(_ code: String, _ message: String) { warnings.append(EffectsWarning(code, message)) }
    let comparison = fit.comparison, panel = site.panel
    if let message = poorFit { warn("poor_pre_fit", message) }
    let outside = periodsOutsideHull
    if !outside.isEmpty {
      warn(
        "outside_hull",
        "\(unit) lies above or below all donors in \(outside.count) of \(comparison.pre.count) periods before the change (\(outside.map { panel.times[$0].label }.joined(separator: ", "))): no weighted mean of donors can reach it"
      )
    }
    if let top = zip(comparison.donors, fit.weights).max(by: { $0.1 < $1.1 }), top.1 > 0.5 {
      warn(
        "dominant_donor",
        "\(panel.units[top.0]) carries \(Self.percent(top.1)) of the weight: the estimate is largely a comparison with one unit"
      )
    }
    let aggregates = comparison.donors.map { panel.units[$0] }.filter(isAggregate)
    if !aggregates.isEmpty {
      warn(
        "national_aggregate",
        "donors include totals that contain other units: \(aggregates.joined(separator: ", ")); exclude them")
    }
    if comparison.pre.count < 10 {
      warn(
        "few_pre_periods",
        "\(comparison.pre.count) periods before the change are too few to tell a good match from luck; ten or more are advised"
      )
    }
    let partly = design.partlyTreated.filter { name in comparison.donors.contains { panel.units[$0] == name }
    }
    if !partly.isEmpty {
      warn(
        "partly_treated",
        "donors that had part of the change themselves pull the estimate towards zero: \(partly.joined(separator: ", "))"
      )
    }
    if let reason = whyNoInterval(design) { warn("no_interval", reason) }
    warnings += granularityWarnings(design) + calendarWarnings + identificationWarnings
    if fit.optimalityGap > 1e-9 {
      warn("not_optimal", "the weights' optimality gap is \(fit.optimalityGap), above 1e-9")
    }
    return warnings
  }

  /// Against the placebos where there are some, and against equal weights.
  private var poorFit: String? {
    let root = fit.preMSPE.squareRoot()
    if let placeboSpace, placeboSpace.placebos.count >= 5 {
      let others = placeboSpace.placebos.map { $0.preMSPE.squareRoot() }
      let middle = quantile(others, 0.5)
      if placeboSpace.shareFittingBetter > 0.9 || root > 2 * middle, root > 1e-9 * middle {
        return
          "the match before the change is poor: \(unit) misses by \(Self.short(root)) on average (root mean square), \(Self.percent(placeboSpace.shareFittingBetter)) of placebos by less (median \(Self.short(middle))); do not use this estimate without another that fits"
      }
    }
    guard fit.intercept == nil else { return nil }
    let series = MatchedSeries(fit.comparison, panel: site.panel, scale: .identity)
    let equal = series.synthetic(
      Array(repeating: 1 / Double(series.donors.count), count: series.donors.count))
    let equalMSPE =
      zip(series.observed, equal).prefix(series.preCount).reduce(0) {
        $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
      } / Double(series.preCount)
    guard series.donors.count > 1, fit.preMSPE > equalMSPE else { return nil }
    return "the match before the change is no better than the plain mean of the donors"
  }

  private var periodsOutsideHull: [Int] {
    let panel = site.panel, comparison = fit.comparison
    guard fit.intercept == nil else { return [] }
    return comparison.pre.filter { time in
      let values = comparison.donors.map { panel.outcome[$0][time] },
        own = panel.outcome[comparison.target][time]
      return own > values.max() ?? .infinity || own < values.min() ?? -.infinity
    }
  }

  private func whyNoInterval(_ design: EffectsDesign) -> String? {
    guard interval == nil else { return nil }
    let donors = fit.comparison.donors.count, periods = fit.comparison.pre.count
    let needed = Int((1 / (1 - design.level) - 1e-9).rounded(.up)) - 1
    let level = Self.percent(design.level)
    let reason =
      periods < Self.fewestPeriods
      ? "\(periods) periods before the change cannot show how well \(unit) is matched"
      : donors < needed
        ? "\(donors) donors are too few for one of \(level), which takes \(needed)"
        : placeboSpace == nil
          ? "it needs placebos in space, which were not asked for"
          : "the donors are matched without any error, which says nothing about errors"
    return "there is no interval for \(unit): \(reason)"
  }

  private func granularityWarnings(_ design: EffectsDesign) -> [EffectsWarning] {
    let alpha = 1 - design.level, donors = fit.comparison.donors.count, periods = fit.comparison.periods.count
    var warnings: [EffectsWarning] = []
    if design.inference.contains(.placeboSpace), 1 / Double(donors + 1) > alpha + 1e-9 {
      warnings.append(
        EffectsWarning(
          "p_value_granularity",
          "with \(donors) donors no placebo p-value can be below \(Self.short(1 / Double(donors + 1))), above the \(Self.short(alpha)) asked for"
        ))
    }
    if design.inference.contains(.conformal), 1 / Double(periods) > alpha + 1e-9 {
      warnings.append(
        EffectsWarning(
          "p_value_granularity",
          "with \(periods) periods no conformal p-value can be below \(Self.short(1 / Double(periods))), above the \(Self.short(alpha)) asked for"
        ))
    }
    return warnings
  }

  /// COVID-19 (April 2020 to March 2022) and the change of guidance (from April 2025), where time is in years.
  private var calendarWarnings: [EffectsWarning] {
    let times = fit.comparison.periods.map { site.panel.times[$0] }
    guard times.allSatisfy({ (1900..<2100).contains($0.order) }) else { return [] }
    var warnings: [EffectsWarning] = []
    let covid = times.filter { (2020.25..<2022.25).contains($0.order) || ($0.order == 2020 && $0.isNumber) }
    if !covid.isEmpty {
      warnings.append(
        EffectsWarning(
          "covid_quarters",
          "\(covid.count) periods fall between April 2020 and March 2022 (\(covid[0].label) to \(covid[covid.count - 1].label)): add a run without them"
        ))
    }
    let later = times.filter { $0.order >= 2025.25 }
    if !later.isEmpty {
      warnings.append(
        EffectsWarning(
          "guidance_change",
          "\(later.count) periods follow the change of guidance in 2025–26 (from \(later[0].label)), which reaches treated units and donors alike"
        ))
    }
    return warnings
  }

  private var identificationWarnings: [EffectsWarning] {
    guard rule == .nested, let best = fit.nestedLosses.first, let worst = fit.nestedLosses.last else {
      return []
    }
    return [
      EffectsWarning(
        "weights_not_identified",
        "predictor weights from a nested search are not identified: \(fit.nestedLosses.count) searches ended at losses from \(Self.short(best)) to \(Self.short(worst)); read donor weights and fit only\(fit.optimisticLoss.map { "; one predictor alone, with ties broken by the outcome, would reach \(Self.short($0))" } ?? "")"
      )
    ]
  }

  static func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    var unit = 1.0
    while value.magnitude * unit < 100 { unit *= 10 }
    let text = ((value * unit).rounded() / unit).description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}

/// Names and beginnings of codes of countries, regions and totals.
private let aggregateNames: Set<String> = [
  "england", "wales", "scotland", "northern ireland", "united kingdom", "uk", "great britain", "britain",
  "national", "total", "all", "united states", "usa", "spain", "spain (espana)", "germany", "north east",
  "north west", "yorkshire and the humber", "east midlands", "west midlands", "east of england", "london",
  "south east", "south west", "england and wales", "oecd", "european union", "eu", "world",
]
private let aggregateWords = ["decile", "quintile", "integrated care", "icb", "nhs region"]
/// Countries, regions, health geographies and combined authorities (ONS code prefixes).
private let aggregateCodes = [
  "e92", "e12", "w92", "s92", "n92", "k02", "k03", "k04", "e38", "e39", "e40", "e54", "e47", "e45",
].map { $0 + "0" }

/// Whether a unit's name or code is that of a country, a region or a total.
func isAggregate(_ unit: String) -> Bool {
  let name = unit.lowercased()
  let stripped = name.hasSuffix(" region") ? String(name.dropLast(7)) : name
  if aggregateNames.contains(stripped) { return true }
  if aggregateWords.contains(where: { word in
    name.hasPrefix(word) || name.hasSuffix(word) || name.contains(" \(word) ") || name.contains("\(word) board")
  }) {
    return true
  }
  return name.count == 9 && aggregateCodes.contains { name.hasPrefix($0) }
}
