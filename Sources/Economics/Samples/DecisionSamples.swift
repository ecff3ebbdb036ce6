// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Costs and effects of each strategy in each draw of the uncertain parameters: a PSA table.
public struct DecisionSamples: Sendable, Equatable {
  public let strategies: [String]
  /// By strategy, then draw; in one currency and price year.
  public let costs: [[Double]]
  /// By strategy, then draw; in the unit that the threshold values.
  public let effects: [[Double]]

  /// Values beyond this would overflow when their products are squared.
  public static let largestMagnitude = 1e60

  /// - Precondition: At least one strategy and one draw; as many draws of each; values up to `largestMagnitude`.
  public init(strategies: [String], costs: [[Double]], effects: [[Double]]) {
    precondition(!strategies.isEmpty && costs.count == strategies.count && effects.count == strategies.count)
    let draws = costs[0].count
    precondition(draws > 0 && (costs + effects).allSatisfy { $0.count == draws })
    precondition((costs + effects).allSatisfy { $0.allSatisfy { $0.magnitude <= Self.largestMagnitude } })
    self.strategies = strategies
    self.costs = costs
    self.effects = effects
  }

  public var drawCount: Int { costs[0].count }

  public var expectedCosts: [Double] { costs.map { mean($0) } }

  public var expectedEffects: [Double] { effects.map { mean($0) } }

  /// Differences from a reference strategy, draw by draw.
  ///
  /// Budgets of 10¹⁰ that differ by a few pounds keep those pounds, which net benefits of the strategies
  /// themselves would lose.
  public func increments(against reference: Int) -> Increments {
    Increments(
      reference: reference,
      costs: costs.map { zip($0, costs[reference]).map { $0 - $1 } },
      effects: effects.map { zip($0, effects[reference]).map { $0 - $1 } })
  }

  /// The strategies' expected costs and effects, for the incremental analysis.
  public var expectedOutcomes: [StrategyOutcome] {
    strategies.indices.map {
      StrategyOutcome(strategy: strategies[$0], cost: mean(costs[$0]), effect: mean(effects[$0]))
    }
  }

  /// The same draws with the rows in another order, or fewer of them.
  public func selecting(draws: [Int]) -> DecisionSamples {
    DecisionSamples(
      strategies: strategies, costs: costs.map { column in draws.map { column[$0] } },
      effects: effects.map { column in draws.map { column[$0] } })
  }
}

/// Costs and effects less those of a reference strategy in the same draw.
public struct Increments: Sendable, Equatable {
  public let reference: Int
  /// By strategy, then draw; the reference's are zero.
  public let costs, effects: [[Double]]

  public init(reference: Int, costs: [[Double]], effects: [[Double]]) {
    self.reference = reference
    self.costs = costs
    self.effects = effects
  }

  public var strategyCount: Int { costs.count }
  public var drawCount: Int { costs[0].count }

  /// Incremental net monetary benefit of a strategy at a threshold, by draw.
  public func netBenefit(of strategy: Int, at threshold: Double) -> [Double] {
    zip(effects[strategy], costs[strategy]).map { threshold * $0 - $1 }
  }
}
