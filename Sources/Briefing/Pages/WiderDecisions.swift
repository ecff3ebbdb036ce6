// SPDX-License-Identifier: GPL-3.0-or-later
import ResultsStore

/// Tables of the annex that a study has when it was asked for more than one decision for all: subgroups, who gains,
/// structural alternatives, implementation, research, what follows the period, and whether there are draws enough.
struct WiderDecisions {
  let data: BriefingData
  let decision: DecisionSummary

  private var which: [String: String] { ["outcome": decision.outcome, "perspective": decision.perspective] }

  // MARK: Cost-effectiveness

  /// Behind the tables of cost-effectiveness.
  func costEffectiveness() throws(ResultsError) -> String {
    try subgroups() + gains() + structure() + horizon()
  }

  private func at(_ threshold: Double, _ table: String) throws(ResultsError) -> [StoredResults.Row] {
    try data.store.rows(table, where: which).filter { $0.number("wtp") == threshold }
  }

  private func subgroups() throws(ResultsError) -> String {
    let icers = try data.store.rows("subgroup_icers", where: which)
    guard !icers.isEmpty else { return "" }
    let benefits = try at(decision.middle, "subgroup_net_benefit")
    var text = HTML.plainTable(
      "\(decision.outcomeLabel) by deprivation fifth (1 most deprived), at \(Rounding.money(decision.middle)) a unit",
      header: ["Fifth", "Strategy", "Cost", "Effect", "ICER", "Standing", "Net benefit", "Probability best"],
      rows: icers.sorted { order($0) < order($1) }.map { row in
        let own = benefits.first {
          $0.text("subgroup") == row.text("subgroup") && $0.text("strategy") == row.text("strategy")
        }
        return [
          row.text("subgroup") ?? "", row.text("strategy") ?? "", Rounding.money(row.number("cost") ?? .nan),
          Rounding.significant(row.number("effect") ?? .nan, figures: 4),
          row.number("icer").map { Rounding.money($0) } ?? "",
          (row.text("status") ?? "").replacing("_", with: " ") + (row.text("versus").map { ", against \($0)" } ?? ""),
          Rounding.money(own?.number("net_benefit") ?? .nan), chance(own?.number("probability")),
        ]
      })
    let values = try data.store.rows("subgroup_value", where: which)
    text += HTML.plainTable(
      "What deciding for each fifth by itself would be worth (a period, for the authority)",
      header: [
        "Worth of a unit", "Best for all", "Best by fifth", "With what is known", "Standard error",
        "EVPI, one decision",
        "EVPI, by fifth",
      ],
      rows: spread(values).map { row in
        [
          Rounding.money(row.number("wtp") ?? .nan), row.text("best_for_all") ?? "", row.text("best_by_subgroup") ?? "",
          Rounding.money(row.number("value") ?? .nan), Rounding.money(row.number("standard_error") ?? .nan),
          Rounding.money(row.number("evpi_for_all") ?? .nan), Rounding.money(row.number("evpi_by_subgroup") ?? .nan),
        ]
      })
    return text
  }

  private func order(_ row: StoredResults.Row) -> String {
    let place = data.strategies.firstIndex(of: row.text("strategy") ?? "") ?? 0
    return "\(row.text("subgroup") ?? "") \(place + 100)"
  }

  private func gains() throws(ResultsError) -> String {
    let rows = try at(decision.middle, "distributional_gains")
    guard !rows.isEmpty else { return "" }
    return HTML.plainTable(
      "Who gains: \(decision.outcomeLabel) for 1,000 children, at \(Rounding.money(decision.middle)) a unit",
      header: ["Strategy", "Fifth", "Gain", "95 % credible", "Forgone elsewhere", "On top of", "which is"],
      rows: rows.map { row in
        func shown(_ column: String) -> String { Rounding.significant(1000 * (row.number(column) ?? .nan)) }
        return [
          row.text("strategy") ?? "", Rounding.plain(row.number("quintile") ?? .nan), shown("gain"),
          "\(shown("lower95")) to \(shown("upper95"))", shown("forgone"), row.text("on_top_of") ?? "",
          Rounding.significant(row.number("baseline") ?? .nan),
        ]
      })
  }

  private func structure() throws(ResultsError) -> String {
    let rows = try at(decision.leastSure, "structure")
    guard !rows.isEmpty else { return "" }
    return HTML.plainTable(
      "Structural alternatives, at \(Rounding.money(decision.leastSure)) a unit",
      header: [
        "Question", "Alternative", "Weight", "Draws", "Strategy", "Net benefit", "Standard error", "Probability best",
      ],
      rows: rows.map { row in
        [
          row.text("question") ?? "", row.text("alternative") ?? "", chance(row.number("weight")),
          Rounding.plain(row.number("draws") ?? .nan), row.text("strategy") ?? "",
          Rounding.money(row.number("net_benefit") ?? .nan), Rounding.money(row.number("standard_error") ?? .nan),
          chance(row.number("probability")),
        ]
      })
  }

