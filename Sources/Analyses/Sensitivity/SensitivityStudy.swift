// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Foundation
import ResultsStore
public import ScenarioFiles
public import Studies

/// How the answer of a study depends on single parameters, by the simulator itself.
public struct SensitivityStudy: Sendable {
  /// What is asked, in the words of the command line: parameters by name, ranges as `NAME` or `NAME=from..to by step`.
  public struct Questions: Sendable {
    /// The tornado; it is also drawn when nothing else is asked, or some parameters are named for it.
    public var tornado = false
    public var tornadoParameters: [String] = []
    /// What the tornado's bars show.
    public var tornadoOf = Tornado.Quantity.netBenefit
    public var oneWay: [String] = []
    /// Two ranges each, with a comma between them.
    public var twoWay: [String] = []
    /// Where the preferred strategy changes.
    public var switches: [String] = []
    /// A cost that is held at that of the base case, and the parameter of one strategy that makes up for moves.
    public var held, makesUp: String?

    public init() {}
  }

  let study: StudyDocument
  private let effect: EffectMeasure
  private let threshold: Double
  let questions: Questions
  private let metamodelFolder: String?
  let replications: Int
  private let seed: UInt64
  let jobs: Int

  /// - Parameters:
  ///   - outcome: Which of the study's outcomes, or any measure that every strategy reports (`MEASURE:lower` where less
  ///     of it is better); the first outcome when nil.
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
    effect = try Self.effect(outcome, of: study)
    let thresholds = study.plan.thresholds(for: effect)
    self.threshold = threshold ?? (thresholds.isEmpty ? 0 : thresholds[thresholds.count / 2])
    self.metamodelFolder = metamodelFolder
    self.replications = replications
    self.seed = seed ?? study.plan.seed
    self.jobs = jobs
  }

  private static func effect(_ outcome: String?, of study: StudyDocument) throws(AnalysisError) -> EffectMeasure {
    let own = study.plan.effects
    guard let outcome else { return own[0] }
    if let effect = own.first(where: { $0.name == outcome }) { return effect }
    let isHarm = outcome.hasSuffix(":lower"), name = isHarm ? String(outcome.dropLast(6)) : outcome
    if let known = EffectMeasure.known.first(where: { $0.name == name }), !isHarm {
      return try reported(known, study, outcome)
    }
    return try reported(EffectMeasure(name: name, measure: name, isHarm: isHarm), study, outcome)
  }

  /// The effect, if every strategy reports it.
  private static func reported(
    _ effect: EffectMeasure, _ study: StudyDocument, _ asked: String
  ) throws(AnalysisError) -> EffectMeasure {
    let catalogues = study.strategies.map { ServiceModel($0.scenario()).catalogue }
    if catalogues.allSatisfy({ $0.measure(effect.measure) != nil }) { return effect }
    let names = study.plan.effects.map(\.name)
    let near = didYouMean(
      effect.name, in: names + (catalogues.first?.measures.map(\.id) ?? []),
      orElse: "; it has \(names.joined(separator: ", "))")
    throw .request("--outcome '\(asked)' is neither an outcome of the study nor a measure of every strategy\(near)")
  }

  /// - Throws: `AnalysisError`; `TableError` where the PSA's files cannot be read.
  public func run(progress: @escaping AnalysisProgress.Handler = { _ in }) async throws -> SensitivityResults {
    try await keeping(nil) {
      let started = Date(), perspective = study.plan.perspectives[0]
      var plan = study.plan
      plan.seed = seed
      let session = try await StudySession(study, plan: plan, jobs: jobs, progress: progress)
      let space = ParameterRanges(study, space: session.space)
      let asked = try AskedRanges(questions, in: space), bounds = asked.bounds
      let metamodel = try metamodelFolder.map {
        try MetamodelSource(folder: $0, effect: effect, perspective: perspective)
      }
      let runner = SensitivityRunner(
        session.strategies, effect: effect, perspective: perspective, replications: replications, seed: seed,
        jobs: jobs, ownChanges: { space.ownChanges(strategy: $0, $1) },
        model: { ServiceModel(space.scenario(strategy: $0, $1)) })
      if let hold = questions.held, hold != perspective.measure {
        throw AnalysisError.request("--hold takes the study's own cost, '\(perspective.measure)'; found '\(hold)'")
      }
      let held = try questions.makesUp.map { try space.held($0) }
      func neutral(_ points: [[String: Double]]) async throws -> [[String: Double]] {
        guard let held else { return points }
        do {
          return try await runner.holding(held, at: points, progress: Stage("runs", progress).show)
        } catch let error as HeldBudget.Unreachable {
          throw AnalysisError.request("\(error)")
        }
      }
      var results = SensitivityResults(
        study: study, effect: effect, strategies: runner.strategies.map(\.name), threshold: threshold,
        replications: replications)
      let ranges = asked.oneWay + asked.switches + asked.twoWay.flatMap { [$0.0, $0.1] }
      results.moves = Dictionary(ranges.map { ($0.name, $0.moves) }, uniquingKeysWith: { first, _ in first })
      if ranges.contains(where: \.isOldForm) {
        results.notes.append(
          "ranges are now written 'from..to by step', such as 36..48 by 3; from:to:points is still read")
      }
      if asked.isTornado {
        let points = try await neutral(
          [[:]] + bounds.flatMap { [[$0.parameter: $0.low], [$0.parameter: $0.high]] })
        results.tornado = Tornado(
          try await runner.evaluate(points, progress: Stage("runs", progress).show), bounds: bounds,
          threshold: threshold, quantity: questions.tornadoOf)
      }
      for range in asked.oneWay {
        let points = try await runner.evaluate(
          try await neutral(range.values.map { [range.name: $0] }), progress: Stage("runs", progress).show)
        results.oneWay.append((range.name, points))
      }
      for (first, second) in asked.twoWay {
        let grid = first.values.flatMap { a in second.values.map { [first.name: a, second.name: $0] } }
        results.twoWay.append(
          (
            first, second,
            try await runner.evaluate(try await neutral(grid), progress: Stage("runs", progress).show)
          ))
      }
      for range in asked.switches {
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
