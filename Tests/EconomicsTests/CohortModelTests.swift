// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Foundation
import Testing

/// The Sick-Sicker model of Alarid-Escudero et al. (2023): published 151,580 / 20.711, 284,805 / 21.499, 259,100 / 22.184
/// and 378,875 / 23.137 with the tutorial's weights.
@Suite struct CohortModelTests {
  private static func sickSicker(_ treatments: (a: Bool, b: Bool), _ correction: WithinCycleCorrection) throws
    -> CohortModel.Totals
  {
    let treatment = (treatments.a ? 12_000.0 : 0) + (treatments.b ? 13_000 : 0)
    let states = [
      CohortModel.State("Healthy", utility: 1, costs: [2000]),
      CohortModel.State("Sick", utility: treatments.a ? 0.95 : 0.75, costs: [4000 + treatment]),
      CohortModel.State("Sicker", utility: 0.5, costs: [15_000 + treatment]),
      CohortModel.State("Dead", utility: 0, costs: [0]),
    ]
    let transitions: [CohortModel.Transition] = [
      .init(from: 0, to: 3, ratePerYear: 0.002), .init(from: 0, to: 1, ratePerYear: 0.15),
      .init(from: 1, to: 0, ratePerYear: 0.5), .init(from: 1, to: 2, ratePerYear: 0.105 * (treatments.b ? 0.6 : 1)),
      .init(from: 1, to: 3, ratePerYear: 0.006), .init(from: 2, to: 3, ratePerYear: 0.02),
    ]
    return try CohortModel(
      states: states, transitions: transitions, dead: 3, cycles: 75, discountCosts: Discounting(ratePerYear: 0.03),
      discountEffects: Discounting(ratePerYear: 0.03), correction: correction
    ).totals(start: [1, 0, 0, 0])
  }

  @Test(arguments: [
    (false, false, 151_579.86595738993, 20.71133146432218), (true, false, 284_804.5133705725, 21.498662808437558),
    (false, true, 259_100.41061700435, 22.184465140845493), (true, true, 378_875.198394492, 23.136844135002608),
  ])
  func sickSickerIsAsPublished(a: Bool, b: Bool, cost: Double, qalys: Double) throws {
    let totals = try Self.sickSicker((a, b), .simpsonOfTutorial)
    #expect(isClose(totals.costs[0], cost, within: 1e-9))
    #expect(isClose(totals.qalys, qalys, within: 1e-9))
  }

