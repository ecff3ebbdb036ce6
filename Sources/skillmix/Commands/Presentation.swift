// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import Reports
import ScenarioFiles
import Studies

/// Prints results in the format asked for.
func present(_ results: [StrategyResults], documents: [ScenarioDocument], options: RunOptions) throws {
  let published = documents.first?.published ?? []
  let notes = Dictionary(zip(documents.map(\.name), documents.map(warnings)), uniquingKeysWith: { a, _ in a })
  switch options.format {
  case .table:
    if results.count == 1 {
      print(
        RunReport(results[0], published: published, warnings: notes[results[0].strategy.name] ?? [], seed: options.seed)
          .text(everything: options.all))
    } else {
      print(
        CompareReport(
          baseline: results[0], others: Array(results.dropFirst()), warnings: notes, seed: options.seed
        ).text(everything: options.all))
    }
  case .json: print(try JSONResults(results, published: published, warnings: notes, seed: options.seed).text())
  case .csv: print(OutcomesCSV.text(results), terminator: "")
  }
}
