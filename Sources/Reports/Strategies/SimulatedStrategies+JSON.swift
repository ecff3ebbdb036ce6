// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import EarlyYears
import ScenarioFiles
import Statistics
import Studies
import TableFiles

extension SimulatedStrategies {
  /// What `run` and `compare` print. Figures that are not defined are left out.
  var json: JSONValue {
    let published = documents.first?.published ?? []
    return [
      "seed": .unsigned(seed), "replications": .integer(results.first?.outcomes.count ?? 0),
      "headlines": .array((headlines?.all ?? []).map(headline)),
      "strategies": .array(results.indices.map { strategy(results[$0], published: $0 == 0 ? published : []) }),
      "differences": .array(results.dropFirst().flatMap { differences($0, from: results[0]) }),
    ]
  }

  private func headline(_ line: Headline) -> JSONValue {
    .present([
      ("strategy", .text(line.strategy)), ("measure", .text(line.measure.id)), ("label", .text(line.measure.label)),
      ("unit", .text(line.measure.unit.rawValue)), ("subject", .text(line.measure.subject.rawValue)),
      ("better", .text(line.measure.isMoreBetter ? "more" : "less")), ("verdict", .text(line.verdict.rawValue)),
      ("baseline_value", finite(line.baseline)), ("strategy_value", finite(line.value)),
      ("difference", finite(line.difference)), ("ci95", interval(line.interval)), ("p_value", finite(line.pValue)),
      ("p_adjusted", finite(line.adjusted)), ("would_tell", .text(line.remedy.name)),
      ("replications_needed", line.remedy.replications.map(JSONValue.integer)),
    ])
  }

  private func strategy(_ results: StrategyResults, published: [PublishedFigure]) -> JSONValue {
    [
      "name": .text(results.strategy.name), "source": .text(results.strategy.source),
      "digest": .text(results.strategy.digest), "warnings": .texts(warnings[results.strategy.name] ?? []),
      "outcomes": .array(results.summaries().compactMap { outcome($0, results.catalogue) }),
      "published": .array(
        published.map { comparison($0, simulated: results.summary(OutcomeKey($0.metric))?.mean ?? .nan) }),
      "conservation": .array(balances(results)),
    ]
  }

  private func outcome(_ summary: OutcomeSummary, _ catalogue: OutcomeCatalogue) -> JSONValue? {
    guard let measure = catalogue.measure(summary.key.measure) else { return nil }
    let group = summary.key.group.names
    return .present([
      ("measure", .text(measure.id)), ("label", .text(measure.label)), ("unit", .text(measure.unit.rawValue)),
      ("section", .text(measure.section.rawValue)), ("group_kind", .text(group.kind)), ("group", .text(group.name)),
      ("mean", finite(summary.mean)), ("standard_error", finite(summary.standardError)),
      ("ci95", interval(summary.interval)), ("interval_method", .text(summary.intervalMethod.rawValue)),
      ("sd", finite(summary.standardDeviation)), ("replications", .integer(summary.count)),
    ])
  }

  private func comparison(_ figure: PublishedFigure, simulated: Double) -> JSONValue {
    .present([
      ("target", .text(figure.target)), ("metric", .text(figure.metric)), ("label", .text(figure.label)),
      ("published", .number(figure.value)),
      ("accepted", .numbers([figure.accepted.lowerBound, figure.accepted.upperBound])),
      ("simulated", finite(simulated)), ("met", .bool(figure.isMet(by: simulated))), ("source", .text(figure.source)),
      ("provenance", .text(figure.provenance)),
    ])
  }

  /// Sums over replications.
  private func balances(_ results: StrategyResults) -> [JSONValue] {
    results.strategy.model.scenario.contacts.enumerated().map { index, contact in
      func total(_ part: (Conservation) -> Int) -> JSONValue {
        .integer(results.outcomes.reduce(0) { $0 + part($1.conservation[index]) })
      }
      return [
        "contact": .text(contact.name), "fell_due": total(\.fellDue), "completed": total(\.completed),
        "lapsed": total(\.lapsed), "written_off": total(\.writtenOff), "moved_away": total(\.movedAway),
        "still_open": total(\.stillOpen),
      ]
    }
  }

  private func differences(_ other: StrategyResults, from baseline: StrategyResults) -> [JSONValue] {
    pairedDifferences(other, from: baseline).map {
      let group = $0.key.group.names
      return .present([
        ("strategy", .text(other.strategy.name)), ("baseline", .text(baseline.strategy.name)),
        ("measure", .text($0.key.measure)), ("group_kind", .text(group.kind)), ("group", .text(group.name)),
        ("baseline_mean", finite($0.baseline)), ("strategy_mean", finite($0.strategy)),
        ("difference", finite($0.difference)), ("standard_error", finite($0.standardError)),
        ("ci95", interval($0.interval)), ("interval_method", .text(IntervalMethod.skewnessCorrected.rawValue)),
        ("replications_saved", finite($0.replicationsSaved)),
      ])
    }
  }
}

private func finite(_ value: Double) -> JSONValue? { value.isFinite ? .number(value) : nil }

private func interval(_ value: ConfidenceInterval) -> JSONValue? {
  value.lower.isFinite && value.upper.isFinite ? .numbers([value.lower, value.upper]) : nil
}
