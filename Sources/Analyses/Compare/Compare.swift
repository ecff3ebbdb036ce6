// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import ScenarioFiles
public import Studies

/// Paired differences between strategies on common random numbers; the first is the baseline.
public struct Compare: Sendable {
  public let scenarios: [ScenarioDocument]
  /// What the headlines speak of beside reviews, backlog, lapsed work, caseloads and cost.
  public let outcomes: [EffectMeasure]
  public let replications: Int
  public let seed: UInt64
  public let jobs: Int

  /// - Throws: `AnalysisError.request` for fewer than two scenarios.
  public init(
    _ scenarios: [ScenarioDocument], outcomes: [EffectMeasure] = [], replications: Int = 20, seed: UInt64 = 1,
    jobs: Int = Program.processors
  ) throws(AnalysisError) {
    guard scenarios.count >= 2 else {
      throw .request("compare needs at least two scenarios, or a study that names them; found \(scenarios.count).")
    }
    self.scenarios = scenarios
    self.outcomes = outcomes
    self.replications = replications
    self.seed = seed
    self.jobs = jobs
  }

  /// - Throws: `AnalysisError`.
  public func run(progress: @escaping AnalysisProgress.Handler = { _ in }) async throws -> SimulatedStrategies {
    let started = Date(), strategies = scenarios.map(\.strategy)
    let stage = Stage("replications", progress)
    let replicated = try await keeping(nil) {
      try await Replications(seed: seed, jobs: jobs).run(
        strategies, replications: 0..<replications, progress: stage.show)
    }
    let results = zip(strategies, replicated).map { StrategyResults(strategy: $0, outcomes: $1) }
    return SimulatedStrategies(
      "compare", results, of: scenarios, seed: seed, jobs: jobs, started: started, outcomes: outcomes)
  }
}
