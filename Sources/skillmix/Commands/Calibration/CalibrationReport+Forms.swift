// SPDX-License-Identifier: GPL-3.0-or-later
import Calibration
import Foundation
import Reports
import ScenarioFiles
import Statistics
import TableFiles

extension CalibrationReport {
  // MARK: Files

  /// The last file written: a folder with it is complete.
  static let lastName = "calibration.json"

  /// A point fit leaves no posterior, which a study would take as exactly known, nor what another run left of one.
  func writeFiles(inFolder folder: String, seconds: Double) throws {
    if calibration == nil {
      for name in [Self.posteriorName, "correlations.csv", "emulators.csv"] {
        try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
      }
    }
    try writeFile(targetsCSV.text, atPath: "\(folder)/target_fit.csv")
    try writeFile(parametersCSV.text, atPath: "\(folder)/parameter_updates.csv")
    if calibration != nil {
      try writeFile(correlationsCSV.text, atPath: "\(folder)/correlations.csv")
      try writeFile(emulatorsCSV.text, atPath: "\(folder)/emulators.csv")
      try writeFile(posteriorCSV, atPath: "\(folder)/\(Self.posteriorName)")
    }
    try writeFile(tableText, atPath: "\(folder)/report.txt")
    try writeFile(json.text + "\n", atPath: "\(folder)/\(Self.lastName)")
  }

  /// Equally likely rows, as `calibrated:` reads them; of a point fit, its one point.
  var posteriorCSV: String {
    var csv = CSVText(header: document.prior.names)
    for row in calibration?.posteriorValues(document.draws) ?? [best] { csv.append(numbers: row) }
    return csv.text
  }

