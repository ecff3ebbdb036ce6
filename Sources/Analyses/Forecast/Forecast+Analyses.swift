// SPDX-License-Identifier: GPL-3.0-or-later
import Calibration
import EarlyYears
import Foundation
import ResultsStore
import ScenarioFiles
import Studies

extension Run {
  /// What the run will take; nil when it takes a few seconds.
  /// - Parameter isStored: Whether its results go into a folder.
  /// - Throws: `CancellationError`, `ResultsError`.
  public func forecast(isStored: Bool = false) throws -> Forecast? {
    let count: Int, isLeast: Bool
    switch length {
    case .replications(let number): (count, isLeast) = (number, false)
    case .precision(let target, _): (count, isLeast) = (Precision(target: target, measures: []).first, true)
    }
    return try forecastOfReplications(
      [scenario], count, jobs: jobs, seed: seed, isStored: isStored, isLeast: isLeast)
  }
}

extension Compare {
  /// What the comparison will take; nil when it takes a few seconds.
  /// - Parameter isStored: Whether its results go into a folder.
  /// - Throws: `CancellationError`, `ResultsError`.
  public func forecast(isStored: Bool = false) throws -> Forecast? {
    try forecastOfReplications(scenarios, replications, jobs: jobs, seed: seed, isStored: isStored)
  }
}

/// Strategies are taken to be as large as the first.
private func forecastOfReplications(
  _ documents: [ScenarioDocument], _ replications: Int, jobs: Int, seed: UInt64, isStored: Bool, isLeast: Bool = false
) throws -> Forecast? {
  let runs = documents.count * replications
  return try Forecast(
    piloting: documents[0].scenario(), runs: runs, jobs: jobs, isLeast: isLeast,
    kept: { Double(runs) * $0.bytes },
    disk: { outcome in
      guard isStored else { return 0 }
      return try Double(documents.count) * tables(of: documents[0], outcome, replications)
    })
}

/// Bytes of a strategy's results in a folder, from folders with fewer replications.
private func tables(of document: ScenarioDocument, _ outcome: ReplicationOutcome, _ replications: Int) throws -> Double
{
  let strategy = document.strategy
  func written(_ count: Int) throws -> Double {
    let scratch = try ScratchFolder()
    let results = StrategyResults(strategy: strategy, outcomes: Array(repeating: outcome, count: count))
    try ResultsDirectory(path: "\(scratch.path)/results").write(
      SimulatedStrategies("run", [results], of: [document], seed: 0, jobs: 1, started: Date()).record)
    return size(ofFolder: "\(scratch.path)/results")
  }
  let few = try written(2), more = try written(10)
  return few + (more - few) / 8 * Double(max(0, replications - 2))
}

private func size(ofFolder path: String) -> Double {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  return names.reduce(0) { $0 + size(ofFile: "\(path)/\($1)") }
}

