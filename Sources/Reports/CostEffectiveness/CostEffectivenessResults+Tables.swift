// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import Economics
public import ResultsStore
import TableFiles

extension CostEffectivenessResults {
  /// Every figure on a row of its own: what it is, of what, at which threshold.
  var tidyTable: NamedTable {
    var csv = NamedTable("cea", header: ["measure", "of", "wtp", "value", "standard_error"])
    func add(_ measure: String, _ of: String, _ wtp: Double?, _ value: Double?, _ error: Double? = nil) {
      csv.append([
        .text(measure), .text(of), .init(finite: wtp), .init(finite: value), .init(finite: error),
      ])
    }
    for row in incremental.rows {
      add("cost", row.strategy, nil, row.cost)
      add("effect", row.strategy, nil, row.effect)
      if let icer = row.icer { add("icer", row.strategy, nil, icer) }
    }
    guard let uncertainty = analysis?.uncertainty else { return csv }
    for (s, strategy) in uncertainty.strategies.enumerated() {
      for (i, threshold) in uncertainty.thresholds.enumerated() {
        let benefit = uncertainty.netBenefit[s][i].monetary
        add("nmb", strategy, threshold, benefit.value, benefit.standardError)
        add("ceac", strategy, threshold, uncertainty.acceptability[s][i])
        add("expected_loss", strategy, threshold, uncertainty.expectedLoss[s][i])
      }
    }
    for point in uncertainty.frontier { add("ceaf", point.strategy, point.threshold, point.probability) }
    for (threshold, estimate) in zip(uncertainty.thresholds, uncertainty.perfectInformation) {
      add("evpi", "", threshold, estimate.value, estimate.standardError)
    }
    for value in partial {
      for (threshold, estimate) in zip(value.thresholds, value.estimates) {
        add(
          "evppi", value.parameters.joined(separator: "+"), threshold, estimate.value, estimate.standardError)
      }
    }
    for study in studies {
      for (threshold, estimate) in zip(study.thresholds, study.estimates) {
        let name = "\(study.parameters.joined(separator: "+")) n=\(study.sampleSize)"
        add("evsi", name, threshold, estimate.value, estimate.standardError)
      }
    }
    return csv
  }

  /// All that is kept of the analysis; nil before it has run.
  public var record: AnalysisRecord? {
    guard let manifest else { return nil }
    var tables = [tidyTable, icersTable], curves: [NamedTable] = []
    if let uncertainty = analysis?.uncertainty, !uncertainty.thresholds.isEmpty {
      let benefits = uncertainty.netBenefit.map { $0.map(\.monetary.value) }
      curves = [
        curve("ceac", uncertainty, uncertainty.acceptability),
        curve("expected_loss", uncertainty, uncertainty.expectedLoss), curve("nmb", uncertainty, benefits),
      ]
      tables.append(frontierTableOfCurves(uncertainty))
      if !partial.isEmpty { tables.append(partialInformationTable) }
    }
    return AnalysisRecord(
      manifest: manifest, tables: tables, wideTables: curves, documents: [.init("cea.json", json.text + "\n")])
  }

  private var icersTable: NamedTable {
    var csv = NamedTable(
      "icers",
      header: [
        "strategy", "cost", "effect", "incremental_cost", "incremental_effect", "icer", "status", "versus",
        "dominated_by",
      ])
    for row in incremental.rows {
      csv.append([
        .text(row.strategy), .number(row.cost), .number(row.effect), .init(finite: row.incrementalCost),
        .init(finite: row.incrementalEffect), .init(finite: row.icer), .text(row.status.rawValue),
        .text(row.versus ?? ""),
        .text(row.dominatedBy.joined(separator: "; ")),
      ])
    }
    return csv
  }

  private func curve(_ name: String, _ uncertainty: DecisionUncertainty, _ values: [[Double]]) -> NamedTable {
    var csv = NamedTable(name, header: ["wtp"] + uncertainty.strategies)
    for (i, threshold) in uncertainty.thresholds.enumerated() {
      csv.append(numbers: [threshold] + values.map { $0[i] })
    }
    return csv
  }

  private func frontierTableOfCurves(_ uncertainty: DecisionUncertainty) -> NamedTable {
    var csv = NamedTable("ceaf_evpi", header: ["wtp", "strategy", "probability", "evpi", "evpi_standard_error"])
    for (point, estimate) in zip(uncertainty.frontier, uncertainty.perfectInformation) {
      csv.append([
        .number(point.threshold), .text(point.strategy), .number(point.probability), .number(estimate.value),
        .init(finite: estimate.standardError),
      ])
    }
    return csv
  }

  private var partialInformationTable: NamedTable {
    var csv = NamedTable(
      "evppi", header: ["parameters", "wtp", "evppi", "standard_error", "explained_share", "method"])
    for value in partial {
      for (i, estimate) in value.estimates.enumerated() {
        csv.append([
          .text(value.parameters.joined(separator: "+")), .number(value.thresholds[i]), .number(estimate.value),
          .init(finite: estimate.standardError), .number(value.explainedShares[i]), .text(value.method),
        ])
      }
    }
    return csv
  }
}
