// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
public import ResultsStore
public import ScenarioFiles
public import Studies

/// Strategies at the means of their parameters, simulated; the first is the baseline.
public struct SimulatedStrategies: Sendable {
  public let results: [StrategyResults]
  public let documents: [ScenarioDocument]
  public let seed: UInt64
  /// What the study asks for, where there is one.
  public let outcomes: [EffectMeasure]
  private let manifest: Manifest

  init(
    results: [StrategyResults], documents: [ScenarioDocument], manifest: Manifest, outcomes: [EffectMeasure] = []
  ) {
    self.results = results
    self.outcomes = outcomes
    self.documents = documents
    self.manifest = manifest
    seed = manifest.seed
  }

  init(
    _ analysis: String, _ results: [StrategyResults], of documents: [ScenarioDocument], seed: UInt64, jobs: Int,
    started: Date, outcomes: [EffectMeasure] = []
  ) {
    self.init(
      results: results, documents: documents,
      manifest: Manifest(
        of: analysis, files: documents.flatMap { $0.files + ($0.posterior.map { [$0.file] } ?? []) },
        results: results, seed: seed, jobs: jobs, started: started,
        warnings: documents.flatMap(\.namedWarnings)
          + zip(documents, results).flatMap { $0.departuresFromItsService($1) }),
      outcomes: outcomes)
  }

  /// What a comparison says first; nil for a single strategy.
  public var headlines: Headlines? { Headlines(results, outcomes: outcomes) }

  /// By the name of the strategy.
  public var warnings: [String: [String]] {
    Dictionary(documents.map { ($0.name, $0.warnings) }, uniquingKeysWith: { first, _ in first })
  }

  /// All that is kept of the run.
  public var record: RunResults {
    RunResults(
      manifest: manifest, strategies: results, parameters: parameters, published: published,
      headlines: headlines?.table)
  }

  private var parameters: [ParameterRecord] {
    documents.flatMap { document in
      let country = ParameterRecord(
        strategy: document.name, path: "programme_of.country",
        value: .text(document.scenario().programmeOf.rawValue), file: document.path)
      let area = document.areaCode.map {
        ParameterRecord(strategy: document.name, path: "area_code", value: .text($0), file: document.path)
      }
      return [country] + (area.map { [$0] } ?? [])
        + document.parameters.map { parameter in
          ParameterRecord(
            strategy: document.name, path: parameter.path, value: .number(parameter.mean),
            distribution: parameter.uncertainty.map { "\($0)" }, unit: parameter.unit,
            source: parameter.source.isEmpty ? parameter.note : parameter.source, provenance: parameter.provenance,
            file: parameter.position.file, line: parameter.position.line)
        }
    }
  }

  private var published: [PublishedComparison] {
    guard let baseline = results.first, let document = documents.first else { return [] }
    return document.published.compactMap { figure in
      baseline.summary(OutcomeKey(figure.metric)).map {
        PublishedComparison(
          strategy: document.name, figure: figure, simulated: $0.mean, standardError: $0.standardError)
      }
    }
  }
}

extension ScenarioDocument {
  var namedWarnings: [String] { warnings.map { "\(name): \($0)" } }
}
