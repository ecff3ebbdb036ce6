// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Statistics

/// Runs strategies with some parameters moved and the rest at their means, always with the same children, so that
/// what changes is due to the parameters (common random numbers).
public struct SensitivityRunner: Sendable {
  /// A strategy's compiled model for changed parameters.
  public typealias Model = @Sendable (_ strategy: Int, _ changes: [String: Double]) -> ServiceModel

  public let strategies: [Strategy]
  public let effect: EffectMeasure
  public let perspective: Perspective
  public let replications: Int
  public let seed: UInt64
  public let jobs: Int
  /// Which of the changes concern a strategy, by its own paths; a strategy that none concerns is not run again.
  private let ownChanges: @Sendable (_ strategy: Int, _ changes: [String: Double]) -> [String: Double]
  private let model: Model

  public init(
    _ strategies: [Strategy], effect: EffectMeasure, perspective: Perspective, replications: Int, seed: UInt64,
    jobs: Int, ownChanges: @escaping @Sendable (Int, [String: Double]) -> [String: Double], model: @escaping Model
  ) {
    self.strategies = strategies
    self.effect = effect
    self.perspective = perspective
    self.replications = replications
    self.seed = seed
    self.jobs = max(1, jobs)
    self.ownChanges = ownChanges
    self.model = model
  }

  /// Effects and costs of every strategy at every point.
  /// - Parameters:
  ///   - points: Parameters that are moved, by name; nothing moved is the base case.
  ///   - replications: Which replications; all when left out.
  public func evaluate(
    _ points: [[String: Double]], replications range: Range<Int>? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) async throws -> [SensitivityPoint] {
    // Points at which a strategy has the same parameters share its runs.
    var work: [(strategy: Int, changes: [String: Double])] = []
    var places: [[Int]] = []
    var seen: [[[String: Double]: Int]] = strategies.map { _ in [:] }
    for point in points {
      places.append(
        strategies.indices.map { s in
          let own = ownChanges(s, point)
          if let place = seen[s][own] { return place }
          seen[s][own] = work.count
          work.append((s, own))
          return work.count - 1
        })
    }
    let outcomes = try await run(work, range ?? 0..<replications, progress: progress)
    return zip(points, places).map { point, places in
      SensitivityPoint(
        changes: point, effects: places.map { outcomes[$0].effects }, costs: places.map { outcomes[$0].costs })
    }
  }

  private func run(
    _ work: [(strategy: Int, changes: [String: Double])], _ range: Range<Int>, progress: (Int, Int) -> Void
  ) async throws -> [(effects: [Double], costs: [Double])] {
    var results = [(effects: [Double], costs: [Double])](repeating: ([], []), count: work.count)
    var done = 0
    try await concurrently(work.indices, jobs: jobs) {
      try outcomes(work[$0].strategy, work[$0].changes, range)
    } deliver: { index, outcome in
      results[index] = outcome
      done += 1
      progress(done, work.count)
    }
    return results
  }

  /// By replication.
  private func outcomes(_ strategy: Int, _ changes: [String: Double], _ range: Range<Int>) throws -> (
    effects: [Double], costs: [Double]
  ) {
    let model = model(strategy, changes), rates = model.scenario.costs
    guard
      let effect = PeriodTotal(
        effect.measure, in: model, ratePerYear: rates.discountRateEffects, sign: effect.isHarm ? -1 : 1),
      let cost = PeriodTotal(perspective.measure, in: model, ratePerYear: rates.discountRateCosts)
    else { preconditionFailure("a study's measures are checked when it is read") }
    var effects: [Double] = [], costs: [Double] = []
    for replication in range {
      let values = try model.replicationUnlessCancelled(replication, seed: seed).values
      effects.append(effect.total { values[$0] })
      costs.append(cost.total { values[$0] })
    }
    return (effects, costs)
  }
}

/// What the strategies deliver and cost at one point; by strategy, then replication.
public struct SensitivityPoint: Sendable {
  public let changes: [String: Double]
  public let effects, costs: [[Double]]

  public init(changes: [String: Double], effects: [[Double]], costs: [[Double]]) {
    self.changes = changes
    self.effects = effects
    self.costs = costs
  }

  /// Net benefit less that of another strategy, paired by replication.
  public func increment(of strategy: Int, against other: Int = 0, at threshold: Double) -> RunningMoments {
    RunningMoments(increments(of: strategy, against: other, at: threshold))
  }

  /// By replication.
  func increments(of strategy: Int, against other: Int, at threshold: Double) -> [Double] {
    effects[strategy].indices.map { r in
      threshold * (effects[strategy][r] - effects[other][r]) - (costs[strategy][r] - costs[other][r])
    }
  }

  /// With the later replications of the same point.
  func followed(by later: SensitivityPoint) -> SensitivityPoint {
    SensitivityPoint(
      changes: changes, effects: zip(effects, later.effects).map { $0 + $1 },
      costs: zip(costs, later.costs).map { $0 + $1 })
  }

  public func expectedEffect(_ strategy: Int) -> Double { mean(effects[strategy]) }
  public func expectedCost(_ strategy: Int) -> Double { mean(costs[strategy]) }

  /// The strategy with the highest expected net benefit; the first listed when several have it.
  public func best(at threshold: Double) -> Int {
    effects.indices.reduce(0) { best, s in increment(of: s, against: best, at: threshold).mean > 0 ? s : best }
  }
}
