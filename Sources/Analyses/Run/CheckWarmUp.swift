// SPDX-License-Identifier: GPL-3.0-or-later
public import ScenarioFiles
public import Studies

/// Whether a scenario's warm-up is long enough.
public struct CheckWarmUp: Sendable {
  private let document: ScenarioDocument
  private let replications: Int
  private let seed: UInt64
  private let jobs: Int

  public init(
    _ document: ScenarioDocument, replications: Int = 20, seed: UInt64 = 1, jobs: Int = Program.processors
  ) {
    self.document = document
    self.replications = replications
    self.seed = seed
    self.jobs = jobs
  }

  /// - Throws: `AnalysisError.interrupted`.
  public func run(progress: @escaping AnalysisProgress.Handler = { _ in }) async throws -> WarmUpCheck {
    let stage = Stage("replications", progress)
    return try await keeping(nil) {
      try await WarmUpCheck(
        document.scenario(), seed: seed, jobs: jobs, replications: replications, progress: stage.show)
    }
  }
}
