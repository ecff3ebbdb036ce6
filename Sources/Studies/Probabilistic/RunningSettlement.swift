// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears

/// What a study that is still running says of its first decision: the first outcome from the study's own perspective.
///
/// Told at 50, 100, 200, 400 … draws, of the first draws of the study alone once all of them are there, so that what is
/// told does not depend on how many are run at a time.
public struct RunningSettlement {
  private let plan: StudyPlan
  private let sampler: ParameterSampler
  /// By strategy; of the few results that the decision needs.
  private var results: [DrawResults]
  private var finished: Set<Int> = []
  private var nextCheckpoint = firstCheckpoint

  private static let firstCheckpoint = 50

  public init(plan: StudyPlan, strategies: [Strategy], sampler: ParameterSampler, replications: Int) {
    var first = plan
    first.effects = Array(plan.effects.prefix(1))
    first.perspectives = Array(plan.perspectives.prefix(1))
    let measures = Set(
      first.effects.map(\.measure) + first.perspectives.map(\.measure) + [Self.births])
    self.plan = first
    self.sampler = sampler
    results = strategies.map { strategy in
      DrawResults(
        strategy: strategy, keys: strategy.model.catalogue.keys.filter { measures.contains($0.measure) },
        drawCount: plan.draws, replications: replications)
    }
  }

  private static let births = "population.births"

  /// Takes up a finished draw.
  /// - Parameter outcomes: By strategy, then replication.
  public mutating func add(draw: Int, _ outcomes: [[ReplicationOutcome]]) {
    guard !isOver else { return }
    for s in results.indices {
      let catalogue = results[s].strategy.model.catalogue
      for (key, place) in results[s].keys.map({ catalogue.index(of: $0) ?? 0 }).enumerated() {
        for (r, outcome) in outcomes[s].enumerated() {
          results[s].set(outcome.values[place], key: key, draw: draw, replication: r)
        }
      }
    }
    finished.insert(draw)
  }

  /// What the first draws say when a checkpoint has been reached; nil otherwise, and when the study is all but done.
  public mutating func settlement() -> Settlement? {
    guard !isOver, (1...nextCheckpoint).allSatisfy(finished.contains) else { return nil }
    let count = nextCheckpoint
    nextCheckpoint *= 2
    guard
      let analysis = try? ProbabilisticAnalysis(
        plan: plan, results: results.map { $0.first(count) }, sampler: sampler, draws: count)
    else { return nil }
    return analysis.decisions.first.map(Settlement.init)
  }

  /// At the end the report itself says it.
  private var isOver: Bool { nextCheckpoint >= plan.draws || results.count < 2 || plan.effects.isEmpty }
}
