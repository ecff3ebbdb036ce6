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

  @OptionGroup var work: WorkOptions

  func run() async throws {
    let merge = try Merge(parts, study: study, jobs: work.jobs)
    try merge.refuse(out: out)
    let directory = try ResultsDirectory(path: out, overwrite: overwrite)
    let results = try await merge.run(progress: TerminalProgress(quiet: work.quiet).show)
    try results.write(to: directory)
    print(results.text(work.format), terminator: "")
  }
}
