// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import EarlyYears
import Planning
import ScenarioFiles
import Statistics
import TableFiles

extension PlanResults {
  /// The results in the form asked for.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json
    case .csv: tables.first?.csv ?? ""
    }
  }

  private var tableText: String {
    var parts = ["\(document.title)\n\(setting)"]
    if let best = findings.best {
      parts.append("\(sentence(best))\n\n\(choiceTable(best))")
      if !document.limits.isEmpty { parts.append("Limits\n\(limitTable(best))") }
      parts.append(certainty)
      if !findings.notClearlyWorse.isEmpty { parts.append(rivalText) }
    } else {
      parts.append(failure)
    }
    if let frontierText { parts.append(frontierText) }
    if let rules { parts.append(ruleText(rules)) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var setting: String {
    let what =
      document.variation == .none
      ? "all parameters at their means" : "a draw of the uncertain parameters in each run"
    return
      "\(findings.runs) runs over \(findings.simulated.count) of \(document.grid.count) candidates, \(what); seed \(seed)"
  }

  private func unit(_ measure: String) -> Measure.Unit {
    if let varied = document.varied.first(where: { $0.path == measure }) {
      return varied.path.hasSuffix(".wte") ? .wte : .ratio
    }
    return document.measures.first { $0.id == measure }?.unit ?? .ratio
  }

  private func label(_ measure: String) -> String {
    document.measures.first { $0.id == measure }?.label ?? measure
  }

  private func words(_ candidate: PlanFindings.Candidate) -> String {
    let choice = choice(candidate)
    return (choice.options.map { "\($0.choice): \($0.option)" } + choice.values.map { "\($0.path) \(plain($0.value))" })
      .joined(separator: ", ")
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() ? FigureText.text(value, .count) : FigureText.fixed(value, 2)
  }

  private func sentence(_ best: PlanFindings.Candidate) -> String {
    let unit = unit(document.objectiveName)
    let keeps = document.limits.isEmpty ? "" : " of those that keep to the limits"
    return
      "\(document.maximises ? "Most" : "Least") \(label(document.objectiveName))\(keeps): "
      + "\(FigureText.text(best.objective, unit)) (\(FigureText.text(best.objectiveInterval, unit)))"
  }

  private func choiceTable(_ candidate: PlanFindings.Candidate) -> String {
    let choice = choice(candidate)
    var table = TextTable(["choice", "value"])
    for option in choice.options { table.add([option.choice, option.option]) }
    for value in choice.values { table.add([value.path, plain(value.value)]) }
    return table.text(lastColumnIsText: true)
  }

  private func limitTable(_ candidate: PlanFindings.Candidate) -> String {
    var table = TextTable(["", "limit", "mean", "95 % interval", "kept in", "wanted", "verdict"])
    for (limit, standing) in zip(document.limits, candidate.standings) {
      let unit = unit(limit.measure), requirement = limit.requirement
      let sign = requirement.bound == .atLeast ? "≥" : "≤"
      table.add([
        label(limit.measure), "\(sign) \(FigureText.text(requirement.limit, unit))",
        FigureText.text(standing.mean, unit), FigureText.text(standing.interval, unit),
        "\(FigureText.fixed(100 * standing.probability, 0)) in 100",
        requirement.probability.map { "\(FigureText.fixed(100 * $0, 0)) in 100" } ?? "on average",
        standing.isMet ? "kept" : "MISSED",
      ])
    }
    return table.text(lastColumnIsText: true)
  }

  private var certainty: String {
    let share = FigureText.fixed(100 * findings.probabilityOfCorrectSelection, 0)
    let near = document.indifference > 0 ? ", or near enough to it," : ""
    return
      "Best of the candidates that were simulated\(near) with probability \(share) in 100 (Bayesian bootstrap of the runs).\nFound by \(findings.method.rawValue)."
  }

  private var rivalText: String {
    let unit = unit(document.objectiveName)
    var table = TextTable(["not clearly worse", "difference", "95 % interval", "limits"])
    for rival in findings.notClearlyWorse.sorted(by: { abs($0.difference) < abs($1.difference) }).prefix(8) {
      table.add([
        words(rival), FigureText.difference(rival.difference, unit), FigureText.text(rival.differenceInterval, unit),
        rival.isMet ? "kept" : "not clear",
      ])
    }
    return table.text(lastColumnIsText: true)
  }

  private var failure: String {
    guard let nearest = findings.nearest else { return "Nothing was simulated: too few runs." }
    return """
      No candidate that was simulated keeps to all limits. Nearest comes \(words(nearest)):

      \(limitTable(nearest))

      Take a wider range under 'vary', or loosen a limit.
      """
  }

  private var frontierText: String? {
    guard let (cost, outcome) = frontierMeasures else { return nil }
    let points = frontier
    guard points.count > 1 else { return nil }
    var table = TextTable([label(cost), label(outcome), "candidate"])
    // A dozen points show the shape.
    let step = max(1, (points.count + 11) / 12)
    for (index, point) in points.enumerated() where index % step == 0 || index == points.count - 1 {
      table.add([
        FigureText.text(point.cost, unit(cost)), FigureText.text(point.outcome, unit(outcome)), words(point.candidate),
      ])
    }
    return "What more money buys, among the candidates that were simulated\n\(table.text(lastColumnIsText: true))"
  }

  private func ruleText(_ rules: SimpleRules) -> String {
    var table = TextTable([
      "rules that people know, WTE", "this plan", "in post", "workload (WISN)", "1 to 250 children",
    ])
    for role in rules.roles {
      let isHealthVisitor = role.name == "health_visitor"
      table.add([
        role.label, plain(role.planned), FigureText.text(role.inPost, .wte),
        FigureText.text(role.workloadIndicators, .wte), isHealthVisitor ? FigureText.text(rules.byCaseload, .wte) : "",
      ])
    }
    return """
      \(table.text())
      The workload rule counts the work done and spreads it evenly: it knows no queues, no vacancies, and no work that lapses
      or is never asked for. One health visitor to 250 children counts children, not what they need or who else sees them.
      """
  }
}
