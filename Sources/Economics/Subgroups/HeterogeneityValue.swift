// SPDX-License-Identifier: GPL-3.0-or-later

/// What it would be worth to decide for each subgroup of a population by itself, with what is known now and with
/// everything known (Espinoza, Manca, Claxton & Sculpher 2014, doi:10.1177/0272989X14538705).
///
/// Costs and effects of subgroups are their parts of the population's, so that they add up to it. A subgroup is taken
/// to have the costs and effects that the strategy has for it when everyone is under that strategy.
public struct HeterogeneityValue: Sendable, Equatable {
  public let thresholds: [Double]
  /// The strategy with the highest expected net benefit for everyone together; at each threshold.
  public let bestForAll: [Int]
  /// The same for each subgroup; by threshold, then subgroup.
  public let bestBySubgroup: [[Int]]
  /// Static value of heterogeneity: the gain of the best strategy in each subgroup over the best for all, with what is
  /// known now; at each threshold, for the population. Its standard error is that of the draws, the choices taken as
  /// they are.
  public let decidingBySubgroup: [Estimate]
  /// EVPI with one decision for all.
  public let informationForAll: [Estimate]
  /// EVPI with a decision for each subgroup. The standard error is the sum of the subgroups', an upper bound: their
  /// draws are the same.
  public let informationBySubgroup: [Estimate]

  /// - Parameters:
  ///   - whole: The analysis of everyone together.
  ///   - subgroups: Analyses of the parts, over the same strategies, thresholds and draws.
  public init(whole: CostEffectiveness, subgroups: [CostEffectiveness]) {
    let uncertainty = whole.uncertainty
    let thresholds = uncertainty.thresholds, own = subgroups.map(\.uncertainty)
    precondition(own.allSatisfy { $0.thresholds == thresholds && $0.drawCount == uncertainty.drawCount })
    self.thresholds = thresholds
    let increments = subgroups.map { $0.samples.increments(against: 0) }
    // The best for all is that of the subgroups' sum, which rounding may tell from the whole where two tie.
    let totals = Increments(
      reference: 0, costs: Self.sum(increments.map(\.costs)), effects: Self.sum(increments.map(\.effects)))
    var bestForAll: [Int] = [], bestBySubgroup: [[Int]] = [], values: [Estimate] = []
    for threshold in thresholds {
      let common = totals.bestOnAverage(at: threshold)
      let choices = increments.map { $0.bestOnAverage(at: threshold) }
      var gains = [Double](repeating: 0, count: uncertainty.drawCount)
      for (group, choice) in zip(increments, choices) where choice != common {
        let chosen = group.netBenefit(of: choice, at: threshold), given = group.netBenefit(of: common, at: threshold)
        for d in gains.indices { gains[d] += chosen[d] - given[d] }
      }
      bestForAll.append(common)
      bestBySubgroup.append(choices)
      values.append(ExpectedOutcome(draws: gains).mean)
    }
    self.bestForAll = bestForAll
    self.bestBySubgroup = bestBySubgroup
    decidingBySubgroup = values
    informationForAll = uncertainty.perfectInformation
    informationBySubgroup = thresholds.indices.map { i in
      Estimate(
        value: own.reduce(0) { $0 + $1.perfectInformation[i].value },
        standardError: own.reduce(0) { $0 + $1.perfectInformation[i].standardError })
    }
  }

  /// By strategy, then draw.
  private static func sum(_ groups: [[[Double]]]) -> [[Double]] {
    guard let first = groups.first else { return [] }
    return groups.dropFirst().reduce(first) { total, group in
      zip(total, group).map { zip($0, $1).map { $0 + $1 } }
    }
  }
}

extension Increments {
  /// The strategy with the highest expected net benefit; the first listed when several have it.
  fileprivate func bestOnAverage(at threshold: Double) -> Int {
    let means = (0..<strategyCount).map { netBenefit(of: $0, at: threshold).reduce(0, +) }
    return means.indices.reduce(0) { means[$1] > means[$0] ? $1 : $0 }
  }
}
