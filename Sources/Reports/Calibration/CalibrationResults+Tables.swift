// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import Calibration
public import ResultsStore
import ScenarioFiles
import Statistics
import TableFiles

extension CalibrationResults {
  /// All that is kept of the calibration; nil before it has run. A point fit leaves no posterior, which a study would
  /// take as exactly known, nor what another calibration left of one.
  public var record: AnalysisRecord? {
    manifest.map {
      AnalysisRecord(
        manifest: $0,
        tables: [targetsTable, parametersTable] + (calibration == nil ? [] : [correlationsTable, emulatorsTable]),
        wideTables: calibration == nil ? [] : [posteriorTable],
        documents: [.init("report.txt", tableText), .init(Self.summaryName, json.text + "\n")],
        replaced: calibration == nil ? [Self.posteriorName, "correlations", "emulators"].map { "\($0).csv" } : [])
    }
  }

  /// Equally likely rows, as `calibrated:` reads them; of a point fit, its one point.
  var posteriorTable: NamedTable {
    var csv = NamedTable(Self.posteriorName, header: document.prior.names)
    for row in calibration?.posteriorValues(document.draws) ?? [best] { csv.append(numbers: row) }
    return csv
  }

  private var targetsTable: NamedTable {
    var csv = NamedTable(
      "target_fit",
      header: [
        "metric", "label", "unit", "use", "value", "accepted_lower", "accepted_upper", "at_best", "standard_error",
        "met",
        "predicted", "predicted_lower95", "predicted_upper95", "period", "source", "provenance",
      ])
    for fit in targets {
      let target = fit.target
      csv.append([
        .text(target.metric), .text(target.label), .text(target.unit), .text(target.use.rawValue),
        .number(target.value),
        .number(target.accepted.lowerBound), .number(target.accepted.upperBound), .number(fit.atBest),
        .number(fit.standardError), .integer(fit.isMet ? 1 : 0),
        (fit.prediction?.mean).map(CSVText.Cell.number) ?? .missing,
        fit.interval.map { .number($0.lower) } ?? .missing, fit.interval.map { .number($0.upper) } ?? .missing,
        .text(target.period), .text(target.source), .text(target.provenance),
      ])
    }
    return csv
  }

  private var parametersTable: NamedTable {
    var csv = NamedTable(
      "parameter_updates",
      header: [
        "parameter", "prior", "prior_mean", "prior_lower95", "prior_upper95", "best", "posterior_sd", "lower95",
        "upper95",
        "remaining_variance", "informed",
      ])
    let updates = calibration?.updates
    for (i, name) in document.prior.names.enumerated() {
      let prior = document.prior.priors[i], interval = prior.interval95, update = updates?[i]
      csv.append([
        .text(name), .text("\(prior)"), .number(prior.mean), .number(interval.lower), .number(interval.upper),
        .number(best[i]), update.map { .number($0.deviation) } ?? .missing,
        update.map { .number($0.interval.lower) } ?? .missing, update.map { .number($0.interval.upper) } ?? .missing,
        update.map { .number($0.remainingVariance) } ?? .missing,
        update.map { .integer($0.isInformed ? 1 : 0) } ?? .missing,
      ])
    }
    return csv
  }

  private var correlationsTable: NamedTable {
    var csv = NamedTable("correlations", header: ["first", "second", "correlation"])
    guard let calibration else { return csv }
    for i in document.prior.names.indices {
      for j in document.prior.names.indices where j > i {
        csv.append([
          .text(document.prior.names[i]), .text(document.prior.names[j]), .number(calibration.correlation(i, j)),
        ])
      }
    }
    return csv
  }

  private var emulatorsTable: NamedTable {
    var csv = NamedTable(
      "emulators",
      header: [
        "metric", "length", "departure_sd", "noise_sd", "explained_share", "leave_one_out_rmse",
        "leave_one_out_standardised_rms", "active_parameters",
      ])
    guard let calibration else { return csv }
    for (target, emulator) in zip(calibration.fitted, calibration.emulators.emulators) {
      csv.append([
        .text(target.metric), .number(emulator.length), .number(emulator.variance.squareRoot()),
        .number(emulator.noise.squareRoot()), .number(emulator.explainedShare),
        .number(rootMeanSquare(emulator.residuals)), .number(rootMeanSquare(emulator.standardisedResiduals)),
        .text(emulator.active.map { document.prior.names[$0] }.joined(separator: " ")),
      ])
    }
    return csv
  }

  func rootMeanSquare(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))).squareRoot()
  }
}
