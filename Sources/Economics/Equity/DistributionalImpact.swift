// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a strategy does to total health and to its distribution, health forgone elsewhere counted.
///
/// Asaria, Griffin & Cookson 2016, doi:10.1177/0272989X15583266; Cookson et al. 2017,
/// doi:10.1016/j.jval.2016.11.027.
public struct DistributionalImpact: Sendable, Equatable {
  public let baseline, after: GroupDistribution
  public let aversion: InequalityAversion
  /// Gains and opportunity costs, whose rounding the changes have.
  private let amounts: [Double]

  /// - Parameters:
  ///   - gains: Health gained for each member of a group.
  ///   - opportunityCosts: Health forgone for each, from what the money would have done elsewhere.
  public init(
    baseline: GroupDistribution, gains: [Double], opportunityCosts: [Double], aversion: InequalityAversion
  ) {
    precondition(gains.count == baseline.values.count && opportunityCosts.count == gains.count)
    self.baseline = baseline
    self.aversion = aversion
    amounts = gains + opportunityCosts
    after = GroupDistribution(
      baseline.values.indices.map { baseline.values[$0] + gains[$0] - opportunityCosts[$0] },
      shares: baseline.shares)
  }

  /// Change of mean health, the horizontal axis of the equity–efficiency plane.
  public var efficiency: Double { zip(changes, baseline.shares).reduce(0) { $0 + $1.0 * $1.1 } }

  /// Change of the equally distributed equivalent: health gained, valued with the aversion to inequality.
  public var equivalentChange: Double {
    after.equallyDistributedEquivalent(aversion) - baseline.equallyDistributedEquivalent(aversion)
  }

  /// What the change of inequality is worth in mean health, the vertical axis of the equity–efficiency plane;
  /// positive when inequality falls.
  public var equity: Double { equivalentChange - efficiency }

  /// Net benefit for one person with equity counted, in money.
  public func equityWeightedNetBenefit(threshold: Double) -> Double { threshold * equivalentChange }

  /// Where on the plane the strategy falls.
  public struct Quadrant: Sendable, Equatable, CustomStringConvertible {
    public let health, equity: Direction

    public init(health: Direction, equity: Direction) {
      self.health = health
      self.equity = equity
    }

    public var description: String {
      switch (health, equity) {
      case (.better, .better): "improves health and equity"
      case (.better, .worse): "improves health, harms equity"
      case (.better, .same): "improves health, no difference in equity"
      case (.worse, .better): "harms health, improves equity"
      case (.worse, .worse): "harms health and equity"
      case (.worse, .same): "harms health, no difference in equity"
      case (.same, .better): "no difference in health, improves equity"
      case (.same, .worse): "no difference in health, harms equity"
      case (.same, .same): "no difference"
      }
    }
  }

  /// Which way something goes, rounding aside.
  public enum Direction: Sendable, Equatable {
    case better, worse, same

    /// - Parameter scale: Size of the amounts that the value is a difference of.
    public init(_ value: Double, scale: Double) {
      self = value.magnitude <= 1e-9 * scale ? .same : value > 0 ? .better : .worse
    }
  }

  /// Net gains that are equal make no difference in equity, though Atkinson's index, being relative, would count
  /// an equal gain for everyone as a little less inequality.
  public var quadrant: Quadrant {
    let changes = changes, scale = scale
    let differs = zip(changes, changes.dropFirst()).contains { ($0 - $1).magnitude > 1e-9 * scale }
    return Quadrant(
      health: Direction(efficiency, scale: scale), equity: differs ? Direction(equity, scale: scale) : .same)
  }

  /// Size of what is gained and given up; rounding of the baseline counts too.
  private var scale: Double {
    max(amounts.lazy.map(\.magnitude).max() ?? 0, 1e-6 * (baseline.values.lazy.map(\.magnitude).max() ?? 0))
  }

  /// The lowest aversion of Atkinson's index at which the strategy is judged the other way than without aversion,
  /// to three decimals; nil when that is never up to a limit.
  ///
  /// With no aversion only total health counts. 10.95 was elicited in England (Robson et al. 2017).
  public func aversionAtWhichTheAnswerChanges(upTo limit: Double = 30) -> Double? {
    guard (baseline.values + after.values).allSatisfy({ $0 > 0 }) else { return nil }
    func isBetter(_ epsilon: Double) -> Bool {
      let aversion = InequalityAversion.atkinson(epsilon: epsilon)
      return after.equallyDistributedEquivalent(aversion) > baseline.equallyDistributedEquivalent(aversion)
    }
    let start = isBetter(0), steps = 120
    guard let step = (1...steps).first(where: { isBetter(limit * Double($0) / Double(steps)) != start }) else {
      return nil
    }
    var low = limit * Double(step - 1) / Double(steps), high = limit * Double(step) / Double(steps)
    while high - low > 5e-4 {
      let middle = (low + high) / 2
      if isBetter(middle) == start { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private var changes: [Double] { zip(after.values, baseline.values).map { $0 - $1 } }
}

extension GroupDistribution {
  /// Social value of one more unit of health in each group, relative to a group with the mean.
  ///
  /// (h/h̄)^−ε for Atkinson, exp(−α(h − h̄)) for Kolm. For small changes, weighted sums of gains rank strategies as the
  /// equally distributed equivalent does.
  public func marginalWeights(_ aversion: InequalityAversion) -> [Double] {
    let mean = mean
    return values.map { value in
      switch aversion {
      case .atkinson(let epsilon): pow(value / mean, -epsilon)
      case .kolm(let alpha): exp(-alpha * (value - mean))
      }
    }
  }
}
