// SPDX-License-Identifier: GPL-3.0-or-later
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

  init(_ study: StudyDocument, plan: StudyPlan, jobs: Int, progress: @escaping AnalysisProgress.Handler) async throws {
    self.study = study
    self.plan = plan
    self.jobs = jobs
    let asWritten = study.strategies.map(\.strategy)
    let space = try await study.space.followingEvidence(
      study, strategies: asWritten, seed: plan.seed, jobs: jobs, progress: progress)
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
      throw AnalysisError.noAnswer("no parameters can have the rank correlations of 'correlations' at once")
    }
  }

  /// What was run, for the manifest and for telling one study's draws from another's.
  func manifest(_ results: [StrategyResults] = []) -> Manifest {
    var manifest = Manifest(
      of: "psa", files: study.files,
      results: results.isEmpty ? strategies.map { StrategyResults(strategy: $0, outcomes: []) } : results,
      seed: plan.seed, draws: plan.draws, jobs: jobs, started: started,
      warnings: study.strategies.flatMap(\.namedWarnings)
        + zip(study.strategies, results).flatMap { $0.departuresFromItsService($1) })
    manifest.design = design
    return manifest
  }

  /// How the design says that a pilot chose the replications.
  static let chosenReplications = "replications chosen"

  /// Draws of a study continue only where these agree.
  private var design: String {
    let joint = space.joint.map { "\($0.name) \(ContentDigest(of: "\($0.rows)"))" }
    let effects = plan.effects.map(\.measure).joined(separator: ",")
    let uses = study.evidence.map { "\($0.effect) \($0.strategy) \($0.measure) \($0.through)" }
    let structure = plan.structure.map { "\($0.name) \($0.alternatives.map(\.name)) \($0.alternatives.map(\.weight))" }
    return
      ([
        "\(plan.draws) draws\(plan.simulatedDraws.map { ", \($0) simulated" } ?? "")", plan.sampling.rawValue,
        plan.replications.map { "\($0) replications" } ?? Self.chosenReplications, "effects \(effects)",
      ] + joint + uses + structure)
      .joined(separator: "; ")
  }

  private var runner: DrawRunner {
    let study = study, space = space
    return DrawRunner(sampler, strategyCount: strategies.count, seed: plan.seed, jobs: jobs) { strategy, values in
      ServiceModel(study.scenario(ofStrategy: strategy, draw: values, in: space))
    }
  }

  // MARK: Draws

  /// Draws of the pilot that chooses the number of replications, and how often each is run.
  static let pilotDraws = 24
  static let pilotReplications = 2
  /// More replications than these are never chosen; a study that wants them says so.
  private static let mostReplications = 20

  /// The number of replications of each draw: as the study says, or as variance components of a pilot advise.
  func replications(_ progress: @escaping AnalysisProgress.Handler) async throws -> Int {
    if let given = plan.replications { return given }
    let count = min(Self.pilotDraws, plan.draws)
    let stage = Stage("pilot draws", progress)
    var results = strategies.indices.map {
      DrawResults(strategy: strategies[$0], keys: keys[$0], drawCount: count, replications: Self.pilotReplications)
    }
    var done = 0
    try await runner.run(Array(1...count), replications: Self.pilotReplications) { draw, outcomes in
      for s in results.indices {
        let places = keys[s].map { strategies[s].model.catalogue.index(of: $0) ?? 0 }
        for (r, outcome) in outcomes[s].enumerated() {
          for (k, place) in places.enumerated() {
            results[s].set(outcome.values[place], key: k, draw: draw, replication: r)
          }
        }
      }
      done += 1
      stage.show(done, of: count)
    }
    let pilot = try ProbabilisticAnalysis(plan: plan, results: results, sampler: sampler, draws: count)
    return VarianceComponents.bestReplications(pilot.varianceComponents, atMost: Self.mostReplications)
  }

  /// Runs the draws that the database lacks.
  func run(
    _ draws: [Int], replications: Int, into database: ResultsDatabase, _ progress: @escaping AnalysisProgress.Handler
  ) async throws {
    let finished = try database.finishedDraws()
    let missing = draws.filter { !finished.contains($0) }
    guard !missing.isEmpty else { return }
    let stage = Stage("draws", progress)
    var done = draws.count - missing.count
    // Parts of a study, and what is left of one, have not the first draws, of which something could be said.
    var running =
      missing.first == 1 && missing.count == plan.draws
      ? RunningSettlement(plan: plan, strategies: strategies, sampler: sampler, replications: replications) : nil
    try await runner.run(missing, replications: replications) { draw, outcomes in
      try database.append(draw: draw, outcomes, of: strategies, keys: keys)
      done += 1
      running?.add(draw: draw, outcomes)
      stage.show(done, of: draws.count, running?.settlement())
    }
  }

  // MARK: Findings

  /// What the draws and the base case, every parameter at its mean, say together.
  func results(
    _ database: ResultsDatabase, replications: Int, baseReplications: Int, scratch: ScratchFolder?,
    _ progress: @escaping AnalysisProgress.Handler
  ) async throws -> ProbabilisticResults {
    let stage = Stage("replications of the base case", progress)
    let outcomes = try await Replications(seed: plan.seed, jobs: jobs).run(
      strategies, replications: 0..<baseReplications, progress: stage.show)
    let baseCase = zip(strategies, outcomes).map { StrategyResults(strategy: $0, outcomes: $1) }
    let findings = try await findings(database, replications: replications, progress)
    try Task.checkCancellation()
    return ProbabilisticResults(
      baseCase: SimulatedStrategies(
        results: baseCase, documents: study.strategies, manifest: manifest(baseCase), outcomes: plan.effects),
      findings: findings, replications: replications,
      record: StudyRecord(findings: findings, sampler: sampler, draws: database), scratch: scratch)
  }

  private func findings(
    _ database: ResultsDatabase, replications: Int, _ progress: @escaping AnalysisProgress.Handler
  ) async throws -> StudyFindings {
    func drawn() throws -> [DrawResults] {
      try strategies.indices.map { s in
        try database.drawResults(
          of: strategies[s], keys: keys[s], drawCount: plan.draws, replications: replications)
      }
    }
    var results = try drawn(), emulation: EmulatedDraws?
    if let simulated = plan.simulatedDraws, try database.finishedDraws().count < plan.draws {
      let emulated = await EmulatedDraws(
        results, parameters: sampler.columns(ofDraws: 1...plan.draws), simulated: simulated,
        deciding: plan.effects.map(\.measure) + plan.perspectives.map(\.measure))
      if emulated.isTrusted {
        (results, emulation) = (emulated.results, emulated)
      } else {
        try await run(Array(1...plan.draws), replications: replications, into: database, progress)
        results = try drawn()
      }
    }
    do {
      let analysis = try ProbabilisticAnalysis(
        plan: plan, results: results, sampler: sampler, emulation: emulation)
      return try await StudyFindings(analysis, space: space, evidence: study.evidence)
    } catch {
      throw AnalysisError.noAnswer("\(error)")
    }
  }
}
