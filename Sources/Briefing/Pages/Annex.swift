// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import ResultsStore

/// What an economist checks: methods, every parameter, full tables, reporting standards, manifest.
public struct Annex: Sendable {
  let data: BriefingData
  let decision: DecisionSummary?

  public init(_ data: BriefingData) throws(ResultsError) {
    self.data = data
    decision = try DecisionSummary.all(data).first
  }

  /// - Parameters:
  ///   - figure: A chart by its name as it stands in the page; empty when there is none.
  func html(figure: (String) -> String) throws(ResultsError) -> String {
    var parts = ["<section class=\"annex\" aria-label=\"Annex\">\n", HTML.heading(1, "Annex for economists")]
    parts.append(methods)
    parts.append(
      HTML.heading(2, "A2 Results", id: "a2") + resultsTable + figure("week") + figure("caseload") + figure("queue"))
    if data.isStudy {
      parts.append(HTML.heading(2, "A3 Cost-effectiveness", id: "a3") + figure("plane") + figure("acceptability"))
      parts.append(figure("perspectives") + figure("loss") + (try costEffectiveness()))
      parts.append(figure("subgroups") + (try wider?.costEffectiveness() ?? ""))
      parts.append(HTML.heading(2, "A4 Value of information", id: "a4") + figure("information") + (try information()))
      parts.append(figure("research") + (try wider?.information() ?? ""))
    }
    parts.append(
      HTML.heading(2, "A5 Sensitivity", id: "a5") + figure("tornado") + sensitivityText(figure("tornado").isEmpty))
    parts.append(
      HTML.heading(2, "A6 Calibration and evidence", id: "a6") + publishedTable + (try evidence()) + figure("gap"))
    parts.append(HTML.heading(2, "A7 Convergence", id: "a7") + (try convergence()) + (try wider?.settlement() ?? ""))
    parts.append(HTML.heading(2, "A8 Parameters", id: "a8") + (try parameterTables()))
    let facts = try ReportFacts(data)
    parts.append(
      HTML.heading(2, "A9 CHEERS 2022", id: "a9") + Checklist(.cheers2022, answers: facts.cheers2022).html)
    parts.append(
      HTML.heading(2, "A10 STRESS-DES", id: "a10") + Checklist(.stressDES, answers: facts.stressDES).html)
    parts.append(HTML.heading(2, "A11 Manifest", id: "a11") + manifest + "</section>\n")
    return parts.joined()
  }

  private var wider: WiderDecisions? { decision.map { WiderDecisions(data: data, decision: $0) } }

  // MARK: Sections

  private var methods: String {
    let study = data.study
    var sentences: [Sentence] = [
      "A discrete-event simulation of an early-years service: children are born, contacts fall due, staff with their own calendars deliver them or not, needs are found, missed, helped and referred. Every strategy meets the same children with the same luck (common random numbers), so differences are paired.",
      "Costs are staff in post at the hourly cost of their role, agency premium, training, travel, and downstream services, in \(data.priceYear) prices. Perspectives: the commissioner of the service; the NHS and social services; the public sector.",
    ]
    if let study, let draws = study.number("draws"), let replications = study.number("replications") {
      sentences.append(
        "Probabilistic sensitivity analysis: \(number: Rounding.plain(draws), source: "study:draws") draws of the uncertain parameters (\(study.text("sampling")?.replacing("_", with: " ") ?? "")), \(number: Rounding.plain(replications), source: "study:replications") replications of each; strategies share the parameters that they inherit. Replication noise is taken out of acceptability and value of information; raw figures stand beside. Intervals are the central 95 % of the draws."
      )
      if let simulated = study.number("simulated_draws"), simulated < draws {
        sentences.append(
          "\(number: Rounding.plain(simulated), source: "study:simulated_draws") of the draws were simulated; the others were worked out from them by regression on the parameters, which is checked on draws that it has not seen (table emulation); standard errors count simulated draws."
        )
      }
      sentences.append(
        "Value of information: EVPI is the expected loss of the strategy that is best on average; EVPPI by regression (penalised splines, restricted likelihood). Distributional analysis by deprivation quintile with Atkinson's index; opportunity costs are taken off every child alike, which is an assumption."
      )
    } else {
      sentences.append(
        "Intervals are Student's t at 95 % over replications at fixed parameter values; the uncertainty of the parameters has not been propagated."
      )
    }
    return HTML.heading(2, "A1 Methods", id: "a1") + sentences.map(HTML.paragraph).joined()
  }

