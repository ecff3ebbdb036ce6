// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
public import Economics
import Statistics

/// Who gains: a strategy's effect by deprivation quintile, with its cost in effects forgone elsewhere.
///
/// Amounts are for a child born in a quintile over the whole period, discounted; of a share or a mean, which belongs
/// to no child, they are for the authority. Intervals are over the draws.
public struct DistributionalResult: Sendable {
  /// How inequality is judged.
  public enum Judgement: Sendable, Equatable {
    /// Gains in health on top of quality-adjusted life expectancy, by the equally distributed equivalent (Asaria,
    /// Griffin & Cookson 2016, doi:10.1177/0272989X15583266).
    case health(InequalityAversion)
    /// Gains in something else, by how they fall along the social scale: less their generalised concentration index.
    /// An index of health would take those who get more of a service for the better off.
    case gains

    /// As in tables.
    public var words: String {
      switch self {
      case .health(.atkinson(let epsilon)): "Atkinson \(epsilon)"
      case .health(.kolm(let alpha)): "Kolm \(alpha)"
      case .gains: "concentration index of gains"
      }
    }
  }

  public let effect: EffectMeasure
  public let perspective: Perspective
  public let strategy: String
  public let threshold: Double
  public let judgement: Judgement
  /// By quintile, most deprived first: expected gain before anything is forgone.
  public let gains: [ExpectedOutcome]
  /// By quintile: what the strategy's extra cost would have done elsewhere, as a mean.
  public let forgone: [Double]
  /// What gains are set on top of, by quintile: quality-adjusted life expectancy, unmet need, or else the effect of
  /// the baseline strategy.
  public let baseline: [Double]
  public let baselineLabel: String
  /// Change of the mean net of what is forgone.
  public let efficiency: ExpectedOutcome
  /// What the change of inequality is worth in the same unit; positive when it favours the more deprived.
  public let equity: ExpectedOutcome
  /// Share of draws in which each is above nil.
  public let probabilityOfEfficiency, probabilityOfEquity: Double
  /// For the whole authority and period, with equity counted; none for gains in anything but health.
  public let equityWeightedNetBenefit: ExpectedOutcome?
  /// The aversion to inequality at which the verdict on the strategy turns; nil where there is none up to 30.
  public let switchingAversion: Double?
  /// Concentration index of unmet need with the baseline and with the strategy; below nil when the more deprived
  /// have more of it.
  public let concentrationOfUnmetNeed: (baseline: Double, after: Double)?
  fileprivate let quadrant: DistributionalImpact.Quadrant
  fileprivate let equityIsClear: Bool

  /// In words: what happens on average to the total and to equity, and how sure that is.
  public var verdict: String {
    let clear = equityIsClear || quadrant.equity == .same ? "" : " (not clearly)"
    switch judgement {
    case .health: return "\(quadrant)" + clear
    case .gains:
      let total =
        switch quadrant.health {
        case .better: "more in total"
        case .worse: "less in total"
        case .same: "as much in total"
        }
      let who =
        switch quadrant.equity {
        case .better: "favours the more deprived"
        case .worse: "favours the less deprived"
        case .same: "no difference by deprivation"
        }
      return quadrant.health == .same && quadrant.equity == .same ? "no difference" : "\(total), \(who)\(clear)"
    }
  }
}

extension ProbabilisticAnalysis {
  /// The distribution of every strategy's effects but the baseline's, at every threshold above nil.
  ///
  /// What a strategy costs more is taken off at the threshold, in equal parts from every child or as the study's
  /// `opportunityCostShares` say. Over several years a quintile's effects are discounted as if they came evenly, and
  /// set so that their mean is that of the decision.
  public func distributionalResults() -> [DistributionalResult] {
    guard let births = quintileBirths else { return [] }
    return decisions.flatMap { decision -> [DistributionalResult] in
      guard let baseline = QuintileEffects(decision.effect, results[0], self, births: births) else { return [] }
      return results.indices.dropFirst().flatMap { s -> [DistributionalResult] in
        guard let after = QuintileEffects(decision.effect, results[s], self, births: births) else { return [] }
        let comparison = QuintileComparison(
          decision, strategy: s, baseline: baseline, after: after, births: births, analysis: self)
        return plan.thresholds(for: decision.effect).filter { $0 > 0 }.map { comparison.result(threshold: $0) }
      }
    }
  }

