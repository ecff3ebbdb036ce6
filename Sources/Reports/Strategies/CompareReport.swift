// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import EarlyYears
public import Studies
import Statistics

/// Strategies beside the baseline, for a terminal: differences, their intervals, and who gains.
public struct CompareReport {
  private let baseline: StrategyResults
  private let others: [StrategyResults]
  private let warnings: [String: [String]]
  private let headlines: Headlines?
  private let seed: UInt64

  public init(
    baseline: StrategyResults, others: [StrategyResults], warnings: [String: [String]],
    headlines: Headlines?, seed: UInt64
  ) {
    self.baseline = baseline
    self.others = others
    self.warnings = warnings
    self.headlines = headlines
    self.seed = seed
  }

  public func text(everything: Bool = false) -> String {
    ([heading] + others.flatMap { section($0, everything: everything) } + shared + [footnote]).joined(separator: "\n\n")
  }

  private var heading: String {
    """
    Compared with \(baseline.strategy.name)
    \(baseline.outcomes.count) replications, paired: every strategy meets the same children; seed \(seed)
    """
  }

  /// What is to be known of the baseline too, told once.
  private var shared: [String] {
    let own = warnings[baseline.strategy.name] ?? []
    let all = own.filter { line in others.allSatisfy { warnings[$0.strategy.name]?.contains(line) == true } }
    return all.map { "⚠ all: \($0)" } + own.filter { !all.contains($0) }.map { "⚠ \(baseline.strategy.name): \($0)" }
  }

  private func section(_ other: StrategyResults, everything: Bool) -> [String] {
    let differences = pairedDifferences(other, from: baseline)
    var parts = ["\(other.strategy.name)"]
    if let headlines { parts.append(headlines.text(of: other.strategy.name)) }
    parts += (warnings[other.strategy.name] ?? []).filter { line in !shared.contains("⚠ all: \(line)") }.map {
      "⚠ \($0)"
    }
    var table = TextTable(["", "baseline", "strategy", "difference", "95 % interval", "saved"])
    for difference in differences where difference.key.group == .overall {
      guard let measure = baseline.catalogue.measure(difference.key.measure), everything || measure.isHeadline,
        !difference.difference.isNaN
      else { continue }
      table.add(row(difference, measure))
    }
    parts.append(table.text())
    let quintiles = byQuintile(differences)
    if !quintiles.isEmpty { parts.append("By deprivation quintile (1 = most deprived)\n\(quintiles.text())") }
    return parts
  }

  private func row(_ difference: PairedDifference, _ measure: Measure) -> [String] {
    let unit = measure.unit
    let interval =
      difference.interval.lower.isFinite
      ? "\(FigureText.difference(difference.interval.lower, unit)) to \(FigureText.difference(difference.interval.upper, unit))"
      : "–"
    let saved = difference.replicationsSaved.isFinite ? "×\(FigureText.fixed(difference.replicationsSaved, 1))" : "–"
    return [
      measure.label, FigureText.text(difference.baseline, unit), FigureText.text(difference.strategy, unit),
      FigureText.difference(difference.difference, unit), interval, saved,
    ]
  }

  private func byQuintile(_ differences: [PairedDifference]) -> TextTable {
    var table = TextTable(["Difference", "1", "2", "3", "4", "5"])
    let measures = ["C2", "C5", "C6i", "needs.all.identified_by_30_months"]
    for id in measures {
      guard let measure = baseline.catalogue.measure(id) else { continue }
      let cells = (1...5).map { quintile -> String in
        guard let difference = differences.first(where: { $0.key == OutcomeKey(id, .quintile(quintile)) }) else {
          return "–"
        }
        return FigureText.difference(difference.difference, measure.unit)
      }
      if cells.contains(where: { $0 != "–" }) { table.add([measure.label] + cells) }
    }
    return table
  }

  private var footnote: String {
    """
    \(headlines.map { $0.allowance + "\n" } ?? "")"saved": how many times more replications independent runs would need for the same precision. Intervals are \
    the simulation's own error at fixed parameter values (Student's t corrected for skewness, Hall 1992). Costs in \(baseline.strategy.model.scenario.costs.priceYear) prices.
    """
  }
}
