// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Statistics

/// A figure with a known answer, computed here: so that a reviewer can see that the program has it.
public struct PublishedCase: Sendable {
  public let name: String
  /// Who published it, or the closed form that it is.
  public let source: String
  public let expected, found: Double
  /// How far apart they may be.
  public let tolerance: Double

  public var holds: Bool { (found - expected).magnitude <= tolerance }

  /// Every case.
  public static func all() -> [PublishedCase] {
    cohort + incremental + information + noise + equity + time
  }

  // MARK: Cohort model

  private static var cohort: [PublishedCase] {
    let source = "Alarid-Escudero et al. 2023, Sick-Sicker, doi:10.1177/0272989X221103163"
    let published: [(name: String, a: Bool, b: Bool, cost: Double, qalys: Double)] = [
      ("standard of care", false, false, 151_580, 20.711), ("strategy A", true, false, 284_805, 21.499),
      ("strategy B", false, true, 259_100, 22.184), ("strategy AB", true, true, 378_875, 23.137),
    ]
    return published.flatMap { row -> [PublishedCase] in
      guard let totals = try? sickSicker(a: row.a, b: row.b).totals(start: [1, 0, 0, 0]) else { return [] }
      return [
        PublishedCase(
          name: "Cost, \(row.name)", source: source, expected: row.cost, found: totals.costs[0], tolerance: 0.5),
        PublishedCase(
          name: "QALYs, \(row.name)", source: source, expected: row.qalys, found: totals.qalys, tolerance: 0.0005),
      ]
    }
  }