  var targetsCSV: CSVText {
    var csv = CSVText(header: [
      "metric", "label", "unit", "use", "value", "accepted_lower", "accepted_upper", "at_best", "standard_error", "met",
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

  var parametersCSV: CSVText {
    var csv = CSVText(header: [
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

  private var correlationsCSV: CSVText {
    var csv = CSVText(header: ["first", "second", "correlation"])
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

  private var emulatorsCSV: CSVText {
    var csv = CSVText(header: [
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

  // MARK: Terminal

  var tableText: String {
    var parts = [document.title, summary, targetTable(.fitted)]
    if targets.contains(where: { $0.target.use == .heldOut }) { parts.append(targetTable(.heldOut)) }
    parts.append(parameterTable)
    if let calibration { parts += [emulatorTable(calibration), correlationText(calibration)] }
    parts += warnings.map { "Warning: \($0)." }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var summary: String {
    if let calibration {
      let waves = calibration.waves.enumerated().map { i, wave in
        "wave \(i + 1): \(wave.points) points, \(percent(wave.volume)) of the prior left"
      }
      let posterior = calibration.posterior
      return """
        \(document.prior.count) parameters, \(document.fitted.count) figures fitted; \(waves.joined(separator: "; ")).
        Emulators add \(percent(calibration.emulatorShare)) of a target's variance at most \
        (\(calibration.hasConverged ? "converged" : "not converged"): the criterion is \(percent(Calibration.smallShare))). \
        Posterior: \(posterior.scores.count) particles worth \(readable(posterior.effectiveSize, digits: 0)) independent \
        ones, \(posterior.steps) steps, \(percent(posterior.acceptance)) of moves accepted.
        """
    }
    guard let fit else { return "" }
    return """
      Best point of \(document.prior.count) parameters for \(document.fitted.count) figures: least squares with the \
      simulator on common random numbers, \(fit.iterations) iterations; sum of squares \(readable(fit.first)) before, \
      \(readable(fit.last)) after.
      """
  }

  private func targetTable(_ use: CalibrationTarget.Use) -> String {
    var table = TextTable([
      use == .fitted ? "Fitted" : "Held out", "published", "accepted", "with best values", "±",
      "predicted, 95 %", "verdict",
    ])
    for fit in targets where fit.target.use == use {
      table.add([
        fit.target.label, readable(fit.target.value),
        "\(readable(fit.target.accepted.lowerBound)) to \(readable(fit.target.accepted.upperBound))",
        readable(fit.atBest), readable(2 * fit.standardError),
        fit.interval.map { "\(readable($0.lower)) to \(readable($0.upper))" } ?? "–",
        use == .heldOut && fit.prediction != nil
          ? (fit.isMet ? "as predicted" : "NOT AS PREDICTED") : (fit.isMet ? "met" : "MISSED"),
      ])
    }
    return table.text(lastColumnIsText: true)
  }

  private var parameterTable: String {
    var table = TextTable(["Parameter", "before", "95 %", "after", "95 %", "the figures say"])
    let updates = calibration?.updates
    for (i, name) in document.prior.names.enumerated() {
      let prior = document.prior.priors[i], interval = prior.interval95
      table.add([
        name, readable(prior.mean), "\(readable(interval.lower)) to \(readable(interval.upper))", readable(best[i]),
        updates.map { "\(readable($0[i].interval.lower)) to \(readable($0[i].interval.upper))" } ?? "–",
        updates.map {
          $0[i].isInformed ? "\(percent(1 - $0[i].remainingVariance)) of the variance is gone" : "nothing about it"
        } ?? "",
      ])
    }
    return table.text(lastColumnIsText: true)
  }

  private func emulatorTable(_ calibration: Calibration) -> String {
    var table = TextTable(["Emulator of", "explains", "error of leave-one-out", "over its own estimate"])
    for (target, emulator) in zip(calibration.fitted, calibration.emulators.emulators) {
      table.add([
        target.label, percent(emulator.explainedShare), readable(rootMeanSquare(emulator.residuals)),
        readable(rootMeanSquare(emulator.standardisedResiduals)),
      ])
    }
    return table.text()
  }

  private func correlationText(_ calibration: Calibration) -> String {
    var pairs: [(String, Double)] = []
    for i in document.prior.names.indices {
      for j in document.prior.names.indices where j > i {
        pairs.append(("\(document.prior.names[i]) and \(document.prior.names[j])", calibration.correlation(i, j)))
      }
    }
    let strong = pairs.filter { $0.1.magnitude > 0.3 }.sorted { $0.1.magnitude > $1.1.magnitude }.prefix(8)
    guard !strong.isEmpty else { return "No two parameters are correlated by more than 0.3 in the posterior." }
    return "Correlated in the posterior: "
      + strong.map { "\($0.0) (\(readable($0.1)))" }.joined(separator: "; ") + "."
  }

  // MARK: JSON

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("calibration", .text(document.title)), ("scenario", .text(document.scenario.path)),
      ("seed", .text(String(document.seed))),
      (
        "targets",
        .array(
          targets.map { fit in
            .object([
              ("metric", .text(fit.target.metric)), ("label", .text(fit.target.label)),
              ("use", .text(fit.target.use.rawValue)), ("value", .number(fit.target.value)),
              ("accepted", .numbers([fit.target.accepted.lowerBound, fit.target.accepted.upperBound])),
              ("at_best", .number(fit.atBest)), ("standard_error", .number(fit.standardError)),
              ("met", .bool(fit.isMet)), ("predicted", .optional(fit.prediction?.mean)),
              ("predicted_interval", fit.interval.map { .numbers([$0.lower, $0.upper]) } ?? .null),
            ])
          })
      ),
      (
        "parameters",
        .array(
          document.prior.names.indices.map { i in
            let update = calibration?.updates[i]
            return .object([
              ("parameter", .text(document.prior.names[i])), ("prior_mean", .number(document.prior.priors[i].mean)),
              ("best", .number(best[i])), ("posterior_sd", .optional(update?.deviation)),
              ("interval", update.map { .numbers([$0.interval.lower, $0.interval.upper]) } ?? .null),
              ("remaining_variance", .optional(update?.remainingVariance)),
            ])
          })
      ),
    ]
    if let calibration {
      members += [
        ("converged", .bool(calibration.hasConverged)), ("emulator_share", .number(calibration.emulatorShare)),
        ("effective_sample_size", .number(calibration.posterior.effectiveSize)),
        ("acceptance", .number(calibration.posterior.acceptance)),
        (
          "waves",
          .array(
            calibration.waves.map {
              .object([
                ("points", .integer($0.points)), ("prior_left", .number($0.volume)),
                ("emulator_share", .number($0.emulatorShare)),
              ])
            })
        ),
      ]
    }
    members.append(("warnings", .texts(warnings)))
    return .object(members)
  }

  private func rootMeanSquare(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))).squareRoot()
  }
}
