// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Cohort models: published figures, and chains whose totals have closed forms.
extension PublishedCase {
  static var cohort: [PublishedCase] { sickSickerFigures + fundamentalMatrix + [lifeAnnuity] + exponentialLives }

  // MARK: Sick-Sicker

  private static var sickSickerFigures: [PublishedCase] {
    let published = "Alarid-Escudero et al. 2023, Sick-Sicker, doi:10.1177/0272989X221103163"
    let recomputed = "the same model, recomputed from its published parameters by another program"
    let strategies: [(name: String, a: Bool, b: Bool)] = [
      ("standard of care", false, false), ("strategy A", true, false), ("strategy B", false, true),
      ("strategy AB", true, true),
    ]
    let figures: [(WithinCycleCorrection, String, source: String, rounding: Double, [(cost: Double, qalys: Double)])] =
      [
        (
          .simpsonOfTutorial, "", published, 1,
          [(151_580, 20.711), (284_805, 21.499), (259_100, 22.184), (378_875, 23.137)]
        ),
        (
          .halfCycle, ", half-cycle", recomputed, 1e-4,
          [
            (152_262.2907, 21.0381509), (285_676.9230, 21.8288364), (259_991.5153, 22.5111981),
            (379_955.4473, 23.4668456),
          ]
        ),
        (
          .none, ", no correction", recomputed, 1e-4,
          [
            (153_541.4129, 21.5544866), (287_185.6408, 22.3455445), (261_490.9744, 23.0326078),
            (381_676.0957, 23.9889689),
          ]
        ),
      ]
    return figures.flatMap { correction, label, source, rounding, known in
      zip(strategies, known).flatMap { strategy, row -> [PublishedCase] in
        guard let model = try? sickSicker(a: strategy.a, b: strategy.b, correction) else { return [] }
        let totals = model.totals(start: [1, 0, 0, 0])
        return [
          PublishedCase(
            name: "Cost, \(strategy.name)\(label)", source: source, expected: row.cost, found: totals.costs[0],
            tolerance: 0.5 * rounding),
          PublishedCase(
            name: "QALYs, \(strategy.name)\(label)", source: source, expected: row.qalys, found: totals.qalys,
            tolerance: 0.0005 * rounding),
        ]
      }
    }
  }

  private static func sickSicker(a: Bool, b: Bool, _ correction: WithinCycleCorrection) throws -> CohortModel {
    let treatment = (a ? 12_000.0 : 0) + (b ? 13_000 : 0)
    let rates: [(Int, Int, Double)] = [
      (0, 3, 0.002), (0, 1, 0.15), (1, 0, 0.5), (1, 2, 0.105 * (b ? 0.6 : 1)), (1, 3, 0.002 * 3), (2, 3, 0.002 * 10),
    ]
    return try CohortModel(
      states: [
        CohortModel.State("Healthy", utility: 1, costs: [2000]),
        CohortModel.State("Sick", utility: a ? 0.95 : 0.75, costs: [4000 + treatment]),
        CohortModel.State("Sicker", utility: 0.5, costs: [15_000 + treatment]),
        CohortModel.State("Dead", utility: 0, costs: [0]),
      ], transitions: rates.map { CohortModel.Transition(from: $0.0, to: $0.1, ratePerYear: $0.2) }, dead: 3,
      cycles: 75, discountCosts: Discounting(ratePerYear: 0.03), discountEffects: Discounting(ratePerYear: 0.03),
      correction: correction)
  }

  // MARK: Closed forms

