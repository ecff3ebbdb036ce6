// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import EarlyYears
import Economics
import ScenarioFiles
import Statistics
import Studies
import TableFiles

extension ProbabilisticResults {
  /// The results in the form asked for.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: csv
    }
  }

  /// Below this, regressions on single parameters follow chance.
  private static let fewDraws = 300

  /// What a reader must know before using the figures.
  public var warnings: [String] {
    var warnings = baseCase.documents.flatMap { document in
      document.warnings.map { "\(document.name): \($0)" }
    }
    for (decision, alignment) in zip(findings.analysis.decisions, findings.alignment) {
      if let alignment, alignment.isDoubtful {
        warnings.append(
          "no parameter explains \(decision.effect.name) or its cost (\(decision.perspective.rawValue)) better than chance would; more draws are needed before any EVPPI is used"
        )
      }
    }
    let draws = findings.analysis.plan.draws
    if draws < Self.fewDraws, !findings.analysis.parameters.names.isEmpty {
      warnings.append(
        "\(draws) draws are too few for the value of single parameters (EVPPI) to be trusted; use 500 or more")
    }
    if let few = findings.analysis.plan.simulatedDraws, findings.analysis.emulation == nil {
      warnings.append(
        "regression on the parameters misses more of the increments of \(few) draws than chance would; all draws were simulated"
      )
    }
    if findings.analysis.parameters.names.isEmpty {
      warnings.append("the strategies have no uncertain parameter: what varies between draws is chance alone")
    }
    return warnings + findings.evidence.flatMap(\.warnings)
  }

  /// The report for the terminal: for each outcome a sentence, then the tables behind it.
  var tableText: String {
    let analysis = findings.analysis
    let priceYear = baseCase.documents[0].scenario().costs.priceYear
    var parts = [
      analysis.plan.title,
      """
      \(analysis.plan.draws) draws of \(analysis.parameters.names.count) uncertain parameters (\(words(analysis.plan.sampling))), \
      \(replications) replications each; seed \(analysis.plan.seed). Costs and effects over \(years(analysis.periodYears)) for \
      the authority, \(readable(analysis.birthsPerYear, digits: 0)) births a year; prices of \(priceYear).
      """,
    ]
    if let emulation = analysis.emulation { parts.append(words(emulation)) }
    if let headlines {
      parts += analysis.results.dropFirst().map { headlines.text(of: $0.strategy.name) } + [headlines.allowance]
    }
    for (index, decision) in analysis.decisions.enumerated()
    where decision.perspective == analysis.plan.perspectives.first {
      parts += [heading(decision), sentence(index), frontier(decision), probabilities(decision)]
      if let table = information(index) { parts.append(table) }
      parts.append(split(decision))
      if let wider = widerDecisionText(index) { parts.append(wider) }
      parts.append(findings.settlement[index].text)
      parts += findings.research.filter { $0.decision == index }.map(research)
    }
    if let horizon = horizonTable { parts.append(horizon) }
    parts.append(budgetTable)
    if let equity = equityTable { parts.append(equity) }
    if let evidence = evidenceText { parts.append(evidence) }
    parts += warnings.map { "Warning: \($0)." }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func words(_ sampling: Sampling) -> String {
    switch sampling {
    case .monteCarlo: "independent draws"
    case .latinHypercube: "Latin hypercube"
    case .sobol: "Sobol sequence"
    }
  }

  private func words(_ emulation: EmulatedDraws) -> String {
    var table = TextTable(["Emulator", "outcome", "of the variance between draws explained", "misfit by chance"])
    for check in emulation.checks {
      table.add([check.strategy, check.measure, percent(check.explainedShare), readable(check.misfitPValue, digits: 2)])
    }
    return """
      \(emulation.simulated) of the draws were simulated; the others are what regression on the parameters expects of \
      them and what it missed at a simulated draw. It passed its check, on draws that it had not seen:
      \(table.text())
      """
  }

  private func years(_ years: Double) -> String { years == 1 ? "a year" : "\(readable(years, digits: 0)) years" }

  private func heading(_ decision: DecisionAnalysis) -> String {
    let title = "\(decision.effectLabel), cost to \(decision.perspective.label)"
    return title + "\n" + String(repeating: "═", count: title.count)
  }

  // MARK: Sentences

  /// Which strategy is best at which value of a unit of effect, and how sure that is.
  private func sentence(_ index: Int) -> String {
    let decision = findings.analysis.decisions[index], uncertainty = decision.analysis.uncertainty
    guard let i = findings.leastSureThreshold(decision: index) else { return "" }
    let ranges = uncertainty.optimalRanges.map { range in
      range.from == range.to
        ? "\(range.strategy) at \(pounds(range.from))"
        : "\(range.strategy) from \(pounds(range.from)) to \(pounds(range.to))"
    }
    let loss = uncertainty.perfectInformation[i]
    var text =
      "Best on average, by what a unit of effect is worth: \(ranges.joined(separator: "; ")). "
      + "The decision is least sure at \(pounds(uncertainty.thresholds[i])), where "
      + "\(uncertainty.strategies[uncertainty.optimal[i]]) is best in \(percent(uncertainty.frontier[i].probability)) "
      + "of draws and settling all uncertainty would be worth \(pounds(loss.value)) a period"
      + " (\(pounds(findings.analysis.perPerson(loss.value))) a child)."
    let share = findings.shareOnAssumptions(decision: index)
    if let variance = share.ofVariance {
      text += " \(percent(variance)) of the variance that single parameters explain rests on assumptions"
      if let information = share.ofInformation { text += ", and \(percent(information)) of their EVPPI" }
      text += "."
    }
    return text
  }

  private func split(_ decision: DecisionAnalysis) -> String {
    let pairs = zip(decision.effectComponents, decision.costComponents).enumerated().dropFirst()
    let shares = pairs.compactMap { s, pair -> String? in
      guard let effect = pair.0, let cost = pair.1 else { return nil }
      func noise(_ c: VarianceComponents) -> String {
        let noise = c.within / Double(replications)
        return noise + c.between > 0 ? percent(noise / (noise + c.between)) : "–"
      }
      return "\(decision.raw.samples.strategies[s]) \(noise(effect)) of the effect's and \(noise(cost)) of the cost's"
    }
    guard !shares.isEmpty else {
      return "With one replication a draw, replication noise cannot be told from uncertainty."
    }
    return "Replication noise, taken out above, in the variance of increments: \(shares.joined(separator: "; "))."
  }

  // MARK: Tables

  /// What a piece of research would be worth at the threshold at which the decision is least sure.
  private func research(_ value: ResearchValue) -> String {
    if let flaw = value.flaw { return "\(value.design.name) could not be valued: \(flaw)." }
    guard let i = findings.leastSureThreshold(decision: value.decision) else { return "" }
    var table = TextTable([
      value.design.name, "EVSI", "standard error", "for a child", "costs", "worth to all, less cost", "standard error",
    ])
    for (place, size) in value.design.sizes.enumerated() {
      let own = value.value[place][i], net = value.net[place][i]
      table.add([
        "\(readable(Double(size), digits: 0)) participants", pounds(own.value), pounds(own.standardError),
        pounds(findings.analysis.perPerson(own.value)), pounds(value.design.costs.total(participants: size)),
        pounds(net.value), pounds(net.standardError),
      ])
    }
    let best = value.best[i].map { best in
      func people(_ size: Int) -> String { readable(Double(size), digits: 0) }
      return "Best of these sizes: \(people(best.size))"
        + (best.lowest == best.highest
          ? "." : "; \(people(best.lowest)) to \(people(best.highest)) are not clearly worse.")
    }
    return table.text() + "\n" + (best ?? "No size is worth its cost.")
  }

  /// The decision on QALYs with what follows the period, beside that without.
  private var horizonTable: String? {
    guard let first = findings.horizon.first else { return nil }
    var table = TextTable([
      "QALYs with what follows (\(findings.analysis.plan.horizon?.title ?? ""))", "Strategy",
      "Cost more, in the period",
      "with what follows", "QALYs more, in the period", "with what follows", "Cost per QALY", "with what follows",
    ])
    for result in findings.horizon {
      let within = result.within.raw.samples, beyond = result.beyond.raw.samples
      for s in within.strategies.indices.dropFirst() {
        func more(_ values: [Double]) -> Double { values[s] - values[0] }
        let cost = more(within.expectedCosts), effect = more(within.expectedEffects)
        let costBeyond = more(beyond.expectedCosts), effectBeyond = more(beyond.expectedEffects)
        table.add([
          result.perspective.label, within.strategies[s], pounds(cost), pounds(costBeyond), readable(effect, digits: 2),
          readable(effectBeyond, digits: 2), perUnit(cost, effect), perUnit(costBeyond, effectBeyond),
        ])
      }
    }
    let uncertainty = first.beyond.analysis.uncertainty
    let best = uncertainty.thresholds.indices.last.map { i in
      "With what follows, \(uncertainty.strategies[uncertainty.optimal[i]]) is best at \(pounds(uncertainty.thresholds[i])) a QALY in "
        + "\(percent(uncertainty.acceptability[uncertainty.optimal[i]][i])) of draws; in the period alone, "
        + "\(uncertainty.strategies[first.within.analysis.uncertainty.optimal[i]]) in "
        + "\(percent(first.within.analysis.uncertainty.frontier[i].probability))."
    }
    return table.text() + (best.map { "\n" + $0 } ?? "")
  }

  func perUnit(_ cost: Double, _ effect: Double) -> String {
    if effect == 0 { return "–" }
    if cost <= 0, effect > 0 { return "saves" }
    if cost >= 0, effect < 0 { return "worse and dearer" }
    if effect < 0 { return "saves \(pounds(cost / effect)) for each lost" }
    return pounds(cost / effect)
  }

  private func interval(_ outcome: ExpectedOutcome) -> String {
    "\(readable(outcome.credibleInterval.lower)) to \(readable(outcome.credibleInterval.upper))"
  }

  private func frontier(_ decision: DecisionAnalysis) -> String {
    var table = TextTable([
      "Strategy", "Cost", "95 % credible", "Effect", "95 % credible", "Cost more", "Effect more", "Cost per unit",
      "Standing",
    ])
    let samples = decision.raw.samples
    for row in decision.analysis.incremental.rows {
      guard let s = samples.strategies.firstIndex(of: row.strategy) else { continue }
      table.add([
        row.strategy, readable(row.cost), interval(samples.cost(of: s)), readable(row.effect),
        interval(samples.effect(of: s)), row.incrementalCost.map { readable($0) } ?? "",
        row.incrementalEffect.map { readable($0) } ?? "", row.icer.map { pounds($0) } ?? "", standing(row),
      ])
    }
    return table.text(lastColumnIsText: true)
  }

  private func standing(_ row: IncrementalAnalysis.Row) -> String {
    switch row.status {
    case .reference: "cheapest"
    case .efficient: "efficient, against \(row.versus ?? "")"
    case .dominated: "dominated by " + row.dominatedBy.joined(separator: ", ")
    case .extendedDominated: "extended dominated by " + row.dominatedBy.joined(separator: " and ")
    }
  }

  private static let printedThresholds = 11

  private func probabilities(_ decision: DecisionAnalysis) -> String {
    let clean = decision.analysis.uncertainty, raw = decision.raw.uncertainty
    var table = TextTable(
      [
        "Unit of effect worth", "Best on average", "Probability best", "with noise", "EVPI", "standard error",
        "with noise",
      ])
    let count = clean.thresholds.count
    let shown =
      count <= Self.printedThresholds
      ? Array(0..<count) : (0..<Self.printedThresholds).map { $0 * (count - 1) / (Self.printedThresholds - 1) }
    for i in shown {
      let best = clean.optimal[i]
      table.add([
        pounds(clean.thresholds[i]), clean.strategies[best], percent(clean.acceptability[best][i]),
        percent(raw.acceptability[best][i]), pounds(clean.perfectInformation[i].value),
        pounds(clean.perfectInformation[i].standardError), pounds(raw.perfectInformation[i].value),
      ])
    }
    return table.text()
      + (shown.count < count ? "\n(\(shown.count) of \(count) thresholds; --format csv or --out has all)" : "")
  }

  /// The parameters that most deserve study, at the threshold at which the decision is least sure.
  private func information(_ index: Int) -> String? {
    guard let i = findings.leastSureThreshold(decision: index) else { return nil }
    let all = findings.information[index].sorted { $0.value.estimates[i].value > $1.value.estimates[i].value }
    guard !all.isEmpty else { return nil }
    let limit = findings.analysis.decisions[index].analysis.uncertainty.perfectInformation[i].value
    var table = TextTable(["Knowing", "EVPPI", "standard error", "of EVPI", "explains", "it is"])
    for item in all.prefix(10) {
      let estimate = item.value.estimates[i]
      table.add([
        item.parameters.joined(separator: " + "), pounds(estimate.value), pounds(estimate.standardError),
        limit > 0 ? percent(estimate.value / limit) : "–", percent(item.value.explainedShares[i]),
        item.parameters.contains(where: findings.assumptions.contains) ? "an assumption" : "from evidence",
      ])
    }
    return table.text(lastColumnIsText: true)
  }

  private var budgetTable: String {
    var table = TextTable([
      "Budget impact", "Year", "Strategy", "Cost", "95 % credible", "More than baseline", "95 % credible",
    ])
    for impact in findings.budget {
      table.add([
        impact.perspective.label, String(impact.year), impact.strategy, pounds(impact.cost.mean.value),
        interval(impact.cost), impact.difference.map { pounds($0.mean.value) } ?? "",
        impact.difference.map(interval) ?? "",
      ])
    }
    return table.text()
  }

  /// Who gains, at the middle threshold of each outcome.
  private var equityTable: String? {
    let first = findings.analysis.plan.perspectives.first
    var table = TextTable([
      "Gained per 1,000 children by quintile (1 most deprived)", "Strategy", "1", "2", "3", "4", "5", "at",
      "equity in it", "95 % credible", "",
    ])
    var notes: [String] = []
    for effect in findings.analysis.plan.effects {
      let thresholds = findings.analysis.plan.thresholds(for: effect).filter { $0 > 0 }
      guard !thresholds.isEmpty else { continue }
      let middle = thresholds[thresholds.count / 2]
      for result in findings.distributional
      where result.effect == effect && result.perspective == first && result.threshold == middle {
        func shown(_ value: Double) -> String { readable(1000 * value, digits: 2) }
        table.add(
          [effect.name, result.strategy] + result.gains.map { shown($0.mean.value) } + [
            pounds(middle), shown(result.equity.mean.value),
            "\(shown(result.equity.credibleInterval.lower)) to \(shown(result.equity.credibleInterval.upper))",
            result.verdict,
          ])
        if let turn = result.switchingAversion {
          notes.append(
            "\(result.strategy): the verdict on \(effect.name) turns at an aversion to inequality of \(readable(turn, digits: 1)) (Atkinson)."
          )
        }
        if let unmet = result.concentrationOfUnmetNeed {
          notes.append(
            "\(result.strategy): concentration index of unmet need (\(effect.name)) \(readable(unmet.after, digits: 3)), with the baseline \(readable(unmet.baseline, digits: 3))."
          )
        }
      }
    }
    guard !table.isEmpty else { return nil }
    return ([table.text(lastColumnIsText: true)] + notes).joined(separator: "\n")
  }

  /// Do the mechanism and the evidence agree?
  private var evidenceText: String? {
    guard !findings.evidence.isEmpty else { return nil }
    return findings.evidence.map { comparison in
      let strategy = findings.analysis.results[comparison.use.strategy].strategy.name
      func words(_ value: EvidenceComparison.ExpectedValue) -> String {
        "\(readable(value.mean)) (\(readable(value.lower)) to \(readable(value.upper)))"
      }
      let verdict =
        comparison.pValue < 0.05
        ? "they disagree (p = \(readable(comparison.pValue, digits: 3)))"
        : "no clear disagreement (p = \(readable(comparison.pValue, digits: 2)); a difference of \(readable(comparison.detectableDifference)) would be found in four of five cases)"
      let use =
        comparison.use.through.isEmpty
        ? "The estimate is compared only."
        : """
        The estimate is used, so that the simulated difference is \(words(comparison.simulated)): \
        \(comparison.movements.map { "\($0.path) goes from \(readable($0.own)) to \(readable($0.moved))" }.joined(separator: ", ")).
        """
      return """
        Evidence on \(comparison.use.measure) of \(strategy): \(comparison.use.effect) is \(words(comparison.estimated)); the \
        simulator by itself predicts \(words(comparison.predicted)): \(verdict). \(use)
        """
    }.joined(separator: "\n")
  }
}
