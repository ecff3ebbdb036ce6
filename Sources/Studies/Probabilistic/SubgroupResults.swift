// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Economics
import Statistics

/// A decision for each part of the population by itself, from the study's own perspective.
public struct SubgroupResult: Sendable {
  /// The same decision for the children of one subgroup; amounts are that part of the authority's.
  public struct Part: Sendable {
    public let group: Group
    public let decision: DecisionAnalysis
  }

  /// Position of the decision for everyone.
  public let decision: Int
  public let parts: [Part]
  public let value: HeterogeneityValue
}

extension ProbabilisticAnalysis {
  /// The decisions that can be taken by deprivation quintile: those whose effect and cost are reported by quintile and
  /// defined in every replication.
  ///
  /// A quintile's cost has its part of the staff, by the time that its children take. Over several years its amounts are
  /// discounted as if they came evenly. Shares and means, which belong to no child, count by the quintile's births. What
  /// then lacks to the whole is laid on all children alike, so that the parts add up to the decision for everyone.
  func subgroupDecisions() -> [Int] {
    decisions.indices.filter { decisions[$0].perspective == plan.perspectives.first }
  }

  func subgroupResult(decision index: Int) -> SubgroupResult? {
    let decision = decisions[index], costs = results[0].strategy.model.scenario.costs
    guard let births = quintileBirths,
      let wholeEffects = try? Self.effects(decision.effect, results),
      let wholeCosts = try? Self.costs(decision.perspective, results),
      let effects = quintiles(
        decision.effect.measure, sign: decision.effect.isHarm ? -1 : 1, rate: costs.discountRateEffects, births,
        whole: wholeEffects),
      let own = quintiles(
        decision.perspective.measure, sign: 1, rate: costs.discountRateCosts, births, whole: wholeCosts)
    else { return nil }
    let parts = (0..<5).map { q in
      SubgroupResult.Part(
        group: .quintile(q + 1),
        decision: DecisionAnalysis(
          effect: decision.effect, label: decision.effectLabel, unit: decision.effectUnit,
          perspective: decision.perspective, strategies: decision.raw.samples.strategies, effects: effects[q],
          costs: own[q], thresholds: plan.thresholds(for: decision.effect), parameters: parameters,
          areStratified: plan.sampling.isStratified, groups: 10, errorFactor: errorFactor))
    }
    return SubgroupResult(
      decision: index, parts: parts,
      value: HeterogeneityValue(whole: decision.analysis, subgroups: parts.map(\.decision.analysis)))
  }

  /// Births a year by quintile, averaged over the baseline's draws.
  var quintileBirths: [Double]? {
    let births = (1...5).compactMap { results[0].drawMeans(OutcomeKey("population.births", .quintile($0))) }
      .map { mean($0) }
    return births.count == 5 && births.allSatisfy { $0 > 0 } ? births : nil
  }

  /// A measure's part of each quintile over the period: by quintile, strategy, draw and replication.
  private func quintiles(
    _ measure: String, sign: Double, rate: Double, _ births: [Double], whole: [[[Double]]]
  ) -> [[[[Double]]]]? {
    let shares = births.map { $0 / births.reduce(0, +) }
    let years = PeriodTotal.presentValue(ratePerYear: rate, years: periodYears)
    var parts = [[[[Double]]]](repeating: [], count: 5)
    for (s, result) in results.enumerated() {
      let keys = (1...5).compactMap { q in result.keys.firstIndex(of: OutcomeKey(measure, .quintile(q))) }
      let unit = result.strategy.model.catalogue.measure(measure)?.unit
      // A strategy that does not have the measure at all has none of it.
      guard keys.count == 5 || unit == nil else { return nil }
      let belongsToChildren = unit?.isAmount ?? true
      var own = (0..<5).map { q -> [[Double]] in
        guard keys.count == 5 else { return whole[s].map { $0.map { _ in 0 } } }
        let factor = sign * years * (belongsToChildren ? 1 : shares[q])
        let values = result.replicates(ofKey: keys[q])
        return whole[s].indices.map { d in
          whole[s][d].indices.map { r in factor * values[d * result.replications + r] }
        }
      }
      guard own.allSatisfy({ $0.allSatisfy { $0.allSatisfy(\.isFinite) } }) else { return nil }
      for d in whole[s].indices {
        for r in whole[s][d].indices {
          let lacking = whole[s][d][r] - own.reduce(0) { $0 + $1[d][r] }
          for q in 0..<5 { own[q][d][r] += shares[q] * lacking }
        }
      }
      for q in 0..<5 { parts[q].append(own[q]) }
    }
    return parts
  }
}

extension Measure.Unit {
  /// Whether amounts of parts of a population add up to the whole's.
  var isAmount: Bool { [.count, .qaly, .children, .gbp, .hours].contains(self) }
}
