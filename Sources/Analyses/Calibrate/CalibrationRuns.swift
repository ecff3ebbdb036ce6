// SPDX-License-Identifier: GPL-3.0-or-later
import Calibration
import EarlyYears
import Foundation
import ResultsStore
import ScenarioFiles
import Studies

/// Simulates points of a calibration on several threads, and remembers them.
struct CalibrationRuns {
  let document: CalibrationDocument
  let seed: UInt64
  let jobs: Int
  let journal: SimulationJournal
  let report: AnalysisProgress.Handler
  private let keys: [OutcomeKey]

  init(
    _ document: CalibrationDocument, seed: UInt64, jobs: Int, journal: SimulationJournal,
    _ report: @escaping AnalysisProgress.Handler
  ) {
    self.document = document
    self.seed = seed
    self.jobs = jobs
    self.journal = journal
    self.report = report
    keys = document.targets.map { target in
      let parts = target.metric.split(separator: "@", maxSplits: 1).map(String.init)
      return OutcomeKey(parts[0], parts.count > 1 ? Group(names: parts[1]) ?? .overall : .overall)
    }
  }

  /// Children behind a replication's figures: births over the reporting period.
  var children: Double {
    let scenario = document.scenario.scenario()
    return scenario.children.birthsPerYear * scenario.clock.reportingYears
  }

  /// Every target at every point; by point, target and replication.
  /// - Parameters:
  ///   - common: Whether all points meet the same children (for differences between points) or each its own (for
  ///     emulators, which take points' noise as independent).
  func simulate(_ stage: Int, _ scores: [[Double]], replications: Int, common: Bool) async throws -> [[[Double]]] {
    let document = document, keys = keys, seed = seed
    let places = scores.indices.map { "\(stage):\($0):\(digest(scores[$0])):\(replications)" }
    let missing = scores.indices.filter { journal.result(of: places[$0]) == nil }
    let progress = Stage(Self.words(stage), hasMore: true, report)
    var done = scores.count - missing.count
    try await concurrently(missing, jobs: jobs) { point in
      let prior = document.prior
      let values = Dictionary(uniqueKeysWithValues: zip(prior.names, prior.values(scores[point])))
      let model = ServiceModel(document.scenario.scenario(values: values))
      let places = keys.map { model.catalogue.index(of: $0) }
      var results = [[Double]](repeating: [], count: keys.count)
      for replication in 0..<replications {
        let draw = common ? 0 : stage * 1_000_000 + point + 1
        let outcome = try model.replicationUnlessCancelled(replication, seed: seed, draw: draw)
        for (t, place) in places.enumerated() { results[t].append(place.map { outcome.values[$0] } ?? .nan) }
      }
      return results
    } deliver: { point, results in
      try journal.add(places[point], results)
      done += 1
      progress.show(done, of: scores.count)
    }
    return places.map { journal.result(of: $0) ?? [] }
  }

  /// What the points of a stage are for; the number names their random numbers.
  private static func words(_ stage: Int) -> String {
    switch stage {
    case 80: "replications in the middle of the prior"
    case 81..<90: "points of step \(stage - 80) of the fit"
    case 90: "points of the posterior"
    case 91: "replications at the best point"
    case 92..<700: "points of step \(stage - 80) of the fit"
    case 701: "points for the emulators"
    case 700...: "authorities whose parameters are known"
    default: "points of wave \(stage)"
    }
  }

  private func digest(_ score: [Double]) -> String {
    ContentDigest(of: score.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")).description
      .replacingOccurrences(of: ":", with: "-")
  }
}
