// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Foundation
import Reports
import ResultsStore

/// `skillmix merge`: the parts of a study, run anywhere, as the one result that a single run would have given.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Put together the parts of a study that 'psa --shard' ran.",
    discussion: "Example: skillmix merge shard-1 shard-2 shard-3 --out results")

  @Argument(help: "Folders of the parts, in any order.")
  var parts: [String]

  @Option(help: ArgumentHelp("The study file, where it is no longer where the parts were run.", valueName: "file"))
  var study: String?

  @Option(help: ArgumentHelp("Folder for the results.", valueName: "folder"))
  var out: String

  @Flag(help: "Replace the results that the folder already holds.")
  var overwrite = false

  @Option(help: ArgumentHelp("Replications of the base case to run at a time.", valueName: "number"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "How results are printed: table, json or csv.")
  var format: OutputFormat = .table

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be between 1 and 1024, found \(jobs).") }
  }

  func run() async throws {
    let merge = try Merge(parts, study: study, jobs: jobs)
    try merge.refuse(out: out)
    let directory = try ResultsDirectory(path: out, overwrite: overwrite)
    let results = try await merge.run(progress: TerminalProgress(quiet: quiet).show)
    try results.write(to: directory)
    print(results.text(format), terminator: "")
  }
}
