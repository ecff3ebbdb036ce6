// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Reports
import ResultsStore
import ScenarioFiles

/// `skillmix grid`: a scenario at every combination of some values, for a page with sliders.
struct GridCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grid", abstract: "What a scenario delivers over a grid of staffing or any other numbers.",
    discussion: """
      'skillmix brief FOLDER' makes a page with sliders of what --out leaves.

        skillmix grid scenarios/skill-mix-team.yaml --over 'workforce.health_visitor.wte=22..34 by 3' \\
          --over 'workforce.community_nursery_nurse.wte=8..20 by 3' --out moves
      """)

  @Argument(help: "The scenario file.")
  var scenario: String

  @Option(
    help: ArgumentHelp("A parameter and its values, 'PATH=from..to by step'. One to four times.", valueName: "range"))
  var over: [String]

  @Option(help: ArgumentHelp("Replications at each point.", valueName: "number"))
  var replications: Int = 10

  @Option(
    help: ArgumentHelp(
      "Seed of the random numbers; the same seed gives the same results to the last bit.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Folder for the results as CSV files, an SQLite file and a manifest.", valueName: "folder"))
  var out: String?

  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard (2...1_000_000).contains(replications) else {
      throw ValidationError("--replications must be between 2 and 1,000,000, found \(replications).")
    }
  }

  func run() async throws {
    let grid = try Grid(
      ScenarioDocument(path: scenario), over: over, replications: replications, seed: seed, jobs: work.jobs)
    try work.announce(grid.forecast(), folder: out)
    let place = try out.map { try ResultsPlace($0, replacing: "grid") }
    let results = try await grid.run(progress: TerminalProgress(quiet: work.quiet).show)
    try place?.directory.write(results.record)
    try place?.finish()
    print(results.text(work.format), terminator: "")
  }
}
