// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import EarlyYears
import Statistics
import Studies
import TableFiles

extension StudyRecord {
  typealias Cell = ResultTable.Cell
  private var analysis: ProbabilisticAnalysis { findings.analysis }
  private var plan: StudyPlan { findings.analysis.plan }

  /// What the study found, table by table.
  var tables: [ResultTable] {
    [
      studyTable, outcomesTable, credibleTable, icersTable, netBenefitTable, perfectInformationTable,
      partialInformationTable, budgetImpactTable, distributionalTable,
      distributionalGainsTable, researchTable, horizonTable, settlementTable, emulationTable, drawsTable,
      varianceComponentsTable,
      uncertainParametersTable, evidenceTable, scorecardTable,
    ] + widerDecisionTables
  }

  /// A table of rows that are all at hand.
  func table(
    _ name: String, _ columns: [ResultTable.Column], key: [String], _ rows: @escaping () -> [[Cell]]
  ) -> ResultTable {
    ResultTable(name: name, columns: columns, key: key) { emit in try emit(rows()) }
  }

  // MARK: The study

  private var studyTable: ResultTable {
    table(
      "study",
      [
        .text("title"), .text("perspective"), .text("sampling"), .integer("draws"), .integer("replications"),
        .text("seed"), .real("period_years"), .real("births_per_year"), .real("people_affected_per_year"),
        .real("decision_years"), .real("inequality_aversion"), .integer("simulated_draws"),
      ], key: ["title"]
    ) {
      [
        [
          .text(plan.title), .text(plan.perspectives.first?.rawValue ?? ""), .text(plan.sampling.rawValue),
          .integer(sampler.drawCount), .integer(analysis.results.first?.replications ?? 0), .text(String(plan.seed)),
          .init(analysis.periodYears), .init(analysis.birthsPerYear), .init(analysis.population.peoplePerYear),
          .init(plan.decisionYears), .init(plan.inequalityAversion), .integer(plan.simulatedDraws ?? plan.draws),
        ]
      ]
    }
  }

  private var outcomesTable: ResultTable {
    table(
      "study_outcomes",
      [
        .text("outcome"), .text("label"), .text("unit"), .text("measure"), .integer("is_harm"), .integer("position"),
      ],
      key: ["outcome"]
    ) {
      let catalogue = analysis.results[0].strategy.model.catalogue
      return plan.effects.enumerated().map { position, effect in
        [
          .text(effect.name), .text(effect.label(in: catalogue, over: analysis.periodYears)),
          .text(catalogue.measure(effect.measure)?.unit.rawValue ?? ""), .text(effect.measure),
          .integer(effect.isHarm ? 1 : 0), .integer(position),
        ]
      }
    }
  }

  private var uncertainParametersTable: ResultTable {
    table(
      "uncertain_parameters",
      [
        .text("parameter"), .text("path"), .real("mean"), .text("distribution"), .real("lower95"), .real("upper95"),
        .text("unit"), .text("source"), .text("provenance"), .text("strategies"),
      ], key: ["parameter"]
    ) {
      let space = sampler.space
      return space.parameters.enumerated().map { place, parameter in
        let interval = parameter.uncertainty.interval95
        let users = analysis.results.indices.filter { space.paths[$0].values.contains(place) }
          .map { analysis.results[$0].strategy.name }
        return [
          .text(parameter.name), .text(parameter.path), .init(parameter.mean), .text("\(parameter.uncertainty)"),
          .init(interval.lower), .init(interval.upper), .text(parameter.unit), .text(parameter.source),
          .text(parameter.provenance), .text(users.joined(separator: "; ")),
        ]
      }
    }
  }

  // MARK: Results over draws

  private static let interval: [ResultTable.Column] = [.real("lower95"), .real("upper95")]

  private func cells(_ outcome: ExpectedOutcome) -> [Cell] {
    [
      .init(outcome.mean.value), .init(outcome.mean.standardError), .init(outcome.credibleInterval.lower),
      .init(outcome.credibleInterval.upper),
    ]
  }