  private static func sickSicker(a: Bool, b: Bool) throws -> CohortModel {
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
      correction: .simpsonOfTutorial)
  }

  // MARK: Incremental analysis

  /// The four Sick-Sicker strategies: A is extended dominated or dominated by B, the ICERs follow from the figures.
  private static var incremental: [PublishedCase] {
    let analysis = IncrementalAnalysis([
      StrategyOutcome(strategy: "SoC", cost: 151_580, effect: 20.711),
      StrategyOutcome(strategy: "A", cost: 284_805, effect: 21.499),
      StrategyOutcome(strategy: "B", cost: 259_100, effect: 22.184),
      StrategyOutcome(strategy: "AB", cost: 378_875, effect: 23.137),
    ])
    let source = "by hand from the published costs and QALYs"
    func icer(_ name: String, _ expected: Double) -> PublishedCase {
      let row = analysis.rows.first { $0.strategy == name }
      return PublishedCase(
        name: "ICER of \(name) on the frontier", source: source, expected: expected, found: row?.icer ?? .nan,
        tolerance: 1e-6 * expected)
    }
    let isDominated = analysis.rows.first { $0.strategy == "A" }?.status == .dominated
    return [
      icer("B", (259_100 - 151_580) / (22.184 - 20.711)), icer("AB", (378_875 - 259_100) / (23.137 - 22.184)),
      PublishedCase(
        name: "Strategy A is dominated (1 yes)", source: source, expected: 1, found: isDominated ? 1 : 0, tolerance: 0),
    ]
  }

  // MARK: Value of information

  private static func unitNormalLoss(mean: Double, sd: Double) -> Double {
    let z = mean.magnitude / sd
    return sd * (exp(-z * z / 2) / (2 * Double.pi).squareRoot() - z * normalProbability(below: -z))
  }

  /// Net benefit 20,000 e − c with independent normal increments: e of 0.05 (0.1), c of 800 (600).
  private static var information: [PublishedCase] {
    let draws = 20_000, threshold = 20_000.0
    let stream = RandomStream(seed: 20_261_121)
    var effects: [Double] = [], costs: [Double] = []
    for _ in 0..<draws {
      effects.append(0.05 + 0.1 * stream.standardNormal())
      costs.append(800 + 600 * stream.standardNormal())
    }
    let zeros = [Double](repeating: 0, count: draws)
    let samples = DecisionSamples(strategies: ["current", "new"], costs: [zeros, costs], effects: [zeros, effects])
    let parameters = ParameterSamples(names: ["effect", "cost"], values: [effects, costs])
    let analysis = CostEffectiveness(samples, thresholds: [threshold])
    let partial = analysis.valueOfKnowing([0], in: parameters).estimates[0]
    let study = analysis.valueOfStudying(
      StudyDesign(arms: [StudyDesign.Arm(parameter: 0, measurement: .normal(standardDeviation: 1))]), size: 100,
      in: parameters, seed: 1
    ).estimates[0]
    let whole = analysis.uncertainty.perfectInformation[0]
    let mean = threshold * 0.05 - 800, effectDeviation = threshold * 0.1
    let source = "unit normal loss (Raiffa & Schlaifer 1961), \(draws) draws"
    func known(_ name: String, _ sd: Double, _ estimate: Estimate) -> PublishedCase {
      PublishedCase(
        name: name, source: source, expected: unitNormalLoss(mean: mean, sd: sd), found: estimate.value,
        tolerance: 4 * estimate.standardError)
    }
    // A hundred participants with a standard deviation of 1 halve the variance of a prior of 0.1.
    return [
      known("EVPI of a linear model", (effectDeviation * effectDeviation + 600 * 600).squareRoot(), whole),
      known("EVPPI of the effect", effectDeviation, partial),
      known("EVSI of 100 participants", effectDeviation * 0.5.squareRoot(), study),
    ]
  }

  // MARK: Replication noise

  /// A count whose increment is Poisson with mean 100 |a − 0.5|, a ~ beta(0.55, 0.02), for 50 hours at £40 (8).
  private static var noise: [PublishedCase] {
    guard let attendance = Uncertainty.beta(mean: 0.55, se: 0.02) else { return [] }
    let stream = RandomStream(seed: 4), draws = 1000
    var a: [Double] = [], prices: [Double] = [], effects: [Double] = [], costs: [Double] = []
    var noise = ReplicationNoise(strategies: 2)
    for d in 0..<draws {
      // A lattice over both parameters, so that little but the noise is chance.
      a.append(attendance.quantile((Double(d) + 0.5) / Double(draws)))
      prices.append(40 + 8 * normalQuantile((Double(d * 387 % draws) + 0.5) / Double(draws)))
      let share = a[a.count - 1] - 0.5, cost = 50 * prices[prices.count - 1]
      let counts = (0..<2).map { _ in (share < 0 ? -1 : 1) * Double(stream.poisson(mean: 100 * abs(share))) }
      noise.add(effects: [[0, 0], counts], costs: [[0, 0], [cost, cost]])
      effects.append(mean(counts))
      costs.append(cost)
    }
    let zeros = [Double](repeating: 0, count: draws)
    let samples = DecisionSamples(strategies: ["current", "new"], costs: [zeros, costs], effects: [zeros, effects])
    let removal = NoiseRemoval(
      samples, noise: noise, replications: 2, parameters: ParameterSamples(names: ["a", "price"], values: [a, prices]))
    guard let estimates = try? removal.decision(thresholds: [400, 600, 1000]).perfectInformation else { return [] }
    return zip([400, 600, 1000], zip([352.4, 156.3, 65.0], estimates)).map { threshold, pair in
      PublishedCase(
        name: "EVPI at £\(threshold), 41 % of the effect's variance is noise",
        source: "quadrature over both parameters",
        expected: pair.0, found: pair.1.value, tolerance: 3 * pair.1.standardError)
    }
  }

  // MARK: Equity and time

  private static var equity: [PublishedCase] {
    let baseline = GroupDistribution([62, 65.5, 68, 70.5, 73])
    let source = "formulas of Asaria, Griffin & Cookson 2016, computed independently"
    let cases: [(String, InequalityAversion, Double)] = [
      ("Equally distributed equivalent, Atkinson 10.95", .atkinson(epsilon: 10.95), 66.59924138019055),
      ("Equally distributed equivalent, Kolm 0.15", .kolm(alpha: 0.15), 66.70252885863852),
    ]
    return cases.map { name, aversion, expected in
      PublishedCase(
        name: name, source: source, expected: expected, found: baseline.equallyDistributedEquivalent(aversion),
        tolerance: 1e-9)
    }
  }

  private static var time: [PublishedCase] {
    [
      PublishedCase(
        name: "Green Book factor of year 50", source: "HM Treasury 2022: 1.035^−30 × 1.03^−20",
        expected: pow(1.035, -30) * pow(1.03, -20), found: Discounting.greenBook.factor(atYears: 50), tolerance: 1e-12),
      PublishedCase(
        name: "Equivalent annual cost of 1,000 over 10 years at 3.5 %", source: "annuity (1 − v¹⁰)/0.035",
        expected: 1000 * 0.035 / (1 - pow(1.035, -10)),
        found: equivalentAnnualCost(capital: 1000, ratePerYear: 0.035, lifeYears: 10), tolerance: 1e-9),
    ]
  }
}
