// SPDX-License-Identifier: GPL-3.0-or-later
public import Calibration
public import ScenarioFiles

/// What a calibration finds of authorities whose parameters are known.
public struct CheckCalibration: Sendable {
  let document: CalibrationDocument
  let truths: Int
  let points: Int
  private let seed: UInt64
  let jobs: Int

  /// - Parameters:
  ///   - truths: Authorities drawn from the prior.
  ///   - points: Of the design; with the seed, what the file says when nil.
  public init(
    _ document: CalibrationDocument, truths: Int, points: Int? = nil, seed: UInt64? = nil,
    jobs: Int = Program.processors
  ) {
    self.document = document
    self.truths = truths
    self.points = points ?? document.points
    self.seed = seed ?? document.seed
    self.jobs = jobs
  }

  /// - Throws: `AnalysisError`.
  public func run(progress: @escaping AnalysisProgress.Handler = { _ in }) async throws -> CalibrationCheckResults {
    let journal = try SimulationJournal(folder: nil, identity: "", resume: false, overwrite: false)
    let runs = CalibrationRuns(document, seed: seed, jobs: jobs, journal: journal, progress)
    return try await keeping(nil) {
      let check = try await CalibrationCheck(
        prior: document.prior, targets: document.targets, children: runs.children, points: points,
        replications: document.replications, truths: document.prior.draws(truths, seed: seed), seed: seed
      ) { stage, scores, replications in
        let results = try await runs.simulate(700 + stage, scores, replications: replications, common: false)
        for (t, target) in document.targets.enumerated()
        where results.contains(where: { !$0[t].allSatisfy(\.isFinite) }) {
          throw AnalysisError.noAnswer(
            "'\(target.metric)' is not defined in every replication (nobody in its denominator)")
        }
        return results
      }
      return CalibrationCheckResults(title: document.title, check: check, points: points)
    }
  }
}

/// How often calibrations found the truth.
public struct CalibrationCheckResults: Sendable {
  public let title: String
  public let check: CalibrationCheck
  /// Simulated for the design.
  public let points: Int
}
