// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// A one-way sensitivity analysis of every parameter between the 95 % bounds of its distribution, the others at their
/// means: what a tornado diagram draws.
public struct Tornado: Sendable {
  /// What the bars show of a strategy against the baseline.
  public enum Quantity: String, Sendable, CaseIterable {
    case netBenefit = "net_benefit"
    case effect, cost
    /// Cost for each unit of effect more; it has no meaning where the effect changes sign.
    case costPerUnit = "icer"

    func increment(of strategy: Int, at point: SensitivityPoint, threshold: Double) -> RunningMoments {
      switch self {
      case .netBenefit: return point.increment(of: strategy, at: threshold)
      case .effect: return RunningMoments(zip(point.effects[strategy], point.effects[0]).map { $0 - $1 })
      case .cost: return RunningMoments(zip(point.costs[strategy], point.costs[0]).map { $0 - $1 })
      case .costPerUnit:
        let effects = zip(point.effects[strategy], point.effects[0]).map { $0 - $1 }
        let costs = zip(point.costs[strategy], point.costs[0]).map { $0 - $1 }
        let effect = mean(effects), ratio = mean(costs) / effect
        // Each replication's value is the ratio of the means and what it moves it by (delta method).
        return RunningMoments(zip(costs, effects).map { ratio + ($0 - ratio * $1) / effect })
      }
    }
  }

  /// One parameter's bar for one strategy.
  public struct Bar: Sendable {
    public let parameter: String
    /// Of the parameter.
    public let low, high: Double
    /// Incremental net benefit against the baseline at the low and the high value, with Monte Carlo errors.
    public let atLow, atHigh: RunningMoments
    /// The same of the quantity that the bars show.
    public let lowQuantity, highQuantity: RunningMoments
    /// Best strategy at the low and the high value.
    public let bestAtLow, bestAtHigh: Int

    /// How far the quantity moves.
    public var width: Double { (highQuantity.mean - lowQuantity.mean).magnitude }
  }

  public let threshold: Double
  public let quantity: Quantity
  /// Of the quantity, with every parameter at its mean; by strategy.
  public let baseQuantity: [RunningMoments]
  /// Incremental net benefit with every parameter at its mean; by strategy.
  public let base: [RunningMoments]
  public let bestAtBase: Int
  /// By strategy (none for the baseline), the widest first.
  public let bars: [[Bar]]

  /// - Parameters:
  ///   - points: The base case, then the low and the high point of each parameter.
  ///   - bounds: The parameters in the same order.
  public init(
    _ points: [SensitivityPoint], bounds: [(parameter: String, low: Double, high: Double)], threshold: Double,
    quantity: Quantity = .netBenefit
  ) {
    precondition(points.count == 1 + 2 * bounds.count)
    self.threshold = threshold
    self.quantity = quantity
    let base = points[0]
    baseQuantity = base.effects.indices.map { quantity.increment(of: $0, at: base, threshold: threshold) }
    self.base = base.effects.indices.map { base.increment(of: $0, at: threshold) }
    bestAtBase = base.best(at: threshold)
    bars = base.effects.indices.map { s in
      guard s > 0 else { return [] }
      return bounds.enumerated().map { index, bound in
        let low = points[1 + 2 * index], high = points[2 + 2 * index]
        return Bar(
          parameter: bound.parameter, low: bound.low, high: bound.high, atLow: low.increment(of: s, at: threshold),
          atHigh: high.increment(of: s, at: threshold),
          lowQuantity: quantity.increment(of: s, at: low, threshold: threshold),
          highQuantity: quantity.increment(of: s, at: high, threshold: threshold), bestAtLow: low.best(at: threshold),
          bestAtHigh: high.best(at: threshold))
      }.sorted { $0.width > $1.width }
    }
  }
}
