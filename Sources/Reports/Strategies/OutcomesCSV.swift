// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Statistics
import Studies
import TableFiles

/// Results of all strategies as one tidy table.
enum OutcomesCSV {
  static func text(_ results: [StrategyResults]) -> String {
    var csv = CSVText(header: [
      "strategy", "measure", "label", "unit", "section", "group_kind", "group", "mean", "standard_error", "ci95_lower",
      "ci95_upper", "sd", "replications",
    ])
    func cell(_ value: Double) -> CSVText.Cell { value.isFinite ? .number(value) : .missing }
    for strategy in results {
      for summary in strategy.summaries() {
        guard let measure = strategy.catalogue.measure(summary.key.measure) else { continue }
        let group = summary.key.group.names
        csv.append([
          .text(strategy.strategy.name), .text(measure.id), .text(measure.label), .text(measure.unit.rawValue),
          .text(measure.section.rawValue), .text(group.kind), .text(group.name), cell(summary.mean),
          cell(summary.standardError), cell(summary.interval.lower), cell(summary.interval.upper),
          cell(summary.standardDeviation), .integer(summary.count),
        ])
      }
    }
    return csv.text
  }
}
