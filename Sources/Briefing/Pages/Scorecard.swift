// SPDX-License-Identifier: GPL-3.0-or-later
import ResultsStore

/// Indicators by team (or by year where there is one team) in red, amber and green, with a letter for those who do not
/// see the colours.
struct Scorecard: Sendable {
  enum Colour: String, Sendable { case red = "R", amber = "A", green = "G" }

  struct Indicator: Sendable {
    let measure: String
    let green, amber: Double

    func colour(_ value: Double) -> Colour? {
      guard value.isFinite else { return nil }
      let isMore = green > amber
      if isMore ? value >= green : value <= green { return .green }
      return (isMore ? value >= amber : value <= amber) ? .amber : .red
    }
  }

  let indicators: [Indicator]
  let kind: String
  let groups: [String]
  private let data: BriefingData

  /// Thresholds of the study, else the published figures with amber down to ten points below.
  init?(_ data: BriefingData) throws(ResultsError) {
    var indicators = try data.store.rows("scorecard_thresholds")
      .sorted { ($0.number("position") ?? 0) < ($1.number("position") ?? 0) }
      .compactMap { row -> Indicator? in
        guard let measure = row.text("measure"), let green = row.number("green"), let amber = row.number("amber") else {
          return nil
        }
        return Indicator(measure: measure, green: green, amber: amber)
      }
    if indicators.isEmpty {
      indicators = data.published.compactMap { row in
        guard let measure = row.text("metric"), row.text("unit") == "percent", let value = row.number("published"),
          !data.groups("team", of: measure).isEmpty || !data.groups("year", of: measure).isEmpty,
          data.quantity(measure, of: data.baseline) != nil, !measure.contains("at_place"),
          !measure.contains("share_above")
        else { return nil }
        return Indicator(measure: measure, green: value, amber: value - 10)
      }
    }
    guard let first = indicators.first else { return nil }
    let teams = data.groups("team", of: first.measure), years = data.groups("year", of: first.measure)
    guard !teams.isEmpty || !years.isEmpty else { return nil }
    self.indicators = indicators
    kind = teams.isEmpty ? "year" : "team"
    groups = teams.isEmpty ? years : teams
    self.data = data
  }

  /// A table for each strategy.
  func html() -> String {
    data.strategies.map { strategy in
      let head = ([kind == "team" ? "Indicator by team" : "Indicator by year"] + groups + ["all"])
        .map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
      let body = indicators.map { indicator in
        let cells = (groups.map { (kind, $0) } + [("overall", "all")]).map { place -> String in
          guard let value = data.quantity(indicator.measure, of: strategy, kind: place.0, group: place.1),
            let colour = indicator.colour(value.value)
          else { return "<td>–</td>" }
          return
            "<td class=\"\(colour.rawValue.lowercased())\"><span class=\"n\" data-source=\"\(escaped(value.source))\">"
            + "\(escaped(Rounding.text(value.value, unit: value.unit)))</span> \(colour.rawValue)</td>"
        }.joined()
        let words =
          "\(data.label(indicator.measure)) (green \(Rounding.significant(indicator.green)), amber \(Rounding.significant(indicator.amber)))"
        return "<tr><th scope=\"row\">\(escaped(words))</th>\(cells)</tr>\n"
      }.joined()
      return
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Scorecard of \(escaped(strategy))\"><table class=\"rag\">"
        + "<caption>\(escaped(strategy)): R red, A amber, G green</caption>\n<thead><tr>\(head)</tr></thead>\n<tbody>\(body)</tbody></table></div>\n"
    }.joined()
  }
}
