// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Studies
import Statistics

/// What one strategy delivers, for a terminal.
public struct RunReport {
  private let results: StrategyResults
  private let published: [PublishedFigure]
  private let serviceCheck: [PublishedFigure]
  private let warnings: [String]
  private let seed: UInt64

  public init(
    _ results: StrategyResults, published: [PublishedFigure], serviceCheck: [PublishedFigure] = [], warnings: [String],
    seed: UInt64
  ) {
    self.results = results
    self.published = published
    self.serviceCheck = serviceCheck
    self.warnings = warnings
    self.seed = seed
  }

  private static let titles: [(Measure.Section, String)] = [
    (.completion, "Reviews and contacts in time"), (.contacts, "Contacts"), (.needs, "Needs"),
    (.safeguarding, "Safeguarding"), (.caseload, "Caseload and continuity"), (.productivity, "Workforce"),
    (.cost, "Cost"), (.queue, "Backlog"), (.disparities, "Inequality"),
  ]

  /// The whole report.
  /// - Parameter everything: All measures, not only the headline ones.
  public func text(everything: Bool = false) -> String {
    var parts = [heading]
    parts += warnings.map { "⚠ \($0)" }
    for (section, title) in Self.titles {
      let table = table(section, everything: everything)
      if !table.isEmpty { parts.append("\(title)\n\(table.text())") }
    }
    if !safeguarding.isEmpty { parts.append("Open cases per 10,000 children\n\(safeguarding.text())") }
    if !published.isEmpty { parts.append(comparison) }
    if !serviceCheck.isEmpty { parts.append(isThisMyService) }
    parts.append(footnote)
    return parts.joined(separator: "\n\n")
  }

  private var heading: String {
    let clock = results.strategy.model.scenario.clock
    let n = results.outcomes.count
    return """
      \(results.strategy.name)
      \(n) \(n == 1 ? "replication" : "replications") of \(years(clock.reportingYears)) from \(clock.start), \
      after \(years(clock.warmUpYears)) of warm-up; seed \(seed)
      """
  }

  private func years(_ number: Double) -> String {
    number == 1 ? "1 year" : "\(FigureText.rounded(number)) years"
  }

  private func table(_ section: Measure.Section, everything: Bool) -> TextTable {
    var table = TextTable(["", "mean", "95 % interval"])
    for measure in results.catalogue.measures where measure.section == section {
      guard everything || measure.isHeadline, let summary = results.summary(OutcomeKey(measure.id)) else { continue }
      if !everything, summary.mean.isNaN { continue }
      let label = everything ? "\(measure.label)  [\(measure.id)]" : measure.label
      table.add([label, FigureText.text(summary.mean, measure.unit), FigureText.text(summary.interval, measure.unit)])
    }
    return table
  }

  /// Stated beside simulated; what is stated holds for the reference mix of deprivation, what is expected for this one.
  private var safeguarding: TextTable {
    var table = TextTable(["", "stated", "expected here", "simulated"])
    for status in results.strategy.model.statedSafeguarding {
      guard let summary = results.summary(OutcomeKey("safeguarding.\(status.name).per_10000")) else { continue }
      table.add(
        [status.label]
          + [status.statedPer10000, status.expectedPer10000, summary.mean].map { FigureText.text($0, .count) })
    }
    return table
  }

  /// Simulated beside published, misses included.
  private var comparison: String {
    var table = TextTable(["", "of", "published", "accepted", "simulated", "verdict"])
    for figure in published {
      guard let measure = results.catalogue.measure(figure.metric),
        let summary = results.summary(OutcomeKey(figure.metric))
      else { continue }
      let range = figure.accepted
      let accepted =
        range.lowerBound == range.upperBound
        ? FigureText.text(figure.value, measure.unit)
        : "\(FigureText.text(range.lowerBound, measure.unit)) to \(FigureText.text(range.upperBound, measure.unit))"
      table.add([
        "\(figure.target). \(figure.label)", figure.period, FigureText.text(figure.value, measure.unit), accepted,
        FigureText.text(summary.mean, measure.unit), verdict(figure, summary),
      ])
    }
    return "Simulated beside published figures\n\(table.text(lastColumnIsText: true))"
  }

  /// What the service looks like from inside, beside what is expected of one.
  private var isThisMyService: String {
    var table = TextTable(["", "expected", "simulated", "verdict"])
    var misses = 0
    for figure in serviceCheck {
      guard let measure = results.catalogue.measure(figure.metric),
        let summary = results.summary(OutcomeKey(figure.metric))
      else { continue }
      let range = figure.accepted, isMet = figure.isMet(by: summary.mean)
      misses += isMet ? 0 : 1
      table.add([
        figure.label,
        "\(FigureText.text(range.lowerBound, measure.unit)) to \(FigureText.text(range.upperBound, measure.unit))",
        FigureText.text(summary.mean, measure.unit), isMet ? "as expected" : "NOT AS EXPECTED",
      ])
    }
    let verdict =
      misses == 0
      ? "Everything is as expected."
      : "\(misses) of \(serviceCheck.count) are not as expected: conclusions may not hold for the service that was meant."
    return "Is this my service?\n\(table.text(lastColumnIsText: true))\n\(verdict)"
  }

  /// A median over replications is met when it is the published one in most of them.
  private func verdict(_ figure: PublishedFigure, _ summary: OutcomeSummary) -> String {
    let value = figure.tolerance == 0 && figure.range == nil ? summary.mean.rounded() : summary.mean
    return figure.isMet(by: value) ? "met" : "MISSED"
  }

  private var footnote: String {
    """
    Intervals are the simulation's own error at fixed parameter values (Student's t corrected for skewness, Hall 1992; \
    where all replications agree, the chance that one may differ); they narrow with more replications and \
    leave out what is not known about the parameters. Costs in \(results.strategy.model.scenario.costs.priceYear) prices.
    """
  }
}
