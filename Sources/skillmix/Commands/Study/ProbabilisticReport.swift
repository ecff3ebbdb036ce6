// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import Economics
import Foundation
import ResultsStore
import ScenarioFiles
import Studies
import TableFiles

/// A finished study: its base case and what its draws say.
struct ProbabilisticReport {
  let session: StudySession
  let database: ResultsDatabase
  let replications: Int
  let baseCase: [StrategyResults]
  let findings: StudyFindings

  init(
    _ session: StudySession, _ database: ResultsDatabase, replications: Int, baseReplications: Int, quiet: Bool
  ) async throws {
    self.session = session
    self.database = database
    self.replications = replications
    baseCase = try await session.baseCase(replications: baseReplications, quiet: quiet)
    do {
      findings = try await session.findings(database, replications: replications)
    } catch let error as ResultsError {
      complain("\(error)")
      throw Exit.badData
    }
  }

  func write(to directory: ResultsDirectory) throws {
    let record = RunRecord(
      results: baseCase, documents: session.study.strategies, manifest: session.manifest(baseCase))
    let study = StudyRecord(findings: findings, sampler: session.sampler, draws: database)
    try orExplain {
      try directory.write(record.runResults, study: study)
      try directory.removeDraws()
    }
  }

  /// Below this, regressions on single parameters follow chance.
  private static let fewDraws = 300

  func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: csv
    }
  }

  /// What a reader must know before using the figures.
  var warnings: [String] {
    var warnings = session.study.strategies.flatMap { document in
      skillmix.warnings(document).map { "\(document.name): \($0)" }
    }
    for (decision, alignment) in zip(findings.analysis.decisions, findings.alignment) {
      if let alignment, alignment.isDoubtful {
        warnings.append(
          "no parameter explains \(decision.effect.name) or its cost (\(decision.perspective.rawValue)) better than chance would; more draws are needed before any EVPPI is used"
        )
      }
    }
    let draws = findings.analysis.plan.draws
    if draws < Self.fewDraws, !findings.analysis.parameters.names.isEmpty {
      warnings.append(
        "\(draws) draws are too few for the value of single parameters (EVPPI) to be trusted; use 500 or more")
    }
    if findings.analysis.parameters.names.isEmpty {
      warnings.append("the strategies have no uncertain parameter: what varies between draws is chance alone")
    }
    return warnings + findings.evidence.flatMap(\.warnings)
  }
}
