// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Economics
import Statistics
import Studies
import TableFiles

extension ProbabilisticResults {
  /// One object; each of `analyses` has the keys of `skillmix cea`, and more.
  var json: JSONValue {
    let analysis = findings.analysis
    return .object(
      [
        ("study", .text(analysis.plan.title)), ("draws", .integer(analysis.plan.draws)),
        ("replications", .integer(replications)), ("sampling", .text(analysis.plan.sampling.rawValue)),
        ("seed", .text(String(analysis.plan.seed))), ("period_years", .number(analysis.periodYears)),
        ("births_per_year", .number(analysis.birthsPerYear)),
        (
          "population",
          .object([
            ("people_per_year", .number(analysis.population.peoplePerYear)),
            ("years", .number(analysis.population.years)),
            ("discounted_people", .number(analysis.population.discountedPeople)),
          ])
        ),
        ("analyses", .array(analysis.decisions.indices.map(decision))),
        ("budget_impact", .array(findings.budget.map(budget))),
        ("distributional", .array(findings.distributional.map(distributional))),
        ("research", .array(findings.research.map(research))),
        ("horizon", .array(findings.horizon.map(horizon))),
        ("evidence", .array(findings.evidence.map(evidence))),
        ("headlines", .array(headlines?.table.json ?? [])), ("warnings", .texts(warnings)),
      ] + (analysis.emulation.map { [("emulation", emulation($0))] } ?? []) + widerDecisionMembers)
  }

  private func emulation(_ emulation: EmulatedDraws) -> JSONValue {
    .object([
      ("simulated_draws", .integer(emulation.simulated)),
      (
        "checks",
        .array(
          emulation.checks.map { check in
            .object([
              ("strategy", .text(check.strategy)), ("measure", .text(check.measure)),
              ("explained_share", .number(check.explainedShare)), ("misfit_share", .number(check.misfitShare)),
              ("misfit_p_value", .number(check.misfitPValue)),
            ])
          })
      ),
    ])
  }

  private func evidence(_ comparison: EvidenceComparison) -> JSONValue {
    func members(_ name: String, _ value: EvidenceComparison.ExpectedValue) -> (String, JSONValue) {
      (
        name,
        .object([("mean", .number(value.mean)), ("credible_interval", .numbers([value.lower, value.upper]))])
      )
    }
    return .object([
      ("effect", .text(comparison.use.effect)),
      ("strategy", .text(findings.analysis.results[comparison.use.strategy].strategy.name)),
      ("measure", .text(comparison.use.measure)), members("estimated", comparison.estimated),
      members("predicted", comparison.predicted), ("difference", .number(comparison.difference)),
      ("z", .number(comparison.z)), ("p_value", .number(comparison.pValue)),
      ("through", .texts(comparison.use.through)), members("simulated", comparison.simulated),
      ("detectable_difference", .number(comparison.detectableDifference)),
      (
        "moved",
        .array(
          comparison.movements.map { one in
            .object([
              ("parameter", .text(one.path)), ("own", .number(one.own)), ("moved", .number(one.moved)),
              ("interval", .numbers([one.lower, one.upper])), ("share_at_bound", .number(one.shareAtBound)),
            ])
          })
      ),
    ])
  }

