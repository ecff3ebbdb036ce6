// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import ResultsStore
import ScenarioFiles
import Studies

/// Reads a scenario; flaws go to standard error, a line each.
func readScenario(_ path: String) throws -> ScenarioDocument {
  do {
    return try ScenarioDocument(path: path)
  } catch {
    complainPlainly(error.description)
    throw Exit.badData
  }
}

/// Reads a study; flaws go to standard error, a line each.
func readStudy(_ path: String) throws -> StudyDocument {
  do {
    return try StudyDocument(path: path)
  } catch {
    complainPlainly(error.description)
    throw Exit.badData
  }
}

/// Scenario files as given, or those that a study names.
func readStrategies(_ files: [String]) throws -> [ScenarioDocument] {
  guard files.count == 1, StudyDocument.isStudy(path: files[0]) else { return try files.map(readScenario) }
  return try readStudy(files[0]).strategies
}

/// The scenario at its means, compiled.
func makeStrategy(_ document: ScenarioDocument) throws -> Strategy {
  Strategy(
    name: document.name, source: document.path, digest: ContentDigest(of: document.canonicalText).description,
    model: ServiceModel(document.scenario()))
}

/// What a reader must be told wherever the results are shown.
func warnings(_ document: ScenarioDocument) -> [String] { document.scenario().departuresFrom2026Guidance() }
