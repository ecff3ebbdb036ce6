// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import Foundation
import ResultsStore
import ScenarioFiles
import Studies

/// A finished run with everything that is kept of it.
struct RunRecord {
  let results: [StrategyResults]
  let documents: [ScenarioDocument]
  private let manifest: Manifest

  init(results: [StrategyResults], documents: [ScenarioDocument], manifest: Manifest) {
    self.results = results
    self.documents = documents
    self.manifest = manifest
  }

  init(results: [StrategyResults], documents: [ScenarioDocument], options: RunOptions, started: Date) {
    self.init(
      results: results, documents: documents,
      manifest: Self.manifest(results, documents: documents, options: options, started: started))
  }

  var runResults: RunResults {
    RunResults(manifest: manifest, strategies: results, parameters: parameters, published: published)
  }

  private static func manifest(
    _ results: [StrategyResults], documents: [ScenarioDocument], options: RunOptions, started: Date
  ) -> Manifest {
    var seen: Set<String> = []
    let files = documents.flatMap { $0.files + ($0.posterior.map { [$0.file] } ?? []) }.filter {
      seen.insert($0).inserted
    }.map { path in
      Manifest.SourceFile(
        path: path, digest: ContentDigest(of: FileManager.default.contents(atPath: path) ?? Data()).description)
    }
    return Manifest(
      programVersion: SkillMix.configuration.version, commandLine: CommandLine.arguments, files: files,
      results: results, seed: options.seed, jobs: options.jobs, started: started, finished: Date(),
      warnings: documents.flatMap { document in warnings(document).map { "\(document.name): \($0)" } })
  }

  private var parameters: [ParameterRecord] {
    documents.flatMap { document in
      document.parameters.map { parameter in
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
