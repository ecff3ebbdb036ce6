// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import ResultsStore
import TableFiles

/// A briefing in two layers: two pages in plain English, and an annex that an economist can check.
public struct Briefing: Sendable {
  public let data: BriefingData
  public let pages: DecisionPages
  public let charts: [Chart]
  private let annex: Annex
  private let scorecard: Scorecard?
  private let staffing: StaffingLevels

  /// - Parameter extras: Tables that other commands left, which the store does not have.
  public init(_ data: BriefingData, extras: BriefingExtras = BriefingExtras()) throws(ResultsError) {
    self.data = data
    pages = try DecisionPages(data)
    annex = try Annex(data)
    scorecard = try Scorecard(data)
    staffing = StaffingLevels(data, others: extras.levels)
    charts = try ChartSet(data, decision: pages.decision, extras: extras).charts
  }

  /// Those of the two pages, with the staffing at which they hold before how sure they are.
  private var sections: [DecisionPages.Section] {
    var sections = pages.sections
    if let own = staffing.section {
      sections.insert(own, at: sections.firstIndex { $0.id == "certainty" } ?? sections.count)
    }
    return sections
  }

  /// The whole as one HTML file that needs nothing else.
  /// - Parameter drawings: SVG of the charts, by name.
  public func html(drawings: [String: String]) throws(ResultsError) -> String {
    func figure(_ id: String) -> String {
      charts.first { $0.id == id }.map { HTML.figure($0, svg: drawings[id] ?? "") } ?? ""
    }
    var body = "<main id=\"main\">\n" + HTML.heading(1, data.title)
    body +=
      "<p class=\"quiet\">Briefing from simulation results of \(data.store.manifest.finished.formatted(.iso8601.year().month().day())), SkillMix \(escaped(data.store.manifest.programVersion)). Costs in \(escaped(data.priceYear)) prices.</p>\n"
    body += "<div class=\"answer lead\">" + pages.answer.map(HTML.paragraph).joined() + "</div>\n"
    for warning in data.warnings { body += "<div class=\"warning\">\(escaped(warning))</div>\n" }
    let pictures = ["delivers": "completion", "cost": "cost", "inequality": "quintile"]
    for section in sections {
      body += HTML.heading(2, section.title, id: section.id)
      body += section.isList ? HTML.list(section.sentences) : section.sentences.map(HTML.paragraph).joined()
      body += pictures[section.id].map(figure) ?? ""
    }
    if let scorecard {
      body +=
        "<section class=\"scorecard\" aria-label=\"Scorecard\">" + HTML.heading(2, "Scorecard", id: "scorecard")
        + scorecard.html() + "</section>"
    }
    // After what is read in two pages: what is looked up.
    let tables = optionsTable + outcomesTable + staffing.table
    if !tables.isEmpty { body += HTML.heading(2, "Side by side", id: "side-by-side") + tables }
    body += try annex.html(figure: figure) + "</main>"
    return Page.document(title: data.title, body: body)
  }

  /// What each option delivers, side by side.
  private var optionsTable: String {
    let others = data.strategies.dropFirst()
    let header = ["Measure", data.baseline] + others.flatMap { [$0, "\($0): paired difference"] }
    return HTML.table(
      "The options side by side (95 % intervals)", header: header,
      rows: pages.shownIndicators.map { measure in
        [Sentence([.text(data.label(measure))]), data.quantity(measure, of: data.baseline).map(Phrases.figure) ?? "–"]
          + others.flatMap { strategy in
            [
              data.quantity(measure, of: strategy).map(Phrases.figure) ?? "–",
              data.difference(measure, of: strategy).map { Phrases.difference($0) } ?? "–",
            ]
          }
      }, isWide: others.count > 1)
  }

  /// The outcomes of a study side by side; empty without one.
  private var outcomesTable: String {
    guard !pages.decisions.isEmpty else { return "" }
    let gains = data.strategies.dropFirst().map { "\($0) gains" }
    return HTML.table(
      "The outcomes side by side: at the ends of each range of worths and where the choice is least sure",
      header: ["Outcome"] + gains + ["If one more is worth", "Best on average", "Chance", "Ahead of the next best by"],
      rows: pages.decisions.flatMap { $0.rows() }, isWide: true)
  }

  /// One chart and one sentence for a slide at 16:9: the first alternative beside the baseline, by the rule of the
  /// headlines; nil where no review is reported.
  public var slide: Chart? {
    guard let sentence = pages.headlines.answer.first ?? pages.answer.first else { return nil }
    return ChartSet.completion(data, strategies: Array(data.strategies.prefix(2)), slide: sentence.plain)
  }

  /// The two pages alone, to paste into a document.
  /// - Parameter pictures: Folder of the charts' files, relative to the text; nil for none.
  public func markdown(pictures: String?) -> String {
    var text = "# \(markdownEscaped(data.title))\n\n" + pages.answer.map { $0.markdown + "\n\n" }.joined()
    for warning in data.warnings { text += "> \(markdownEscaped(warning))\n\n" }
    let figures = ["delivers": "completion", "cost": "cost", "inequality": "quintile"]
    for section in sections {
      text += "## \(markdownEscaped(section.title))\n\n"
      text += section.sentences.map { (section.isList ? "- " : "") + $0.markdown + "\n" + (section.isList ? "" : "\n") }
        .joined()
      text += "\n"
      if let pictures, let id = figures[section.id], let chart = charts.first(where: { $0.id == id }) {
        text += "![\(markdownEscaped(chart.altText))](\(pictureTarget("\(pictures)/\(id).png")))\n\n"
      }
    }
    return text
  }

  /// A folder as the target of a picture; between angle brackets only these and a backslash mean something else.
  private func pictureTarget(_ path: String) -> String {
    if path.wholeMatch(of: /[A-Za-z0-9._\/-]+/) != nil { return path }
    let inner = path.reduce(into: "") { out, character in
      if "\\<>".contains(character) { out.append("\\") }
      out.append(character)
    }
    return "<\(inner)>"
  }
}
