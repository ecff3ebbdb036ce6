// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ResultsStore
import Simulation
import Statistics
import Studies

/// Two tiny services that differ in their staff, and what a run of them leaves behind.
enum TwoServices {
  static func strategy(_ name: String, visitors: Double) -> Strategy {
    var staff = Role(name: "health_visitor", wte: visitors)
    staff.workingPattern = .always
    var visit = ContactType(
      name: "new_birth_visit", kind: .additional, deliveredBy: Array(repeating: ["health_visitor"], count: 3),
      durationMinutes: .exponential(mean: 1440))
    visit.dueAgeDays = .constant(0)
    visit.opensAgeDays = 0
    let scenario = Scenario(
      name: name,
      clock: Clock(
        start: CalendarDate(dayNumber: 20_089), warmUpYears: 0.1, reportingYears: 0.5, snapshotEveryDays: 61,
        startsEmpty: true),
      children: Children(birthsPerYear: 300, leaveAtAgeDays: 36_525),
      teams: [Team(name: "North, \"old\" town"), Team(name: "South")], workforce: [staff], contacts: [visit])
    return Strategy(name: name, source: "\(name).yaml", digest: "d-\(name)", model: ServiceModel(scenario))
  }

  static func results(
    _ strategies: [Strategy] = [strategy("today", visitors: 2), strategy("more, staff", visitors: 4)],
    replications: Int = 3, seed: UInt64 = .max
  ) -> RunResults {
    let results = strategies.map { strategy in
      StrategyResults(
        strategy: strategy,
        outcomes: (0..<replications).map { strategy.model.replication($0, seed: seed) })
    }
    return RunResults(
      manifest: manifest(results, seed: seed), strategies: results,
      parameters: [
        ParameterRecord(
          strategy: "today", path: "workforce.health_visitor.wte", value: .number(0.1 + 0.2), unit: "WTE",
          source: "Table 3, \"staff\"", provenance: "found", file: "today.yaml", line: 7),
        ParameterRecord(strategy: "today", path: "caseload.model", value: .text("named")),
      ],
      published: [
        PublishedComparison(
          strategy: "today",
          figure: PublishedFigure(
            target: "1", metric: "C2", label: "New birth visit", value: 85.2, tolerance: 2, unit: "percent",
            source: "S1", provenance: "found"), simulated: 1.0 / 3, standardError: .nan)
      ])
  }

  static func manifest(_ results: [StrategyResults], seed: UInt64) -> Manifest {
    Manifest(
      programVersion: "1.0", commandLine: ["skillmix", "run", "today.yaml"],
      files: [
        .init(path: "today.yaml", digest: ContentDigest(of: "skillmix: 1\n").description)
      ], results: results, seed: seed, jobs: 2, started: Date(timeIntervalSince1970: 0),
      finished: Date(timeIntervalSince1970: 60), warnings: ["a warning"])
  }
}

/// A folder that is gone when the test ends.
func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory.appending(path: "results-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

func names(in folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

/// Every file of a folder and what it holds.
func contents(of folder: String) throws -> [String: Data] {
  var contents: [String: Data] = [:]
  for name in try names(in: folder) { contents[name] = try bytes("\(folder)/\(name)") }
  return contents
}
