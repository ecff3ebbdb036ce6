// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import Economics
public import ResultsStore
import ScenarioFiles
import Statistics
import Studies
import TableFiles

extension SensitivityResults {
  /// All that is kept of the analysis; nil before it has run.
  public var record: AnalysisRecord? { manifest.map { AnalysisRecord(manifest: $0, tables: tables) } }

  /// A table for each question that was asked.
  var tables: [NamedTable] {
    var tables: [NamedTable] = []
    if let tornado { tables.append(table(tornado)) }
    if !oneWay.isEmpty || !switches.isEmpty { tables.append(oneWayTable) }
    if !twoWay.isEmpty { tables.append(twoWayTable) }
    if !switches.isEmpty { tables.append(switchTable) }
    return tables
  }

  var perspective: Perspective { study.plan.perspectives[0] }
  var provenance: [String: String] {
    Dictionary(uniqueKeysWithValues: study.space.parameters.map { ($0.name, $0.provenance) })
  }

  private var start: [CSVText.Cell] {
    [.text(effect.name), .text(perspective.rawValue), .number(threshold)]
  }
  private static let startColumns = ["outcome", "perspective", "wtp"]

  func table(_ tornado: Tornado) -> NamedTable {
    var csv = NamedTable(
      "tornado",
      header: Self.startColumns + [
        "strategy", "parameter", "provenance", "low_value", "high_value", "net_benefit_low", "net_benefit_high",
        "net_benefit_base", "standard_error_low", "standard_error_high", "best_at_low", "best_at_high", "quantity",
        "quantity_low", "quantity_high", "quantity_base", "quantity_standard_error_low", "quantity_standard_error_high",
      ])
    for (s, bars) in tornado.bars.enumerated() {
      for bar in bars {
        csv.append(
          start + [
            .text(strategies[s]), .text(bar.parameter), .text(provenance[bar.parameter] ?? ""),
            .init(finite: bar.low), .init(finite: bar.high), .init(finite: bar.atLow.mean),
            .init(finite: bar.atHigh.mean),
            .init(finite: tornado.base[s].mean), .init(finite: bar.atLow.standardError),
            .init(finite: bar.atHigh.standardError),
            .text(strategies[bar.bestAtLow]), .text(strategies[bar.bestAtHigh]), .text(tornado.quantity.rawValue),
            .init(finite: bar.lowQuantity.mean), .init(finite: bar.highQuantity.mean),
            .init(finite: tornado.baseQuantity[s].mean), .init(finite: bar.lowQuantity.standardError),
            .init(finite: bar.highQuantity.standardError),
          ])
      }
    }
    return csv
  }

  var oneWayTable: NamedTable {
    var csv = NamedTable(
      "one_way",
      header: Self.startColumns + [
        "parameter", "value", "strategy", "cost", "effect", "net_benefit", "standard_error", "is_best",
      ])
    for (parameter, points) in oneWay + switches.map({ ($0.parameter, $0.curve) }) {
      for point in points {
        for s in strategies.indices {
          let increment = point.increment(of: s, at: threshold)
          csv.append(
            start + [
              .text(parameter), .init(finite: point.changes[parameter]), .text(strategies[s]),
              .init(finite: point.expectedCost(s)), .init(finite: point.expectedEffect(s)),
              .init(finite: increment.mean),
              .init(finite: increment.standardError), .integer(point.best(at: threshold) == s ? 1 : 0),
            ])
        }
      }
    }
    return csv
  }

  var twoWayTable: NamedTable {
    var csv = NamedTable(
      "two_way",
      header: Self.startColumns + [
        "first", "first_value", "second", "second_value", "strategy", "net_benefit", "is_best",
      ])
    for grid in twoWay {
      for point in grid.points {
        for s in strategies.indices {
          csv.append(
            start + [
              .text(grid.first.name), .init(finite: point.changes[grid.first.name]), .text(grid.second.name),
              .init(finite: point.changes[grid.second.name]), .text(strategies[s]),
              .init(finite: point.increment(of: s, at: threshold).mean),
              .integer(point.best(at: threshold) == s ? 1 : 0),
            ])
        }
      }
    }
    return csv
  }

  var switchTable: NamedTable {
    var csv = NamedTable(
      "switch_points",
      header: Self.startColumns + [
        "parameter", "value", "below", "above", "method", "lower95", "upper95", "status", "replications",
        "interval_method",
      ])
    for found in switches {
      for point in found.bySimulator {
        csv.append(
          start + [
            .text(found.parameter), .init(finite: point.value), .text(strategies[point.below]),
            .text(strategies[point.above]), .text("simulator"), .init(finite: point.interval.lower),
            .init(finite: point.interval.upper), .text("established"), .integer(point.replications),
            .text(SwitchFindings.intervalMethod),
          ])
      }
      for stretch in found.unresolved {
        // The ends are those of the stretch over which the two cannot be told apart.
        csv.append(
          start + [
            .text(found.parameter), .missing, .text(strategies[stretch.first]),
            .text(strategies[stretch.second]), .text("simulator"), .init(finite: stretch.low),
            .init(finite: stretch.high), .text("not known"), .integer(stretch.replications), .missing,
          ])
      }
      for point in found.byMetamodel ?? [] {
        csv.append(
          start + [
            .text(found.parameter), .init(finite: point.value), .text(strategies[point.below]),
            .text(strategies[point.above]), .text(MetamodelCurve.label), .missing, .missing, .missing,
            .missing, .missing,
          ])
      }
    }
    return csv
  }
}
