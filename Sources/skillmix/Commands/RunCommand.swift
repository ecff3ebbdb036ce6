// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import Foundation
import Reports
import ScenarioFiles
import Studies

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "What one strategy delivers, with confidence intervals.",
    discussion: "Example: skillmix run scenarios/england-2024-25.yaml")

  @Argument(help: "The scenario file.")
  var scenario: String

  @Option(help: ArgumentHelp("Number of replications.", valueName: "number"))
  var replications: Int?

  @Option(
    help: ArgumentHelp(
      "Add replications until the 95 % interval is within this share of the mean, for instance 0.01.",
      valueName: "share"))
  var precision: Double?

  @Option(
    help: ArgumentHelp(
      "Measure whose precision counts; may be repeated. Default: completion metrics and cost.", valueName: "measure"))
  var precisionOf: [String] = []

  @Flag(help: "Show evidence on whether the warm-up is long enough (Welch, MSER-5) in place of the results.")
  var checkWarmUp = false

  @OptionGroup var options: RunOptions

  func validate() throws {
    if checkWarmUp, precision != nil { throw ValidationError("--check-warm-up and --precision exclude each other.") }
    if replications != nil, precision != nil {
      throw ValidationError("--replications and --precision exclude each other.")
    }
    if let replications, !(1...1_000_000).contains(replications) {
      throw ValidationError("--replications must be between 1 and 1,000,000, found \(replications).")
    }
    if let precision, !(precision > 0 && precision < 1) {
      throw ValidationError("--precision must be above 0 and below 1, found \(precision).")
    }
    if !precisionOf.isEmpty, precision == nil { throw ValidationError("--precision-of goes with --precision.") }
  }

  func run() async throws {
    let started = Date()
    let document = try readScenario(scenario)
    if checkWarmUp { return try await showWarmUp(document.scenario()) }
    let directory = try options.directory()
    let strategy = try makeStrategy(document)
    let results = try await simulate(strategy)
    try present([results], documents: [document], options: options, to: directory, started: started)
  }

  private func showWarmUp(_ scenario: Scenario) async throws {
    let (options, count) = (options, replications ?? 20)
    let check = try await interruptible {
      let progress = Progress(quiet: options.quiet)
      defer { progress.clear() }
      return try await WarmUpCheck(
        scenario, seed: options.seed, jobs: options.jobs, replications: count, progress: progress.show)
    }
    print(WarmUpReport(check).text)
  }

  private func simulate(_ strategy: Strategy) async throws -> StrategyResults {
    let runner = Replications(seed: options.seed, jobs: options.jobs)
    let quiet = options.quiet
    guard let precision else {
      let count = replications ?? 20
      let outcomes = try await interruptible {
        let progress = Progress(quiet: quiet)
        defer { progress.clear() }
        return try await runner.run([strategy], replications: 0..<count, progress: progress.show)
      }
      return StrategyResults(strategy: strategy, outcomes: outcomes[0])
    }
    let rule = Precision(target: precision, measures: try precisionMeasures(strategy.model.catalogue))
    let (outcomes, isMet) = try await interruptible {
      let progress = Progress(quiet: quiet)
      defer { progress.clear() }
      return try await runner.run(strategy, precision: rule, progress: progress.show)
    }
    if !isMet { complain("the precision asked for was not reached in \(rule.atMost) replications") }
    return StrategyResults(strategy: strategy, outcomes: outcomes)
  }

  private func precisionMeasures(_ catalogue: OutcomeCatalogue) throws -> [String] {
    guard precisionOf.isEmpty else {
      for name in precisionOf where catalogue.measure(name) == nil {
        let near = nearest(name, in: catalogue.measures.map(\.id))
        throw ValidationError("no measure is called '\(name)'\(near.map { "; did you mean '\($0)'?" } ?? ".")")
      }
      return precisionOf
    }
    let completion = catalogue.measures.filter { $0.section == .completion && $0.isHeadline && $0.unit == .percent }
    return completion.map(\.id) + ["cost.commissioner"]
  }
}
