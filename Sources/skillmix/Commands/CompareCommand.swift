// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import Foundation
import Reports
import ScenarioFiles
import Studies

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
    let started = Date()
    let documents = try readStrategies(files)
    guard documents.count >= 2 else {
      throw ValidationError(
        "compare needs at least two scenarios, or a study that names them; found \(documents.count).")
    }
    let directory = try options.directory()
    let strategies = try documents.map(makeStrategy)
    let runner = Replications(seed: options.seed, jobs: options.jobs)
    let count = replications, quiet = options.quiet
    let outcomes = try await interruptible {
      let progress = Progress(quiet: quiet)
      defer { progress.clear() }
      return try await runner.run(strategies, replications: 0..<count, progress: progress.show)
    }
    let results = zip(strategies, outcomes).map { StrategyResults(strategy: $0, outcomes: $1) }
    try present(results, documents: documents, options: options, to: directory, started: started)
  }
}
