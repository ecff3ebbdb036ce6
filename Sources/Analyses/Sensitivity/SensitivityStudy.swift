// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Foundation
import ResultsStore
public import ScenarioFiles
import Studies

/// How the answer of a study depends on single parameters, by the simulator itself.
public struct SensitivityStudy: Sendable {
  /// What is asked, in the words of the command line: parameters by name, ranges as `NAME` or `NAME=from:to:points`.
  public struct Questions: Sendable {
    /// The tornado; it is also drawn when nothing else is asked, or some parameters are named for it.
    public var tornado = false
    public var tornadoParameters: [String] = []
    public var oneWay: [String] = []
    /// Two ranges each, with a comma between them.
    public var twoWay: [String] = []
    /// Where the preferred strategy changes.
    public var switches: [String] = []

    public init() {}
  }

  private let study: StudyDocument
  private let effect: EffectMeasure
  private let threshold: Double
  private let questions: Questions
  private let metamodelFolder: String?
  private let replications: Int
  private let seed: UInt64
  private let jobs: Int

  /// - Parameters:
  ///   - outcome: Which of the study's outcomes; the first when nil.
  ///   - threshold: What a unit of effect is worth; the middle of the study's range when nil.
  ///   - metamodelFolder: Results of a PSA of the study, for the answer by metamodel.
  ///   - replications: At each point.
  /// - Throws: `AnalysisError.request` when the study has no such outcome.
  public init(
    _ study: StudyDocument, _ questions: Questions = Questions(), outcome: String? = nil, threshold: Double? = nil,
    metamodelFolder: String? = nil, replications: Int = 10, seed: UInt64? = nil,
    jobs: Int = Program.processors
  ) throws(AnalysisError) {
    self.study = study
    self.questions = questions
    effect = try Self.effect(outcome, of: study.plan)
    let thresholds = study.plan.thresholds(for: effect)
    self.threshold = threshold ?? (thresholds.isEmpty ? 0 : thresholds[thresholds.count / 2])
    self.metamodelFolder = metamodelFolder
    self.replications = replications
    self.seed = seed ?? study.plan.seed
    self.jobs = jobs
  }

  private static func effect(_ outcome: String?, of plan: StudyPlan) throws(AnalysisError) -> EffectMeasure {
    guard let outcome else { return plan.effects[0] }
    guard let effect = plan.effects.first(where: { $0.name == outcome }) else {
      let names = plan.effects.map(\.name)
      let near =
        nearest(outcome, in: names).map { "; did you mean '\($0)'?" } ?? "; it has \(names.joined(separator: ", "))"
      throw .request("--outcome '\(outcome)' is not an outcome of the study\(near)")
    }
    return effect
  }

  /// - Throws: `AnalysisError`; `TableError` where the PSA's files cannot be read.
  public func run(progress: @escaping AnalysisProgress.Handler = { _ in }) async throws -> SensitivityResults {
    try await keeping(nil) {
      let started = Date(), perspective = study.plan.perspectives[0]
      var plan = study.plan
      plan.seed = seed
      let session = try await StudySession(study, plan: plan, jobs: jobs, progress: progress)
      let space = ParameterRanges(study, space: session.space)
      let oneWays = try questions.oneWay.map { try space.range($0, points: 9) }
      let twoWays = try questions.twoWay.map { try space.pair($0, points: 7) }
      let switches = try questions.switches.map { try space.range($0, points: 9) }
      let isTornado =
        questions.tornado || !questions.tornadoParameters.isEmpty
        || (oneWays.isEmpty && twoWays.isEmpty && switches.isEmpty)
      let bounds = isTornado ? try space.bounds(questions.tornadoParameters) : []
      let metamodel = try metamodelFolder.map {
        try MetamodelSource(folder: $0, effect: effect, perspective: perspective)
      }
      let runner = SensitivityRunner(
        session.strategies, effect: effect, perspective: perspective, replications: replications, seed: seed,
        jobs: jobs, ownChanges: { space.ownChanges(strategy: $0, $1) },
        model: { ServiceModel(space.scenario(strategy: $0, $1)) })
      var results = SensitivityResults(
        study: study, effect: effect, strategies: runner.strategies.map(\.name), threshold: threshold,
        replications: replications)
      if isTornado {
        let points = [[:]] + bounds.flatMap { [[$0.parameter: $0.low], [$0.parameter: $0.high]] }
        results.tornado = Tornado(
          try await runner.evaluate(points, progress: Stage("runs", progress).show), bounds: bounds,
          threshold: threshold)
      }
      for range in oneWays {
        let points = try await runner.evaluate(
          range.values.map { [range.name: $0] }, progress: Stage("runs", progress).show)
        results.oneWay.append((range.name, points))
      }
      for (first, second) in twoWays {
        let grid = first.values.flatMap { a in second.values.map { [first.name: a, second.name: $0] } }
        results.twoWay.append(
          (first, second, try await runner.evaluate(grid, progress: Stage("runs", progress).show)))
      }
      for range in switches {
        let low = range.values.first ?? 0, high = range.values.last ?? 0
        let found = try await runner.switchPoints(
          of: range.name, between: low, and: high, at: threshold, points: range.values.count,
          progress: Stage("runs", progress).show)
        results.switches.append(
          SensitivityResults.Switches(
            parameter: range.name, low: low, high: high, curve: found.curve, bySimulator: found.switches,
            unresolved: found.unresolved,
            byMetamodel: metamodel.flatMap { $0.switches(of: range.name, at: threshold) }))
      }
      results.manifest = Manifest(of: "sensitivity", files: study.files, seed: seed, jobs: jobs, started: started)
      return results
    }
  }
}
