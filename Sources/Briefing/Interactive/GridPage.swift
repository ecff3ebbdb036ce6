// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import ResultsStore
import TableFiles

/// One page that moves: sliders over points that were simulated beforehand, each measure with its interval, and all
/// points as a table for those without scripts.
///
/// Nothing is interpolated and nothing is requested. All words are made here by the rules of the briefing; the script
/// only shows those of the point that is chosen.
public struct GridPage: Sendable {
  private struct Axis {
    let name, words: String
    let values: [Double]
    let asItIs: Double
  }

  private struct Measure {
    let id, label, unit: String
    let isMoreBetter: Bool
  }

  private let store: StoredResults
  private let scenario: String
  private let axes: [Axis]
  private let measures: [Measure]
  /// Rows by point, then measure.
  private let points: [[String: StoredResults.Row]]
  private let replications: Double

  /// - Throws: `cannotRead` when the folder does not hold a grid.
  public init(_ store: StoredResults) throws(ResultsError) {
    let rows = try store.rows("grid")
    let parameters = try store.rows("grid_parameters").sorted {
      ($0.number("position") ?? 0) < ($1.number("position") ?? 0)
    }
    guard let first = rows.first, let scenario = parameters.first?.text("scenario") else {
      throw .cannotRead(path: store.folder, reason: "no grid; 'skillmix grid SCENARIO --over … --out DIR' makes one")
    }
    self.store = store
    self.scenario = scenario
    let last = rows.compactMap { $0.number("point") }.max() ?? 0
    var points = [[String: StoredResults.Row]](repeating: [:], count: Int(last) + 1)
    var measures: [Measure] = []
    for row in rows {
      let point = Int(row.number("point") ?? 0), id = row.text("measure") ?? ""
      points[point][id] = row
      if point == 0 {
        measures.append(
          Measure(
            id: id, label: BriefingData.plain(row.text("label") ?? id), unit: row.text("unit") ?? "",
            isMoreBetter: row.text("better") == "more"))
      }
    }
    self.measures = measures
    self.points = points
    axes = parameters.map { row in
      let name = row.text("parameter") ?? ""
      let values = Set(points.dropFirst().compactMap { $0.values.first?.number(name) }).sorted()
      return Axis(name: name, words: Self.words(name), values: values, asItIs: row.number("as_it_is") ?? .nan)
    }
    replications = first.number("replications") ?? .nan
  }

  /// A parameter as people call it.
  private static func words(_ path: String) -> String {
    let words = PathWords.words(path)
    let ends = [
      (": wte", ", whole-time equivalents"),
      (": relative detection", ": share found of the needs that a health visitor would find"),
    ]
    for (end, better) in ends where words.hasSuffix(end) { return words.dropLast(end.count) + better }
    return words
  }

  // MARK: The page

  public func html() -> String {
    let title = "\(scenario): what would other numbers do?"
    let names = axes.map { Self.inSentence($0.words) }.joined(separator: "; ")
    var body = "<main id=\"main\">\n" + HTML.heading(1, title)
    body +=
      "<p class=\"quiet\">SkillMix \(escaped(store.manifest.programVersion)), results of \(store.manifest.finished.formatted(.iso8601.year().month().day())).</p>\n"
    body += HTML.paragraph(
      "\(number: String(points.count - 1), source: "grid:points") combinations were simulated, \(number: Rounding.plain(replications), source: "grid:replications") times each with the same children, over: \(names)."
    )
    body += moving
    body += HTML.heading(2, "How to read it")
    body += HTML.list([
      "Every value is one that was simulated; nothing lies between the steps of a slider.",
      "Intervals are the simulation’s own, at 95 %, at fixed values of all other numbers. What is not known about those is left out.",
      "Better and worse are said where the interval of a difference from \(scenario) as it is leaves out nil. Each stands alone: of twenty differences that are not there, one is called clear by chance.",
    ])
    body += "<details open id=\"all\"><summary>All points as a table</summary>\n\(table)</details>\n</main>\n"
    body +=
      "<script type=\"application/json\" id=\"grid\">\(data)</script>\n<script>\n\(Self.script)\n</script>"
    return Page.document(title: title, body: body, skip: "Skip to the page")
  }

  private static func inSentence(_ words: String) -> String { words.prefix(1).lowercased() + words.dropFirst() }

