// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore
import ScenarioFiles
import Studies
import TableFiles

/// One part of a study's draws: every `parts`-th, so that all parts take equally long.
public struct Shard: Decodable, Equatable, Sendable {
  /// From 1.
  public let part: Int
  public let parts: Int

  /// Reads `part/parts`; nil when it is not that.
  public init?(_ text: String) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let part = numbers[0], let parts = numbers[1], parts >= 1, (1...parts).contains(part),
      parts <= 1_000_000
    else { return nil }
    self.part = part
    self.parts = parts
  }

  func draws(of count: Int) -> [Int] { (1...count).filter { $0 % parts == part - 1 } }
}

/// The parts of a study, run anywhere, as the one result that a single run would have given.
public struct Merge: Sendable {
  private let parts: [String]
  private let record: ShardRecord
  private let study: ProbabilisticStudy

  /// - Parameters:
  ///   - parts: Folders of the parts, in any order.
  ///   - study: The study file, where it is no longer where the parts were run.
  /// - Throws: `AnalysisError` for parts that do not belong together, `ScenarioError`.
  public init(
    _ parts: [String], study: String? = nil, jobs: Int = Program.processors
  ) throws {
    let records = try parts.map(ShardRecord.read)
    guard let first = records.first else { throw AnalysisError.request("merge needs the folders of the parts.") }
    for (folder, record) in zip(parts, records) where !record.belongs(with: first) {
      throw AnalysisError.noAnswer(
        "\(folder): a part of another study than \(parts[0]) (draws, replications, sampling, seed or parts differ)")
    }
    self.parts = parts
    record = first
    self.study = ProbabilisticStudy(
      try StudyDocument(path: study ?? first.studyFile), draws: first.draws, replications: first.replications,
      sampling: Sampling(rawValue: first.sampling), seed: UInt64(first.seed), baseReplications: first.baseReplications,
      jobs: jobs)
  }

  /// - Throws: `AnalysisError.request` when results in that folder would take the place of a part.
  public func refuse(out folder: String) throws(AnalysisError) {
    func place(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
    for part in parts where place(part) == place(folder) {
      throw .request("--out '\(folder)' is the folder of a part, which the results would replace; choose another")
    }
  }

  /// - Throws: `AnalysisError`, `ResultsError`; `anotherRun` where parts come from another study or build.
  public func run(progress: @escaping AnalysisProgress.Handler = { _ in }) async throws -> ProbabilisticResults {
    let session = try await study.session(progress)
    let scratch = try ScratchFolder()
    let whole = try ResultsDatabase.forDraws(
      atPath: "\(scratch.path)/draws.sqlite", manifest: session.manifest(), strategies: session.strategies)
    for folder in parts {
      try whole.addDraws(
        from: .resume(atPath: "\(folder)/draws.sqlite", manifest: session.manifest()))
    }
    let missing = Set(1...record.draws).subtracting(try whole.finishedDraws())
    guard missing.isEmpty else { throw try lacking(missing.count) }
    return try await session.results(
      whole, replications: record.chosenReplications, baseReplications: record.baseReplications, scratch: scratch,
      progress)
  }

  private func lacking(_ missing: Int) throws -> AnalysisError {
    let present = Set(try parts.map { try ShardRecord.read(fromFolder: $0).shard.part })
    let absent = (1...record.shard.parts).filter { !present.contains($0) }
    return .noAnswer(
      "\(missing) of \(record.draws) draws are missing"
        + (absent.isEmpty
          ? "; a part was interrupted and can be continued with --resume"
          : "; not given: part \(absent.map(String.init).joined(separator: ", ")) of \(record.shard.parts)"))
  }
}

extension ResultsDirectory {
  /// The database of a study's draws: begun, or continued where an interrupted run left it.
  func draws(of session: StudySession, resume: Bool) throws -> ResultsDatabase {
    if resume, isComplete, !hasDraws {
      throw AnalysisError.noAnswer("\(path): the study is finished; there is nothing to resume")
    }
    return try drawsDatabase(manifest: session.manifest(), strategies: session.strategies, resume: resume)
  }
}

/// What a shard leaves beside its draws, so that they can be put together: `shard.json`.
struct ShardRecord: Decodable, Equatable {
  static let fileName = "shard.json"

  /// The study file as it was given, and in full.
  let study, studyPath: String
  let shard: Shard
  let draws: Int
  /// As asked for; nil when they were chosen.
  let replications: Int?
  let chosenReplications: Int
  let baseReplications: Int
  let sampling: String
  /// As text, since some readers round large numbers.
  let seed: String

  init(study: String, shard: Shard, plan: StudyPlan, chosenReplications: Int, baseReplications: Int) {
    self.study = study
    studyPath = URL(fileURLWithPath: study).standardizedFileURL.path
    self.shard = shard
    draws = plan.draws
    replications = plan.replications
    self.chosenReplications = chosenReplications
    self.baseReplications = baseReplications
    sampling = plan.sampling.rawValue
    seed = String(plan.seed)
  }

  /// Where the study file is found: by the name it was given, as seen from here, or by its full path.
  var studyFile: String { FileManager.default.fileExists(atPath: study) ? study : studyPath }

  func write(inFolder folder: String) throws {
    let record = JSONValue.present([
      ("study", .text(study)), ("study_path", .text(studyPath)),
      ("shard", ["part": .integer(shard.part), "parts": .integer(shard.parts)]), ("draws", .integer(draws)),
      ("replications", replications.map(JSONValue.integer)), ("chosen_replications", .integer(chosenReplications)),
      ("base_replications", .integer(baseReplications)), ("sampling", .text(sampling)), ("seed", .text(seed)),
    ])
    try writeFile(record.indentedText, atPath: "\(folder)/\(Self.fileName)")
  }

  static func read(fromFolder folder: String) throws -> ShardRecord {
    let path = "\(folder)/\(fileName)"
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let data = FileManager.default.contents(atPath: path) else {
      throw AnalysisError.noAnswer("\(path): no such file; '\(folder)' holds no finished part of a study")
    }
    guard let record = try? decoder.decode(ShardRecord.self, from: data) else {
      throw AnalysisError.noAnswer("\(path): not the record of a part of a study")
    }
    return record
  }

  /// Whether another part belongs to the same study.
  func belongs(with other: ShardRecord) -> Bool {
    draws == other.draws && replications == other.replications && chosenReplications == other.chosenReplications
      && sampling == other.sampling && seed == other.seed && shard.parts == other.shard.parts
      && baseReplications == other.baseReplications
  }
}
