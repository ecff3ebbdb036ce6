// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Foundation
import Reports
import ResultsStore
import ScenarioFiles

/// `skillmix plan`: how many people of which role, and who does what, to keep to limits at the least cost.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "The staffing and the division of work that serve best within limits.",
    discussion: """
      The plan file names a scenario, what may vary, what is wanted and what must be kept to; see docs/plan.md.

        skillmix plan scenarios/plans/least-cost-team.yaml
        skillmix plan scenarios/plans/least-cost-team.yaml --runs 400 --out results/plan
      """)

  @Argument(help: "The plan file.")
  var plan: String

  @Option(help: ArgumentHelp("Most runs of the simulator; the plan's own when left out.", valueName: "number"))
  var runs: Int?

  @Option(help: ArgumentHelp("Seed of the random numbers; the plan's own when left out.", valueName: "number"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp("Folder for the results as CSV files, an SQLite file and a manifest.", valueName: "folder"))
  var out: String?

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if let runs, !(50...10_000_000).contains(runs) {
      throw ValidationError("--runs must be between 50 and 10,000,000, found \(runs).")
    }
  }

  func run() async throws {
    let analysis = try Plan(PlanDocument(path: plan), runs: runs, seed: seed, jobs: work.jobs)
    try work.announce(analysis.forecast(), folder: out)
    let place = try out.map { try ResultsPlace($0, replacing: "plan") }
    let results = try await analysis.run(progress: TerminalProgress(quiet: work.quiet).show)
    try place?.directory.write(results.record)
    try place?.finish()
    print(results.text(work.format), terminator: "")
  }
}
