// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import TableFiles

/// Everything `skillmix cea` says, before it is written in one form or another.
struct CostEffectivenessReport {
  let incremental: IncrementalAnalysis
  /// Nil when only expected outcomes were given.
  let analysis: CostEffectiveness?
  let partial: [PartialPerfectInformation]
  let alignment: RowAlignment?
  let population: AffectedPopulation?

  init(
    analysis: CostEffectiveness, partial: [PartialPerfectInformation], alignment: RowAlignment?,
    population: AffectedPopulation?
  ) {
    incremental = analysis.incremental
    self.analysis = analysis
    self.partial = partial
    self.alignment = alignment
    self.population = population
  }

  init(frontierOf outcomes: [StrategyOutcome]) {
    incremental = IncrementalAnalysis(outcomes)
    analysis = nil
    partial = []
    alignment = nil
    population = nil
  }

  func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: tidyCSV.text
    }
  }

  /// What a reader must know before using the figures.
  var warnings: [String] {
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
}
