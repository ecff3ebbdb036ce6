// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import EarlyYears
public import ResultsStore
import ScenarioFiles
import Statistics
import Studies
import TableFiles

extension GridResults {
  /// The results in the form asked for.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json:
      JSONValue.object([
        ("scenario", .text(scenario.name)), ("replications", .integer(replications)), ("seed", .integer(Int(seed))),
        ("parameters", .array(parameterTable.json)), ("points", .array(table.json)),
      ]).text + "\n"
    case .csv: table.csv
    }
  }

  public var record: AnalysisRecord { AnalysisRecord(manifest: manifest, tables: [parameterTable, table]) }

  /// Rows are points; the first is the scenario as it is.
  private var tableText: String {
    var text = TextTable(["point"] + ranges.map(\.name) + measures.map(\.id))
    for (index, point) in points.enumerated() {
      text.add(
        [index == 0 ? "as it is" : String(index)] + point.values.map { FigureText.fixed($0, 2) }
          + zip(measures, point.summaries).map { FigureText.text($1.mean, $0.unit) })
    }
    return
      "\(scenario.name): \(points.count - 1) points, \(replications) replications each; seed \(seed)\n\n\(text.text())\n\nMeans; --out and --format csv have every interval, and 'skillmix brief' makes a page with sliders of the folder.\n"
  }

  private var parameterTable: NamedTable {
    var table = NamedTable("grid_parameters", header: ["position", "scenario", "parameter", "as_it_is", "from", "to"])
    for (position, range) in ranges.enumerated() {
      table.append([
        .integer(position), .text(scenario.name), .text(range.name), .init(finite: points[0].values[position]),
        .init(finite: range.values.first), .init(finite: range.values.last),
      ])
    }
    return table
  }

  private var table: NamedTable {
    var table = NamedTable(
      "grid",
      header: ["point"] + ranges.map(\.name) + [
        "measure", "label", "unit", "better", "mean", "lower95", "upper95", "difference", "difference_lower95",
        "difference_upper95", "replications",
      ])
    for (index, point) in points.enumerated() {
      for (place, measure) in measures.enumerated() {
        let summary = point.summaries[place], difference = point.differences[place]
        table.append(
          [.integer(index)] + point.values.map { .init(finite: $0) } + [
            .text(measure.id), .text(measure.label), .text(measure.unit.rawValue),
            .text(measure.isMoreBetter ? "more" : "less"), .init(finite: summary.mean),
            .init(finite: summary.interval.lower), .init(finite: summary.interval.upper),
            .init(finite: difference.difference), .init(finite: difference.interval.lower),
            .init(finite: difference.interval.upper), .integer(summary.count),
          ])
      }
    }
    return table
  }
}
