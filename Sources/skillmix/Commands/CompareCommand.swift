// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Reports
import ResultsStore

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Paired differences between strategies on common random numbers.",
    discussion: """
      The first scenario is the baseline. Example:
      skillmix compare scenarios/england-2024-25.yaml scenarios/skill-mix-team.yaml
      """)

  @Argument(help: "Two or more scenario files, or one study file.")
  var files: [String]

  @Option(help: ArgumentHelp("Number of replications of each strategy.", valueName: "number"))
  var replications: Int = 20

  @OptionGroup var options: RunOptions

  func validate() throws {
    guard (2...1_000_000).contains(replications) else {
      throw ValidationError("--replications must be between 2 and 1,000,000, found \(replications).")
    }
  }

  func run() async throws {
    let comparison = try Compare(
      readStrategies(files), replications: replications, seed: options.seed, jobs: options.jobs)
    let directory = try options.directory()
    let results = try await comparison.run(progress: TerminalProgress(quiet: options.quiet).show)
    try directory?.write(results.record)
    print(try results.text(options.format, everything: options.all), terminator: "")
  }
}
