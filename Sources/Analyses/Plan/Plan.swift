// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import Planning
import ResultsStore
public import ScenarioFiles
import Studies

/// How many people of which role, and who does what: the best choice that keeps to its limits.
public struct Plan: Sendable {
  public let document: PlanDocument
  public let runs: Int
  public let seed: UInt64
  public let jobs: Int

  /// - Parameters:
  ///   - runs: Most runs of the simulator; what the file says when nil, as with the seed.
  public init(_ document: PlanDocument, runs: Int? = nil, seed: UInt64? = nil, jobs: Int = Program.processors) {
    self.document = document
    self.runs = runs ?? document.runs
    self.seed = seed ?? document.seed
    self.jobs = max(1, jobs)
  }

  /// - Throws: `AnalysisError`.
  public func run(progress: @escaping AnalysisProgress.Handler = { _ in }) async throws -> PlanResults {
    try await keeping(nil) {
      let started = Date(), grid = document.grid
      let candidates = try CandidateRuns(document, seed: seed, jobs: jobs, mostRuns: runs)
      let search = PlanSearch(
        grid, requirements: document.limits.map(\.requirement), maximises: document.maximises, budget: runs,
        indifference: document.indifference)
      let stage = Stage("runs at most", progress)
      var done = 0
      let findings = try await search.run { wanted, range in
        let before = done
        done += wanted.count * range.count
        return try await candidates.outputs(wanted, range) { stage.show(before + $0, of: runs) }
      }
      return PlanResults(
        document: document, findings: findings, seed: seed,
        rules: (findings.best ?? findings.nearest).map { SimpleRules(document, $0, measures: candidates.beside) },
        manifest: Manifest(of: "plan", files: document.files, seed: seed, jobs: jobs, started: started))
    }
  }
}

/// Runs of the candidates of a plan; every run r of any candidate meets the same children and, where parameters are
/// uncertain, the same draw of them.
private struct CandidateRuns: Sendable {
  private let document: PlanDocument
  private let grid: PlanGrid
  private let seed: UInt64
  private let jobs: Int
  private let sampler: ParameterSampler?
  /// Measures that are kept beside the objective and those that have limits.
  let beside: [String]

  init(_ document: PlanDocument, seed: UInt64, jobs: Int, mostRuns: Int) throws {
    self.document = document
    grid = document.grid
    self.seed = seed
    self.jobs = jobs
    beside = SimpleRules.measures(of: document)
    sampler =
      document.variation == .none
      ? nil
      : try ParameterSampler(
        ParameterSpace(document.alternatives.map(\.scenario)), draws: mostRuns, sampling: .monteCarlo, seed: seed)
  }

  private struct Piece: Sendable {
    /// Place among those that are asked for, and number of the run.
    let candidate, run: Int
  }

  /// By candidate, run and output.
  func outputs(_ candidates: [Int], _ runs: Range<Int>, progress: (Int) -> Void) async throws -> [[[Double]]] {
    // At the means a candidate is compiled once.
    let models = sampler == nil ? candidates.map { model($0, run: 0) } : []
    var results = candidates.map { _ in runs.map { _ in [Double]() } }
    var done = 0
    let pieces = runs.indices.flatMap { run in candidates.indices.map { Piece(candidate: $0, run: run) } }
    try await concurrently(pieces, jobs: jobs) { piece in
      try outputs(candidates[piece.candidate], models.isEmpty ? nil : models[piece.candidate], piece.run)
    } deliver: { piece, outputs in
      results[piece.candidate][piece.run - runs.lowerBound] = outputs
      done += 1
      progress(done)
    }
    return results
  }

  private func model(_ candidate: Int, run: Int) -> ServiceModel {
    let place = grid.place(candidate)
    var values = sampler.map { $0.space.values(of: $0.values(ofDraw: run + 1), strategy: place.alternative) } ?? [:]
    for (varied, value) in zip(document.varied, grid.values(candidate)) { values[varied.path] = value }
    return ServiceModel(document.alternatives[place.alternative].scenario.scenario(values: values))
  }

  private func outputs(_ candidate: Int, _ compiled: ServiceModel?, _ run: Int) throws -> [Double] {
    let model = compiled ?? model(candidate, run: run)
    let outcome =
      sampler == nil
      ? try model.replicationUnlessCancelled(run, seed: seed)
      : try model.replicationUnlessCancelled(0, seed: seed, draw: run + 1)
    func value(_ measure: String) -> Double {
      model.catalogue.index(of: OutcomeKey(measure)).map { outcome.values[$0] } ?? .nan
    }
    let objective =
      switch document.objective {
      case .measure(let measure): value(measure)
      case .parameter(let place): grid.values(candidate)[place]
      }
    return [objective] + document.limits.map { value($0.measure) } + beside.map(value)
  }
}

extension Plan {
  /// What the search takes if it spends all its runs; nil when that is a few seconds.
  /// - Throws: `CancellationError`.
  public func forecast() throws -> Forecast? {
    try Forecast(piloting: document.alternatives[0].scenario.scenario(), runs: runs, jobs: jobs, kept: { _ in 0 })
  }
}
