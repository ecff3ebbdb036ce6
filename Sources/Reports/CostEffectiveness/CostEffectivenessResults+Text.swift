// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import Economics
import TableFiles

extension CostEffectivenessResults {
  /// The results in the form asked for.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: tidyTable.csv
    }
  }

  /// What a reader must know before using the figures.
  public var warnings: [String] {
    var warnings: [String] = []
    if let alignment, alignment.isDoubtful {
      warnings.append(
        """
        the parameters explain the outcomes no better than shuffled rows would (strongest share \
        \(percent(alignment.strongestShare)), p = \(readable(alignment.pValue))); check that the rows of the \
        parameters belong to those of the outcomes
        """)
    }
    for value in partial where !value.cappedThresholds.isEmpty {
      warnings.append(
        "EVPPI of \(value.parameters.joined(separator: ", ")) came out above the EVPI and was cut to it")
    }
    return warnings
  }

  /// The report for the terminal: a sentence, then the tables behind it.
  var tableText: String {
    var parts = [headline, frontierTable]
    if let uncertainty = analysis?.uncertainty, !uncertainty.thresholds.isEmpty {
      parts.append(decisionTable(uncertainty))
    }
    if !partial.isEmpty { parts.append(partialTable) }
    if !studies.isEmpty { parts.append(studyTable) }
    parts += warnings.map { "Warning: \($0)." }
    return parts.joined(separator: "\n\n") + "\n"
  }

  // MARK: The commissioner's sentence

  private var headline: String {
    guard let uncertainty = analysis?.uncertainty, !uncertainty.thresholds.isEmpty else {
      return frontierSentence
    }
    guard uncertainty.thresholds.count > 1 else { return sentence(uncertainty, at: 0) }
    let ranges = uncertainty.optimalRanges.map { range in
      range.from == range.to
        ? "\(range.strategy) at \(money(range.from))"
        : "\(range.strategy) from \(money(range.from)) to \(money(range.to))"
    }
    return "Best on average, by what a unit of effect is worth: \(ranges.joined(separator: "; "))."
  }

  private var frontierSentence: String {
    let names = incremental.frontier.map(\.strategy)
    guard names.count > 1 else {
      return "\(names.first ?? "") costs least and achieves most; no other strategy is efficient."
    }
    let steps = incremental.frontier.dropFirst().map { row in
      row.icer.map { "\(row.strategy) costs \(money($0)) for each unit of effect more than \(row.versus ?? "")" }
        ?? "\(row.strategy) costs and achieves what \(row.versus ?? "") does"
    }
    return steps.joined(separator: "; ") + "."
  }

  private func sentence(_ uncertainty: DecisionUncertainty, at i: Int) -> String {
    let best = uncertainty.strategies[uncertainty.optimal[i]]
    let probability = uncertainty.frontier[i].probability
    let information = uncertainty.perfectInformation[i]
    var text = "At \(money(uncertainty.thresholds[i])) for a unit of effect, \(best) is best on average"
    if let row = incremental.rows.first(where: { $0.strategy == best }), let icer = row.icer,
      let versus = row.versus
    {
      text += ": each unit it achieves beyond \(versus) costs \(money(icer))"
    }
    text += """
      . It is the best choice in \(percent(probability)) of draws; settling all uncertainty would be worth \
      \(money(information.value)) for each person
      """
    if let population {
      text += ", or \(money(information.forPopulation(population).value)) for the population"
    }
    return text + "."
  }

  // MARK: Tables

  private var frontierTable: String {
    var table = TextTable(
      ["Strategy", "Cost", "Effect", "Cost more", "Effect more", "Cost per unit", "Compared with"])
    for row in incremental.rows {
      table.add([
        row.strategy, readable(row.cost), readable(row.effect),
        row.incrementalCost.map { readable($0) } ?? "",
        row.incrementalEffect.map { readable($0) } ?? "", row.icer.map { readable($0) } ?? "",
        comparison(row),
      ])
    }
    return table.text(lastColumnIsText: true)
  }

  private func comparison(_ row: IncrementalAnalysis.Row) -> String {
    switch row.status {
    case .reference: "cheapest"
    case .efficient: row.versus ?? ""
    case .dominated: "dominated by " + row.dominatedBy.joined(separator: ", ")
    case .extendedDominated: "extended dominated by " + row.dominatedBy.joined(separator: " and ")
    }
  }

  /// At most this many thresholds are printed; the files and the other formats have all.
  private static let printedThresholds = 21

  private func decisionTable(_ uncertainty: DecisionUncertainty) -> String {
    var table = TextTable(
      ["Unit of effect worth", "Best on average", "Probability best", "EVPI per person", "standard error"]
        + (population == nil ? [] : ["EVPI population"])
        + uncertainty.strategies.map { "P(\($0))" })
    for i in shown(uncertainty.thresholds.count) {
      let point = uncertainty.frontier[i], information = uncertainty.perfectInformation[i]
      var row = [
        readable(point.threshold), point.strategy, percent(point.probability), readable(information.value),
        readable(information.standardError),
      ]
      if let population { row.append(readable(information.forPopulation(population).value)) }
      table.add(row + uncertainty.acceptability.map { percent($0[i]) })
    }
    let all = uncertainty.thresholds.count, rows = shown(all).count
    return table.text()
      + (rows < all ? "\n(\(rows) of \(all) thresholds; --format csv or --out has all)" : "")
  }

  /// The value of knowing parameters, from the highest at the last threshold printed.
  private var partialTable: String {
    var table = TextTable([
      "Knowing", "Unit of effect worth", "EVPPI per person", "standard error", "of EVPI",
    ])
    let limits = analysis?.uncertainty.perfectInformation ?? []
    for i in shown(partial.first?.thresholds.count ?? 0) {
      for value in partial.sorted(by: { $0.estimates[i].value > $1.estimates[i].value }) {
        let estimate = value.estimates[i]
        table.add([
          value.parameters.joined(separator: " + "), readable(value.thresholds[i]), readable(estimate.value),
          readable(estimate.standardError),
          limits[i].value > 0 ? percent(estimate.value / limits[i].value) : "–",
        ])
      }
    }
    return table.text()
  }

  private var studyTable: String {
    var table = TextTable(
      ["Studying", "Participants", "Unit of effect worth", "EVSI per person", "standard error"]
        + (population == nil ? [] : ["Net benefit of the study"]))
    for study in studies {
      for i in shown(study.thresholds.count) {
        var row = [
          study.parameters.joined(separator: " + "), readable(Double(study.sampleSize), digits: 0),
          readable(study.thresholds[i]), readable(study.estimates[i].value),
          readable(study.estimates[i].standardError),
        ]
        if let net = netBenefit(of: study, at: i)?.net { row.append(readable(net.value)) }
        table.add(row)
      }
    }
    return table.text()
  }

  private func shown(_ count: Int) -> [Int] {
    guard count > Self.printedThresholds else { return Array(0..<count) }
    return (0..<Self.printedThresholds).map { $0 * (count - 1) / (Self.printedThresholds - 1) }
  }

  /// An amount in the currency of the tables.
  private func money(_ value: Double) -> String { pounds(value).replacing("£", with: currency) }
}