  private var resultsTable: String {
    let measures = unique(
      DecisionPages.indicators
        + [
          "C3", "NBV30", "C4", "first_year.any_additional", "first_year.three_additional", "contacts.completed",
          "work.lapsed", "needs.all.identified", "needs.all.identified_by_30_months", "safeguarding.hours",
          "workforce.all.utilisation", "continuity.same_practitioner", "caseload.share_above_400", "cost.total",
          "cost.nhs_and_social_services", "cost.staff", "cost.per_need_identified_and_seen",
        ]
    ).filter(data.has)
    return data.strategies.enumerated().map { position, strategy in
      let rows = measures.compactMap { measure -> [Sentence]? in
        guard let value = data.quantity(measure, of: strategy) else { return nil }
        let difference = position == 0 ? nil : data.difference(measure, of: strategy)
        return [
          Sentence([.text(data.label(measure))]), Phrases.figure(value),
          difference.map { Phrases.difference($0) } ?? (position == 0 ? "baseline" : "–"),
        ]
      }
      return HTML.table(strategy, header: ["Measure", "Value, 95 % interval", "Against the baseline"], rows: rows)
    }.joined()
  }

  private func costEffectiveness() throws(ResultsError) -> String {
    var text = ""
    for outcome in data.outcomes {
      let name = outcome.text("outcome") ?? ""
      for perspective in ["commissioner", "nhs_and_social_services", "public_sector"] {
        let rows = try data.store.rows("icers", where: ["outcome": name, "perspective": perspective])
          .sorted { ($0.number("cost") ?? 0) < ($1.number("cost") ?? 0) }
        guard !rows.isEmpty else { continue }
        text += HTML.plainTable(
          "\(outcome.text("label") ?? name): cost to the \(perspective.replacing("_", with: " "))",
          header: ["Strategy", "Cost", "Effect", "Cost more", "Effect more", "ICER", "Standing"],
          rows: rows.map { row in
            [
              row.text("strategy") ?? "", Rounding.text(row.number("cost") ?? .nan, unit: "£"),
              Rounding.significant(row.number("effect") ?? .nan, figures: 4),
              row.number("incremental_cost").map { Rounding.text($0, unit: "£") } ?? "",
              row.number("incremental_effect").map { Rounding.significant($0) } ?? "",
              row.number("icer").map { Rounding.text($0, unit: "£") } ?? "",
              (row.text("status") ?? "").replacing("_", with: " ")
                + (row.text("versus").map { ", against \($0)" } ?? ""),
            ]
          })
      }
    }
    if let decision {
      let shown = decision.thresholds.enumerated().filter { $0.offset % max(1, decision.thresholds.count / 10) == 0 }
        .map(\.element)
      text += HTML.plainTable(
        "\(decision.outcomeLabel): decision at each worth of a unit of effect",
        header: [
          "Worth", "Best on average", "Probability", "with replication noise", "EVPI", "with replication noise",
        ],
        rows: shown.compactMap { threshold in
          guard let best = decision.best(at: threshold) else { return nil }
          let perfect = decision.perfect[threshold]
          return [
            Rounding.money(threshold), best.text("strategy") ?? "",
            Rounding.fixed(100 * (best.number("probability") ?? .nan), places: 1) + " %",
            Rounding.fixed(100 * (best.number("probability_raw") ?? .nan), places: 1) + " %",
            "\(Rounding.money(perfect?.number("evpi") ?? .nan)) (standard error \(Rounding.money(perfect?.number("standard_error") ?? .nan)))",
            Rounding.money(perfect?.number("evpi_raw") ?? .nan),
          ]
        })
    }
    let equity = try data.store.rows("distributional").filter {
      $0.text("outcome") == decision?.outcome && $0.text("perspective") == decision?.perspective
        && $0.number("wtp") == decision?.middle
    }
    if !equity.isEmpty {
      text += HTML.plainTable(
        "Equity and efficiency at \(Rounding.money(decision?.middle ?? .nan)) a unit of effect",
        header: [
          "Strategy", "Efficiency, per child", "Equity, per child", "Equity-weighted net benefit", "Quadrant", "Index",
        ],
        rows: equity.map { row in
          [
            row.text("strategy") ?? "", Rounding.significant(row.number("efficiency") ?? .nan),
            Rounding.significant(row.number("equity") ?? .nan), Rounding.money(row.number("net_benefit") ?? .nan),
            row.text("quadrant") ?? "", row.text("aversion") ?? "",
          ]
        })
    }
    return text
  }

