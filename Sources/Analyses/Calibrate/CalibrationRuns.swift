// SPDX-License-Identifier: GPL-3.0-or-later
import Calibration
import EarlyYears
import Foundation
import ResultsStore
import ScenarioFiles

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
    let names = document.prior.names, keys = keys, seed = seed
    let scenarioDocument = document.scenario
    let places = scores.indices.map { "\(stage):\($0):\(digest(scores[$0])):\(replications)" }
    let missing = scores.indices.filter { journal.result(of: places[$0]) == nil }
    let progress = Stage("points of stage \(stage)", report)
    try await withThrowingTaskGroup(of: (Int, [[Double]]).self) { group in
      var next = missing.makeIterator(), done = scores.count - missing.count
      func startNext() {
        guard let point = next.next() else { return }
        let values = Dictionary(uniqueKeysWithValues: zip(names, document.prior.values(scores[point])))
        group.addTask {
          let model = ServiceModel(scenarioDocument.scenario(values: values))
          var results = [[Double]](repeating: [], count: keys.count)
          for replication in 0..<replications {
            let draw = common ? 0 : stage * 1_000_000 + point + 1
            let outcome = try model.replicationUnlessCancelled(replication, seed: seed, draw: draw)
            for (t, key) in keys.enumerated() {
              results[t].append(model.catalogue.index(of: key).map { outcome.values[$0] } ?? .nan)
            }
          }
          return (point, results)
        }
      }
      for _ in 0..<jobs { startNext() }
      while let (point, results) = try await group.next() {
        try journal.add(places[point], results)
        done += 1
        progress.show(done, of: scores.count)
        try Task.checkCancellation()
        startNext()
      }
    }
    return places.map { journal.result(of: $0) ?? [] }
  }

  private func digest(_ score: [Double]) -> String {
    ContentDigest(of: score.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")).description
      .replacingOccurrences(of: ":", with: "-")
  }
}
