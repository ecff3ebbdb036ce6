// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Foundation
import ScenarioFiles
import Statistics
import Testing

@testable import Studies

/// Studies of which a part was simulated, on services whose answer is known: a new one achieves so much more as a function
/// of forty normal parameters says, at a cost that depends on another.
@Suite struct EmulatedDrawsTests {
  private static let draws = 600, simulated = 100, threshold = 1000.0, cost = 7000.0
  private static let effect = EffectMeasure(name: "contacts.completed", measure: "contacts.completed")

  private static let strategies: [Strategy] = ["Base", "New"].map { name in
    let text = """
      skillmix: 1
      name: A
      clock: {start: 2024-04-01, warm_up_years: 1, reporting_years: 1}
      children: {births_per_year: 500}
      workforce: {nurse: {wte: 2, working_pattern: always, cost_per_hour_gbp: 50}}
      contacts:
        visit: {kind: additional, due_age_days: 10, delivered_by: [nurse], duration_minutes: 60}

      """
    // The text is this file's own.
    // swift-format-ignore: NeverUseForceTry
    return Strategy(
      name: name, source: name, digest: name, model: ServiceModel(try! ScenarioDocument(text: text).scenario()))
  }

  /// A study with two replications a draw.
  struct Case {
    let plan: StudyPlan
    let sampler: ParameterSampler
    /// By strategy, all draws simulated.
    let results: [DrawResults]

    var parameters: [[Double]] { sampler.columns(ofDraws: 1...plan.draws) }

