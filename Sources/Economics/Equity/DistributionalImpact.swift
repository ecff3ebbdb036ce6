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

  /// - Parameters:
  ///   - gains: Health gained for each member of a group.
  ///   - opportunityCosts: Health forgone for each, from what the money would have done elsewhere.
  public init(
    baseline: GroupDistribution, gains: [Double], opportunityCosts: [Double], aversion: InequalityAversion
  ) {
    precondition(gains.count == baseline.values.count && opportunityCosts.count == gains.count)
    self.baseline = baseline
    self.aversion = aversion
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
  public enum Quadrant: String, Sendable {
    case winWin = "improves health and equity"
    case winLose = "improves health, harms equity"
    case loseWin = "harms health, improves equity"
    case loseLose = "harms health and equity"
  }

  public var quadrant: Quadrant {
    switch (efficiency >= 0, equity >= 0) {
    case (true, true): .winWin
    case (true, false): .winLose
    case (false, true): .loseWin
    case (false, false): .loseLose
    }
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
