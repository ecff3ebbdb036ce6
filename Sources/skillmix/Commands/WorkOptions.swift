// SPDX-License-Identifier: GPL-3.0-or-later
public import ArgumentParser
import Analyses
import Foundation
public import Reports

extension OutputFormat: ExpressibleByArgument {}

/// How work is done and its results are printed, in every command that simulates.
struct WorkOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How much is done at a time; results do not depend on it.", valueName: "number"))
  var jobs: Int = Program.processors

  @Option(help: "How results are printed: table, json or csv.")
  var format: OutputFormat = .table

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be between 1 and 1024, found \(jobs).") }
  }

  /// Says what is ahead when it is more than a few seconds of work.
  /// - Parameter folder: Where results go; nothing has been written yet.
  /// - Throws: `AnalysisError.noAnswer` when there is no room for it.
  func announce(_ forecast: Forecast?, folder: String? = nil) throws {
    guard let forecast else { return }
    try forecast.fits(Room(folder: folder))
    if !quiet { complain(forecast.words) }
  }
}