private func size(ofFile path: String) -> Double {
  Double(((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0)
}

extension ReplicationOutcome {
  /// What its figures take.
  fileprivate var bytes: Double {
    let numbers = values.count + snapshots.reduce(0) { $0 + 5 + 2 * $1.waitingByContact.count } + 6 * conservation.count
    return Double(numbers * MemoryLayout<Double>.size)
  }
}

extension ProbabilisticStudy {
  /// What the study, or one part of it, will take; nil when it takes a few seconds.
  ///
  /// Where the study chooses its replications, as many as its pilot has.
  /// - Throws: `CancellationError`, `ResultsError`.
  public func forecast(_ shard: Shard? = nil, isStored: Bool = false) throws -> Forecast? {
    let strategies = document.strategies
    let draws = shard?.draws(of: plan.draws).count ?? plan.simulatedDraws ?? plan.draws
    let each = plan.replications ?? StudySession.pilotReplications
    let pilot = plan.replications == nil ? min(StudySession.pilotDraws, plan.draws) * each : 0
    let base = shard == nil ? baseReplications : 0
    let keys = DrawResults.keptKeys(
      strategies[0].strategy, effects: plan.effects, evidence: document.evidence, horizon: plan.horizon)
    return try Forecast(
      piloting: strategies[0].scenario(), runs: strategies.count * (draws * each + pilot + base), jobs: jobs,
      isLeast: plan.replications == nil,
      kept: {
        Double(strategies.count) * (Double(base) * $0.bytes + Double(draws * each * keys.count * 8))
      },
      disk: { outcome in
        guard isStored else { return 0 }
        let perDraw = try Self.stored(outcome, of: strategies[0], keys, replications: each)
        let tables = shard == nil ? try tables(of: strategies[0], outcome, base) : 0
        // The draws stand in their own database until they stand in that of the results.
        return Double(strategies.count) * (tables + perDraw * Double(draws) * (shard == nil ? 2 : 1))
      })
  }

  /// Bytes of a draw of one strategy in the database.
  private static func stored(
    _ outcome: ReplicationOutcome, of document: ScenarioDocument, _ keys: [OutcomeKey], replications: Int
  ) throws -> Double {
    let scratch = try ScratchFolder(), strategy = document.strategy, path = "\(scratch.path)/draws.sqlite"
    let database = try ResultsDatabase.forDraws(
      atPath: path,
      manifest: Manifest(
        of: "psa", files: [], results: [StrategyResults(strategy: strategy, outcomes: [])], seed: 0, jobs: 1,
        started: Date()),
      strategies: [strategy])
    let outcomes = [Array(repeating: outcome, count: min(replications, 20))]
    try database.append(draw: 1, outcomes, of: [strategy], keys: [keys])
    let few = size(ofFile: path)
    for draw in 2...9 { try database.append(draw: draw, outcomes, of: [strategy], keys: [keys]) }
    let more = size(ofFile: path)
    try database.closeDraws()
    return (more - few) / 8 * Double(replications) / Double(outcomes[0].count)
  }
}

extension SensitivityStudy {
  /// What the analysis will take; nil when it takes a few seconds. A search for switch points may go on longer.
  /// - Throws: `CancellationError`; `AnalysisError.request` for a question that cannot be asked.
  public func forecast() throws -> Forecast? {
    let space = ParameterRanges(study, space: study.space), points = try AskedRanges(questions, in: space).points
    // A strategy is run once for all points at which it has the same parameters.
    let runs = study.strategies.indices.reduce(0) { runs, s in
      runs + Set(points.map { space.ownChanges(strategy: s, $0) }).count
    }
    return try Forecast(
      piloting: study.strategies[0].scenario(), runs: runs * replications, jobs: jobs,
      isLeast: !questions.switches.isEmpty || questions.makesUp != nil, kept: { _ in Double(runs * replications * 16) })
  }
}

extension Calibrate {
  /// What the calibration will take at the most; nil when it takes a few seconds. Fewer waves may be enough.
  /// - Throws: `CancellationError`.
  public func forecast() throws -> Forecast? {
    let runs =
      switch method {
      case .posterior: (points * document.waves + Self.checkedPoints) * document.replications
      case .fit: PointFit.mostPoints(parameters: document.prior.count) * 2 * document.replications
      }
    return try document.forecast(runs: runs + Self.judgedReplications, jobs: jobs)
  }
}

extension CheckCalibration {
  /// What the check will take; nil when it takes a few seconds.
  /// - Throws: `CancellationError`.
  public func forecast() throws -> Forecast? {
    try document.forecast(runs: points * document.replications + truths, jobs: jobs)
  }
}

extension CalibrationDocument {
  /// Of each replication the targets are kept, in memory and in the journal.
  fileprivate func forecast(runs: Int, jobs: Int) throws -> Forecast? {
    let numbers = Double(runs * targets.count)
    return try Forecast(
      piloting: scenario.scenario(), runs: runs, jobs: jobs, kept: { _ in 8 * numbers }, disk: { _ in 17 * numbers })
  }
}
