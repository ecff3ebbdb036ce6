// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import ResultsStore

/// Options that `run` and `compare` have in common.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Seed of the random numbers; the same seed gives the same results to the last bit.", valueName: "number"
    ))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Write CSV files, an SQLite file and a manifest to this folder; or one file of Excel, results.xlsx.",
      valueName: "folder"))
  var out: String?

  @Flag(help: "Replace the results that the folder already holds.")
  var overwrite = false

  @Flag(help: "Print every measure, with its identifier, not only the headline ones.")
  var all = false

  @OptionGroup var work: WorkOptions

  /// The place of `--out`, refused before anything is simulated when it cannot take the results.
  func place() throws -> ResultsPlace? { try out.map { try ResultsPlace($0, overwrite: overwrite) } }
}
