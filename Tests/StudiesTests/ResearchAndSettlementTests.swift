// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import ScenarioFiles
import Statistics
import Testing

@testable import Studies

/// What research is worth and whether draws are enough, where both have closed forms: a new service finds θ needs more a
/// year, θ normal, at a fixed cost.
@Suite struct ResearchAndSettlementTests {
  private static let mean = 2.0, sd = 3.0, threshold = 1000.0, cost = 1000.0, births = 500.0, draws = 6000

  /// - Parameters:
  ///   - replications: Of each draw.
  ///   - noise: Standard deviation of a replication's effect.
  ///   - designs: Research that is valued.
  private static func analysis(
    replications: Int = 1, noise: Double = 0, mean: Double = mean, designs: [ResearchDesign] = []
  ) throws -> ProbabilisticAnalysis {
    let text = """
      skillmix: 1
      name: A
      clock: {start: 2024-04-01, warm_up_years: 1, reporting_years: 1}
      children: {births_per_year: \(births)}
      workforce: {nurse: {wte: 2, working_pattern: always, cost_per_hour_gbp: 50}}
      contacts:
        visit: {kind: additional, due_age_days: 10, delivered_by: [nurse], duration_minutes: 60}
      costs: {discount_rate_costs: 0.035, discount_rate_effects: 0.035}

      """
    let effect = EffectMeasure(name: "contacts.completed", measure: "contacts.completed")
    var plan = StudyPlan(title: "normal", effects: [effect], perspectives: [.commissioner], thresholds: [0, threshold])
    plan.draws = draws
    plan.sampling = .monteCarlo
    plan.designs = designs
    plan.decisionYears = 5
    let sampler = try ParameterSampler(
      ParameterSpace(
        parameters: [
          UncertainParameter(name: "theta", path: "theta", uncertainty: .normal(mean: mean, sd: sd), mean: mean)
        ], paths: [[:], ["theta": 0]]), draws: draws, sampling: .monteCarlo, seed: 3)
    let stream = RandomStream(seed: 8)
    let results = try ["Base", "New"].enumerated().map { s, name in
      let strategy = Strategy(
        name: name, source: name, digest: name, model: ServiceModel(try ScenarioDocument(text: text).scenario()))
      let keys = DrawResults.keptKeys(strategy, effects: [effect])
      var result = DrawResults(strategy: strategy, keys: keys, drawCount: draws, replications: replications)
      for (k, key) in keys.enumerated() where key.group == .overall {
        for draw in 1...draws {
          let theta = sampler.values(ofDraw: draw)[0]
          for r in 0..<replications {
            let value: Double =
              switch key.measure {
              case "population.births": births
              case "cost.commissioner": 5000 + (s == 1 ? cost : 0)
              case effect.measure: 100 + (s == 1 ? theta + noise * stream.standardNormal() : 0)
              default: 1
              }
            result.set(value, key: k, draw: draw, replication: r)
          }
        }
      }
      return result
    }
    return try ProbabilisticAnalysis(plan: plan, results: results, sampler: sampler)
  }

  private static func unitNormalLoss(_ mean: Double, _ sd: Double) -> Double {
    let z = mean.magnitude / sd, step = 1e-4
    let density = (normalProbability(below: z + step) - normalProbability(below: z - step)) / (2 * step)
    return sd * (density - z * normalProbability(below: -z))
  }

  /// Normal prior and data: the mean after n participants has a standard deviation of sd² / √(sd² + σ²/n) before they are
  /// seen (Raiffa & Schlaifer 1961).
  @Test func researchHasItsClosedForm() throws {
    let sigma = 30.0, sizes = [20, 100, 400]
    let design = ResearchDesign(
      name: "trial",
      arms: [ResearchDesign.Arm(parameter: "theta", measurement: .normal(standardDeviation: sigma))], sizes: sizes,
      costs: StudyCosts(fixed: 100, perParticipant: 2, yearsToReport: 2))
    let analysis = try Self.analysis(designs: [design])
    let value = ResearchValue(design, decision: 0, analysis: analysis)
    #expect(value.flaw == nil)
    // Net benefit 1000 θ − 1000, and everyone who is born in years 2, 3 and 4.
    let people = 500 * (2...4).reduce(0.0) { $0 + 1 / (0..<$1).reduce(1.0) { product, _ in product * 1.035 } }
    for (place, size) in sizes.enumerated() {
      let variance = Self.sd * Self.sd
      let preposterior = variance / (variance + sigma * sigma / Double(size)).squareRoot()
      let exact = Self.unitNormalLoss(Self.threshold * Self.mean - Self.cost, Self.threshold * preposterior)
      let own = value.value[place][1], net = value.net[place][1]
      #expect(abs(own.value - exact) < 4 * own.standardError, "\(size): \(own) for \(exact)")
      #expect(own.standardError < 0.2 * exact)
      #expect(abs(net.value - (own.value / 500 * people - 100 - 2 * Double(size))) < 1e-6 * abs(net.value))
      // Nothing depends on the answer where a need found is worth nothing.
      #expect(value.value[place][0].value == 0 && value.best[0] == nil)
    }
    let best = try #require(value.best[1])
    let top = try #require(sizes.indices.max { value.net[$0][1].value < value.net[$1][1].value })
    #expect(best.size == sizes[top] && best.lowest <= best.size && best.size <= best.highest)
  }

