// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import EarlyYears
public import Studies
import Statistics

/// The JSON that `run` and `compare` print. Undefined figures are null.
public struct JSONResults: Encodable {
  struct Outcome: Encodable {
    let measure: String
    let label: String
    let unit: String
    let section: String
    let group_kind: String
    let group: String
    let mean: Double?
    let standard_error: Double?
    let ci95: [Double]?
    let interval_method: String
    let sd: Double?
    let replications: Int
  }

  struct Published: Encodable {
    let target: String
    let metric: String
    let label: String
    let published: Double
    let accepted: [Double]
    let simulated: Double?
    let met: Bool
    let source: String
    let provenance: String
  }

  struct ContactBalance: Encodable {
    let contact: String
    let fell_due: Int
    let completed: Int
    let lapsed: Int
    let written_off: Int
    let moved_away: Int
    let still_open: Int
  }

  struct Strategy: Encodable {
    let name: String
    let source: String
    let digest: String
    let warnings: [String]
    let outcomes: [Outcome]
    let published: [Published]
    let conservation: [ContactBalance]
  }

  struct Difference: Encodable {
    let strategy: String
    let baseline: String
    let measure: String
    let group_kind: String
    let group: String
    let baseline_mean: Double?
    let strategy_mean: Double?
    let difference: Double?
    let standard_error: Double?
    let ci95: [Double]?
    let interval_method: String
    let replications_saved: Double?
  }

  let seed: UInt64
  let replications: Int
  let strategies: [Strategy]
  let differences: [Difference]

  public init(
    _ results: [StrategyResults], published: [PublishedFigure], warnings: [String: [String]], seed: UInt64
  ) {
    self.seed = seed
    replications = results.first?.outcomes.count ?? 0
    strategies = results.enumerated().map { index, results in
      Self.strategy(results, published: index == 0 ? published : [], warnings: warnings[results.strategy.name] ?? [])
    }
    guard let baseline = results.first else {
      differences = []
      return
    }
    differences = results.dropFirst().flatMap { other in
      pairedDifferences(other, from: baseline).map {
        Difference(
          strategy: other.strategy.name, baseline: baseline.strategy.name, measure: $0.key.measure,
          group_kind: $0.key.group.names.kind, group: $0.key.group.names.name, baseline_mean: finite($0.baseline),
          strategy_mean: finite($0.strategy), difference: finite($0.difference),
          standard_error: finite($0.standardError), ci95: interval($0.interval.lower, $0.interval.upper),
          interval_method: IntervalMethod.skewnessCorrected.rawValue, replications_saved: finite($0.replicationsSaved))
      }
    }
  }

  private static func strategy(_ results: StrategyResults, published: [PublishedFigure], warnings: [String]) -> Strategy
  {
    let summaries = results.summaries()
    let outcomes = summaries.compactMap { summary -> Outcome? in
      guard let measure = results.catalogue.measure(summary.key.measure) else { return nil }
      let group = summary.key.group.names
      return Outcome(
        measure: measure.id, label: measure.label, unit: measure.unit.rawValue, section: measure.section.rawValue,
        group_kind: group.kind, group: group.name, mean: finite(summary.mean),
        standard_error: finite(summary.standardError), ci95: interval(summary.interval.lower, summary.interval.upper),
        interval_method: summary.intervalMethod.rawValue, sd: finite(summary.standardDeviation),
        replications: summary.count)
    }
    let figures = published.map { figure in
      let simulated = results.summary(OutcomeKey(figure.metric))?.mean ?? .nan
      return Published(
        target: figure.target, metric: figure.metric, label: figure.label, published: figure.value,
        accepted: [figure.accepted.lowerBound, figure.accepted.upperBound], simulated: finite(simulated),
        met: figure.isMet(by: simulated), source: figure.source, provenance: figure.provenance)
    }
    return Strategy(
      name: results.strategy.name, source: results.strategy.source, digest: results.strategy.digest,
      warnings: warnings, outcomes: outcomes, published: figures, conservation: balances(results))
  }

  /// Sums over replications.
  private static func balances(_ results: StrategyResults) -> [ContactBalance] {
    results.strategy.model.scenario.contacts.enumerated().map { index, contact in
      func total(_ part: (Conservation) -> Int) -> Int {
        results.outcomes.reduce(0) { $0 + part($1.conservation[index]) }
      }
      return ContactBalance(
        contact: contact.name, fell_due: total(\.fellDue), completed: total(\.completed), lapsed: total(\.lapsed),
        written_off: total(\.writtenOff), moved_away: total(\.movedAway), still_open: total(\.stillOpen))
    }
  }

  /// The object as text with sorted keys.
  public func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

private func interval(_ lower: Double, _ upper: Double) -> [Double]? {
  lower.isFinite && upper.isFinite ? [lower, upper] : nil
}
