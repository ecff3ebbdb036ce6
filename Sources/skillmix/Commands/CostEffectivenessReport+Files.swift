// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import TableFiles

extension CostEffectivenessReport {
  /// Every figure on a row of its own: what it is, of what, at which threshold.
  var tidyCSV: CSVText {
    var csv = CSVText(header: ["measure", "of", "wtp", "value", "standard_error"])
    func add(_ measure: String, _ of: String, _ wtp: Double?, _ value: Double?, _ error: Double? = nil) {
      csv.append([
        .text(measure), .text(of), cell(wtp), cell(value), cell(error),
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

  /// Writes `cea.json`, `cea.csv` and `icers.csv`, and wide tables of curves by threshold.
  func writeFiles(inFolder folder: String) throws(TableError) {
    try makeFolder(atPath: folder)
    try writeFile(json.text + "\n", atPath: "\(folder)/cea.json")
    try writeFile(tidyCSV.text, atPath: "\(folder)/cea.csv")
    try writeFile(icersCSV.text, atPath: "\(folder)/icers.csv")
    guard let uncertainty = analysis?.uncertainty, !uncertainty.thresholds.isEmpty else { return }
    try writeFile(curves(uncertainty, uncertainty.acceptability).text, atPath: "\(folder)/ceac.csv")
    try writeFile(curves(uncertainty, uncertainty.expectedLoss).text, atPath: "\(folder)/expected_loss.csv")
    let benefits = uncertainty.netBenefit.map { $0.map(\.monetary.value) }
    try writeFile(curves(uncertainty, benefits).text, atPath: "\(folder)/nmb.csv")
    try writeFile(frontierCSV(uncertainty).text, atPath: "\(folder)/ceaf_evpi.csv")
    guard !partial.isEmpty else { return }
    try writeFile(partialCSV.text, atPath: "\(folder)/evppi.csv")
  }

  private var icersCSV: CSVText {
    var csv = CSVText(header: [
      "strategy", "cost", "effect", "incremental_cost", "incremental_effect", "icer", "status", "versus",
      "dominated_by",
    ])
    for row in incremental.rows {
      csv.append([
        .text(row.strategy), .number(row.cost), .number(row.effect), cell(row.incrementalCost),
        cell(row.incrementalEffect), cell(row.icer), .text(row.status.rawValue), .text(row.versus ?? ""),
        .text(row.dominatedBy.joined(separator: "; ")),
      ])
    }
    return csv
  }

  private func curves(_ uncertainty: DecisionUncertainty, _ values: [[Double]]) -> CSVText {
    var csv = CSVText(header: ["wtp"] + uncertainty.strategies)
    for (i, threshold) in uncertainty.thresholds.enumerated() {
      csv.append(numbers: [threshold] + values.map { $0[i] })
    }
    return csv
  }

  private func frontierCSV(_ uncertainty: DecisionUncertainty) -> CSVText {
    var csv = CSVText(header: ["wtp", "strategy", "probability", "evpi", "evpi_standard_error"])
    for (point, estimate) in zip(uncertainty.frontier, uncertainty.perfectInformation) {
      csv.append([
        .number(point.threshold), .text(point.strategy), .number(point.probability), .number(estimate.value),
        cell(estimate.standardError),
      ])
    }
    return csv
  }

  private var partialCSV: CSVText {
    var csv = CSVText(header: ["parameters", "wtp", "evppi", "standard_error", "explained_share", "method"])
    for value in partial {
      for (threshold, estimate) in zip(value.thresholds, value.estimates) {
        csv.append([
          .text(value.parameters.joined(separator: "+")), .number(threshold), .number(estimate.value),
          cell(estimate.standardError), .number(value.explainedShare), .text(value.method),
        ])
      }
    }
    return csv
  }

  private func cell(_ value: Double?) -> CSVText.Cell {
    guard let value, value.isFinite else { return .missing }
    return .number(value)
  }
}