  private func decision(_ index: Int) -> JSONValue {
    let decision = findings.analysis.decisions[index]
    var members: [(String, JSONValue)] = [
      ("outcome", .text(decision.effect.name)), ("outcome_label", .text(decision.effectLabel)),
      ("outcome_unit", .text(decision.effectUnit)), ("perspective", .text(decision.perspective.rawValue)),
    ]
    let report = CostEffectivenessResults(
      analysis: decision.analysis, partial: findings.information[index].map(\.value),
      alignment: findings.alignment[index])
    if case .object(let own) = report.json { members += own }
    let raw = decision.raw.uncertainty, analysis = findings.analysis
    members.append(
      (
        "expected",
        .object(
          decision.raw.samples.strategies.indices.map { s in
            (
              decision.raw.samples.strategies[s],
              .object([
                ("cost", expected(decision.raw.samples.cost(of: s))),
                ("effect", expected(decision.raw.samples.effect(of: s))),
              ])
            )
          })
      ))
    members.append(
      (
        "raw",
        .object([
          ("ceac", .object(zip(raw.strategies, raw.acceptability).map { ($0, .numbers($1)) })),
          ("evpi", .array(zip(raw.thresholds, raw.perfectInformation).map(estimate))),
          (
            "evppi",
            .array(
              findings.information[index].flatMap { item in
                zip(item.raw.thresholds, item.raw.estimates).map { threshold, value in
                  .object([
                    ("parameters", .texts(item.parameters)), ("wtp", .number(threshold)),
                    ("value", .number(value.value)), ("standard_error", .number(value.standardError)),
                  ])
                }
              })
          ),
        ])
      ))
    members.append(
      (
        "evpi_per_person",
        .numbers(decision.analysis.uncertainty.perfectInformation.map { analysis.perPerson($0.value) })
      ))
    members.append(
      (
        "evpi_population",
        .numbers(
          decision.analysis.uncertainty.perfectInformation.map {
            analysis.perPerson($0.value) * analysis.population.discountedPeople
          })
      ))
    let share = findings.shareOnAssumptions(decision: index)
    members.append(("share_of_variance_on_assumptions", .optional(share.ofVariance)))
    members.append(("share_of_evppi_on_assumptions", .optional(share.ofInformation)))
    members.append(("variance_components", .array(components(decision))))
    members.append(("settlement", settlement(findings.settlement[index])))
    return .object(members)
  }

  private func components(_ decision: DecisionAnalysis) -> [JSONValue] {
    let names = decision.raw.samples.strategies
    func entries(_ what: String, _ components: [VarianceComponents?]) -> [JSONValue] {
      zip(names, components).compactMap { name, component in
        component.map {
          .object([
            ("strategy", .text(name)), ("increment", .text(what)), ("between_draws", .number($0.between)),
            ("within_draws", .number($0.within)),
          ])
        }
      }
    }
    return entries("effect", decision.effectComponents) + entries("cost", decision.costComponents)
  }

  private func expected(_ outcome: ExpectedOutcome) -> JSONValue {
    .object([
      ("mean", .number(outcome.mean.value)), ("standard_error", .number(outcome.mean.standardError)),
      ("credible_interval", .numbers([outcome.credibleInterval.lower, outcome.credibleInterval.upper])),
    ])
  }

  private func estimate(_ threshold: Double, _ value: Estimate) -> JSONValue {
    .object([
      ("wtp", .number(threshold)), ("value", .number(value.value)), ("standard_error", .number(value.standardError)),
    ])
  }

  private func budget(_ impact: BudgetImpact) -> JSONValue {
    .object([
      ("perspective", .text(impact.perspective.rawValue)), ("strategy", .text(impact.strategy)),
      ("year", .integer(impact.year)), ("cost", expected(impact.cost)),
      ("difference", impact.difference.map(expected) ?? .null),
    ])
  }

  private func distributional(_ result: DistributionalResult) -> JSONValue {
    .object([
      ("outcome", .text(result.effect.name)), ("perspective", .text(result.perspective.rawValue)),
      ("strategy", .text(result.strategy)), ("wtp", .number(result.threshold)),
      ("judged_by", .text(result.judgement.words)), ("on_top_of", .text(result.baselineLabel)),
      ("baseline", .numbers(result.baseline)), ("gains", .array(result.gains.map(expected))),
      ("forgone", .numbers(result.forgone)), ("efficiency", expected(result.efficiency)),
      ("equity", expected(result.equity)), ("probability_efficient", .number(result.probabilityOfEfficiency)),
      ("probability_equitable", .number(result.probabilityOfEquity)),
      ("equity_weighted_net_benefit", result.equityWeightedNetBenefit.map(expected) ?? .null),
      ("switching_aversion", .optional(result.switchingAversion)),
      (
        "unmet_need_concentration_index",
        result.concentrationOfUnmetNeed.map {
          .object([("baseline", .number($0.baseline)), ("strategy", .number($0.after))])
        } ?? .null
      ),
      ("quadrant", .text(result.verdict)),
    ])
  }