    /// - Parameters:
    ///   - noise: Standard deviation of a replication's effect; a tenth as much again of the baseline's.
    ///   - effect: Of the parameters, in standard deviations.
    init(seed: UInt64, noise: Double, effect gain: ([Double]) -> Double) throws {
      var plan = StudyPlan(
        title: "normal", effects: [EmulatedDrawsTests.effect], perspectives: [.commissioner],
        thresholds: [EmulatedDrawsTests.threshold])
      plan.draws = EmulatedDrawsTests.draws
      plan.sampling = .monteCarlo
      self.plan = plan
      let names = (0..<40).map { "p\($0)" }
      sampler = try ParameterSampler(
        ParameterSpace(
          parameters: names.map {
            UncertainParameter(name: $0, path: $0, uncertainty: .normal(mean: 0, sd: 1), mean: 0)
          }, paths: [[:], Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })]),
        draws: plan.draws, sampling: .monteCarlo, seed: seed)
      let stream = RandomStream(seed: 1000 + seed)
      let keys = [
        OutcomeKey("population.births"), OutcomeKey("cost.commissioner"), OutcomeKey("contacts.completed"),
      ]
      var results = EmulatedDrawsTests.strategies.map {
        DrawResults(strategy: $0, keys: keys, drawCount: plan.draws, replications: 2)
      }
      for draw in 1...plan.draws {
        let values = sampler.values(ofDraw: draw)
        for r in 0..<2 {
          let luck = stream.standardNormal(), shared = noise / 10 * stream.standardNormal()
          for s in 0...1 {
            results[s].set(500, key: 0, draw: draw, replication: r)
            // A lucky year costs more.
            results[s].set(
              1e6 + (s == 1 ? EmulatedDrawsTests.cost + 1000 * values[7] + 200 * noise * luck : 0), key: 1, draw: draw,
              replication: r)
            results[s].set(
              1000 + shared + (s == 1 ? gain(values) + noise * luck : 0), key: 2, draw: draw, replication: r)
          }
        }
      }
      self.results = results
    }

    func emulated(_ simulated: Int = EmulatedDrawsTests.simulated) async -> EmulatedDraws {
      await EmulatedDraws(
        results, parameters: parameters, simulated: simulated, deciding: ["contacts.completed", "cost.commissioner"])
    }

    /// The first draws alone.
    func first(_ count: Int) -> [DrawResults] {
      results.map { result in
        var few = DrawResults(strategy: result.strategy, keys: result.keys, drawCount: count, replications: 2)
        for key in result.keys.indices {
          for (place, value) in result.replicates(ofKey: key).prefix(2 * count).enumerated() {
            few.set(value, key: key, draw: place / 2 + 1, replication: place % 2)
          }
        }
        return few
      }
    }

    func increments(_ results: [DrawResults], key: Int = 2) -> [Double] {
      zip(results[1].drawMeans(ofKey: key), results[0].drawMeans(ofKey: key)).map { $0 - $1 }
    }
  }

  /// 5 + 3x + 2y: normal with mean 5 and variance 13.
  private static func linear(_ values: [Double]) -> Double { 5 + 3 * values[0] + 2 * values[1] }

  @Test func whatParametersSettleIsTakenFromThem() async throws {
    let study = try Case(seed: 1, noise: 0, effect: Self.linear)
    let emulated = await study.emulated()
    #expect(emulated.isTrusted && emulated.checks.map(\.measure) == ["cost.commissioner", "contacts.completed"])
    for key in [1, 2] {
      let exact = study.increments(study.results, key: key), own = study.increments(emulated.results, key: key)
      let spread = RunningMoments(exact).standardDeviation
      #expect(zip(exact, own).allSatisfy { abs($0 - $1) < 0.01 * spread })
    }
    #expect(emulated.checks.allSatisfy { $0.explainedShare > 0.999 })
  }

  /// Then draws are those simulated over again, but for what their mean is when a fifth is left out.
  @Test func whatParametersSayNothingOfIsTakenOver() async throws {
    let study = try Case(seed: 2, noise: 4) { _ in 5 }
    let emulated = await study.emulated()
    let all = study.increments(emulated.results), known = Array(all[..<Self.simulated])
    #expect(known == Array(study.increments(study.results)[..<Self.simulated]))
    let rest = RunningMoments(all[Self.simulated...]), first = RunningMoments(known)
    // The means of fifths differ by their own error.
    #expect(abs(rest.mean - first.mean) < 0.2 * first.standardError)
    #expect(abs(rest.standardDeviation / first.standardDeviation - 1) < 0.08)
    // Luck in the effect is luck in the cost, in every draw.
    let costs = study.increments(emulated.results, key: 1)
    let exact = study.increments(study.results, key: 1), effects = study.increments(study.results)
    let correlation = { (x: [Double], y: [Double]) in
      covariance(x, y) / (covariance(x, x) * covariance(y, y)).squareRoot()
    }
    #expect(abs(correlation(costs, all) - correlation(exact, effects)) < 0.15)
  }

  /// EVPI of a normal net benefit with noise beside it: a sixth of the draws simulated, intervals that hold the truth.
  @Test func theDecisionHasItsClosedForm() async throws {
    // 1,000 (5 + 3x + 2y) − 7,000 − 1,000 z: mean −2,000, standard deviation 1,000 √14; sd (φ(u) − u Φ(−u)) with u the
    // distance from nil. At a tie every estimate would be too low.
    let sd = Self.threshold * 14.0.squareRoot(), u = 2000 / sd
    let exact = sd * (exp(-u * u / 2) / (2 * Double.pi).squareRoot() - u * normalProbability(below: -u))
    let seeds = 12
    var held = 0, errors: [Double] = [], errorsOfFew: [Double] = []
    for seed in 0..<seeds {
      let study = try Case(seed: UInt64(10 + seed), noise: 3, effect: Self.linear)
      let emulated = await study.emulated()
      var plan = study.plan
      plan.simulatedDraws = Self.simulated
      let decision = try ProbabilisticAnalysis(
        plan: plan, results: emulated.results, sampler: study.sampler, emulation: emulated
      ).decisions[0]
      let own = decision.analysis.uncertainty.perfectInformation[0]
      if abs(own.value - exact) < 1.96 * own.standardError { held += 1 }
      errors.append(own.value / exact - 1)
      let few = try ProbabilisticAnalysis(
        plan: study.plan, results: study.first(Self.simulated), sampler: study.sampler, draws: Self.simulated
      ).decisions[0]
      errorsOfFew.append(few.analysis.uncertainty.perfectInformation[0].value / exact - 1)
      #expect(emulated.isTrusted)
    }
    // 95 % of 12 is 11.4; fewer than 9 have a chance of 0.2 %.
    #expect(held >= 9, "\(held) of \(seeds)")
    let bias = RunningMoments(errors)
    #expect(abs(bias.mean) < 3 * bias.standardError, "\(bias.mean) ± \(bias.standardError)")
    // Without the regression the error of the simulated draws is nearly twice as large.
    let few = RunningMoments(errorsOfFew)
    #expect(bias.standardDeviation < few.standardDeviation, "\(bias.standardDeviation), \(few.standardDeviation)")
  }

  /// Curves that multiply cannot be added up, and the check says so.
  @Test func aMisfitIsSeen() async throws {
    let study = try Case(seed: 5, noise: 0.2) { 5 * exp(0.7 * ($0[0] + $0[1] + $0[2])) }
    let emulated = await study.emulated(300)
    #expect(!emulated.isTrusted)
  }

  @Test func groupsOfAJackknifeBorrowFromTheirOwn() async throws {
    let study = try Case(seed: 6, noise: 4) { _ in 5 }
    let emulated = await study.emulated()
    let all = study.increments(emulated.results), groups = NoiseRemoval.usualGroups
    for place in Self.simulated..<Self.draws {
      let group = place % groups
      let lenders = stride(from: group, to: Self.simulated, by: groups).map { all[$0] }
      // Means of four fifths differ from that of all by less than this.
      #expect(lenders.contains { abs($0 - all[place]) < 0.45 })
    }
  }
}
