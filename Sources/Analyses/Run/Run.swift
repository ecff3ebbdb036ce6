// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
public import ScenarioFiles
import Studies

/// What one strategy delivers: replications of a scenario at the means of its parameters.
public struct Run: Sendable {
  /// When enough replications have been run.
  public enum Length: Sendable {
    case replications(Int)
    /// Until the 95 % interval of each measure is within this share of its mean; completion metrics and the
    /// commissioner's cost when no measures are named.
    case precision(Double, of: [String] = [])
  }

  public let scenario: ScenarioDocument
  public let length: Length
  public let seed: UInt64
  public let jobs: Int

  public init(
    _ scenario: ScenarioDocument, length: Length = .replications(20), seed: UInt64 = 1,
    jobs: Int = Program.processors
  ) {
    self.scenario = scenario
    self.length = length
    self.seed = seed
    self.jobs = jobs
  }

  /// - Returns: The results, and whether the precision asked for was reached.
  /// - Throws: `AnalysisError`.
  public func run(
    progress: @escaping AnalysisProgress.Handler = { _ in }
  ) async throws -> (results: SimulatedStrategies, isPrecise: Bool) {
    let started = Date(), strategy = scenario.strategy, stage = Stage("replications", progress)
    let runner = Replications(seed: seed, jobs: jobs)
    let (outcomes, isPrecise) = try await keeping(nil) {
      switch length {
      case .replications(let count):
        (try await runner.run([strategy], replications: 0..<count, progress: stage.show)[0], true)
      case .precision(let target, let measures):
        try await runner.run(
          strategy, precision: Precision(target: target, measures: try known(measures, strategy.model.catalogue)),
          progress: stage.show)
      }
    }
    let results = StrategyResults(strategy: strategy, outcomes: outcomes)
    return (
      SimulatedStrategies("run", [results], of: [scenario], seed: seed, jobs: jobs, started: started), isPrecise
    )
  }

  private func known(_ measures: [String], _ catalogue: OutcomeCatalogue) throws(AnalysisError) -> [String] {
    guard measures.isEmpty else {
      for name in measures where catalogue.measure(name) == nil {
        let near = didYouMean(name, in: catalogue.measures.map(\.id), orElse: ".")
        throw .request("no measure is called '\(name)'\(near)")
      }
      return measures
    }
    let completion = catalogue.measures.filter { $0.section == .completion && $0.isHeadline && $0.unit == .percent }
    return completion.map(\.id) + ["cost.commissioner"]
  }
}
