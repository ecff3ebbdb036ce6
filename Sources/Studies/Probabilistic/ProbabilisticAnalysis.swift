// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
public import Economics
import Statistics

/// Everything that follows from a study's draws.
public struct ProbabilisticAnalysis: Sendable {
  public let plan: StudyPlan
  public let results: [DrawResults]
  public let parameters: ParameterSamples
  /// Effect by effect, and for each the perspectives.
  public let decisions: [DecisionAnalysis]
  /// Births a year in the baseline, averaged over draws.
  public let birthsPerYear: Double
  /// What was simulated and what was not; nil where every draw was.
  public let emulation: EmulatedDraws?
  /// Length of the period that costs and effects are counted over, in years.
  public let periodYears: Double

  /// A study that these strategies cannot answer.
  public struct Flaw: Error, CustomStringConvertible {
    public let description: String
  }

  /// - Parameters:
  ///   - draws: How many of the sampler's draws there are results of; all when left out.
  ///   - emulation: Where the results come from when not all draws were simulated.
  public init(
    plan: StudyPlan, results: [DrawResults], sampler: ParameterSampler, draws count: Int? = nil,
    emulation: EmulatedDraws? = nil
  ) throws(Flaw) {
    self.plan = plan
    self.results = results
    self.emulation = emulation
    let draws = 1...max(1, count ?? sampler.drawCount)
    parameters = ParameterSamples(
      names: sampler.space.parameters.map(\.name),
      values: sampler.columns(ofDraws: draws))
    birthsPerYear = results[0].drawMeans(OutcomeKey("population.births")).map { mean($0) } ?? .nan
    periodYears = results[0].strategy.model.scenario.clock.reportingYears
    var decisions: [DecisionAnalysis] = []
    for effect in plan.effects {
      let effects = try Self.effects(effect, results)
      // A strategy in which nothing gains or loses QALYs does not know their label.
      let catalogues = results.map(\.strategy.model.catalogue)
      let labelled = catalogues.first { $0.measure(effect.measure) != nil } ?? catalogues[0]
      for perspective in plan.perspectives {
        decisions.append(
          DecisionAnalysis(
            effect: effect, label: effect.label(in: labelled, over: periodYears),
            unit: labelled.measure(effect.measure)?.unit.rawValue ?? "", perspective: perspective,
            strategies: results.map(\.strategy.name), effects: effects,
            costs: try Self.costs(perspective, results), thresholds: plan.thresholds(for: effect),
            parameters: parameters, areStratified: plan.sampling.isStratified,
            errorFactor: Self.errorFactor(emulation, of: plan)))
      }
    }
    self.decisions = decisions
  }

  /// Errors of means over draws are those of the simulated draws alone.
  var errorFactor: Double { Self.errorFactor(emulation, of: plan) }

  private static func errorFactor(_ emulation: EmulatedDraws?, of plan: StudyPlan) -> Double {
    emulation.map { (Double(plan.draws) / Double($0.simulated)).squareRoot() } ?? 1
  }

  /// The people whose care a decision settles.
  public var population: AffectedPopulation {
    AffectedPopulation(
      peoplePerYear: plan.peopleAffectedPerYear ?? birthsPerYear, years: plan.decisionYears,
      ratePerYear: results[0].strategy.model.scenario.costs.discountRateCosts)
  }

  /// A value over the period for the whole authority, for one child born in it.
  public func perPerson(_ value: Double) -> Double { value / (birthsPerYear * periodYears) }

  /// Of every increment that the decisions rest on, and of what decides them: the net benefit where it is least sure
  /// which strategy is best. The number of replications is chosen from them.
  public var varianceComponents: [VarianceComponents] {
    let own = decisions.filter { $0.perspective == plan.perspectives.first }
    let costs = decisions.filter { $0.effect == plan.effects.first }.flatMap(\.costComponents)
    return (own.flatMap(\.effectComponents) + own.flatMap(\.decisionComponents) + costs).compactMap { $0 }
  }

  static func effects(_ effect: EffectMeasure, _ results: [DrawResults]) throws(Flaw) -> [[[Double]]] {
    try totals(effect.measure, results, sign: effect.isHarm ? -1 : 1) { $0.discountRateEffects }
  }

  static func costs(_ perspective: Perspective, _ results: [DrawResults]) throws(Flaw) -> [[[Double]]] {
    try totals(perspective.measure, results) { $0.discountRateCosts }
  }

  static func totals(
    _ measure: String, _ results: [DrawResults], sign: Double = 1, rate: (Costs) -> Double
  ) throws(Flaw) -> [[[Double]]] {
    var all: [[[Double]]] = []
    for result in results {
      let model = result.strategy.model
      guard let total = PeriodTotal(measure, in: model, ratePerYear: rate(model.scenario.costs), sign: sign) else {
        throw Flaw(description: "'\(result.strategy.name)' does not report '\(measure)'")
      }
      let values = result.totals(total)
      guard values.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
        throw Flaw(description: "'\(measure)' of '\(result.strategy.name)' is not defined in every replication")
      }
      all.append(values)
    }
    return all
  }
}