  private func information() throws(ResultsError) -> String {
    guard let decision else { return "" }
    let rows = decision.partial.sorted { ($0.number("evppi") ?? 0) > ($1.number("evppi") ?? 0) }.prefix(25)
    return HTML.plainTable(
      "EVPPI at \(Rounding.money(decision.leastSure)) a unit of effect",
      header: ["Parameter", "EVPPI", "Standard error", "For the population", "Explains", "Provenance", "Method"],
      rows: rows.map { row in
        [
          row.text("parameter") ?? "", Rounding.money(row.number("evppi") ?? .nan),
          Rounding.money(row.number("standard_error") ?? .nan), Rounding.money(row.number("evppi_population") ?? .nan),
          Rounding.fixed(100 * (row.number("explained_share") ?? .nan), places: 1) + " %", row.text("provenance") ?? "",
          row.text("method") ?? "",
        ]
      })
  }

  private func sensitivityText(_ isMissing: Bool) -> String {
    isMissing
      ? HTML.paragraph(
        "No deterministic analysis was given. ‘skillmix sensitivity STUDY --out DIR’ makes one, and ‘skillmix brief … --sensitivity DIR’ shows it."
      )
      : ""
  }

  private var publishedTable: String {
    guard !data.published.isEmpty else { return HTML.paragraph("The scenario names no published figures.") }
    return HTML.plainTable(
      "Published figures beside simulated ones (\(data.baseline))",
      header: ["Figure", "Published", "Accepted", "Simulated", "Standard error", "Verdict", "Source", "Provenance"],
      rows: data.published.map { row in
        let unit = row.text("unit") ?? ""
        return [
          row.text("label") ?? "", Rounding.text(row.number("published") ?? .nan, unit: unit),
          "\(Rounding.text(row.number("accepted_lower") ?? .nan, unit: unit)) to \(Rounding.text(row.number("accepted_upper") ?? .nan, unit: unit))",
          Rounding.text(row.number("simulated") ?? .nan, unit: unit),
          Rounding.significant(row.number("standard_error") ?? .nan, figures: 2),
          row.number("met") == 1 ? "met" : "MISSED", row.text("source") ?? "", row.text("provenance") ?? "",
        ]
      })
  }

  private func evidence() throws(ResultsError) -> String {
    let rows = try data.store.rows("evidence")
    guard !rows.isEmpty else { return "" }
    func interval(_ row: StoredResults.Row, _ name: String) -> String {
      "\(Rounding.significant(row.number(name) ?? .nan)) (\(Rounding.significant(row.number("\(name)_lower95") ?? .nan)) to \(Rounding.significant(row.number("\(name)_upper95") ?? .nan)))"
    }
    return HTML.plainTable(
      "Do mechanism and evidence agree?",
      header: ["Effect", "Strategy", "Measure", "Estimated", "Predicted by the simulator alone", "p", "Follow it"],
      rows: rows.map { row in
        [
          row.text("effect") ?? "", row.text("strategy") ?? "", row.text("measure") ?? "", interval(row, "estimated"),
          interval(row, "predicted"), Rounding.fixed(row.number("p_value") ?? .nan, places: 3),
          row.text("through") ?? "",
        ]
      })
  }