  private var credibleTable: ResultTable {
    table(
      "credible",
      [
        .text("strategy"), .text("measure"), .text("group_kind"), .text("group"), .real("mean"),
        .real("standard_error"),
      ] + Self.interval + [
        .real("difference"), .real("difference_standard_error"), .real("difference_lower95"),
        .real("difference_upper95"),
      ], key: ["strategy", "measure", "group_kind", "group"]
    ) {
      findings.credible.map { result in
        [
          .text(result.strategy), .text(result.key.measure), .text(result.key.group.names.kind),
          .text(result.key.group.names.name),
        ] + cells(result.value) + (result.difference.map(cells) ?? [.missing, .missing, .missing, .missing])
      }
    }
  }

  private var budgetImpactTable: ResultTable {
    table(
      "budget_impact",
      [.text("perspective"), .text("strategy"), .integer("year"), .real("cost")] + Self.interval + [
        .real("difference"), .real("difference_lower95"), .real("difference_upper95"),
      ], key: ["perspective", "strategy", "year"]
    ) {
      findings.budget.map { impact in
        let cost = cells(impact.cost), difference = impact.difference.map(cells)
        return [
          .text(impact.perspective.rawValue), .text(impact.strategy), .integer(impact.year), cost[0], cost[2], cost[3],
        ] + (difference.map { [$0[0], $0[2], $0[3]] } ?? [.missing, .missing, .missing])
      }
    }
  }

  // MARK: The decision

  static let decision: [ResultTable.Column] = [.text("outcome"), .text("perspective")]

  func names(_ decision: DecisionAnalysis) -> [Cell] {
    [.text(decision.effect.name), .text(decision.perspective.rawValue)]
  }

  private var icersTable: ResultTable {
    table(
      "icers",
      Self.decision + [
        .text("strategy"), .real("cost"), .real("effect"), .real("incremental_cost"), .real("incremental_effect"),
        .real("icer"), .text("status"), .optional("versus", .text),
      ], key: ["outcome", "perspective", "strategy"]
    ) {
      analysis.decisions.flatMap { decision in
        decision.analysis.incremental.rows.map { row in
          names(decision) + [
            .text(row.strategy), .init(row.cost), .init(row.effect), .init(row.incrementalCost ?? .nan),
            .init(row.incrementalEffect ?? .nan), .init(row.icer ?? .nan), .text(row.status.rawValue),
            .init(row.versus),
          ]
        }
      }
    }
  }

  private var netBenefitTable: ResultTable {
    table(
      "net_benefit",
      Self.decision + [
        .real("wtp"), .text("strategy"), .real("net_benefit"), .real("standard_error"), .real("probability"),
        .real("probability_raw"), .real("expected_loss"), .integer("is_optimal"),
      ], key: ["outcome", "perspective", "wtp", "strategy"]
    ) {
      analysis.decisions.flatMap { decision -> [[Cell]] in
        let clean = decision.analysis.uncertainty, raw = decision.raw.uncertainty
        return clean.thresholds.indices.flatMap { i in
          clean.strategies.indices.map { s in
            names(decision) + [
              .init(clean.thresholds[i]), .text(clean.strategies[s]), .init(clean.netBenefit[s][i].monetary.value),
              .init(raw.netBenefit[s][i].monetary.standardError), .init(clean.acceptability[s][i]),
              .init(raw.acceptability[s][i]), .init(clean.expectedLoss[s][i]), .integer(clean.optimal[i] == s ? 1 : 0),
            ]
          }
        }
      }
    }
  }

  private var perfectInformationTable: ResultTable {
    table(
      "perfect_information",
      Self.decision + [
        .real("wtp"), .real("evpi"), .real("standard_error"), .real("evpi_raw"), .real("evpi_raw_standard_error"),
        .real("evpi_per_person"), .real("evpi_population"),
      ], key: ["outcome", "perspective", "wtp"]
    ) {
      analysis.decisions.flatMap { decision -> [[Cell]] in
        let clean = decision.analysis.uncertainty, raw = decision.raw.uncertainty
        return clean.thresholds.indices.map { i in
          let value = clean.perfectInformation[i], asSimulated = raw.perfectInformation[i]
          let person = analysis.perPerson(value.value)
          return names(decision) + [
            .init(clean.thresholds[i]), .init(value.value), .init(value.standardError), .init(asSimulated.value),
            .init(asSimulated.standardError), .init(person), .init(person * analysis.population.discountedPeople),
          ]
        }
      }
    }
  }