  /// Well, ill, dead, for ever: discounted years in a state are a row of (I − vQ)⁻¹, Q the moves among the living.
  private static var fundamentalMatrix: [PublishedCase] {
    let v = 1 / 1.035
    let death = -expm1(-0.05), falling = (1 - death) * -expm1(-0.1), deathOfIll = -expm1(-0.2)
    let well = 1 / (1 - v * (1 - death - falling)), ill = well * v * falling / (1 - v * (1 - deathOfIll))
    guard
      let model = try? CohortModel(
        states: [
          CohortModel.State("well", utility: 0.9, costs: [100]), CohortModel.State("ill", utility: 0.6, costs: [1000]),
          CohortModel.State("dead", utility: 0, costs: [0]),
        ],
        transitions: [
          CohortModel.Transition(from: 0, to: 1, ratePerYear: 0.1),
          CohortModel.Transition(from: 0, to: 2, ratePerYear: 0.05),
          CohortModel.Transition(from: 1, to: 2, ratePerYear: 0.2),
        ], dead: 2, cycles: 1000, discountCosts: Discounting(ratePerYear: 0.035),
        discountEffects: Discounting(ratePerYear: 0.035), correction: .none)
    else { return [] }
    let totals = model.totals(start: [1, 0, 0])
    let source = "fundamental matrix of an absorbing chain, (I − vQ)⁻¹ (Kemeny & Snell 1960)"
    return [
      PublishedCase(
        exactly: "Lifetime cost, well–ill–dead", source: source, expected: 100 * well + 1000 * ill,
        found: totals.costs[0]),
      PublishedCase(
        exactly: "Lifetime QALYs, well–ill–dead", source: source, expected: 0.9 * well + 0.6 * ill, found: totals.qalys),
    ]
  }

  /// £1 a year for life when as many die in each of the sixty years that are left: ä = (1 − A)/d, A = (1 − vⁿ)/(i n).
  private static var lifeAnnuity: PublishedCase {
    let years = 60, interest = 0.035
    let insurance = (1 - pow(1 + interest, -Double(years))) / (interest * Double(years))
    let transitions = (0..<years).map { year in
      let left = Double(years - year)
      return CohortModel.Transition(
        // Nobody survives the last year.
        from: 0, to: 1, ratePerYear: left == 1 ? 1e6 : log(left / (left - 1)), years: Double(year)..<Double(year + 1))
    }
    let model = try? CohortModel(
      states: [CohortModel.State("alive", utility: 1, costs: [1]), CohortModel.State("dead", utility: 0, costs: [0])],
      transitions: transitions, dead: 1, cycles: years, discountCosts: Discounting(ratePerYear: interest),
      discountEffects: Discounting(ratePerYear: interest), correction: .none)
    return PublishedCase(
      exactly: "Annuity for life on a life table of 60 years",
      source: "de Moivre's law: ä = (1 − A)/d (Bowers et al. 1997)",
      expected: (1 - insurance) * (1 + interest) / interest, found: model?.totals(start: [1, 0]).costs[0] ?? .nan)
  }

  /// Constant rates in cycles of a hundredth of a year.
  private static var exponentialLives: [PublishedCase] {
    func model(_ states: [String], _ rates: [Double]) -> CohortModel? {
      try? CohortModel(
        states: states.map { CohortModel.State($0, utility: $0 == "dead" ? 0 : 1, costs: [$0 == "ill" ? 1 : 0]) },
        transitions: rates.enumerated().map {
          CohortModel.Transition(from: $0.offset, to: $0.offset + 1, ratePerYear: $0.element)
        }, cycles: 2000, cycleYears: 0.01, discountCosts: Discounting(ratePerYear: 0),
        discountEffects: Discounting(ratePerYear: exp(0.03) - 1))
    }
    let alive = (1 - exp(-0.08 * 20)) / 0.08
    // Of those who fall ill at 0.3 a year and die at 0.1: years ill within twenty.
    let ill = 0.3 / (0.1 - 0.3) * ((1 - exp(-0.3 * 20)) / 0.3 - (1 - exp(-0.1 * 20)) / 0.1)
    return [
      PublishedCase(
        name: "Discounted years of an exponential life", source: "(1 − e^−(m+r)T)/(m + r)", expected: alive,
        found: model(["alive", "dead"], [0.05])?.totals(start: [1, 0]).qalys ?? .nan, tolerance: 1e-4 * alive),
      PublishedCase(
        name: "Years in the middle of three states",
        source: "Bateman 1910's solution for two rates in a row, integrated",
        expected: ill, found: model(["well", "ill", "dead"], [0.3, 0.1])?.totals(start: [1, 0, 0]).costs[0] ?? .nan,
        tolerance: 2e-3 * ill),
    ]
  }
}
