// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Reports
import ResultsStore
import ScenarioFiles

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
    let (strategies, outcomes) = try readStrategies(files)
    let comparison = try Compare(
      strategies, outcomes: outcomes, replications: replications, seed: options.seed, jobs: options.work.jobs)
    if !options.work.quiet { strategies.flatMap { $0.largeChanges() }.forEach(remark) }
    try options.work.announce(comparison.forecast(isStored: options.out != nil), folder: options.out)
    let place = try options.place()
    let results = try await comparison.run(progress: TerminalProgress(quiet: options.work.quiet).show)
    try place?.directory.write(results.record)
    try place?.finish()
    print(results.text(options.work.format, everything: options.all), terminator: "")
  }
}
