// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import ScenarioFiles
import Statistics
import Studies

extension ParameterSpace {
  /// The space with how parameters answer to each effect, found with the simulator at the means: how far they must go
  /// for the strategy's difference from the baseline to be the effect (the same children on all sides).
  func followingEvidence(
    _ study: StudyDocument, strategies: [Strategy], seed: UInt64, jobs: Int,
    progress: @escaping AnalysisProgress.Handler
  ) async throws -> ParameterSpace {
    var space = self
    for use in study.evidence where !use.through.isEmpty {
      guard let effect = parameters.firstIndex(where: { $0.name == "effects.\(use.effect)" }) else { continue }
      let search = EvidenceSearch(
        use: use, study: study, baseline: strategies[0], strategy: strategies[use.strategy],
        runner: Replications(seed: seed, jobs: jobs), progress: progress)
      let response = try await search.response(to: parameters[effect].uncertainty)
      for index in space.shifts.indices
      where space.shifts[index].effect == effect && space.shifts[index].strategy == use.strategy
        && use.through.contains(space.shifts[index].path)
      {
        space.shifts[index].response = response
      }
    }
    return space
  }
}

/// Simulates a strategy with its parameters moved, until it shows what was measured.
private struct EvidenceSearch {
  let use: EvidenceUse
  let study: StudyDocument
  let baseline, strategy: Strategy
  let runner: Replications
  let progress: AnalysisProgress.Handler

  private static let replications = 20
  /// Ends of the central 95 % and the middle: where the difference is brought to the effect.
  private static let sought = [0.5, 0.025, 0.975]

  func response(to effect: Uncertainty) async throws -> EvidenceResponse {
    let draws = effect.draws
    let own = study.strategies[use.strategy].parameters.filter { use.through.contains($0.path) }
    let base = try await values(of: baseline)
    func differences(_ shift: Double) async throws -> [Double] {
      let moved = Dictionary(
        uniqueKeysWithValues: own.map {
          ($0.path, min(max($0.mean + shift, $0.allowed.lowerBound), $0.allowed.upperBound))
        })
      let model = ServiceModel(study.strategies[use.strategy].scenario(values: moved))
      let one = Strategy(name: strategy.name, source: strategy.source, digest: strategy.digest, model: model)
      return zip(try await values(of: one), base).map { $0 - $1 }
    }
    let alone = try await differences(0)
    // A step that the format allows for all of them at once.
    let room = own.map { $0.allowed.upperBound - $0.mean }.min() ?? 0
    let size = own.map(\.mean.magnitude).max() ?? 1
    let step = min(0.05 * size, room / 2) > 0 ? min(0.05 * size, room / 2) : -0.05 * size
    let stepped = try await differences(step), moved = RunningMoments(zip(stepped, alone).map { $0 - $1 })
    guard moved.mean.magnitude > 4 * moved.standardError, moved.mean.isFinite else {
      throw AnalysisError.noAnswer(
        "\(study.path): moving \(use.through.joined(separator: ", ")) does not clearly move '\(use.measure)' of '\(strategy.name)', so that it cannot show the effect"
      )
    }
    var simulated = [(shift: 0.0, difference: mean(alone)), (shift: step, difference: mean(stepped))]
    let near = 0.05 * max(quantile(draws, 0.975) - quantile(draws, 0.025), 1e-3 * mean(alone).magnitude)
    // Beyond the point at which every parameter is at a bound, nothing more moves.
    let lowest = own.map { $0.allowed.lowerBound - $0.mean }.min() ?? 0
    let highest = own.map { $0.allowed.upperBound - $0.mean }.max() ?? 0
    for probability in Self.sought {
      let wanted = probability == 0.5 ? mean(draws) : quantile(draws, probability)
      for _ in 0..<3 {
        let shift = EvidenceResponse(simulated: simulated).shift(for: wanted)
        let held = min(max(shift, lowest), highest)
        if simulated.contains(where: { ($0.difference - wanted).magnitude <= near || $0.shift == held }) { break }
        simulated.append((held, mean(try await differences(held))))
      }
    }
    return EvidenceResponse(simulated: simulated)
  }

  private func values(of strategy: Strategy) async throws -> [Double] {
    let stage = Stage("runs to find how parameters follow the evidence", progress)
    let outcomes = try await runner.run([strategy], replications: 0..<Self.replications, progress: stage.show)
    return StrategyResults(strategy: strategy, outcomes: outcomes[0]).values(OutcomeKey(use.measure)) ?? []
  }
}

extension Uncertainty {
  /// The draws of an effect.
  fileprivate var draws: [Double] {
    if case .empirical(let values) = self { return values }
    return [mean]
  }
}
