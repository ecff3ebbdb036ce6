// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Foundation
import ScenarioFiles
import Statistics
import Testing

@testable import Studies

/// Who gains, with draws written by hand.
@Suite struct DistributionalResultsTests {
  private static func strategy(_ name: String, years: Double) throws -> Strategy {
    let text = """
      skillmix: 1
      name: \(name)
      clock: {start: 2024-04-01, warm_up_years: 3, reporting_years: \(years)}
      children: {births_per_year: 500}
      workforce:
        nurse: {wte: 2, working_pattern: always, cost_per_hour_gbp: 50}
      needs:
        sleep: {prevalence: 0.1, onset_age_days: 5, qaly_loss_per_year: 0.1}
      contacts:
        visit: {kind: additional, due_age_days: 10, delivered_by: [nurse], duration_minutes: 60, screens: {sleep: {sensitivity: 0.5}}}
      costs: {discount_rate_costs: 0.035, discount_rate_effects: 0.015}

      """
    return Strategy(
      name: name, source: name, digest: name, model: ServiceModel(try ScenarioDocument(text: text).scenario()))
  }

  /// Four draws of a baseline and another strategy, 100 births in each quintile and year.
  /// - Parameters:
  ///   - change: Change of the measure in each quintile, a year.
  ///   - cost: Extra cost a year.
  private static func analysis(
    _ effect: EffectMeasure, change: [Double], cost: Double, years: Double = 1, thresholds: [Double] = [1000]
  ) throws -> ProbabilisticAnalysis {
    let groups: [Group] = [.overall] + (years > 1 ? (0..<Int(years)).map(Group.year) : []) + (1...5).map(Group.quintile)
    var plan = StudyPlan(title: "by hand", effects: [effect], perspectives: [.commissioner], thresholds: thresholds)
    plan.draws = 4
    let sampler = try ParameterSampler(
      ParameterSpace(parameters: [], paths: [[:], [:]]), draws: 4, sampling: .monteCarlo, seed: 1)
    let results = try ["Base", "New"].enumerated().map { s, name in
      let strategy = try strategy(name, years: years)
      let keys = DrawResults.keptKeys(strategy, effects: [effect])
      var draws = DrawResults(strategy: strategy, keys: keys, drawCount: 4, replications: 1)
      for (k, key) in keys.enumerated() {
        for draw in 1...4 {
          let isNew = s == 1 ? 1.0 : 0, wobble = 1 + 0.01 * Double(draw)
          func value(_ quintile: Int) -> Double {
            switch key.measure {
            case "population.births": 100
            case effect.measure: 40 + isNew * change[quintile] * wobble
            case "needs.sleep.present", "needs.all.present": 100 - 10 * Double(quintile)
            case "cost.commissioner": (10_000 + isNew * cost * wobble) / 5
            default: 1
            }
          }
          let total: Double
          if case .quintile(let q) = key.group { total = value(q - 1) } else { total = (0..<5).map(value).reduce(0, +) }
          if groups.contains(key.group) { draws.set(total, key: k, draw: draw, replication: 0) }
        }
      }
      return draws
    }
    return try ProbabilisticAnalysis(plan: plan, results: results, sampler: sampler)
  }

  private static let found = EffectMeasure(name: "needs_identified", measure: "needs.all.identified")

  /// A team that finds fewer needs where there are most of them does not improve equity.
  @Test func losingMoreNeedsWhereThereAreMoreHarmsTheDeprived() throws {
    let analysis = try Self.analysis(Self.found, change: [-1.74, -1.6, -1.4, -1.2, -1.08], cost: 0)
    let result = try #require(analysis.distributionalResults().first)
    #expect(result.verdict == "less in total, favours the less deprived")
    #expect(result.equity.mean.value < 0 && result.probabilityOfEquity == 0)
    let unmet = try #require(result.concentrationOfUnmetNeed)
    #expect(unmet.baseline < 0 && unmet.after < 0)
    // Unmet need of 60, 50, 40, 30, 20 for 100 children: 2 × 0.2 × (−0.4 × 20 − 0.2 × 10 − 0.2 × 10 − 0.4 × 20) / 40.
    #expect(abs(unmet.baseline - -0.2) < 1e-9)
  }

  @Test func equalGainsMakeNoDifferenceAndNoChangeIsNone() throws {
    let equal = try Self.analysis(Self.found, change: [1, 1, 1, 1, 1], cost: 0)
    #expect(equal.distributionalResults().first?.verdict == "more in total, no difference by deprivation")
    let none = try Self.analysis(Self.found, change: [0, 0, 0, 0, 0], cost: 0)
    #expect(none.distributionalResults().first?.verdict == "no difference")
  }