  private var partialInformationTable: ResultTable {
    table(
      "partial_information",
      Self.decision + [
        .real("wtp"), .text("parameter"), .text("provenance"), .real("evppi"), .real("standard_error"),
        .real("evppi_raw"), .text("method"), .real("explained_share"), .real("evppi_population"),
      ], key: ["outcome", "perspective", "wtp", "parameter"]
    ) {
      let provenance = Dictionary(uniqueKeysWithValues: sampler.space.parameters.map { ($0.name, $0.provenance) })
      return zip(analysis.decisions, findings.information).flatMap { decision, information -> [[Cell]] in
        information.flatMap { item in
          item.value.thresholds.indices.map { i in
            let tags = Set(item.parameters.compactMap { provenance[$0] }).sorted().joined(separator: ", ")
            let value = item.value.estimates[i]
            return names(decision) + [
              .init(item.value.thresholds[i]), .text(item.parameters.joined(separator: " + ")), .text(tags),
              .init(value.value), .init(value.standardError), .init(item.raw.estimates[i].value),
              .text(item.value.method), .init(item.value.explainedShares[i]),
              .init(analysis.perPerson(value.value) * analysis.population.discountedPeople),
            ]
          }
        }
      }
    }
  }

  private var distributionalTable: ResultTable {
    table(
      "distributional",
      Self.decision + [
        .real("wtp"), .text("strategy"), .text("aversion"), .real("efficiency"), .real("efficiency_lower95"),
        .real("efficiency_upper95"), .real("equity"), .real("equity_lower95"), .real("equity_upper95"),
        .real("probability_efficient"), .real("probability_equitable"), .real("net_benefit"),
        .real("switching_aversion"), .real("unmet_concentration_baseline"), .real("unmet_concentration"),
        .text("quadrant"),
      ], key: ["outcome", "perspective", "wtp", "strategy"]
    ) {
      findings.distributional.map { result in
        let efficiency = cells(result.efficiency), equity = cells(result.equity)
        return [
          .text(result.effect.name), .text(result.perspective.rawValue), .init(result.threshold),
          .text(result.strategy), .text(result.judgement.words), efficiency[0], efficiency[2], efficiency[3],
          equity[0], equity[2], equity[3], .init(result.probabilityOfEfficiency), .init(result.probabilityOfEquity),
          .init(result.equityWeightedNetBenefit?.mean.value ?? .nan), .init(result.switchingAversion ?? .nan),
          .init(result.concentrationOfUnmetNeed?.baseline ?? .nan),
          .init(result.concentrationOfUnmetNeed?.after ?? .nan), .text(result.verdict),
        ]
      }
    }
  }

  /// Who gains, for a child of each quintile.
  private var distributionalGainsTable: ResultTable {
    table(
      "distributional_gains",
      Self.decision + [
        .real("wtp"), .text("strategy"), .integer("quintile"), .text("on_top_of"), .real("baseline"),
        .real("gain"),
      ] + Self.interval + [.real("forgone")],
      key: ["outcome", "perspective", "wtp", "strategy", "quintile"]
    ) {
      findings.distributional.flatMap { result in
        result.gains.indices.map { q in
          let gain = cells(result.gains[q])
          return [
            .text(result.effect.name), .text(result.perspective.rawValue), .init(result.threshold),
            .text(result.strategy), .integer(q + 1), .text(result.baselineLabel), .init(result.baseline[q]),
            gain[0], gain[2], gain[3], .init(result.forgone[q]),
          ]
        }
      }
    }
  }

  // MARK: More research, longer horizon, more draws

