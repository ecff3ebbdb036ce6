// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import ResultsStore
public import ScenarioFiles
public import Studies

/// A probabilistic sensitivity analysis: every uncertain parameter of every strategy is drawn.
public struct ProbabilisticStudy: Sendable {
  public let document: StudyDocument
  public let plan: StudyPlan
  public let baseReplications: Int
  public let jobs: Int

  /// - Parameters:
  ///   - draws, replications, sampling, seed: What the study says when nil.
  ///   - simulate: How many of the draws are simulated; the others are made from them. Nil for all.
  ///   - baseReplications: Replications of the base case, all parameters at their means.
  public init(
    _ document: StudyDocument, draws: Int? = nil, replications: Int? = nil, sampling: Sampling? = nil,
    simulate: Int? = nil,
    seed: UInt64? = nil, baseReplications: Int = 20, jobs: Int = Program.processors
  ) {
    self.document = document
    var plan = document.plan
    plan.draws = draws ?? plan.draws
    plan.replications = replications ?? plan.replications
    plan.sampling = sampling ?? plan.sampling
    plan.seed = seed ?? plan.seed
    plan.simulatedDraws = simulate.flatMap { $0 < plan.draws ? $0 : nil }
    // A regression averages noise out: it learns more from another draw than from another replication.
    if plan.simulatedDraws != nil { plan.replications = plan.replications ?? 2 }
    self.plan = plan
    self.baseReplications = baseReplications
    self.jobs = jobs
  }

  /// Runs the whole study.
  /// - Parameters:
  ///   - directory: Where draws are kept as they are finished; without one they are gone with the results.
  ///   - resume: Whether to go on with what stands there.
  /// - Throws: `AnalysisError`, `ResultsError`.
  public func run(
    in directory: ResultsDirectory? = nil, resume: Bool = false,
    progress: @escaping AnalysisProgress.Handler = { _ in }
  ) async throws -> ProbabilisticResults {
    let scratch = directory == nil ? try ScratchFolder() : nil
    return try await inDraws(directory, scratch, resume, Array(1...(plan.simulatedDraws ?? plan.draws)), progress) {
      try await $0.results(
        $1, replications: $2, baseReplications: baseReplications, scratch: scratch, progress)
    }
  }

  /// Runs one part of the draws; `Merge` puts the parts together.
  /// - Returns: How many draws the part has.
  public func run(
    _ shard: Shard, in directory: ResultsDirectory, resume: Bool = false,
    progress: @escaping AnalysisProgress.Handler = { _ in }
  ) async throws -> Int {
    let wanted = shard.draws(of: plan.draws)
    try await inDraws(directory, nil, resume, wanted, progress) { _, database, replications in
      try database.closeDraws()
      try ShardRecord(
        study: document.path, shard: shard, plan: plan, chosenReplications: replications,
        baseReplications: baseReplications
      ).write(inFolder: directory.path)
    }
    return wanted.count
  }

  func session(_ progress: @escaping AnalysisProgress.Handler) async throws -> StudySession {
    try await StudySession(document, plan: plan, jobs: jobs, progress: progress)
  }

  /// Runs the draws that are wanted and hands on what holds them, with the replications of each.
  private func inDraws<Value>(
    _ directory: ResultsDirectory?, _ scratch: ScratchFolder?, _ resume: Bool, _ wanted: [Int],
    _ progress: @escaping AnalysisProgress.Handler,
    then finish: (StudySession, ResultsDatabase, Int) async throws -> Value
  ) async throws -> Value {
    var database: ResultsDatabase?
    return try await keeping(directory == nil ? nil : Self.kept(database, of: wanted.count)) {
      let session = try await session(progress)
      let place = try directory ?? ResultsDirectory(path: scratch?.path ?? "", overwrite: true)
      let draws = try place.draws(of: session, resume: resume)
      database = draws
      // Draws that are there already have settled the number of replications.
      let begun = try draws.replicationsPerDraw()
      let replications = if let begun { begun } else { try await session.replications(progress) }
      try await session.run(wanted, replications: replications, into: draws, progress)
      return try await finish(session, draws, replications)
    }
  }

  private static func kept(_ database: ResultsDatabase?, of count: Int) -> String? {
    database.map { "\((try? $0.finishedDraws().count) ?? 0) of \(count) draws are kept; --resume continues" }
  }
}
