// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Statistics
public import TableFiles

extension Headlines {
  /// A row for each, in order; the table `headlines` of the results.
  public var table: NamedTable {
    var table = NamedTable(
      "headlines",
      header: [
        "strategy", "baseline", "position", "measure", "label", "unit", "subject", "rule_position", "better", "verdict",
        "baseline_value", "strategy_value", "difference", "lower95", "upper95", "p_value", "p_adjusted", "would_tell",
        "replications_needed", "comparisons", "basis", "runs",
      ])
    for (position, headline) in all.enumerated() {
      let measure = headline.measure
      table.append([
        .text(headline.strategy), .text(baseline), .integer(position), .text(measure.id), .text(measure.label),
        .text(measure.unit.rawValue), .text(measure.subject.rawValue),
        .integer(measures.firstIndex(of: measure) ?? 0), .text(measure.isMoreBetter ? "more" : "less"),
        .text(headline.verdict.rawValue), .init(finite: headline.baseline), .init(finite: headline.value),
        .init(finite: headline.difference), .init(finite: headline.interval.lower),
        .init(finite: headline.interval.upper), .init(finite: headline.pValue), .init(finite: headline.adjusted),
        .text(headline.remedy.name), headline.remedy.replications.map { .integer($0) } ?? .missing,
        .integer(comparisons), .text(basis.name), .integer(basis.count),
      ])
    }
    return table
  }
}

extension Headlines.Basis {
  public var name: String {
    switch self {
    case .replications: "replications"
    case .draws: "draws"
    }
  }

  public var count: Int {
    switch self {
    case .replications(let count), .draws(let count): count
    }
  }
}

extension Headline.Remedy {
  public var name: String {
    switch self {
    case .none: "nothing open"
    case .replications: "replications"
    case .replicationsOfEachDraw: "replications of each draw"
    case .evidence: "evidence"
    case .hardly: "hardly anything"
    }
  }

  public var replications: Int? {
    if case .replications(let count) = self { count } else { nil }
  }
}
