// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import EarlyYears
import ScenarioFiles
import Studies
import TableFiles

extension SimulatedStrategies {
  /// The results in the form asked for, with a line end last.
  /// - Parameter everything: All measures, not only the headline ones.
  public func text(_ format: OutputFormat, everything: Bool = false) -> String {
    let published = documents.first?.published ?? []
    switch format {
    case .table where results.count == 1:
      let own = warnings[results[0].strategy.name] ?? []
      return RunReport(
        results[0], published: published, serviceCheck: documents.first?.serviceCheck ?? [], warnings: own, seed: seed
      ).text(everything: everything) + "\n"
    case .table:
      return CompareReport(
        baseline: results[0], others: Array(results.dropFirst()), warnings: warnings,
        headlines: headlines, seed: seed
      ).text(everything: everything) + "\n"
    case .json: return json.indentedText + "\n"
    case .csv: return OutcomesCSV.text(results)
    }
  }
}
