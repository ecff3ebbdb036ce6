// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import ResultsStore
import ScenarioFiles
import Studies

/// Whether a folder's results are what this program makes of the same files.
///
/// Every stored outcome is held against its digest, and some are simulated again and compared bit by bit.
public struct Verify: Sendable {
  /// What was simulated again, to the same bits.
  public struct Findings: Sendable {
    public let analysis: String
    /// Draws of the parameters; empty where there are none.
    public let draws: [Int]
    /// Of every strategy at its means.
    public let replications: Int
  }

  private let results: StoredResults
  private let draws: Int
  private let replications: Int
  private let jobs: Int

  /// - Parameters:
  ///   - draws: How many are simulated again, evenly spread.
  ///   - replications: How many are simulated again of every strategy at its means.
  /// - Throws: `ResultsError` where the folder holds no complete results.
  public init(
    _ folder: String, draws: Int = 3, replications: Int = 2, jobs: Int = Program.processors
  ) throws(ResultsError) {
    results = try StoredResults(folder: folder)
    self.draws = draws
    self.replications = replications
    self.jobs = jobs
  }

  /// - Throws: `AnalysisError`, with the first outcome that differs; `ResultsError`; `ScenarioError`.
  public func run(progress: @escaping AnalysisProgress.Handler = { _ in }) async throws -> Findings {
    try checkProgramAndFiles()
    return try await keeping(nil) {
      switch results.manifest.analysis {
      case "run", "compare": try await verifyStrategies(progress)
      case "psa": try await verifyStudy(progress)
      case let other:
        throw AnalysisError.noAnswer(
          "\(results.folder): results of '\(other ?? "an older program")'; only run, compare and psa keep their outcomes"
        )
      }
    }
  }

  private func checkProgramAndFiles() throws(AnalysisError) {
    let manifest = results.manifest
    guard manifest.programVersion == Program.version, manifest.build == Program.build else {
      throw .noAnswer(
        "\(results.folder): made by version \(manifest.programVersion), build \(manifest.build ?? "unknown"); "
          + "only the same build gives the same bits, and this is \(Program.identity)")
    }
    for file in manifest.files {
      guard let data = FileManager.default.contents(atPath: file.path) else {
        throw .noAnswer("\(file.path): no such file, seen from here; the results were made with it")
      }
      guard ContentDigest(of: data).description == file.digest else {
        throw .noAnswer("\(file.path): has been changed since the results were made with it")
      }
    }
  }

  private func verifyStrategies(_ progress: @escaping AnalysisProgress.Handler) async throws -> Findings {
    let stored = results.manifest
    let strategies = try stored.strategies.map { try ScenarioDocument(path: $0.source).strategy }
    let manifest = Manifest(
      of: stored.analysis ?? "", files: [], results: strategies.map { StrategyResults(strategy: $0, outcomes: []) },
      seed: stored.seed, jobs: jobs, started: Date())
    let database = try ResultsDatabase.resume(atPath: results.databasePath, manifest: manifest)
    let count = try await verifyMeans(database, strategies, manifest, progress)
    return Findings(analysis: stored.analysis ?? "", draws: [], replications: count)
  }

  private func verifyStudy(_ progress: @escaping AnalysisProgress.Handler) async throws -> Findings {
    let stored = results.manifest, folder = results.folder
    guard let study = try results.rows("study").first, let file = stored.files.first,
      let perDraw = study.number("replications").map({ Int($0) }),
      let sampling = study.text("sampling").flatMap(Sampling.init)
    else { throw AnalysisError.noAnswer("\(folder): the table of the study is not there") }
    let wereChosen = stored.design?.contains(StudySession.chosenReplications) ?? false
    let session = try await ProbabilisticStudy(
      StudyDocument(path: file.path), draws: stored.draws, replications: wereChosen ? nil : perDraw,
      sampling: sampling, simulate: study.number("simulated_draws").map { Int($0) }, seed: stored.seed, jobs: jobs
    ).session(progress)
    let manifest = session.manifest()
    let database = try ResultsDatabase.resume(atPath: results.databasePath, manifest: manifest)
    let scratch = try ScratchFolder()
    let again = try ResultsDatabase.create(
      atPath: "\(scratch.path)/draws.sqlite", manifest: manifest, strategies: session.strategies)
    let wanted = spread(draws, over: session.plan.simulatedDraws ?? stored.draws)
    try await session.run(wanted, replications: perDraw, into: again, progress)
    for draw in wanted { try compare(database, again, draw: draw, replications: perDraw) }
    let count = try await verifyMeans(database, session.strategies, manifest, progress)
    return Findings(analysis: "psa", draws: wanted, replications: count)
  }

  /// - Returns: How many replications were compared.
  private func verifyMeans(
    _ database: ResultsDatabase, _ strategies: [Strategy], _ manifest: Manifest,
    _ progress: @escaping AnalysisProgress.Handler
  ) async throws -> Int {
    let count = min(replications, results.manifest.strategies.map(\.replications).min() ?? 0)
    let outcomes = try await Replications(seed: manifest.seed, jobs: jobs).run(
      strategies, replications: 0..<count, progress: Stage("replications", progress).show)
    let scratch = try ScratchFolder()
    let again = try ResultsDatabase.create(
      atPath: "\(scratch.path)/results.sqlite", manifest: manifest, strategies: strategies)
    for (strategy, outcomes) in zip(strategies, outcomes) { try again.append(outcomes, of: strategy, draw: 0) }
    try compare(database, again, draw: 0, replications: count)
    return count
  }

  private func compare(
    _ database: ResultsDatabase, _ again: ResultsDatabase, draw: Int, replications: Int
  ) throws {
    if let difference = try database.firstDifference(from: again, draw: draw, replications: replications) {
      throw AnalysisError.noAnswer("\(database.path): \(difference)")
    }
  }

  /// The first, the last, and others between them.
  private func spread(_ count: Int, over total: Int) -> [Int] {
    guard count > 1 else { return [1] }
    return Set((0..<count).map { 1 + $0 * (total - 1) / (count - 1) }).sorted()
  }
}
