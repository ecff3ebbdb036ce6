// SPDX-License-Identifier: GPL-3.0-or-later
import Calibration
import Foundation
import ResultsStore
public import ScenarioFiles
import Statistics
import TableFiles

/// Fits a scenario's uncertain parameters to published figures.
public struct Calibrate: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    /// What the figures leave of the parameters.
    case posterior
    /// The best point only.
    case fit
  }

  /// Where points are kept as they are simulated, and whether what stands there is continued or replaced.
  public struct Folder: Sendable {
    public let path: String
    public let overwrite: Bool
    public let resume: Bool

    public init(path: String, overwrite: Bool = false, resume: Bool = false) {
      self.path = path
      self.overwrite = overwrite
      self.resume = resume
    }
  }

  let document: CalibrationDocument
  let method: Method
  let points: Int
  private let seed: UInt64
  let jobs: Int

  /// Replications with which the best values are judged, and posterior points with which predictions are made.
  static let judgedReplications = 20
  static let checkedPoints = 40

  /// - Parameter points: In each wave; with the seed, what the file says when nil.
  public init(
    _ document: CalibrationDocument, method: Method = .posterior, points: Int? = nil, seed: UInt64? = nil,
    jobs: Int = Program.processors
  ) {
    self.document = document
    self.method = method
    self.points = points ?? document.points
    self.seed = seed ?? document.seed
    self.jobs = jobs
  }

  /// - Throws: `AnalysisError`; `TableError` where the folder cannot be used.
  public func run(
    in folder: Folder? = nil, progress: @escaping AnalysisProgress.Handler = { _ in }
  ) async throws -> CalibrationResults {
    let started = Date()
    if let folder { try Self.prepare(folder) }
    let journal = try SimulationJournal(
      folder: folder?.path, identity: identity, resume: folder?.resume ?? false,
      overwrite: folder?.overwrite ?? false)
    let runs = CalibrationRuns(document, seed: seed, jobs: jobs, journal: journal, progress)
    let effort = Calibration.Effort(points: points, waves: document.waves)
    return try await keeping(
      folder == nil ? nil : "\(journal.count) points are kept; --resume continues"
    ) {
      var results =
        method == .fit
        ? try await Self.fitting(document, runs: runs)
        : try await Self.sampling(document, runs: runs, effort: effort, seed: seed)
      try Task.checkCancellation()
      results.manifest = Manifest(of: "calibrate", files: document.files, seed: seed, jobs: jobs, started: started)
      return results
    }
  }

  /// Removes the journal of points once the results stand.
  public static func forgetPoints(inFolder folder: String) {
    try? FileManager.default.removeItem(atPath: "\(folder)/\(SimulationJournal.fileName)")
  }

  private static func prepare(_ folder: Folder) throws {
    try makeFolder(atPath: folder.path)
    let names = ["\(CalibrationResults.posteriorName).csv", CalibrationResults.summaryName]
    let isThere = names.contains { FileManager.default.fileExists(atPath: "\(folder.path)/\($0)") }
    if isThere, !folder.overwrite, !folder.resume {
      throw AnalysisError.noAnswer(
        "\(folder.path): holds a calibration already; choose another folder or --overwrite")
    }
  }

  /// What decides the results of points.
  private var identity: String {
    let files = document.files.map { ContentDigest(of: FileManager.default.contents(atPath: $0) ?? Data()).description }
    let parts = [Program.version, Program.build, "\(seed)", "\(points)", method.rawValue] + files
    return ContentDigest(of: parts.joined(separator: "\u{0}")).description
  }

  private static func sampling(
    _ document: CalibrationDocument, runs: CalibrationRuns, effort: Calibration.Effort, seed: UInt64
  ) async throws -> CalibrationResults {
    let calibration: Calibration
    do {
      calibration = try await Calibration(
        prior: document.prior, fitted: document.fitted, children: runs.children, effort: effort, seed: seed
      ) { stage, scores in
        let results = try await runs.simulate(
          stage, scores, replications: document.replications, common: false)
        try checkDefined(results, document)
        return results.map { Array($0.prefix(document.fitted.count)) }
      }
    } catch is Calibration.TooFewPoints {
      throw AnalysisError.noAnswer(
        "too few points for \(document.prior.count) parameters; give more with --points")
    }
    let values = calibration.posterior.scores.map(document.prior.values)
    let best = document.prior.names.indices.map { i in mean(values.map { $0[i] }) }
    let checked = try await runs.simulate(
      90, calibration.checkPoints(checkedPoints), replications: document.replications, common: false)
    return CalibrationResults(
      document: document,
      targets: try await judged(document, runs, best: best, checked: checked), best: best, calibration: calibration,
      fit: nil)
  }

  private static func fitting(_ document: CalibrationDocument, runs: CalibrationRuns) async throws -> CalibrationResults
  {
    let fitted = document.fitted
    let middle = try await runs.simulate(
      80, [document.prior.names.map { _ in 0 }], replications: judgedReplications, common: true)
    try checkDefined(middle, document)
    let deviations = fitted.indices.map { t in
      fitted[t].variance(replicationVariance: RunningMoments(middle[0][t]).variance, children: runs.children)
        .squareRoot()
    }
    var stage = 80
    let fit = try await PointFit(fitted, deviations: deviations, prior: document.prior) { points in
      stage += 1
      let results = try await runs.simulate(stage, points, replications: 2 * document.replications, common: true)
      return results.map { point in fitted.indices.map { mean(point[$0]) } }
    }
    let best = document.prior.values(fit.scores)
    return CalibrationResults(
      document: document, targets: try await judged(document, runs, best: best, checked: []), best: best,
      calibration: nil, fit: fit)
  }

  private static func judged(
    _ document: CalibrationDocument, _ runs: CalibrationRuns, best: [Double], checked: [[[Double]]]
  ) async throws -> [CalibrationResults.TargetFit] {
    let scores = zip(document.prior.priors, best).map { prior, value in prior.score(of: value) }
    let atBest = try await runs.simulate(91, [scores], replications: judgedReplications, common: true)[0]
    return document.targets.enumerated().map { t, target in
      let moments = RunningMoments(atBest[t].filter(\.isFinite))
      let noises = checked.map { RunningMoments($0[t]).variance }.filter(\.isFinite)
      let noise = noises.isEmpty ? 0 : mean(noises)
      return CalibrationResults.TargetFit(
        target: target, atBest: moments.mean, standardError: moments.standardError,
        prediction: PosteriorPrediction(
          target, expectations: checked.map { mean($0[t]) }, excess: noise / Double(document.replications),
          replicationVariance: noise, children: runs.children))
    }
  }

  private static func checkDefined(_ results: [[[Double]]], _ document: CalibrationDocument) throws {
    for (t, target) in document.fitted.enumerated()
    where results.contains(where: { !$0[t].allSatisfy(\.isFinite) }) {
      throw AnalysisError.noAnswer(
        "'\(target.metric)' is not defined in every replication (nobody in its denominator), so it cannot be fitted")
    }
  }
}