  /// Present value of one a year over the period, as effects are discounted.
  fileprivate var discountedYears: Double {
    PeriodTotal.presentValue(
      ratePerYear: results[0].strategy.model.scenario.costs.discountRateEffects, years: periodYears)
  }
}

/// A strategy's effect by quintile, then draw.
private struct QuintileEffects {
  let values: [[Double]]
  /// Unmet need, where the effect has one.
  let unmet: [[Double]]?
  let isPerChild: Bool

  init?(_ effect: EffectMeasure, _ result: DrawResults, _ analysis: ProbabilisticAnalysis, births: [Double]) {
    func groups(_ measure: String) -> [[Double]]? {
      guard result.strategy.model.catalogue.measure(measure) != nil else {
        return (0..<5).map { _ in [Double](repeating: 0, count: result.drawCount) }
      }
      let groups = (1...5).compactMap { result.drawMeans(OutcomeKey(measure, .quintile($0))) }
      return groups.count == 5 && groups.allSatisfy { $0.allSatisfy(\.isFinite) } ? groups : nil
    }
    guard let own = groups(effect.measure) else { return nil }
    let isPerChild = result.strategy.model.catalogue.measure(effect.measure)?.unit.isAmount ?? true
    self.isPerChild = isPerChild
    let years = analysis.discountedYears, period = analysis.periodYears
    func scaled(_ groups: [[Double]], _ sign: Double) -> [[Double]] {
      zip(groups, births).map { values, births in
        let factor = sign * years / (isPerChild ? births * period : 1)
        return values.map { factor * $0 }
      }
    }
    values = scaled(own, effect.isHarm ? -1 : 1)
    unmet = effect.needMeasure.flatMap(groups).map { need in
      scaled(zip(need, own).map { zip($0, $1).map { $0 - $1 } }, 1)
    }
  }
}

/// One strategy beside the baseline, draw by draw.
private struct QuintileComparison {
  let decision: DecisionAnalysis
  let name: String
  let shares: [Double]
  /// By quintile, then draw.
  let gains: [[Double]]
  /// By draw, in money for a person.
  let costs: [Double]
  let level: (values: [Double], label: String)
  let unmet: (baseline: [Double], after: [Double])?
  let isHealth: Bool
  let people: Double
  let plan: StudyPlan

  init(
    _ decision: DecisionAnalysis, strategy s: Int, baseline: QuintileEffects, after: QuintileEffects, births: [Double],
    analysis: ProbabilisticAnalysis
  ) {
    self.decision = decision
    plan = analysis.plan
    name = analysis.results[s].strategy.name
    let total = births.reduce(0, +), shares = births.map { $0 / total }
    self.shares = shares
    let people = baseline.isPerChild ? total * analysis.periodYears : 1
    self.people = people
    let increments = decision.raw.samples.increments(against: 0)
    costs = increments.costs[s].map { $0 / people }
    let differences = zip(after.values, baseline.values).map { zip($0, $1).map { $0 - $1 } }
    // Rounding, and years that differ, are put right by the same amount for everyone.
    let shifts = increments.effects[s].indices.map { d in
      increments.effects[s][d] / people - zip(shares, differences).reduce(0) { $0 + $1.0 * $1.1[d] }
    }
    gains = differences.map { zip($0, shifts).map { $0 + $1 } }
    isHealth = decision.effect.name == "qalys"
    unmet = baseline.unmet.flatMap { before in
      after.unmet.map { (before.map { mean($0) }, $0.map { mean($0) }) }
    }
    if isHealth {
      level = (analysis.plan.baselineHealth.byQuintile, "quality-adjusted life expectancy")
    } else if let unmet {
      level = (unmet.baseline, "unmet need")
    } else {
      level = (baseline.values.map { mean($0) }, "with the baseline")
    }
  }

