// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import Calibration
import ScenarioFiles
import Statistics
import TableFiles

extension CalibrationResults {
  /// The results in the form asked for.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: posteriorTable.csv
    }
  }

  /// What a reader must know before using the posterior.
  public var warnings: [String] {
    var warnings = targets.filter { $0.target.use == .fitted && !$0.isMet }.map {
      "'\($0.target.label)' is not met with the best values: \(readable($0.atBest)) against \(readable($0.target.value))"
    }
    if let calibration, !calibration.hasConverged {
      warnings.append(
        "the emulators' own uncertainty is still \(percent(calibration.emulatorShare)) of a target's variance; more points or waves would sharpen the posterior"
      )
    }
    if let calibration, calibration.posterior.acceptance < 0.1 || calibration.posterior.ancestors < 20 {
      warnings.append("the sampler moved poorly; take the posterior's tails with care")
    }
    if let first = document.unusedCorrelations.first {
      let others = document.unusedCorrelations.count - 1
      warnings.append(
        "the correlation of '\(first.first)' and '\(first.second)' is not used, since only one of them is calibrated\(others > 0 ? "; nor are \(others) others of that kind" : "")"
      )
    }
    if let fit, !fit.hasConverged { warnings.append("the fit had not settled after \(fit.iterations) iterations") }
    return warnings
  }

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
}
