// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Studies
import TableFiles

extension StudyRecord {
  /// Subgroups, implementation and structural alternatives.
  var widerDecisionTables: [ResultTable] {
    [subgroupICERsTable, subgroupNetBenefitTable, subgroupValueTable, implementationTable, structureTable]
  }

  private func names(of index: Int) -> [ResultTable.Cell] { names(findings.analysis.decisions[index]) }

  private static let subgroup: [ResultTable.Column] = decision + [.text("subgroup_kind"), .text("subgroup")]

  /// Every part of every subgroup result with its names.
  private func parts(_ row: (SubgroupResult.Part, [ResultTable.Cell]) -> [[ResultTable.Cell]]) -> [[ResultTable.Cell]] {
    findings.subgroups.flatMap { result in
      result.parts.flatMap { part in
        row(part, names(of: result.decision) + [.text(part.group.names.kind), .text(part.group.names.name)])
      }
    }
  }

  private var subgroupICERsTable: ResultTable {
    table(
      "subgroup_icers",
      Self.subgroup + [
        .text("strategy"), .real("cost"), .real("effect"), .real("incremental_cost"), .real("incremental_effect"),
        .real("icer"), .text("status"), .optional("versus", .text),
      ], key: ["outcome", "perspective", "subgroup_kind", "subgroup", "strategy"]
    ) {
      parts { part, names in
        part.decision.analysis.incremental.rows.map { row in
          names + [
            .text(row.strategy), .init(row.cost), .init(row.effect), .init(row.incrementalCost ?? .nan),
            .init(row.incrementalEffect ?? .nan), .init(row.icer ?? .nan), .text(row.status.rawValue),
            .init(row.versus),
          ]
        }
      }
    }
  }

  private var subgroupNetBenefitTable: ResultTable {
    table(
      "subgroup_net_benefit",
      Self.subgroup + [
        .real("wtp"), .text("strategy"), .real("net_benefit"), .real("probability"), .real("evpi"),
        .real("evpi_standard_error"), .integer("is_optimal"),
      ], key: ["outcome", "perspective", "subgroup_kind", "subgroup", "wtp", "strategy"]
    ) {
      parts { part, names in
        let clean = part.decision.analysis.uncertainty
        return clean.thresholds.indices.flatMap { i in
          clean.strategies.indices.map { s in
            names + [
              .init(clean.thresholds[i]), .text(clean.strategies[s]), .init(clean.netBenefit[s][i].monetary.value),
              .init(clean.acceptability[s][i]), .init(clean.perfectInformation[i].value),
              .init(clean.perfectInformation[i].standardError), .integer(clean.optimal[i] == s ? 1 : 0),
            ]
          }
        }
      }
    }
  }

  private var subgroupValueTable: ResultTable {
    table(
      "subgroup_value",
      Self.decision + [
        .real("wtp"), .text("best_for_all"), .text("best_by_subgroup"), .real("value"), .real("standard_error"),
        .real("evpi_for_all"), .real("evpi_by_subgroup"), .real("evpi_by_subgroup_standard_error"),
      ], key: ["outcome", "perspective", "wtp"]
    ) {
      findings.subgroups.flatMap { result -> [[ResultTable.Cell]] in
        let value = result.value, strategies = findings.analysis.results.map(\.strategy.name)
        return value.thresholds.indices.map { i in
          let choices = zip(result.parts, value.bestBySubgroup[i]).map { "\($0.group.names.name): \(strategies[$1])" }
          return names(of: result.decision) + [
            .init(value.thresholds[i]), .text(strategies[value.bestForAll[i]]),
            .text(choices.joined(separator: "; ")), .init(value.decidingBySubgroup[i].value),
            .init(value.decidingBySubgroup[i].standardError), .init(value.informationForAll[i].value),
            .init(value.informationBySubgroup[i].value), .init(value.informationBySubgroup[i].standardError),
          ]
        }
      }
    }
  }

  private var implementationTable: ResultTable {
    table(
      "implementation",
      Self.decision + [
        .real("wtp"), .text("best"), .real("value"), .real("standard_error"), .real("evpi"), .real("both"),
        .real("both_standard_error"), .real("net_population"), .real("net_population_standard_error"),
      ], key: ["outcome", "perspective", "wtp"]
    ) {
      findings.implementation.flatMap { result -> [[ResultTable.Cell]] in
        let value = result.value, strategies = findings.analysis.results.map(\.strategy.name)
        return value.thresholds.indices.map { i in
          names(of: result.decision) + [
            .init(value.thresholds[i]), .text(strategies[value.optimal[i]]), .init(value.implementation[i].value),
            .init(value.implementation[i].standardError), .init(value.information[i].value),
            .init(value.both[i].value), .init(value.both[i].standardError), .init(result.net[i].value),
            .init(result.net[i].standardError),
          ]
        }
      }
    }
  }

  private var structureTable: ResultTable {
    table(
      "structure",
      Self.decision + [
        .text("question"), .text("alternative"), .real("weight"), .integer("draws"), .real("wtp"), .text("strategy"),
        .real("cost"), .real("effect"), .real("net_benefit"), .real("standard_error"), .real("probability"),
        .integer("is_optimal"),
      ], key: ["outcome", "perspective", "question", "alternative", "wtp", "strategy"]
    ) {
      findings.structure.flatMap { result -> [[ResultTable.Cell]] in
        guard let own = result.uncertainty else { return [] }
        let alternative = result.question.alternatives[result.alternative]
        return own.thresholds.indices.flatMap { i in
          own.strategies.indices.map { s in
            names(of: result.decision) + [
              .text(result.question.name), .text(alternative.name), .init(alternative.weight),
              .integer(result.draws), .init(own.thresholds[i]), .text(own.strategies[s]),
              .init(result.expectedCosts[s]), .init(result.expectedEffects[s]),
              .init(own.netBenefit[s][i].monetary.value), .init(own.netBenefit[s][i].monetary.standardError),
              .init(own.acceptability[s][i]), .integer(own.optimal[i] == s ? 1 : 0),
            ]
          }
        }
      }
    }
  }
}
