// SPDX-License-Identifier: GPL-3.0-or-later
public import ArgumentParser
import Foundation
public import Reports
import ResultsStore

extension OutputFormat: ExpressibleByArgument {}

/// Options that every command that simulates has in common.
struct RunOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Seed of the random numbers; the same seed gives the same results to the last bit.", valueName: "number"
    ))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Replications to run at a time; results do not depend on it.", valueName: "number"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "How results are printed: table, json or csv.")
  var format: OutputFormat = .table

  @Option(
    help: ArgumentHelp("Write CSV files, an SQLite file and a manifest to this folder.", valueName: "folder"))
  var out: String?

  @Flag(help: "Replace the results that the folder already holds.")
  var overwrite = false

  @Flag(help: "Print every measure, with its identifier, not only the headline ones.")
  var all = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs must be at least 1, found \(jobs).") }
    guard jobs <= 1024 else { throw ValidationError("--jobs must be at most 1024, found \(jobs).") }
  }

  /// The folder of `--out`, refused before anything is simulated when it cannot take the results.
  func directory() throws -> ResultsDirectory? { try out.map { try ResultsDirectory(path: $0, overwrite: overwrite) } }
}
