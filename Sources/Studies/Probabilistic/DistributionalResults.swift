// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
public import Economics
import Statistics

/// Who gains: a strategy's effect by deprivation quintile, and what it is worth when equality counts.
public struct DistributionalResult: Sendable {
  public let effect: EffectMeasure
  public let perspective: Perspective
  public let strategy: String
  public let threshold: Double
  /// Effect per child in each quintile, most deprived first: baseline, and this strategy.
  public let baseline, after: [Double]
  public let impact: DistributionalImpact
  /// For the whole authority and period.
  public let equityWeightedNetBenefit: Double
}

extension ProbabilisticAnalysis {
  /// A distributional cost-effectiveness analysis of every strategy but the baseline, at every threshold above nil.
  ///
  /// Effects are per child born in a quintile. What a strategy costs more is taken from effects elsewhere, at the
  /// threshold, from every child alike: an assumption, as nobody has measured where such services are cut. Atkinson's
  /// index needs effects above nil; where there are none, Kolm's with α = 0.15 stands in.
  public func distributionalResults() -> [DistributionalResult] {
    let births = (1...5).compactMap { results[0].drawMeans(OutcomeKey("population.births", .quintile($0))) }
      .map { mean($0) }
    guard births.count == 5, births.allSatisfy({ $0 > 0 }) else { return [] }
    return decisions.flatMap { decision -> [DistributionalResult] in
      guard let baseline = perChild(decision.effect, results[0], births) else { return [] }
      return results.indices.dropFirst().flatMap { s -> [DistributionalResult] in
        guard let after = perChild(decision.effect, results[s], births) else { return [] }
        let cost = decision.raw.samples.expectedCosts
        return plan.thresholds(for: decision.effect).filter { $0 > 0 }.map { threshold in
          let forgone = perPerson(cost[s] - cost[0]) / threshold
          let impact = DistributionalImpact(
            baseline: GroupDistribution(baseline, shares: births), gains: zip(after, baseline).map { $0 - $1 },
            opportunityCosts: baseline.map { _ in forgone }, aversion: aversion(baseline, after, forgone))
          return DistributionalResult(
            effect: decision.effect, perspective: decision.perspective, strategy: results[s].strategy.name,
            threshold: threshold, baseline: baseline, after: after, impact: impact,
            equityWeightedNetBenefit: impact.equityWeightedNetBenefit(threshold: threshold) * births.reduce(0, +))
        }
      }
    }
  }

  private func aversion(_ baseline: [Double], _ after: [Double], _ forgone: Double) -> InequalityAversion {
    let isPositive = baseline.allSatisfy { $0 > 0 } && after.allSatisfy { $0 - forgone > 0 }
    return isPositive ? .atkinson(epsilon: plan.inequalityAversion) : .kolm(alpha: 0.15)
  }

  /// A year's effect for a child born in each quintile.
  private func perChild(_ effect: EffectMeasure, _ result: DrawResults, _ births: [Double]) -> [Double]? {
    let groups = (1...5).compactMap { result.drawMeans(OutcomeKey(effect.measure, .quintile($0))) }
    guard groups.count == 5, groups.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    let measure = result.strategy.model.catalogue.measure(effect.measure)
    let isCount = [.count, .qaly, .children, .gbp, .hours].contains(measure?.unit)
    return zip(groups, births).map { (effect.isHarm ? -1 : 1) * mean($0) / (isCount ? $1 : 1) }
  }
}
