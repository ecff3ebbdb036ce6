// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import ScenarioFiles
import Statistics
import Studies

extension ParameterSpace {
  /// The space with what each effect moves by, found with the simulator: how far parameters must go for a unit of the
  /// measure, as a straight line through the strategy at its means (the same children on both sides).
  func followingEvidence(
    _ study: StudyDocument, strategies: [Strategy], seed: UInt64, jobs: Int,
    progress: @escaping AnalysisProgress.Handler
  ) async throws -> ParameterSpace {
    var space = self
    for use in study.evidence where !use.through.isEmpty {
      let perUnit = try await slope(use, study, strategies[use.strategy], seed: seed, jobs: jobs, progress: progress)
      let effect = parameters.firstIndex { $0.name == "effects.\(use.effect)" }
      for index in space.shifts.indices
      where space.shifts[index].effect == effect && space.shifts[index].strategy == use.strategy
        && use.through.contains(space.shifts[index].path)
      {
        space.shifts[index].perUnit = perUnit
      }
    }
    return space
  }

  private static var replications: Int { 20 }

  private func slope(
    _ use: EvidenceUse, _ study: StudyDocument, _ strategy: Strategy, seed: UInt64, jobs: Int,
    progress: @escaping AnalysisProgress.Handler
  ) async throws -> Double {
    let document = study.strategies[use.strategy]
    let own = document.parameters.filter { use.through.contains($0.path) }
    // A step that the format allows for all of them at once.
    let room = own.map { $0.allowed.upperBound - $0.mean }.min() ?? 0
    let size = own.map(\.mean.magnitude).max() ?? 1
    let step = min(0.05 * size, room / 2) > 0 ? min(0.05 * size, room / 2) : -0.05 * size
    let moved = Strategy(
      name: strategy.name, source: strategy.source, digest: strategy.digest,
      model: ServiceModel(
        document.scenario(values: Dictionary(uniqueKeysWithValues: own.map { ($0.path, $0.mean + step) }))))
    let runner = Replications(seed: seed, jobs: jobs)
    let stage = Stage("runs to find how parameters follow the evidence", progress)
    let outcomes = try await runner.run(
      [strategy, moved], replications: 0..<Self.replications, progress: stage.show)
    let key = OutcomeKey(use.measure)
    let results = zip([strategy, moved], outcomes).map { StrategyResults(strategy: $0, outcomes: $1) }
    let difference = zip(results[1].values(key) ?? [], results[0].values(key) ?? []).map { $0 - $1 }
    let moments = RunningMoments(difference)
    guard moments.mean.magnitude > 4 * moments.standardError, moments.mean.isFinite else {
      throw AnalysisError.noAnswer(
        "\(study.path): moving \(use.through.joined(separator: ", ")) does not clearly move '\(use.measure)' of '\(strategy.name)', so that it cannot show the effect"
      )
    }
    return step / moments.mean
  }
}