  private func research(_ value: ResearchValue) -> JSONValue {
    let decision = findings.analysis.decisions[value.decision]
    return .object([
      ("name", .text(value.design.name)), ("outcome", .text(decision.effect.name)),
      ("perspective", .text(decision.perspective.rawValue)), ("flaw", value.flaw.map { .text($0) } ?? .null),
      (
        "sizes",
        .array(
          zip(value.design.sizes, zip(value.value, value.net)).map { size, estimates in
            .object([
              ("size", .integer(size)), ("cost", .number(value.design.costs.total(participants: size))),
              ("evsi", .array(zip(value.thresholds, estimates.0).map(estimate))),
              ("enbs", .array(zip(value.thresholds, estimates.1).map(estimate))),
            ])
          })
      ),
      (
        "best",
        .array(
          zip(value.thresholds, value.best).map { threshold, best in
            .object([
              ("wtp", .number(threshold)), ("size", best.map { .integer($0.size) } ?? .null),
              ("not_clearly_worse", best.map { .numbers([Double($0.lowest), Double($0.highest)]) } ?? .null),
            ])
          })
      ),
    ])
  }

  private func horizon(_ result: HorizonResult) -> JSONValue {
    func outcomes(_ decision: DecisionAnalysis) -> JSONValue {
      let samples = decision.raw.samples, uncertainty = decision.analysis.uncertainty
      return .object([
        ("cost", .object(samples.strategies.indices.map { (samples.strategies[$0], expected(samples.cost(of: $0))) })),
        (
          "qalys",
          .object(samples.strategies.indices.map { (samples.strategies[$0], expected(samples.effect(of: $0))) })
        ),
        ("wtp", .numbers(uncertainty.thresholds)),
        ("optimal", .texts(uncertainty.optimal.map { uncertainty.strategies[$0] })),
        ("ceac", .object(zip(uncertainty.strategies, uncertainty.acceptability).map { ($0, .numbers($1)) })),
        ("evpi", .array(zip(uncertainty.thresholds, uncertainty.perfectInformation).map(estimate))),
      ])
    }
    return .object([
      ("perspective", .text(result.perspective.rawValue)),
      ("title", .text(findings.analysis.plan.horizon?.title ?? "")), ("period", outcomes(result.within)),
      ("with_what_follows", outcomes(result.beyond)),
    ])
  }

  private func settlement(_ settlement: Settlement) -> JSONValue {
    func value(_ estimate: Estimate) -> JSONValue {
      .object([("value", .number(estimate.value)), ("standard_error", .number(estimate.standardError))])
    }
    return .object([
      ("wtp", .number(settlement.threshold)), ("best", .text(settlement.best)),
      ("next_best", .text(settlement.nextBest)),
      ("is_settled", .bool(settlement.isChoiceSettled)),
      ("draws_for_choice", .optional(settlement.drawsForChoice.map(Double.init))),
      ("draws_for_evpi", .optional(settlement.drawsForInformation.map(Double.init))),
      ("share_of_noise", .optional(settlement.shareOfNoise)),
      ("replications_advised", .optional(settlement.replicationsAdvised.map(Double.init))),
      (
        "running",
        .array(
          settlement.steps.map { step in
            .object([
              ("draws", .integer(step.draws)), ("net_benefit", value(step.netBenefit)),
              ("evpi", value(step.perfectInformation)), ("probability", value(step.probability)),
            ])
          })
      ),
    ])
  }
}