  @Test func halfACycleAndNoneAreAsRecomputed() throws {
    let half = try Self.sickSicker((false, false), .halfCycle), none = try Self.sickSicker((false, false), .none)
    #expect(
      isClose(half.costs[0], 152_262.2907182654, within: 1e-9) && isClose(half.qalys, 21.03815092311301, within: 1e-9))
    // Simpson's rule itself is close to the trapezium.
    let simpson = try Self.sickSicker((false, false), .simpson)
    #expect(isClose(simpson.costs[0], half.costs[0], within: 2e-4) && isClose(simpson.qalys, half.qalys, within: 4e-4))
    #expect(
      isClose(none.costs[0], 153_541.41293063216, within: 1e-9) && isClose(none.qalys, 21.554486610501705, within: 1e-9)
    )
  }

  /// The closed form of an exponential life: utility (1 − e^−(m+r)T)/(m + r), which short cycles come to.
  @Test func shortCyclesComeToTheClosedForm() throws {
    let model = try CohortModel(
      states: [
        CohortModel.State("alive", utility: 0.8, costs: [100]), CohortModel.State("dead", utility: 0, costs: [0]),
      ],
      transitions: [.init(from: 0, to: 1, ratePerYear: 0.05)], dead: 1, cycles: 4000, cycleYears: 0.01,
      discountCosts: Discounting(ratePerYear: 0), discountEffects: Discounting(ratePerYear: exp(0.03) - 1))
    let totals = model.totals(start: [1, 0])
    #expect(isClose(totals.qalys, 0.8 * (1 - exp(-0.08 * 40)) / 0.08, within: 1e-6))
    #expect(isClose(totals.costs[0], 100 * (1 - exp(-0.05 * 40)) / 0.05, within: 1e-6))
  }

  /// A rate that changes after ten years is two exponential lives end to end.
  @Test func ratesMayChangeAsPeopleAge() throws {
    let model = try CohortModel(
      states: [
        CohortModel.State("alive", utility: 1, costs: []), CohortModel.State("dead", utility: 0, costs: []),
      ],
      transitions: [
        .init(from: 0, to: 1, ratePerYear: 0.02, years: 0..<10),
        .init(from: 0, to: 1, ratePerYear: 0.1, years: 10..<40),
      ], dead: 1, cycles: 5000, cycleYears: 0.01, discountCosts: Discounting(ratePerYear: 0),
      discountEffects: Discounting(ratePerYear: 0))
    let alive = model.trace(start: [1, 0]).map { $0[0] }
    #expect(isClose(alive[1000], exp(-0.2), within: 1e-9) && isClose(alive[2000], exp(-1.2), within: 1e-9))
    // Nobody dies after year 40.
    #expect(alive[5000] == alive[4000])
    let years = (1 - exp(-0.2)) / 0.02 + exp(-0.2) * (1 - exp(-3)) / 0.1 + 10 * exp(-3.2)
    #expect(isClose(model.totals(start: [1, 0]).qalys, years, within: 1e-6))
  }

  @Test func nobodyIsLost() throws {
    let model = try CohortModel(
      states: ["a", "b", "c"].map { CohortModel.State($0, utility: 1, costs: []) },
      transitions: [.init(from: 0, to: 1, ratePerYear: 0.7), .init(from: 1, to: 2, ratePerYear: 0.4)], cycles: 30,
      discountCosts: Discounting(ratePerYear: 0), discountEffects: Discounting(ratePerYear: 0), correction: .none)
    for shares in model.trace(start: [0.5, 0.3, 0.2]) { #expect(isClose(shares.reduce(0, +), 1)) }
    #expect(isClose(model.totals(start: [1, 0, 0]).qalys, 31))
  }

  @Test func leavingTooOftenIsRefused() {
    #expect(throws: CohortModel.Flaw.leavesTooOften(state: "a")) {
      _ = try CohortModel(
        states: ["a", "b", "c"].map { CohortModel.State($0, utility: 1, costs: []) },
        transitions: [.init(from: 0, to: 1, ratePerYear: 2), .init(from: 0, to: 2, ratePerYear: 2)], cycles: 1,
        discountCosts: Discounting(ratePerYear: 0), discountEffects: Discounting(ratePerYear: 0))
    }
  }

  /// All four strategies under each correction, where the public case is at hand.
  @Test(.enabled(if: PublicCases.areThere)) func everyFigureOfThePublicCaseIsReproduced() throws {
    let found = try PublicCases.decode(PublicCohortCase.self, from: "../cohort/sick-sicker.json")
    let strategies: [(String, (a: Bool, b: Bool))] = [
      ("Standard of care", (false, false)), ("Strategy A", (true, false)), ("Strategy B", (false, true)),
      ("Strategy AB", (true, true)),
    ]
    let corrections: [(String, WithinCycleCorrection)] = [
      ("simpson_one_third", .simpsonOfTutorial), ("half_cycle", .halfCycle), ("none", .none),
    ]
    for (name, correction) in corrections {
      for (strategy, treatments) in strategies {
        let expected = try #require(found.results[name]?[strategy])
        let totals = try Self.sickSicker(treatments, correction)
        #expect(isClose(totals.costs[0], expected.cost, within: 1e-9), "\(name) \(strategy)")
        #expect(isClose(totals.qalys, expected.qalys, within: 1e-9), "\(name) \(strategy)")
      }
    }
  }
}

/// `cohort/sick-sicker.json`.
private struct PublicCohortCase: Decodable {
  struct Totals: Decodable {
    let cost, qalys: Double
  }

  let results: [String: [String: Totals]]
}
