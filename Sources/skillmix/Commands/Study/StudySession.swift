// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import Foundation
import ResultsStore
import ScenarioFiles
import Studies

/// A study with everything that decides its draws, whichever command works on it.
struct StudySession: Sendable {
  let study: StudyDocument
  let plan: StudyPlan
  let strategies: [Strategy]
  let sampler: ParameterSampler
  let space: ParameterSpace
  let keys: [[OutcomeKey]]
  let jobs: Int
  let started = Date()

  init(_ study: StudyDocument, plan: StudyPlan, jobs: Int, quiet: Bool) async throws {
    self.study = study
    self.plan = plan
    self.jobs = jobs
    let asWritten = try study.strategies.map(makeStrategy)
    let space = try await study.space.followingEvidence(
      study, strategies: asWritten, seed: plan.seed, jobs: jobs, quiet: quiet)
    self.space = space
    // The base case has every parameter at its mean, effects included.
    let means = space.parameters.map(\.mean)
    strategies = asWritten.enumerated().map { s, strategy in
      Strategy(
        name: strategy.name, source: strategy.source, digest: strategy.digest,
        model: ServiceModel(study.strategies[s].scenario(values: space.values(of: means, strategy: s))))
    }
    keys = strategies.map {
      DrawResults.keptKeys(
        $0, effects: plan.effects, evidence: study.evidence, horizon: plan.horizon)
    }
    do {
      sampler = try ParameterSampler(space, draws: plan.draws, sampling: plan.sampling, seed: plan.seed)
    } catch {
      complain("no parameters can have the rank correlations of 'correlations' at once")
      throw Exit.badData
    }
  }

  /// What was run, for the manifest and for telling one study's draws from another's.
  func manifest(_ results: [StrategyResults] = []) -> Manifest {
    var manifest = Manifest(
      programVersion: SkillMix.configuration.version, commandLine: CommandLine.arguments,
      files: study.files.map { path in
        Manifest.SourceFile(
          path: path, digest: ContentDigest(of: FileManager.default.contents(atPath: path) ?? Data()).description)
      },
      results: results.isEmpty ? strategies.map { StrategyResults(strategy: $0, outcomes: []) } : results,
      seed: plan.seed, draws: plan.draws, jobs: jobs, started: started, finished: Date(),
      warnings: study.strategies.flatMap { document in warnings(document).map { "\(document.name): \($0)" } })
    manifest.design = design
    return manifest
  }

  /// Draws of a study continue only where these agree.
  private var design: String {
    let joint = space.joint.map { "\($0.name) \(ContentDigest(of: "\($0.rows)"))" }
    let effects = plan.effects.map(\.measure).joined(separator: ",")
    let uses = study.evidence.map { "\($0.effect) \($0.strategy) \($0.measure) \($0.through)" }
    return
      ([
        "\(plan.draws) draws", plan.sampling.rawValue,
        plan.replications.map { "\($0) replications" } ?? "replications chosen", "effects \(effects)",
      ] + joint + uses)
      .joined(separator: "; ")
  }

  private var runner: DrawRunner {
    let documents = study.strategies, space = space
    return DrawRunner(sampler, strategyCount: strategies.count, seed: plan.seed, jobs: jobs) { strategy, values in
      ServiceModel(documents[strategy].scenario(values: space.values(of: values, strategy: strategy)))
    }
  }

  // MARK: Draws

  /// Draws of the pilot that chooses the number of replications.
  private static let pilotDraws = 24
  /// More replications than these are never chosen; a study that wants them says so.
  private static let mostReplications = 20

  /// The number of replications of each draw: as the study says, or as variance components of a pilot advise.
  func replications(quiet: Bool) async throws -> Int {
    if let given = plan.replications { return given }
    let count = min(Self.pilotDraws, plan.draws)
    let session = self
    let components = try await interruptible {
      let progress = Progress(quiet: quiet, of: "pilot draws")
      defer { progress.clear() }
      var results = session.strategies.indices.map {
        DrawResults(
          strategy: session.strategies[$0], keys: session.keys[$0], drawCount: count, replications: 2)
      }
      var done = 0
      try await session.runner.run(Array(1...count), replications: 2) { draw, outcomes in
        for s in results.indices {
          let places = session.keys[s].map { session.strategies[s].model.catalogue.index(of: $0) ?? 0 }
          for (r, outcome) in outcomes[s].enumerated() {
            for (k, place) in places.enumerated() {
              results[s].set(outcome.values[place], key: k, draw: draw, replication: r)
            }
          }
        }
        done += 1
        progress.show(done, of: count)
      }
      let pilot = try ProbabilisticAnalysis(
        plan: session.plan, results: results, sampler: session.sampler, draws: count)
      return pilot.varianceComponents
    }
    return VarianceComponents.bestReplications(components, atMost: Self.mostReplications)
  }

  /// Runs the draws that the database lacks.
  func run(_ draws: [Int], replications: Int, into database: ResultsDatabase, quiet: Bool, isKept: Bool) async throws {
    let finished = try database.finishedDraws()
    let missing = draws.filter { !finished.contains($0) }
    guard !missing.isEmpty else { return }
    let session = self, already = draws.count - missing.count
    let consolation: @Sendable () -> String = {
      guard isKept else { return "nothing was written" }
      let done = (try? database.finishedDraws().count) ?? 0
      return "\(done) of \(draws.count) draws are kept; --resume continues"
    }
    try await interruptible(consolation: consolation) {
      let progress = Progress(quiet: quiet, of: "draws")
      defer { progress.clear() }
      var done = already
      try await session.runner.run(missing, replications: replications) { draw, outcomes in
        try database.append(draw: draw, outcomes, of: session.strategies, keys: session.keys)
        done += 1
        progress.show(done, of: draws.count)
      }
    }
  }

  // MARK: Findings

  func findings(_ database: ResultsDatabase, replications: Int) async throws -> StudyFindings {
    var results: [DrawResults] = []
    for s in strategies.indices {
      results.append(
        try database.drawResults(
          of: strategies[s], keys: keys[s], drawCount: plan.draws, replications: replications))
    }
    do {
      let analysis = try ProbabilisticAnalysis(plan: plan, results: results, sampler: sampler)
      return try await StudyFindings(analysis, space: space, evidence: study.evidence)
    } catch {
      complain("\(error)")
      throw Exit.badData
    }
  }

  /// The base case: every parameter at its mean.
  func baseCase(replications: Int, quiet: Bool) async throws -> [StrategyResults] {
    let runner = Replications(seed: plan.seed, jobs: jobs), strategies = strategies
    let outcomes = try await interruptible(consolation: { "the draws are kept where there is a folder for them" }) {
      let progress = Progress(quiet: quiet, of: "replications of the base case")
      defer { progress.clear() }
      return try await runner.run(strategies, replications: 0..<replications, progress: progress.show)
    }
    return zip(strategies, outcomes).map { StrategyResults(strategy: $0, outcomes: $1) }
  }
}

/// Says on standard error why results could not be read or written.
func orExplain<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as ResultsError {
    complain("\(error)")
    throw Exit.badData
  }
}