  /// Sliders, what the chosen point delivers, and a picture along the slider last moved; shown by the script.
  private var moving: String {
    let sliders = axes.enumerated().map { index, axis in
      """
      <div class="slider"><label for="axis\(index)">\(escaped(axis.words))</label>
      <input type="range" id="axis\(index)" min="0" max="\(axis.values.count - 1)" step="1" value="0">
      <span class="ends"><span>\(Self.plain(axis.values.first))</span><output id="value\(index)" for="axis\(index)"></output><span>\(Self.plain(axis.values.last))</span></span>
      <span class="quiet">As it is: \(Self.plain(axis.asItIs))</span></div>

      """
    }.joined()
    let options = measures.enumerated().map { "<option value=\"\($0)\">\(escaped($1.label))</option>" }.joined()
    return """
      <section id="moving" hidden aria-label="Choose and see">
      <fieldset><legend>Choose</legend>
      \(sliders)</fieldset>
      <p class="answer lead" id="answer" aria-live="polite"></p>
      <div class="table" role="region" tabindex="0" aria-label="What the choice delivers"><table class="moving"><caption>What the choice delivers (95 % intervals)</caption>
      <thead><tr><th scope="col">Measure</th><th scope="col">As it is</th><th scope="col">Chosen</th><th scope="col">Difference</th></tr></thead>
      <tbody id="rows"></tbody></table></div>
      <figure id="slice"><figcaption><label for="measure">Along the slider last moved: </label><select id="measure">\(options)</select></figcaption>
      <svg viewBox="0 0 440 280" role="img" id="picture"></svg>
      <p class="quiet">Dots with 95 % intervals; the ringed one is chosen. The dashed line is the service as it is.</p></figure>
      </section>

      """
  }

  private static func plain(_ value: Double?) -> String { Rounding.plain(value ?? .nan) }

  private func quantity(_ measure: Measure, _ point: Int, _ columns: (String, String, String), unit: String)
    -> Quantity?
  {
    guard let row = points[point][measure.id], let value = row.number(columns.0) else { return nil }
    return Quantity(
      value: value, lower: row.number(columns.1) ?? .nan, upper: row.number(columns.2) ?? .nan, unit: unit,
      source: "grid:\(point)/\(measure.id)")
  }

  private func figure(_ measure: Measure, _ point: Int) -> Quantity? {
    quantity(measure, point, ("mean", "lower95", "upper95"), unit: measure.unit)
  }

  private func difference(_ measure: Measure, _ point: Int) -> Quantity? {
    quantity(
      measure, point, ("difference", "difference_lower95", "difference_upper95"),
      unit: measure.unit == "percent" ? "percentage points" : measure.unit)
  }

  // MARK: What the script shows

  private var data: String {
    let axes = axes.map { axis in
      JSONValue.object([
        ("words", .text(axis.words)), ("values", .texts(axis.values.map(Self.plain))),
        ("numbers", .numbers(axis.values)),
        // Where the slider stands first: nearest to the service as it is.
        (
          "start",
          .integer(
            axis.values.indices.min {
              (axis.values[$0] - axis.asItIs).magnitude < (axis.values[$1] - axis.asItIs).magnitude
            } ?? 0)
        ),
      ])
    }
    let points = points.indices.map { point in
      JSONValue.array(measures.map { cell($0, point) })
    }
    let text = JSONValue.object([
      ("axes", .array(axes)), ("measures", .texts(measures.map(\.label))),
      ("inSentence", .texts(measures.map { HeadlineFindings.inSentence($0.label) })), ("points", .array(points)),
    ]).text
    // No text of a scenario ends the element that holds it.
    return text.replacing("<", with: "\\u003c")
  }

  /// Mean and interval as numbers, the figure and the difference in words, and whether it is clearly better (1) or
  /// worse (−1) than the service as it is.
  private func cell(_ measure: Measure, _ point: Int) -> JSONValue {
    guard let figure = figure(measure, point) else {
      return .array([.null, .null, .null, .text("–"), .text("–"), .integer(0)])
    }
    var words = "", verdict = 0
    if point > 0, let difference = difference(measure, point) {
      let isSame = difference.value == 0 && difference.lower == 0 && difference.upper == 0
      words =
        isSame
        ? "the same in every run"
        : measure.unit == "£" ? Phrases.costDifference(difference).plain : Phrases.difference(difference).plain
      if !difference.spansZero { verdict = (difference.value > 0) == measure.isMoreBetter ? 1 : -1 }
    }
    return .array([
      .number(figure.value), .number(figure.lower), .number(figure.upper), .text(Phrases.figure(figure).plain),
      // A sign is not parted from its amount.
      .text(words.replacing("−£", with: "−\u{2060}£")), .integer(verdict),
    ])
  }

  private var table: String {
    HTML.table(
      "Every point with its 95 % intervals", header: axes.map(\.words) + measures.map(\.label),
      rows: points.indices.map { point in
        axes.enumerated().map { index, axis in
          let value = points[point].values.first?.number(axis.name)
          return Sentence([.text(Self.plain(value) + (point == 0 && index == 0 ? " (as it is)" : ""))])
        } + measures.map { figure($0, point).map(Phrases.figure) ?? "–" }
      }, isWide: true)
  }
}
