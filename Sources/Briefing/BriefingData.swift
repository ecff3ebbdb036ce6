// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import ResultsStore

/// The results that a briefing is written from, looked up by what they mean.
public struct BriefingData: Sendable {
  public let store: StoredResults
  public let strategies: [String]
  /// Whether the draws of a probabilistic sensitivity analysis are there.
  public let isStudy: Bool
  public let title: String
  let study: StoredResults.Row?
  let outcomes: [StoredResults.Row]
  private let results: [String: StoredResults.Row]
  private let differences: [String: StoredResults.Row]
  private let credible: [String: StoredResults.Row]
  let labels: [String: (label: String, unit: String)]
  /// What a comparison says first, in order; none for a single strategy.
  let headlines: [StoredResults.Row]
  let published: [StoredResults.Row]
  let parameters: [StoredResults.Row]

  public init(_ store: StoredResults) throws(ResultsError) {
    self.store = store
    strategies = store.strategies
    isStudy = store.has("study")
    study = try store.rows("study").first
    let first = store.strategies.first ?? "Results"
    title = study?.text("title") ?? (store.strategies.count > 1 ? "\(first) and its alternatives" : first)
    outcomes = try store.rows("study_outcomes").sorted { ($0.number("position") ?? 0) < ($1.number("position") ?? 0) }
    func key(_ row: StoredResults.Row) -> String {
      ["strategy", "measure", "group_kind", "group"].map { row.text($0) ?? "" }.joined(separator: "/")
    }
    func index(_ rows: [StoredResults.Row]) -> [String: StoredResults.Row] {
      Dictionary(rows.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    }
    let all = try store.rows("outcomes")
    results = index(all)
    differences = index(try store.rows("differences"))
    credible = index(try store.rows("credible"))
    labels = Dictionary(
      all.map { ($0.text("measure") ?? "", ($0.text("label") ?? "", $0.text("unit") ?? "")) },
      uniquingKeysWith: { first, _ in first })
    headlines = try store.rows("headlines").sorted { ($0.number("position") ?? 0) < ($1.number("position") ?? 0) }
    published = try store.rows("published")
    parameters = try store.rows("parameters")
  }

  public var baseline: String { strategies.first ?? "" }
  public var priceYear: String {
    parameters.first { $0.text("path") == "costs.price_year" }?.number("value").map { String(Int($0)) } ?? "2025"
  }

  /// A result with the uncertainty of the parameters where it was propagated, else the simulation's own error.
  func quantity(_ measure: String, of strategy: String, kind: String = "overall", group: String = "all") -> Quantity? {
    let place = "\(strategy)/\(measure)/\(kind)/\(group)", unit = labels[measure]?.unit ?? ""
    if let row = credible[place], let mean = row.number("mean") {
      return Quantity(
        value: mean, lower: row.number("lower95") ?? .nan, upper: row.number("upper95") ?? .nan, unit: unit,
        source: "credible:\(place)")
    }
    guard let row = results[place], let mean = row.number("mean") else { return nil }
    return Quantity(
      value: mean, lower: row.number("ci95_lower") ?? .nan, upper: row.number("ci95_upper") ?? .nan, unit: unit,
      source: "outcomes:\(place)")
  }

  /// A difference from the baseline.
  func difference(_ measure: String, of strategy: String, kind: String = "overall", group: String = "all") -> Quantity?
  {
    let place = "\(strategy)/\(measure)/\(kind)/\(group)", unit = labels[measure]?.unit ?? ""
    let points = unit == "percent" ? "percentage points" : unit
    if let row = credible[place], let value = row.number("difference") {
      return Quantity(
        value: value, lower: row.number("difference_lower95") ?? .nan, upper: row.number("difference_upper95") ?? .nan,
        unit: points, source: "credible:\(place)")
    }
    guard let row = differences[place], let value = row.number("difference") else { return nil }
    return Quantity(
      value: value, lower: row.number("ci95_lower") ?? .nan, upper: row.number("ci95_upper") ?? .nan, unit: points,
      source: "differences:\(place)")
  }

  func has(_ measure: String) -> Bool { labels[measure] != nil }

  /// What a measure is called: as its published figure is, where there is one, else without its code.
  func label(_ measure: String) -> String {
    if let published = published.first(where: { $0.text("metric") == measure })?.text("label") { return published }
    let label = labels[measure]?.label ?? measure
    return Self.plain(label.hasPrefix("\(measure): ") ? String(label.dropFirst(measure.count + 2)) : label)
  }

  /// A label that a sentence can take: one with a colon cannot stand in one.
  static func plain(_ label: String) -> String {
    let names = [
      "All needs: identified and helped or seen": "Needs found and helped",
      "Children per WTE: median over staff and time": "Children per WTE (median over staff and time)",
    ]
    return names.reduce(label) { $0.replacing($1.key, with: $1.value) }
  }

  /// Groups of a kind in which a measure is reported.
  func groups(_ kind: String, of measure: String) -> [String] {
    let prefix = "\(baseline)/\(measure)/\(kind)/"
    return results.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }.sorted()
  }

  /// A number of a strategy's scenario.
  func parameter(_ path: String, of strategy: String) -> Double? {
    parameters.first { $0.text("strategy") == strategy && $0.text("path") == path }?.number("value")
  }

  /// The official code of the area that a strategy is for; nil where its scenario has none.
  func areaCode(of strategy: String) -> String? {
    parameters.first { $0.text("strategy") == strategy && $0.text("path") == "area_code" }?.text("text")
  }

  /// Roles, in the order in which the scenario has them.
  var roles: [String] {
    unique(
      parameters.compactMap { $0.text("path") }.filter { $0.hasPrefix("workforce.") && $0.hasSuffix(".wte") }
        .map { String($0.dropFirst("workforce.".count).dropLast(".wte".count)) })
  }

  /// Whether the teams are somebody's own: described by name, and not those of a scenario that made them up.
  func hasOwnTeams(_ strategy: String) -> Bool {
    !parameters.contains { row in
      guard row.text("strategy") == strategy, let path = row.text("path"), path.hasPrefix("teams.") else {
        return false
      }
      return path == "teams.count" || row.text("source")?.hasPrefix("illustrative") == true
    }
  }

  /// What the run warns of, a line for each kind of warning with the strategies and what it is about.
  var warnings: [String] {
    var kinds: [String] = [], details: [String: [String: [String]]] = [:]
    for warning in unique(store.manifest.warnings) {
      let parts = warning.split(separator: ": ", maxSplits: 2).map(String.init)
      guard parts.count == 3, strategies.contains(parts[0]) else {
        kinds.append(warning)
        continue
      }
      if details[parts[1]] == nil { kinds.append(parts[1]) }
      details[parts[1], default: [:]][parts[0], default: []].append(parts[2])
    }
    return unique(kinds).map { kind in
      guard let own = details[kind] else { return kind }
      // What holds for every option is said once.
      let shared =
        strategies.count > 1
        ? (own[baseline] ?? []).filter { detail in
          strategies.allSatisfy { own[$0]?.contains(detail) == true }
        } : []
      let lines = strategies.compactMap { strategy -> String? in
        let rest = (own[strategy] ?? []).filter { !shared.contains($0) }
        return rest.isEmpty ? nil : "\(strategy) (\(rest.joined(separator: "; ")))"
      }
      let all = shared.isEmpty ? [] : ["every option (\(shared.joined(separator: "; ")))"]
      return kind.prefix(1).uppercased() + kind.dropFirst() + ": " + (all + lines).joined(separator: "; ") + "."
    }
  }
}