  private func horizon() throws(ResultsError) -> String {
    let rows = try data.store.rows("horizon", where: ["perspective": decision.perspective])
    guard let last = rows.compactMap({ $0.number("wtp") }).max() else { return "" }
    return HTML.plainTable(
      "QALYs of the simulated period, and with what follows it, at \(Rounding.money(last)) a QALY",
      header: ["Horizon", "Strategy", "Cost", "QALYs", "Net benefit", "Probability best", "EVPI"],
      rows: rows.filter { $0.number("wtp") == last }.map { row in
        [
          (row.text("horizon") ?? "").replacing("_", with: " "), row.text("strategy") ?? "",
          Rounding.money(row.number("cost") ?? .nan), Rounding.significant(row.number("qalys") ?? .nan, figures: 5),
          Rounding.money(row.number("net_benefit") ?? .nan), chance(row.number("probability")),
          Rounding.money(row.number("evpi") ?? .nan),
        ]
      })
  }

  // MARK: Information and implementation

  /// Behind the value of information.
  func information() throws(ResultsError) -> String { try implementation() + research() }

  private func implementation() throws(ResultsError) -> String {
    let rows = try data.store.rows("implementation", where: which)
    guard !rows.isEmpty else { return "" }
    return HTML.plainTable(
      "Implementation beside information (a period, for the authority)",
      header: [
        "Worth of a unit", "Best on average", "Everyone under it", "Standard error", "EVPI", "Both",
        "Everyone under it, all affected, less the cost of the change",
      ],
      rows: spread(rows).map { row in
        [
          Rounding.money(row.number("wtp") ?? .nan), row.text("best") ?? "",
          Rounding.money(row.number("value") ?? .nan), Rounding.money(row.number("standard_error") ?? .nan),
          Rounding.money(row.number("evpi") ?? .nan), Rounding.money(row.number("both") ?? .nan),
          Rounding.money(row.number("net_population") ?? .nan),
        ]
      })
  }

  private func research() throws(ResultsError) -> String {
    let rows = try at(decision.leastSure, "research")
    guard !rows.isEmpty else { return "" }
    return HTML.plainTable(
      "Research that could be done, at \(Rounding.money(decision.leastSure)) a unit",
      header: [
        "Research", "Participants", "EVSI", "Standard error", "For a child", "Costs", "Worth to all, less cost",
        "Standard error", "",
      ],
      rows: rows.map { row in
        [
          row.text("research") ?? "", Rounding.plain(row.number("size") ?? .nan),
          Rounding.money(row.number("evsi") ?? .nan), Rounding.money(row.number("evsi_standard_error") ?? .nan),
          Rounding.money(row.number("evsi_per_person") ?? .nan), Rounding.money(row.number("cost") ?? .nan),
          Rounding.money(row.number("enbs") ?? .nan), Rounding.money(row.number("enbs_standard_error") ?? .nan),
          row.number("is_best") == 1 ? "best of these" : "",
        ]
      })
  }

  // MARK: Convergence

  func settlement() throws(ResultsError) -> String {
    let rows = try data.store.rows("settlement", where: which)
    guard let first = rows.first else { return "" }
    return HTML.plainTable(
      "Running estimates at \(Rounding.money(first.number("wtp") ?? .nan)) a unit: \(first.text("best") ?? "") against \(first.text("next_best") ?? "")",
      header: [
        "Draws", "Net benefit more", "Standard error", "EVPI", "Standard error", "Probability best", "Standard error",
      ],
      rows: rows.map { row in
        [Rounding.plain(row.number("draws") ?? .nan)]
          + ["net_benefit", "net_benefit_standard_error", "evpi", "evpi_standard_error"].map {
            Rounding.money(row.number($0) ?? .nan)
          } + [chance(row.number("probability")), chance(row.number("probability_standard_error"))]
      }) + HTML.paragraph(stillNeeded(rows[rows.count - 1]))
  }

  /// How many draws would settle the choice, and make the EVPI known to a tenth, as the last estimates stand: errors
  /// shrink with the root of the draws.
  private func stillNeeded(_ last: StoredResults.Row) -> Sentence {
    let draws = last.number("draws") ?? .nan
    func needed(_ error: Double, for width: Double) -> Double { draws * (error / width) * (error / width) }
    let value = (last.number("net_benefit") ?? .nan).magnitude
    let forChoice = needed(1.96 * (last.number("net_benefit_standard_error") ?? .nan), for: value)
    let choice =
      forChoice < draws
      ? "Which is best on average is settled: the difference is more than 1.96 standard errors."
      : forChoice < 1e6
        ? "Which is best on average is not settled; at this difference it would be after some \(Rounding.significant(forChoice, figures: 2)) draws."
        : "The two are as good as each other."
    let evpi = last.number("evpi") ?? 0
    let forInformation = needed(last.number("evpi_standard_error") ?? .nan, for: 0.1 * evpi)
    guard evpi > 0, forInformation.isFinite, forInformation > draws else { return "\(choice)" }
    return
      "\(choice) The EVPI would be known to a tenth after some \(Rounding.significant(forInformation, figures: 2)) draws."
  }

  /// About ten of the thresholds.
  private func spread(_ rows: [StoredResults.Row]) -> [StoredResults.Row] {
    let sorted = rows.sorted { ($0.number("wtp") ?? 0) < ($1.number("wtp") ?? 0) }
    return sorted.enumerated().filter { $0.offset % max(1, sorted.count / 10) == 0 }.map(\.element)
  }

  private func chance(_ value: Double?) -> String { Rounding.fixed(100 * (value ?? .nan), places: 1) + " %" }
}
