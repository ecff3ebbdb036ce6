// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Calibration
import ScenarioFiles
import Statistics
import TableFiles

extension CalibrationResults {
  /// The object that `--format json` prints.
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
}
