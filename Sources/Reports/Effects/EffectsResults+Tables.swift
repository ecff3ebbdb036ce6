// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
public import ResultsStore
import Statistics
import SyntheticControl
public import TableFiles

extension EffectsResults {
  /// All that is kept of the analysis; nil before it has run.
  public var record: AnalysisRecord? {
    guard let manifest else { return nil }
    var documents = [AnalysisRecord.Document("effects.json", json.text + "\n")]
    for (index, site) in sites.enumerated() {
      let name = "\(index + 1)-\(site.method.rawValue)"
      documents.append(.init("gap-\(name).svg", EffectsChart.gap(site)))
      documents.append(.init("weights-\(name).svg", EffectsChart.weights(site)))
    }
    return AnalysisRecord(
      manifest: manifest,
      tables: [estimatesTable, pathTable, weightsTable(), balanceTable]
        + [courseTable, predictionTable, trendsTable].compactMap { $0 },
      wideTables: drawsTable.map { [$0] } ?? [], documents: documents)
  }

  var estimatesTable: NamedTable {
    var csv = NamedTable(
      "effects",
      header: [
        "method", "unit", "att", "standard_error", "lower", "upper", "interval_method", "placebo_p",
        "conformal_p",
        "pre_rmspe", "minimum_detectable_effect", "kkt_gap",
      ])
    for results in methods {
      for site in results.sites {
        csv.append([
          .text(site.method.rawValue), .text(site.unit), .number(site.fit.averageEffect),
          .init(finite: site.standardError),
          .init(finite: site.interval?.lower), .init(finite: site.interval?.upper), .text(site.intervalMethod ?? ""),
          .init(finite: site.placeboSpace?.pValue), .init(finite: site.conformal?.pValue),
          .number(site.fit.preMSPE.squareRoot()),
          .init(finite: site.minimumDetectableEffect), .number(site.fit.optimalityGap),
        ])
      }
      guard let pooled = results.pooled else { continue }
      csv.append([
        .text(results.method.rawValue), .text("pooled"), .number(pooled.averageEffect),
        .init(finite: pooled.standardError),
        .init(finite: pooled.interval?.lower), .init(finite: pooled.interval?.upper),
        .text(pooled.interval == nil ? "" : "assignments"),
        .init(finite: pooled.pValue),
        .missing, .missing, .init(finite: pooled.minimumDetectableEffect), .missing,
      ])
    }
    return csv
  }

  private var pathTable: NamedTable {
    var csv = NamedTable("path", header: ["method", "unit", "time", "after_change", "observed", "synthetic", "gap"])
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
    return csv
  }

  /// Mean gaps of the sites by periods since the change; nil for a single site.
  private var courseTable: NamedTable? {
    let pooled = methods.compactMap(\.pooled)
    guard !pooled.isEmpty else { return nil }
    var csv = NamedTable(
      "event_study", header: ["method", "periods_since_change", "sites", "effect", "lower", "upper"])
    for one in pooled {
      for point in one.course {
        csv.append([
          .text(one.method.rawValue), .integer(point.time), .integer(point.sites), .number(point.effect),
          .init(finite: point.interval?.lower), .init(finite: point.interval?.upper),
        ])
      }
    }
    return csv
  }

  private func weightsTable() -> NamedTable {
    var csv = NamedTable("weights", header: ["method", "unit", "donor", "weight"])
    for site in sites {
      for (donor, weight) in zip(site.fit.comparison.donors, site.fit.weights) {
        csv.append([
          .text(site.method.rawValue), .text(site.unit), .text(site.site.panel.units[donor]), .number(weight),
        ])
      }
    }
    return csv
  }

  private var balanceTable: NamedTable {
    var csv = NamedTable(
      "balance", header: ["method", "unit", "predictor", "weight", "treated", "synthetic", "donor_mean"])
    for site in sites {
      for (k, name) in site.fit.predictorNames.enumerated() {
        let row = site.fit.predictorBalance[k]
        csv.append([
          .text(site.method.rawValue), .text(site.unit), .text(name), .number(site.fit.predictorWeights[k]),
          .number(row.treated), .number(row.synthetic), .number(row.donorMean),
        ])
      }
    }
    return csv
  }

  /// A column for each effect.
  public var drawsTable: NamedTable? {
    guard let draws else { return nil }
    var csv = NamedTable("effect-draws", header: draws.names)
    for row in draws.rows { csv.append(numbers: row) }
    return csv
  }
}
