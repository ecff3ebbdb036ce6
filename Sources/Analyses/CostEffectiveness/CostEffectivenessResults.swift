// SPDX-License-Identifier: GPL-3.0-or-later
public import Economics
public import ResultsStore

/// What the draws or expected outcomes of strategies say about their cost-effectiveness.
public struct CostEffectivenessResults: Sendable {
  public let incremental: IncrementalAnalysis
  /// Nil when only expected outcomes were given.
  public let analysis: CostEffectiveness?
  public let partial: [PartialPerfectInformation]
  public let studies: [SampleInformation]
  public let studyCosts: StudyCosts
  public let alignment: RowAlignment?
  public let population: AffectedPopulation?
  public internal(set) var manifest: Manifest?
  /// The sign of the money.
  public internal(set) var currency = "£"

  public init(
    analysis: CostEffectiveness, partial: [PartialPerfectInformation], studies: [SampleInformation] = [],
    studyCosts: StudyCosts = StudyCosts(fixed: 0, perParticipant: 0), alignment: RowAlignment?,
    population: AffectedPopulation? = nil
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

  /// What a study would bring the population beyond its cost, at a threshold; nil without a population.
  public func netBenefit(of study: SampleInformation, at index: Int) -> NetBenefitOfSampling? {
    population.map {
      NetBenefitOfSampling(
        study.estimates[index], sampleSize: study.sampleSize, population: $0, costs: studyCosts)
    }
  }
}