  private func convergence() throws(ResultsError) -> String {
    let replications = data.store.manifest.strategies.map { "\($0.name) \($0.replications)" }.joined(separator: ", ")
    var text = HTML.paragraph(
      "Base case, all parameters at their means: replications \(replications). Relative half-widths of the 95 % intervals of its means:"
    )
    let measures = ["C5", "C6i", "needs.all.identified_and_seen", "cost.commissioner"].filter(data.has)
    let rows = try data.store.rows("outcomes", where: ["group_kind": "overall"])
    text += HTML.plainTable(
      "Monte Carlo error of the base case",
      header: ["Strategy", "Measure", "Mean", "Standard error", "Half-width over mean"],
      rows: data.strategies.flatMap { strategy in
        measures.compactMap { measure -> [String]? in
          guard let row = rows.first(where: { $0.text("strategy") == strategy && $0.text("measure") == measure }),
            let mean = row.number("mean"), let error = row.number("standard_error"),
            let upper = row.number("ci95_upper")
          else { return nil }
          return [
            strategy, data.label(measure), Rounding.significant(mean, figures: 4), Rounding.significant(error),
            Rounding.fixed(100 * (upper - mean) / mean, places: 2) + " %",
          ]
        }
      })
    let components = try data.store.rows("variance_components")
    if !components.isEmpty {
      text += HTML.plainTable(
        "Variance of increments between draws and between replications of a draw",
        header: ["Strategy", "Increment of", "Between draws", "Between replications"],
        rows: components.map { row in
          [
            row.text("strategy") ?? "", row.text("measure") ?? "", Rounding.significant(row.number("between") ?? .nan),
            Rounding.significant(row.number("within") ?? .nan),
          ]
        })
    }
    return text
  }

  private func parameterTables() throws(ResultsError) -> String {
    var text = HTML.paragraph(
      "Provenance: found (in the source named), found_secondary, derived (from found figures), memory, assumption.")
    let header = ["Parameter", "Value", "Distribution", "Unit", "Source", "Provenance"]
    func cells(_ row: StoredResults.Row) -> [String] {
      [
        row.text("path") ?? "",
        row.number("value").map { Rounding.significant($0, figures: 4) } ?? row.text("text") ?? "",
        row.text("distribution") ?? "certain", row.text("unit") ?? "", row.text("source") ?? "",
        row.text("provenance") ?? "",
      ]
    }
    let base = data.parameters.filter { $0.text("strategy") == data.baseline }
    let known = Dictionary(base.map { ($0.text("path") ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    let uncertain = base.filter { $0.text("distribution") != nil }
    text += HTML.plainTable("Uncertain parameters of \(data.baseline)", header: header, rows: uncertain.map(cells))
    for strategy in data.strategies.dropFirst() {
      let changed = data.parameters.filter { row in
        guard row.text("strategy") == strategy else { return false }
        let before = known[row.text("path") ?? ""]
        return before == nil || before?.number("value") != row.number("value")
          || before?.text("text") != row.text("text")
      }
      text += HTML.plainTable("What \(strategy) changes", header: header, rows: changed.map(cells))
    }
    text += "<details><summary>Every other parameter of \(escaped(data.baseline))</summary>\n"
    text += HTML.plainTable(
      "Certain parameters of \(data.baseline)", header: header,
      rows: base.filter { $0.text("distribution") == nil }.map(cells))
    return text + "</details>\n"
  }

  private var manifest: String {
    let manifest = data.store.manifest
    return HTML.plainTable(
      "What was run", header: ["Item", "Value"],
      rows: [
        ["Program", "SkillMix \(manifest.programVersion), GSL \(manifest.gslVersion)"],
        ["Command", manifest.commandLine.joined(separator: " ")], ["Seed", String(manifest.seed)],
        ["Draws", String(manifest.draws)], ["Finished", manifest.finished.formatted(.iso8601)],
        ["Platform", "\(manifest.platform.operatingSystem), \(manifest.platform.architecture)"],
      ] + manifest.files.map { ["File", "\($0.path) (\($0.digest))"] }
        + manifest.strategies.map {
          ["Strategy", "\($0.name): \($0.source) (\($0.digest)), \($0.replications) replications"]
        })
  }
}