  private var researchTable: ResultTable {
    table(
      "research",
      Self.decision + [
        .text("research"), .real("wtp"), .integer("size"), .real("evsi"), .real("evsi_standard_error"),
        .real("evsi_per_person"), .real("cost"), .real("enbs"), .real("enbs_standard_error"), .integer("is_best"),
      ], key: ["outcome", "perspective", "research", "wtp", "size"]
    ) {
      findings.research.flatMap { item -> [[Cell]] in
        item.value.indices.flatMap { place in
          item.thresholds.indices.map { i in
            let size = item.design.sizes[place], value = item.value[place][i], net = item.net[place][i]
            return names(analysis.decisions[item.decision]) + [
              .text(item.design.name), .init(item.thresholds[i]), .integer(size), .init(value.value),
              .init(value.standardError), .init(analysis.perPerson(value.value)),
              .init(item.design.costs.total(participants: size)), .init(net.value), .init(net.standardError),
              .integer(item.best[i]?.size == size ? 1 : 0),
            ]
          }
        }
      }
    }
  }

  /// The decision on QALYs in the period, and with what follows it.
  private var horizonTable: ResultTable {
    table(
      "horizon",
      [
        .text("perspective"), .text("horizon"), .real("wtp"), .text("strategy"), .real("cost"), .real("qalys"),
        .real("net_benefit"), .real("probability"), .real("evpi"), .integer("is_optimal"),
      ], key: ["perspective", "horizon", "wtp", "strategy"]
    ) {
      findings.horizon.flatMap { result in
        [("period", result.within), ("with_what_follows", result.beyond)].flatMap { label, decision -> [[Cell]] in
          let clean = decision.analysis.uncertainty, samples = decision.raw.samples
          return clean.thresholds.indices.flatMap { i in
            clean.strategies.indices.map { s in
              [
                .text(result.perspective.rawValue), .text(label), .init(clean.thresholds[i]),
                .text(clean.strategies[s]), .init(samples.expectedCosts[s]), .init(samples.expectedEffects[s]),
                .init(clean.netBenefit[s][i].monetary.value), .init(clean.acceptability[s][i]),
                .init(clean.perfectInformation[i].value), .integer(clean.optimal[i] == s ? 1 : 0),
              ]
            }
          }
        }
      }
    }
  }

  /// Running estimates where the decision is least sure.
  private var settlementTable: ResultTable {
    table(
      "settlement",
      Self.decision + [
        .real("wtp"), .text("best"), .text("next_best"), .integer("draws"), .real("net_benefit"),
        .real("net_benefit_standard_error"), .real("evpi"), .real("evpi_standard_error"), .real("probability"),
        .real("probability_standard_error"),
      ], key: ["outcome", "perspective", "draws"]
    ) {
      zip(analysis.decisions, findings.settlement).flatMap { decision, settlement in
        settlement.steps.map { step in
          names(decision) + [
            .init(settlement.threshold), .text(settlement.best), .text(settlement.nextBest), .integer(step.draws),
            .init(step.netBenefit.value), .init(step.netBenefit.standardError), .init(step.perfectInformation.value),
            .init(step.perfectInformation.standardError), .init(step.probability.value),
            .init(step.probability.standardError),
          ]
        }
      }
    }
  }

  /// How the draws that were not simulated were made; empty where all were.
  private var emulationTable: ResultTable {
    table(
      "emulation",
      [.text("strategy"), .text("measure"), .real("explained_share"), .real("misfit_share"), .real("misfit_p_value")],
      key: ["strategy", "measure"]
    ) {
      (analysis.emulation?.checks ?? []).map {
        [
          .text($0.strategy), .text($0.measure), .init($0.explainedShare), .init($0.misfitShare),
          .init($0.misfitPValue),
        ]
      }
    }
  }

  // MARK: Draws

  private var drawsTable: ResultTable {
    ResultTable(
      name: "psa_draws",
      columns: [.integer("draw"), .text("strategy")] + Self.decision + [
        .real("cost"), .real("effect"), .real("cost_noise_removed"), .real("effect_noise_removed"),
        .integer("is_simulated"),
      ], key: ["draw", "strategy", "outcome", "perspective"]
    ) { emit in
      for decision in analysis.decisions {
        let raw = decision.raw.samples, clean = decision.analysis.samples
        let simulated = analysis.emulation?.simulated ?? raw.drawCount
        for (s, strategy) in raw.strategies.enumerated() {
          try emit(
            (0..<raw.drawCount).map { d in
              [.integer(d + 1), .text(strategy)] + names(decision) + [
                .init(raw.costs[s][d]), .init(raw.effects[s][d]), .init(clean.costs[s][d]),
                .init(clean.effects[s][d]), .integer(d < simulated ? 1 : 0),
              ]
            })
        }
      }
    }
  }

