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
    return .object([
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
      ("evidence", .array(findings.evidence.map(evidence))),
      ("warnings", .texts(warnings)),
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
      ("effect_per_child_baseline", .numbers(result.baseline)), ("effect_per_child", .numbers(result.after)),
      ("efficiency", .number(result.impact.efficiency)), ("equity", .number(result.impact.equity)),
      ("equity_weighted_net_benefit", .number(result.equityWeightedNetBenefit)),
      ("quadrant", .text(result.impact.quadrant.rawValue)),
    ])
  }
}
