// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore

/// Indicators by team (or by year where there is one team) in red, amber and green, with a letter for those who do not
/// see the colours and the chance that the colour is right.
struct Scorecard: Sendable {
  enum Colour: String, Sendable { case red = "R", amber = "A", green = "G" }

  struct Indicator: Sendable {
    let measure: String
    let green, amber: Double
    /// Where the green band begins, in words: whose figure it is.
    var origin: String?

    /// The colour that is likeliest given the interval, with its chance; the value's own, without a chance, where no
    /// interval is known; nil where there is no value.
    ///
    /// Bands are compared on what is shown: 88.36 is shown as 88.4 and meets a threshold of 88.4.
    func judgement(_ quantity: Quantity) -> (colour: Colour, chance: Double?)? {
      guard quantity.value.isFinite else { return nil }
      let isMore = green > amber
      let half = Rounding.step(quantity.value, unit: quantity.unit) / 2
      func chance(reaching threshold: Double) -> Double {
        let edge = isMore ? threshold - half : threshold + half
        let ahead = isMore ? quantity.value - edge : edge - quantity.value
        let spread = quantity.hasInterval ? (quantity.upper - quantity.lower) / (2 * 1.959964) : 0
        // An amount that is shown as the threshold reaches it.
        guard spread > 0 else { return ahead >= -1e-9 * max(1, edge.magnitude) ? 1 : 0 }
        return 0.5 * erfc(-ahead / spread / 2.0.squareRoot())
      }
      let reachesGreen = chance(reaching: green), reachesAmber = max(reachesGreen, chance(reaching: amber))
      let chances: [(Colour, Double)] = [
        (.green, reachesGreen), (.amber, reachesAmber - reachesGreen), (.red, 1 - reachesAmber),
      ]
      return chances.max { $0.1 < $1.1 }.map { ($0.0, quantity.hasInterval ? $0.1 : nil) }
    }
  }

  let indicators: [Indicator]
  let kind: String
  let groups: [String]
  /// Whether the scenario has teams that nobody described.
  let hidesTeams: Bool
  private let data: BriefingData

  /// Amber reaches so many points below a published figure.
  static let pointsOfAmber = 5.0

  /// Thresholds of the study, else the published figures with amber down to five points below, in the order of the
  /// child's age.
  init?(_ data: BriefingData) throws(ResultsError) {
    var indicators = try data.store.rows("scorecard_thresholds")
      .sorted { ($0.number("position") ?? 0) < ($1.number("position") ?? 0) }
      .compactMap { row -> Indicator? in
        guard let measure = row.text("measure"), let green = row.number("green"), let amber = row.number("amber") else {
          return nil
        }
        return Indicator(measure: measure, green: green, amber: amber)
      }
    if indicators.isEmpty { indicators = Self.published(data) }
    guard let first = indicators.first else { return nil }
    let teams = data.groups("team", of: first.measure), years = data.groups("year", of: first.measure)
    let areOwn = data.strategies.allSatisfy(data.hasOwnTeams)
    hidesTeams = !teams.isEmpty && !areOwn
    self.indicators = indicators
    kind = !teams.isEmpty && areOwn ? "team" : "year"
    groups = kind == "team" ? teams : years
    self.data = data
  }

  private static func published(_ data: BriefingData) -> [Indicator] {
    let ages = data.parameters.reduce(into: [String: Double]()) { ages, row in
      let parts = (row.text("path") ?? "").split(separator: ".").map(String.init)
      guard parts.count == 5, parts[0] == "contacts", parts[2] == "metrics", parts[4] == "by_age_days" else { return }
      ages[parts[3]] = row.number("value")
    }
    let origins = data.parameters.reduce(into: [String: String]()) { origins, row in
      guard let path = row.text("path"), path.hasPrefix("published["), path.hasSuffix("].value") else { return }
      let file = ((row.text("file") ?? "") as NSString).lastPathComponent
      origins["\(row.number("value") ?? .nan) \(row.text("source") ?? "")"] =
        file.contains("england") ? "England" : "published"
    }
    let rows = data.published.compactMap { row -> (indicator: Indicator, age: Double)? in
      guard let measure = row.text("metric"), row.text("unit") == "percent", let value = row.number("published"),
        data.quantity(measure, of: data.baseline) != nil, !measure.contains("at_place"),
        !measure.contains("share_above")
      else { return nil }
      let source = row.text("source") ?? ""
      let whose = origins["\(value) \(source)"] ?? "published"
      let origin = "\(whose) \(Rounding.text(value, unit: "percent"))\(source.isEmpty ? "" : ", \(source)")"
      return (
        Indicator(measure: measure, green: value, amber: value - pointsOfAmber, origin: origin),
        ages[measure] ?? .infinity
      )
    }
    return rows.enumerated().sorted { ($0.element.age, $0.offset) < ($1.element.age, $1.offset) }
      .map(\.element.indicator)
  }

  /// A table for each strategy.
  func html() -> String {
    let note =
      hidesTeams
      ? "<p class=\"quiet\">Teams are not shown: those of this scenario are made up. Name your own under <code>teams</code> to see them here.</p>\n"
      : ""
    return note
      + "<p class=\"quiet\">The letter is the colour that is likeliest, the figure behind it its chance in 100, given the interval\(data.isStudy && kind == "team" ? " (of a team: the simulation’s own error alone)" : "").</p>\n"
      + data.strategies.map(table).joined()
  }

  private func table(_ strategy: String) -> String {
    let heading =
      groups.isEmpty ? "Indicator" : kind == "team" ? "Indicator by team" : "Indicator by year"
    let head = ([heading] + groups + ["all"]).map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
    let body = indicators.map { indicator in
      let cells = (groups.map { (kind, $0) } + [("overall", "all")]).map { place -> String in
        guard let value = data.quantity(indicator.measure, of: strategy, kind: place.0, group: place.1),
          let (colour, chance) = indicator.judgement(value)
        else { return "<td>–</td>" }
        let shown = chance.map { " <span class=\"chance\">\(Self.inHundred($0))</span>" } ?? ""
        return
          "<td class=\"\(colour.rawValue.lowercased())\"><span class=\"n\" data-source=\"\(escaped(value.source))\">"
          + "\(escaped(Rounding.text(value.value, unit: value.unit)))</span> \(colour.rawValue)\(shown)</td>"
      }.joined()
      return "<tr><th scope=\"row\">\(escaped(words(indicator)))</th>\(cells)</tr>\n"
    }.joined()
    return
      "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Scorecard of \(escaped(strategy))\"><table class=\"rag\">"
      + "<caption>\(escaped(strategy)): R red, A amber, G green</caption>\n<thead><tr>\(head)</tr></thead>\n<tbody>\(body)</tbody></table></div>\n"
  }

  private func words(_ indicator: Indicator) -> String {
    let unit = data.labels[indicator.measure]?.unit ?? ""
    let bands =
      "green \(Rounding.text(indicator.green, unit: unit)) or \(indicator.green > indicator.amber ? "more" : "less"), red \(indicator.green > indicator.amber ? "below" : "above") \(Rounding.text(indicator.amber, unit: unit))"
    return "\(data.label(indicator.measure)) (\(indicator.origin.map { "\($0); " } ?? "")\(bands))"
  }

  /// Nothing that is not certain is said to be.
  private static func inHundred(_ chance: Double) -> String {
    let whole = Int((100 * chance).rounded())
    return whole == 100 && chance < 1 ? ">99" : String(whole)
  }
}