  /// QALYs on top of life expectancy: the same gain is worth more where life expectancy is short.
  @Test func healthIsJudgedOnTopOfLifeExpectancy() throws {
    let deprived = try Self.analysis(.qalys, change: [-2, 0, 0, 0, 0], cost: 0)
    let other = try Self.analysis(.qalys, change: [0, 0, 0, 0, -2], cost: 0)
    let first = try #require(deprived.distributionalResults().first)
    let second = try #require(other.distributionalResults().first)
    #expect(first.verdict == "improves health and equity" && second.verdict == "improves health, harms equity")
    #expect(first.baseline == BaselineHealth.england.byQuintile)
    #expect(abs(first.efficiency.mean.value - second.efficiency.mean.value) < 1e-12)
    // Both gain at any aversion, so no verdict turns.
    #expect(first.switchingAversion == nil && second.switchingAversion == nil)
  }

  /// Over three years, discounted costs stand against discounted effects: the mean is the decision's net benefit.
  @Test func overSeveralYearsEfficiencyIsTheNetBenefit() throws {
    let thresholds = [500.0, 900, 1000, 1100]
    for effect in [Self.found, EffectMeasure.qalys] {
      let sign = effect.isHarm ? -1.0 : 1
      let analysis = try Self.analysis(
        effect, change: [3, 2, 2, 2, 1].map { $0 * sign }, cost: 9500, years: 3, thresholds: thresholds)
      for (i, result) in analysis.distributionalResults().enumerated() {
        let uncertainty = analysis.decisions[0].raw.uncertainty
        let place = try #require(uncertainty.thresholds.firstIndex(of: thresholds[i]))
        let net = uncertainty.netBenefit[1][place].monetary.value - uncertainty.netBenefit[0][place].monetary.value
        let people = 500.0 * 3
        #expect(abs(result.efficiency.mean.value - net / thresholds[i] / people) < 1e-9)
        #expect(result.verdict.hasPrefix("less") == (net < 0) || effect == .qalys)
      }
    }
  }

  /// Health forgone by the most deprived alone is taken from them.
  @Test func opportunityCostsFallWhereTheStudySays() throws {
    var analysis = try Self.analysis(.qalys, change: [-1, -1, -1, -1, -1], cost: 1000)
    let evenly = try #require(analysis.distributionalResults().first)
    #expect(evenly.forgone.allSatisfy { abs($0 - evenly.forgone[0]) < 1e-15 })
    analysis = try Self.analysis(.qalys, change: [-1, -1, -1, -1, -1], cost: 1000)
    var plan = analysis.plan
    plan.opportunityCostShares = [1, 0, 0, 0, 0]
    let sampler = try ParameterSampler(
      ParameterSpace(parameters: [], paths: [[:], [:]]), draws: 4, sampling: .monteCarlo, seed: 1)
    let own = try ProbabilisticAnalysis(plan: plan, results: analysis.results, sampler: sampler)
    let result = try #require(own.distributionalResults().first)
    #expect(result.forgone[1...].allSatisfy { $0 == 0 } && abs(result.forgone[0] - 5 * evenly.forgone[0]) < 1e-12)
    #expect(result.equity.mean.value < evenly.equity.mean.value)
  }

  // MARK: Beyond the period

  /// Needs found lead to a state that is worth 0.9 a year and costs the NHS 100, for two undiscounted years.
  @Test func whatFollowsIsAddedToThePeriod() throws {
    var analysis = try Self.analysis(Self.found, change: [2, 2, 2, 2, 2], cost: 0)
    var plan = analysis.plan
    plan.horizon = Horizon(
      title: "two years", years: 2, cycleYears: 1, correction: .halfCycle,
      states: [
        Horizon.State(name: "helped", utility: .known(0.9), costs: [.nhs: .known(100)]),
        Horizon.State(name: "missed", utility: .known(0.7), costs: [:]),
      ], transitions: [], dead: nil,
      entries: [
        Horizon.Entry(measure: "needs.all.identified", less: nil, state: 0),
        Horizon.Entry(measure: "needs.all.present", less: "needs.all.identified", state: 1),
      ])
    let sampler = try ParameterSampler(
      ParameterSpace(parameters: [], paths: [[:], [:]]), draws: 4, sampling: .monteCarlo, seed: 1)
    analysis = try ProbabilisticAnalysis(plan: plan, results: analysis.results, sampler: sampler)
    let result = try #require(try analysis.horizonResults().first)
    let within = result.within.raw.samples.increments(against: 0),
      beyond = result.beyond.raw.samples.increments(against: 0)
    // Trapezium of 1, v, v²: half, whole and half a year's worth, discounted at 1.5 %.
    let years = 0.5 + 1 / 1.015 + 0.5 / (1.015 * 1.015)
    for d in 0..<4 {
      let found = 10 * (1 + 0.01 * Double(d + 1))
      #expect(abs(beyond.effects[1][d] - within.effects[1][d] - found * 0.2 * years) < 1e-9)
      #expect(beyond.costs[1][d] == within.costs[1][d])
    }
  }
}
