// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import Foundation
import Reports
import ResultsStore
import ScenarioFiles
import Studies

/// Prints results in the format asked for, and writes them where asked.
func present(
  _ results: [StrategyResults], documents: [ScenarioDocument], options: RunOptions, to directory: ResultsDirectory?,
  started: Date
) throws {
  let published = documents.first?.published ?? []
  let notes = Dictionary(zip(documents.map(\.name), documents.map(warnings)), uniquingKeysWith: { a, _ in a })
  if let directory {
    let record = RunRecord(results: results, documents: documents, options: options, started: started)
    try orExplain { try directory.write(record.runResults) }
  }
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

extension RunOptions {
  /// The folder of `--out`, refused before anything is simulated when it cannot take the results.
  func directory() throws -> ResultsDirectory? {
    guard let out else { return nil }
    // A file-size limit then shows as an ordinary error of writing instead of ending the process.
    signal(SIGXFSZ, SIG_IGN)
    return try orExplain { try ResultsDirectory(path: out, overwrite: overwrite) }
  }
}
