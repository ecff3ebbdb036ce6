// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Planning
import ScenarioFiles
import Statistics
import TableFiles

extension PlanResults {
  var json: String {
    JSONValue.object([
      ("plan", .text(document.title)), ("objective", .text(document.objectiveName)),
      ("best", findings.best.map(described) ?? .null),
      ("nearest", findings.nearest.map(described) ?? .null),
      ("not_clearly_worse", .array(findings.notClearlyWorse.map(described))),
      ("frontier", .array(frontier.map(described))),
      ("rules", rules.map(described) ?? .null),
      ("runs", .integer(findings.runs)), ("candidates", .integer(document.grid.count)), ("seed", .text(String(seed))),
      (
        "evidence",
        .object([
          ("method", .text(findings.method.rawValue)),
          ("probability_of_correct_selection", .number(findings.probabilityOfCorrectSelection)),
        ])
      ),
    ]).text + "\n"
  }

  private func described(_ candidate: PlanFindings.Candidate) -> JSONValue {
    let choice = choice(candidate)
    return .object([
      ("values", .object(choice.values.map { ($0.path, .number($0.value)) })),
      ("choices", .object(choice.options.map { ($0.choice, .text($0.option)) })),
      ("objective", mean(candidate.objective, candidate.objectiveInterval)),
      ("difference", mean(candidate.difference, candidate.differenceInterval)),
      (
        "constraints",
        .array(
          zip(document.limits, candidate.standings).map { limit, standing in
            .object([
              ("measure", .text(limit.measure)),
              (limit.requirement.bound.rawValue, .number(limit.requirement.limit)),
              ("with_probability", .optional(limit.requirement.probability)),
              ("probability", .number(standing.probability)), ("ci95", interval(standing.probabilityInterval)),
              ("value", mean(standing.mean, standing.interval)), ("met", .bool(standing.isMet)),
            ])
          })
      ),
      ("runs", .integer(candidate.runs)),
    ])
  }

  private func described(_ point: FrontierPoint) -> JSONValue {
    let choice = choice(point.candidate)
    return .object([
      ("budget", .number(point.cost)), ("objective", .number(point.outcome)),
      ("measure", .text(frontierMeasures?.outcome ?? "")),
      ("values", .object(choice.values.map { ($0.path, .number($0.value)) })),
      ("choices", .object(choice.options.map { ($0.choice, .text($0.option)) })),
    ])
  }

  private func described(_ rules: SimpleRules) -> JSONValue {
    .object([
      ("children_under_five", .number(rules.childrenUnderFive)),
      ("health_visitors_at_1_to_250", .number(rules.byCaseload)),
      (
        "roles",
        .array(
          rules.roles.map { role in
            .object([
              ("role", .text(role.name)), ("planned_wte", .number(role.planned)), ("wte_in_post", .number(role.inPost)),
              ("workload_indicators_wte", .number(role.workloadIndicators)),
            ])
          })
      ),
    ])
  }

  private func mean(_ value: Double, _ interval: ConfidenceInterval) -> JSONValue {
    .object([("mean", .number(value)), ("ci95", self.interval(interval))])
  }

  private func interval(_ interval: ConfidenceInterval) -> JSONValue { .numbers([interval.lower, interval.upper]) }
}
