// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Foundation
import Reports
import ScenarioFiles
import Statistics
import Studies
import TableFiles

/// A table that is written as CSV or as JSON; what is not a number is missing.
private struct Rows {
  let header: [String]
  private(set) var rows: [[CSVText.Cell]] = []

  init(header: [String]) { self.header = header }

  mutating func append(_ row: [CSVText.Cell]) {
    rows.append(
      row.map { cell in
        if case .number(let value) = cell, value.isNaN { return .missing }
        return cell
      })
  }

  var csv: String {
    var text = CSVText(header: header)
    for row in rows { text.append(row) }
    return text.text
  }
}

/// What `skillmix sensitivity` says, before it is written in one form or another.
struct SensitivityReport {
  let results: SensitivityWork.Results
  let study: StudyDocument
  let effect: EffectMeasure

  init(_ results: SensitivityWork.Results, study: StudyDocument, effect: EffectMeasure) {
    self.results = results
    self.study = study
    self.effect = effect
  }

  func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: files.map(\.table.csv).first ?? ""
    }
  }

  /// Writes each analysis as a file of its own, all or none.
  func writeFiles(inFolder folder: String) throws {
    try makeFolder(atPath: folder)
    for file in files { try writeFile(file.table.csv, atPath: "\(folder)/\(file.name)") }
  }

  private var perspective: Perspective { study.plan.perspectives[0] }
  private var provenance: [String: String] {
    Dictionary(uniqueKeysWithValues: study.space.parameters.map { ($0.name, $0.provenance) })
  }

  // MARK: Files

  private var files: [(name: String, table: Rows)] {
    var files: [(String, Rows)] = []
    if let tornado = results.tornado { files.append(("tornado.csv", table(tornado))) }
    if !results.oneWay.isEmpty || !results.switches.isEmpty { files.append(("one_way.csv", oneWayTable)) }
    if !results.twoWay.isEmpty { files.append(("two_way.csv", twoWayTable)) }
    if !results.switches.isEmpty { files.append(("switch_points.csv", switchTable)) }
    return files
  }

  private var start: [CSVText.Cell] {
    [.text(effect.name), .text(perspective.rawValue), .number(results.threshold)]
  }
  private static let startColumns = ["outcome", "perspective", "wtp"]

  private func table(_ tornado: Tornado) -> Rows {
    var csv = Rows(
      header: Self.startColumns + [
        "strategy", "parameter", "provenance", "low_value", "high_value", "net_benefit_low", "net_benefit_high",
        "net_benefit_base", "standard_error_low", "standard_error_high", "best_at_low", "best_at_high",
      ])
    for (s, bars) in tornado.bars.enumerated() {
      for bar in bars {
        csv.append(
          start + [
            .text(results.strategies[s]), .text(bar.parameter), .text(provenance[bar.parameter] ?? ""),
            .number(bar.low), .number(bar.high), .number(bar.atLow.mean), .number(bar.atHigh.mean),
            .number(tornado.base[s].mean), .number(bar.atLow.standardError), .number(bar.atHigh.standardError),
            .text(results.strategies[bar.bestAtLow]), .text(results.strategies[bar.bestAtHigh]),
          ])
      }
    }
    return csv
  }

  private var oneWayTable: Rows {
    var csv = Rows(
      header: Self.startColumns + [
        "parameter", "value", "strategy", "cost", "effect", "net_benefit", "standard_error", "is_best",
      ])
    for (parameter, points) in results.oneWay + results.switches.map({ ($0.parameter, $0.curve) }) {
      for point in points {
        for s in results.strategies.indices {
          let increment = point.increment(of: s, at: results.threshold)
          csv.append(
            start + [
              .text(parameter), .number(point.changes[parameter] ?? .nan), .text(results.strategies[s]),
              .number(point.expectedCost(s)), .number(point.expectedEffect(s)), .number(increment.mean),
              .number(increment.standardError), .integer(point.best(at: results.threshold) == s ? 1 : 0),
            ])
        }
      }
    }
    return csv
  }

  private var twoWayTable: Rows {
    var csv = Rows(
      header: Self.startColumns + [
        "first", "first_value", "second", "second_value", "strategy", "net_benefit", "is_best",
      ])
    for grid in results.twoWay {
      for point in grid.points {
        for s in results.strategies.indices {
          csv.append(
            start + [
              .text(grid.first.name), .number(point.changes[grid.first.name] ?? .nan), .text(grid.second.name),
              .number(point.changes[grid.second.name] ?? .nan), .text(results.strategies[s]),
              .number(point.increment(of: s, at: results.threshold).mean),
              .integer(point.best(at: results.threshold) == s ? 1 : 0),
            ])
        }
      }
    }
    return csv
  }

  private var switchTable: Rows {
    var csv = Rows(
      header: Self.startColumns + [
        "parameter", "value", "below", "above", "method", "lower95", "upper95", "status", "replications",
        "interval_method",
      ])
    for found in results.switches {
      for point in found.bySimulator {
        csv.append(
          start + [
            .text(found.parameter), .number(point.value), .text(results.strategies[point.below]),
            .text(results.strategies[point.above]), .text("simulator"), .number(point.interval.lower),
            .number(point.interval.upper), .text("established"), .integer(point.replications),
            .text(SwitchFindings.intervalMethod),
          ])
      }
      for stretch in found.unresolved {
        // The ends are those of the stretch over which the two cannot be told apart.
        csv.append(
          start + [
            .text(found.parameter), .missing, .text(results.strategies[stretch.first]),
            .text(results.strategies[stretch.second]), .text("simulator"), .number(stretch.low),
            .number(stretch.high), .text("not known"), .integer(stretch.replications), .missing,
          ])
      }
      for point in found.byMetamodel ?? [] {
        csv.append(
          start + [
            .text(found.parameter), .number(point.value), .text(results.strategies[point.below]),
            .text(results.strategies[point.above]), .text(MetamodelCurve.label), .missing, .missing, .missing,
            .missing, .missing,
          ])
      }
    }
    return csv
  }

  // MARK: Terminal

  private var tableText: String {
    let label = effect.name
    var parts = [
      """
      \(study.title)
      At \(pounds(results.threshold)) for a unit of \(label), costs to \(perspective.label); \(results.replications) \
      replications at each point, the same children at all of them. Parameters that are not moved are at their means.
      """
    ]
    if let tornado = results.tornado { parts += tornadoText(tornado) }
    for (parameter, points) in results.oneWay { parts.append(curveText(parameter, points)) }
    for grid in results.twoWay { parts.append(gridText(grid)) }
    for found in results.switches { parts += [curveText(found.parameter, found.curve), switchText(found)] }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func signed(_ moments: RunningMoments) -> String {
    "\(pounds(moments.mean)) ± \(pounds(moments.confidenceInterval().halfWidth))"
  }

  private func tornadoText(_ tornado: Tornado) -> [String] {
    tornado.bars.enumerated().dropFirst().map { s, bars in
      var table = TextTable(["Parameter", "from", "to", "net benefit", "to", "best", "provenance"])
      for bar in bars.prefix(20) {
        let best = [bar.bestAtLow, bar.bestAtHigh].filter { $0 != tornado.bestAtBase }
        table.add([
          bar.parameter, readable(bar.low), readable(bar.high), signed(bar.atLow), signed(bar.atHigh),
          best.isEmpty ? "same" : results.strategies[best[0]], provenance[bar.parameter] ?? "",
        ])
      }
      let more = bars.count > 20 ? "\n(20 of \(bars.count) parameters; --format csv or --out has all)" : ""
      return """
        \(results.strategies[s]): net benefit more than \(results.strategies[0]), \(signed(tornado.base[s])) with every \
        parameter at its mean
        \(table.text(lastColumnIsText: true))\(more)
        """
    }
  }

  private func curveText(_ parameter: String, _ points: [SensitivityPoint]) -> String {
    var table = TextTable(
      [parameter] + results.strategies.dropFirst().map { "\($0), more than baseline" } + ["best"])
    for point in points {
      table.add(
        [readable(point.changes[parameter] ?? .nan)]
          + results.strategies.indices.dropFirst().map { signed(point.increment(of: $0, at: results.threshold)) }
          + [results.strategies[point.best(at: results.threshold)]])
    }
    return table.text(lastColumnIsText: true)
  }

  private func gridText(
    _ grid: (first: ParameterRanges.Range, second: ParameterRanges.Range, points: [SensitivityPoint])
  ) -> String {
    var table = TextTable(["\(grid.first.name) ↓  \(grid.second.name) →"] + grid.second.values.map { readable($0) })
    for (row, value) in grid.first.values.enumerated() {
      table.add(
        [readable(value)]
          + grid.second.values.indices.map { column in
            let point = grid.points[row * grid.second.values.count + column]
            return "\(point.best(at: results.threshold) + 1)"
          })
    }
    let key = results.strategies.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
    return "Best strategy (\(key))\n" + table.text()
  }

  private func switchText(_ found: SensitivityWork.Switches) -> String {
    var lines: [String] = []
    if found.bySimulator.isEmpty, found.unresolved.isEmpty {
      let best = found.curve.first.map { results.strategies[$0.best(at: results.threshold)] } ?? ""
      lines.append(
        "No value of \(found.parameter) between \(readable(found.low)) and \(readable(found.high)) changes the preferred strategy: it is \(best) throughout."
      )
    }
    for point in found.bySimulator {
      let interval =
        point.interval.lower.isFinite
        ? " (95 % interval of the simulation \(readable(point.interval.lower)) to \(readable(point.interval.upper)), \(point.replications) replications at each point around it)"
        : ""
      lines.append(
        "The preferred strategy changes where \(found.parameter) is \(readable(point.value))\(interval): \(results.strategies[point.below]) below, \(results.strategies[point.above]) above."
      )
    }
    for stretch in found.unresolved {
      lines.append(
        "No switch value is known between \(readable(stretch.low)) and \(readable(stretch.high)): with \(stretch.replications) replications at each point the simulation cannot tell \(results.strategies[stretch.first]) from \(results.strategies[stretch.second]) there."
      )
    }
    if let metamodel = found.byMetamodel {
      let values = metamodel.map {
        "\(readable($0.value)) (\(results.strategies[$0.below]) below, \(results.strategies[$0.above]) above)"
      }
      lines.append(
        "By the \(MetamodelCurve.label): "
          + (values.isEmpty ? "no change within the middle 95 % of its draws." : values.joined(separator: "; ") + "."))
    }
    return lines.joined(separator: "\n")
  }

  // MARK: JSON

  private var json: JSONValue {
    .object([
      ("study", .text(study.title)), ("outcome", .text(effect.name)), ("perspective", .text(perspective.rawValue)),
      ("wtp", .number(results.threshold)), ("replications", .integer(results.replications)),
      ("strategies", .texts(results.strategies)),
      ("tornado", .array(rows(results.tornado.map(table)))), ("one_way", .array(rows(oneWayTable))),
      ("two_way", .array(rows(twoWayTable))), ("switch_points", .array(rows(switchTable))),
    ])
  }

  private func rows(_ table: Rows?) -> [JSONValue] {
    guard let table else { return [] }
    return table.rows.map { row in
      .object(
        zip(table.header, row).map { name, cell in
          switch cell {
          case .text(let text): (name, .text(text))
          case .number(let number): (name, .number(number))
          case .integer(let integer): (name, .integer(integer))
          case .missing: (name, .null)
          }
        })
    }
  }
}
