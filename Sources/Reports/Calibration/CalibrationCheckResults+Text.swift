// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import Calibration
import TableFiles

extension CalibrationCheckResults {
  /// The results in the form asked for.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: csv.text
    }
  }

  private var tableText: String {
    var figures = TextTable([
      "Figure", "used", "in the 90 % prediction", "± half its width", "mean error", "of a logit shift",
    ])
    for figure in check.figures {
      figures.add([
        figure.target.label, figure.target.use == .fitted ? "fitted" : "held out", percent(figure.coverage),
        readable(figure.halfWidth), readable(figure.meanError), figure.logitShiftError.map { readable($0) } ?? "–",
      ])
    }
    var parameters = TextTable(["Parameter", "in the central 90 %", "chi-square of ranks (9 degrees)"])
    for parameter in check.parameters {
      parameters.add([parameter.name, percent(parameter.coverage), readable(parameter.rankChiSquare)])
    }
    return """
      \(title): \(check.truths) authorities drawn from the prior, each calibrated to its own simulated figures; \
      \(points) points simulated.

      \(figures.text())

      \(parameters.text())

      Central 90 % of the posterior holds the truth in \(percent(check.coverage)) \
      (± \(percent(1.96 * check.coverageError))) of all parameters and authorities.

      """
  }

  private var csv: CSVText {
    var csv = CSVText(header: ["kind", "name", "use", "coverage", "half_width", "mean_error", "logit_shift_error"])
    for figure in check.figures {
      csv.append([
        .text("figure"), .text(figure.target.metric), .text(figure.target.use.rawValue), .number(figure.coverage),
        .number(figure.halfWidth), .number(figure.meanError),
        figure.logitShiftError.map(CSVText.Cell.number) ?? .missing,
      ])
    }
    for parameter in check.parameters {
      csv.append([
        .text("parameter"), .text(parameter.name), .text(""), .number(parameter.coverage), .missing, .missing, .missing,
      ])
    }
    return csv
  }

  private var json: JSONValue {
    .object([
      ("calibration", .text(title)), ("truths", .integer(check.truths)), ("points", .integer(points)),
      ("level", .number(CalibrationCheck.level)), ("coverage", .number(check.coverage)),
      ("coverage_standard_error", .number(check.coverageError)),
      (
        "parameters",
        .array(
          check.parameters.map {
            .object([
              ("parameter", .text($0.name)), ("coverage", .number($0.coverage)),
              ("rank_chi_square", .number($0.rankChiSquare)),
            ])
          })
      ),
      (
        "figures",
        .array(
          check.figures.map {
            .object([
              ("metric", .text($0.target.metric)), ("use", .text($0.target.use.rawValue)),
              ("coverage", .number($0.coverage)), ("half_width", .number($0.halfWidth)),
              ("mean_error", .number($0.meanError)), ("logit_shift_error", .optional($0.logitShiftError)),
            ])
          })
      ),
    ])
  }
}
