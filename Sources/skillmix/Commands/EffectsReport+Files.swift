// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import SyntheticControl
import TableFiles

extension EffectsReport {
  func writeFiles(inFolder folder: String) throws {
    try makeFolder(atPath: folder)
    try writeFile(json.text + "\n", atPath: folder + "/effects.json")
    try writeFile(estimatesCSV, atPath: folder + "/effects.csv")
    try writeFile(pathCSV, atPath: folder + "/path.csv")
    try writeFile(weightsCSV, atPath: folder + "/weights.csv")
    if let courseCSV { try writeFile(courseCSV, atPath: folder + "/event-study.csv") }
    try writeFile(balanceCSV, atPath: folder + "/balance.csv")
    if let drawsCSV { try writeFile(drawsCSV, atPath: folder + "/effect-draws.csv") }
    for (index, site) in sites.enumerated() {
      let name = "\(index + 1)-\(site.method.rawValue)"
      try writeFile(EffectsChart.gap(site), atPath: "\(folder)/gap-\(name).svg")
      try writeFile(EffectsChart.weights(site), atPath: "\(folder)/weights-\(name).svg")
    }
  }

  var estimatesCSV: String {
    var csv = CSVText(header: [
      "method", "unit", "att", "standard_error", "lower", "upper", "interval_method", "placebo_p",
      "conformal_p",
      "pre_rmspe", "minimum_detectable_effect", "kkt_gap",
    ])
    for results in methods {
      for site in results.sites {
        csv.append([
          .text(site.method.rawValue), .text(site.unit), .number(site.fit.averageEffect),
          cell(site.standardError),
          cell(site.interval?.lower), cell(site.interval?.upper), .text(site.intervalMethod ?? ""),
          cell(site.placeboSpace?.pValue), cell(site.conformal?.pValue),
          .number(site.fit.preMSPE.squareRoot()),
          cell(site.minimumDetectableEffect), .number(site.fit.optimalityGap),
        ])
      }
      guard let pooled = results.pooled else { continue }
      csv.append([
        .text(results.method.rawValue), .text("pooled"), .number(pooled.averageEffect),
        cell(pooled.standardError),
        cell(pooled.interval?.lower), cell(pooled.interval?.upper), .text(pooled.interval == nil ? "" : "assignments"),
        cell(pooled.pValue),
        .missing, .missing, cell(pooled.minimumDetectableEffect), .missing,
      ])
    }
    return csv.text
  }

  private var pathCSV: String {
    var csv = CSVText(header: ["method", "unit", "time", "after_change", "observed", "synthetic", "gap"])
    for site in sites {
      let fit = site.fit
      for (position, time) in fit.comparison.periods.enumerated() {
        csv.append([
          .text(site.method.rawValue), .text(site.unit), .text(site.site.panel.times[time].label),
          .integer(position < fit.comparison.pre.count ? 0 : 1), .number(fit.observed[position]),
          .number(fit.synthetic[position]), .number(fit.gap[position]),
        ])
      }
    }
    return csv.text
  }

  /// Mean gaps of the sites by periods since the change.
  private var courseCSV: String? {
    let pooled = methods.compactMap(\.pooled)
    guard !pooled.isEmpty else { return nil }
    var csv = CSVText(header: ["method", "periods_since_change", "sites", "effect", "lower", "upper"])
    for one in pooled {
      for point in one.course {
        csv.append([
          .text(one.method.rawValue), .integer(point.time), .integer(point.sites), .number(point.effect),
          cell(point.interval?.lower), cell(point.interval?.upper),
        ])
      }
    }
    return csv.text
  }

  private var weightsCSV: String {
    var csv = CSVText(header: ["method", "unit", "donor", "weight"])
    for site in sites {
      for (donor, weight) in zip(site.fit.comparison.donors, site.fit.weights) {
        csv.append([
          .text(site.method.rawValue), .text(site.unit), .text(site.site.panel.units[donor]), .number(weight),
        ])
      }
    }
    return csv.text
  }

  private var balanceCSV: String {
    var csv = CSVText(header: ["method", "unit", "predictor", "weight", "treated", "synthetic", "donor_mean"])
    for site in sites {
      for (k, name) in site.fit.predictorNames.enumerated() {
        let row = site.fit.predictorBalance[k]
        csv.append([
          .text(site.method.rawValue), .text(site.unit), .text(name), .number(site.fit.predictorWeights[k]),
          .number(row.treated), .number(row.synthetic), .number(row.donorMean),
        ])
      }
    }
    return csv.text
  }

  var drawsCSV: String? {
    guard let draws else { return nil }
    var csv = CSVText(header: draws.names)
    for row in draws.rows { csv.append(numbers: row) }
    return csv.text
  }

  private func cell(_ value: Double?) -> CSVText.Cell {
    guard let value, value.isFinite else { return .missing }
    return .number(value)
  }
}
