// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import Planning
public import ResultsStore
import ScenarioFiles
import Statistics
import TableFiles

extension PlanResults {
  public var record: AnalysisRecord { AnalysisRecord(manifest: manifest, tables: tables) }

  var tables: [NamedTable] { [candidateTable, requirementTable, ruleTable].compactMap { $0 } }

  /// Every candidate that was simulated.
  private var candidateTable: NamedTable {
    let choices = document.alternatives[0].options.map(\.choice)
    var table = NamedTable(
      "plan_candidates",
      header: ["candidate"] + choices + document.varied.map(\.path) + [
        "runs", "objective", "objective_lower95", "objective_upper95", "difference", "difference_lower95",
        "difference_upper95", "meets_limits", "is_best",
      ])
    for candidate in findings.simulated {
      let choice = choice(candidate)
      table.append(
        [.integer(candidate.index)] + choice.options.map { .text($0.option) } + choice.values.map { .number($0.value) }
          + [
            .integer(candidate.runs), .init(finite: candidate.objective),
            .init(finite: candidate.objectiveInterval.lower), .init(finite: candidate.objectiveInterval.upper),
            .init(finite: candidate.difference), .init(finite: candidate.differenceInterval.lower),
            .init(finite: candidate.differenceInterval.upper), .integer(candidate.isMet ? 1 : 0),
            .integer(candidate.index == findings.best?.index ? 1 : 0),
          ])
    }
    return table
  }

  private var requirementTable: NamedTable {
    var table = NamedTable(
      "plan_limits",
      header: [
        "candidate", "measure", "bound", "limit", "probability_wanted", "mean", "lower95", "upper95", "probability",
        "probability_lower95", "probability_upper95", "is_met",
      ])
    for candidate in findings.simulated {
      for (limit, standing) in zip(document.limits, candidate.standings) {
        table.append([
          .integer(candidate.index), .text(limit.measure), .text(limit.requirement.bound.rawValue),
          .number(limit.requirement.limit), .init(finite: limit.requirement.probability), .init(finite: standing.mean),
          .init(finite: standing.interval.lower), .init(finite: standing.interval.upper),
          .init(finite: standing.probability), .init(finite: standing.probabilityInterval.lower),
          .init(finite: standing.probabilityInterval.upper), .integer(standing.isMet ? 1 : 0),
        ])
      }
    }
    return table
  }

  private var ruleTable: NamedTable? {
    rules.map { rules in
      var table = NamedTable("plan_rules", header: ["role", "planned_wte", "wte_in_post", "workload_indicators_wte"])
      for role in rules.roles {
        table.append([
          .text(role.name), .number(role.planned), .init(finite: role.inPost), .init(finite: role.workloadIndicators),
        ])
      }
      return table
    }
  }
}
