// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import TableFiles

/// Everything `skillmix cea` says, before it is written in one form or another.
struct CostEffectivenessReport {
  let incremental: IncrementalAnalysis
  /// Nil when only expected outcomes were given.
  let analysis: CostEffectiveness?
  let partial: [PartialPerfectInformation]
  let studies: [SampleInformation]
  let studyCosts: StudyCosts
  let alignment: RowAlignment?
  let population: AffectedPopulation?

  init(
    analysis: CostEffectiveness, partial: [PartialPerfectInformation], studies: [SampleInformation],
    studyCosts: StudyCosts, alignment: RowAlignment?, population: AffectedPopulation?
  ) {
    incremental = analysis.incremental
    self.analysis = analysis
    self.partial = partial
    self.studies = studies
    self.studyCosts = studyCosts
    self.alignment = alignment
    self.population = population
  }

  init(frontierOf outcomes: [StrategyOutcome]) {
    incremental = IncrementalAnalysis(outcomes)
    analysis = nil
    partial = []
    studies = []
    studyCosts = StudyCosts(fixed: 0, perParticipant: 0)
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

  /// What a study would bring the population beyond its cost, at a threshold; nil without a population.
  func netBenefit(of study: SampleInformation, at index: Int) -> NetBenefitOfSampling? {
    population.map {
      NetBenefitOfSampling(
        study.estimates[index], sampleSize: study.sampleSize, population: $0, costs: studyCosts)
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
