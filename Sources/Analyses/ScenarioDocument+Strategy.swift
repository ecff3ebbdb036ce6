// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ResultsStore
public import ScenarioFiles
public import Studies
import TableFiles

/// Scenario files as given, or those that a study names with the outcomes that it asks for.
public func readStrategies(
  _ files: [String]
) throws(ScenarioError) -> (strategies: [ScenarioDocument], outcomes: [EffectMeasure]) {
  guard files.count == 1, StudyDocument.isStudy(path: files[0]) else {
    return (try files.map { path throws(ScenarioError) in try ScenarioDocument(path: path) }, [])
  }
  let study = try StudyDocument(path: files[0])
  return (study.strategies, study.plan.effects)
}

extension ScenarioDocument {
  /// The scenario at its means, compiled.
  public var strategy: Strategy {
    Strategy(
      name: name, source: path, digest: ContentDigest(of: canonicalText).description, model: ServiceModel(scenario()))
  }

  /// What a reader must be told wherever the results are shown.
  public var warnings: [String] { scenario().departuresFrom2026Guidance() }
}

extension Manifest {
  /// What was run, by this program on this command line.
  init(
    of analysis: String, files: [String], results: [StrategyResults] = [], seed: UInt64, draws: Int = 0, jobs: Int,
    started: Date, warnings: [String] = []
  ) {
    var seen: Set<String> = []
    self.init(
      analysis: analysis, programVersion: Program.version, build: Program.build, commandLine: CommandLine.arguments,
      files: files.filter { seen.insert($0).inserted }.map { path in
        let data = path == "-" ? try? StandardInput.contents.get() : FileManager.default.contents(atPath: path)
        return SourceFile(path: path, digest: ContentDigest(of: data ?? Data()).description)
      },
      results: results, seed: seed, draws: draws, jobs: jobs, started: started, finished: Date(), warnings: warnings)
  }
}