  @Test func researchOfWhatIsNotDrawnSaysSo() throws {
    let design = ResearchDesign(
      name: "trial", arms: [ResearchDesign.Arm(parameter: "phi", measurement: .binomial)], sizes: [10],
      costs: StudyCosts(fixed: 0, perParticipant: 0))
    let value = ResearchValue(design, decision: 0, analysis: try Self.analysis())
    #expect(value.flaw == "the study draws no such parameter" && value.value.isEmpty)
  }

  /// The choice is clear after (1.96 sd/mean)² draws of a net benefit of mean 100 and standard deviation 3,000.
  @Test func drawsForAChoiceAreThoseOfItsDistance() throws {
    let settlement = Settlement(try Self.analysis(mean: 1.1).decisions[0])
    #expect(settlement.threshold == Self.threshold && settlement.steps.map(\.draws) == (1...10).map { 600 * $0 })
    let last = try #require(settlement.steps.last), count = Double(Self.draws)
    #expect(abs(last.netBenefit.standardError - 3000 / count.squareRoot()) < 0.05 * last.netBenefit.standardError)
    #expect(abs(last.netBenefit.value.magnitude - 100) < 4 * last.netBenefit.standardError + 200)
    let distance = 1.96 * last.netBenefit.standardError / last.netBenefit.value
    #expect(settlement.drawsForChoice == Int((count * distance * distance).rounded(.up)))
    #expect(settlement.isChoiceSettled == (distance.magnitude < 1))
    // The EVPI's own error shrinks with the root of the draws.
    let information = last.perfectInformation
    #expect(abs(information.value - Self.unitNormalLoss(100, 3000)) < 4 * information.standardError)
    let needed = try #require(settlement.drawsForInformation)
    let ratio = information.standardError / (0.1 * information.value)
    #expect(abs(Double(needed) - count * ratio * ratio) <= 1)
    // One replication cannot tell noise from uncertainty.
    #expect(settlement.shareOfNoise == nil && settlement.replicationsAdvised == nil)
  }

  @Test func aClearChoiceIsSettled() throws {
    let analysis = try Self.analysis(mean: 4)
    let settlement = Settlement(analysis.decisions[0])
    #expect(settlement.isChoiceSettled && settlement.best == "New" && settlement.nextBest == "Base")
    #expect(try #require(settlement.drawsForChoice) < Self.draws)
  }

  /// Noise of variance 18 in each of two replications beside a variance of 9 between draws is half of the whole; four
  /// replications then learn most, by the formula of `VarianceComponents` worked out again.
  @Test func noiseAsksForReplications() throws {
    let analysis = try Self.analysis(replications: 2, noise: 18.0.squareRoot())
    let settlement = Settlement(analysis.decisions[0])
    let share = try #require(settlement.shareOfNoise)
    // A variance of 6,000 values is known to a standard error of √(2/6000) of itself.
    #expect(abs(share - 0.5) < 4 * (2.0 / 6000).squareRoot() * 1.5)
    func cost(_ n: Double) -> Double { n * (2 * (9 + 18 / n) * (9 + 18 / n) + 2 * 18 * 18 / (n * n * (n - 1))) }
    let best = try #require((2...20).min { cost(Double($0)) < cost(Double($1)) })
    let advised = try #require(settlement.replicationsAdvised)
    #expect(abs(advised - best) <= 1)
  }
}