  private var varianceComponentsTable: ResultTable {
    table(
      "variance_components", [.text("strategy"), .text("measure"), .real("between"), .real("within")],
      key: ["strategy", "measure"]
    ) {
      let names = analysis.results.map(\.strategy.name)
      func rows(_ measure: String, _ components: [VarianceComponents?]) -> [[Cell]] {
        zip(names, components).compactMap { name, component in
          component.map { [.text(name), .text(measure), .init($0.between), .init($0.within)] }
        }
      }
      let first = analysis.decisions.filter { $0.perspective == plan.perspectives.first }
      let costs = analysis.decisions.filter { $0.effect == plan.effects.first }
      return first.flatMap { rows($0.effect.name, $0.effectComponents) }
        + costs.flatMap { rows($0.perspective.measure, $0.costComponents) }
    }
  }

  /// The value of every parameter in every draw; a table of the database only.
  var parameterValuesTable: ResultTable {
    ResultTable(
      name: "parameter_values", columns: [.integer("draw"), .text("parameter"), .real("value")],
      key: ["draw", "parameter"]
    ) { emit in
      let names = sampler.space.parameters.map { Cell.text($0.name) }
      for draw in 1...max(1, sampler.drawCount) {
        try emit(zip(names, sampler.values(ofDraw: draw)).map { [.integer(draw), $0, .init($1)] })
      }
    }
  }

  private var scorecardTable: ResultTable {
    table(
      "scorecard_thresholds", [.text("measure"), .real("green"), .real("amber"), .integer("position")],
      key: ["measure"]
    ) {
      plan.scorecard.enumerated().map { position, threshold in
        [.text(threshold.measure), .init(threshold.green), .init(threshold.amber), .integer(position)]
      }
    }
  }

  /// Measured effects beside simulated ones.
  private var evidenceTable: ResultTable {
    table(
      "evidence",
      [
        .text("effect"), .text("strategy"), .text("measure"), .real("estimated"), .real("estimated_lower95"),
        .real("estimated_upper95"), .real("predicted"), .real("predicted_lower95"), .real("predicted_upper95"),
        .real("difference"), .real("z"), .real("p_value"), .text("through"),
      ], key: ["effect", "strategy", "measure"]
    ) {
      findings.evidence.map { comparison in
        [
          .text(comparison.use.effect), .text(analysis.results[comparison.use.strategy].strategy.name),
          .text(comparison.use.measure), .init(comparison.estimated.mean), .init(comparison.estimated.lower),
          .init(comparison.estimated.upper), .init(comparison.predicted.mean), .init(comparison.predicted.lower),
          .init(comparison.predicted.upper), .init(comparison.difference), .init(comparison.z),
          .init(comparison.pValue), .text(comparison.use.through.joined(separator: "; ")),
        ]
      }
    }
  }

  // MARK: Wide files, as BCEA, dampack, voi and pandas take them

  /// Effects, costs and parameters with a row for each draw; the strategies or parameters are the columns.
  var wideTables: [ResultTable] {
    var tables: [ResultTable] = []
    for decision in analysis.decisions where decision.perspective == plan.perspectives.first {
      tables.append(
        wide("psa_effects_\(decision.effect.name)", decision.raw.samples.strategies, decision.raw.samples.effects))
    }
    for decision in analysis.decisions where decision.effect == plan.effects.first {
      tables.append(
        wide("psa_costs_\(decision.perspective.rawValue)", decision.raw.samples.strategies, decision.raw.samples.costs))
    }
    tables.append(wide("psa_parameters", analysis.parameters.names, analysis.parameters.values))
    return tables
  }

  private func wide(_ name: String, _ header: [String], _ columns: [[Double]]) -> ResultTable {
    ResultTable(name: name, columns: header.map(ResultTable.Column.real), key: []) { emit in
      try emit((columns.first ?? []).indices.map { row in columns.map { Cell($0[row]) } })
    }
  }
}