  func result(threshold: Double) -> DistributionalResult {
    // Of the whole that is forgone, each quintile's part for each of its members.
    let burden = plan.opportunityCostShares.map { own in zip(own, shares).map { $0 / $1 } } ?? [1, 1, 1, 1, 1]
    let meanCost = mean(costs) / threshold
    let forgone = burden.map { $0 * meanCost }
    let base = GroupDistribution(level.values, shares: shares)
    let aversion = aversion(base, burden, threshold)
    var efficiency: [Double] = [], equity: [Double] = []
    for d in costs.indices {
      let own = gains.map { $0[d] }, given = burden.map { $0 * costs[d] / threshold }
      let (total, fairness) = effects(base, own, given, aversion)
      efficiency.append(total)
      equity.append(fairness)
    }
    let impact = DistributionalImpact(
      baseline: base, gains: gains.map { mean($0) }, opportunityCosts: forgone, aversion: aversion)
    let total = ExpectedOutcome(draws: efficiency), fairness = ExpectedOutcome(draws: equity)
    let net = zip(efficiency, equity).map { threshold * people * ($0 + $1) }
    func share(_ values: [Double]) -> Double { Double(values.count { $0 > 0 }) / Double(values.count) }
    return DistributionalResult(
      effect: decision.effect, perspective: decision.perspective, strategy: name, threshold: threshold,
      judgement: isHealth ? .health(aversion) : .gains, gains: gains.map { ExpectedOutcome(draws: $0) },
      forgone: forgone, baseline: level.values, baselineLabel: level.label, efficiency: total, equity: fairness,
      probabilityOfEfficiency: share(efficiency), probabilityOfEquity: share(equity),
      equityWeightedNetBenefit: isHealth ? ExpectedOutcome(draws: net) : nil,
      switchingAversion: isHealth ? impact.aversionAtWhichTheAnswerChanges() : nil,
      concentrationOfUnmetNeed: unmet.map { pair in
        (
          GroupDistribution(pair.baseline, shares: shares).concentrationIndex,
          GroupDistribution(pair.after, shares: shares).concentrationIndex
        )
      },
      quadrant: DistributionalImpact.Quadrant(
        health: impact.quadrant.health,
        equity: isHealth || impact.quadrant.equity == .same
          ? impact.quadrant.equity : DistributionalImpact.Direction(fairness.mean.value, scale: 1e-12)),
      equityIsClear: !fairness.credibleInterval.contains(0))
  }

  /// Change of the mean, and what the change of inequality is worth.
  private func effects(
    _ base: GroupDistribution, _ gains: [Double], _ forgone: [Double], _ aversion: InequalityAversion
  ) -> (Double, Double) {
    if isHealth {
      let impact = DistributionalImpact(baseline: base, gains: gains, opportunityCosts: forgone, aversion: aversion)
      return (impact.efficiency, impact.equity)
    }
    let net = GroupDistribution(zip(gains, forgone).map { $0 - $1 }, shares: shares)
    return (net.mean, -net.generalisedConcentrationIndex)
  }

  /// Atkinson's, unless some draw leaves a quintile without any health, for which it has no value: then Kolm's.
  private func aversion(_ base: GroupDistribution, _ burden: [Double], _ threshold: Double) -> InequalityAversion {
    let isPositive = costs.indices.allSatisfy { d in
      base.values.indices.allSatisfy { q in
        base.values[q] + gains[q][d] - burden[q] * costs[d] / threshold > 0
      }
    }
    return isPositive || !isHealth ? .atkinson(epsilon: plan.inequalityAversion) : .kolm(alpha: 0.15)
  }
}
