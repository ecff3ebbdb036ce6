// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import ResultsStore
import ScenarioFiles
import Studies

/// `skillmix merge`: the parts of a study, run anywhere, as the one result that a single run would have given.
struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Put together the parts of a study that 'psa --shard' ran.",
    discussion: "Example: skillmix merge shard-1 shard-2 shard-3 --out results")

  @Argument(help: "Folders of the parts, in any order.")
  var parts: [String]

  @Option(help: ArgumentHelp("The study file, where it is no longer where the parts were run.", valueName: "file"))
  var study: String?

  @Option(help: ArgumentHelp("Folder for the results.", valueName: "folder"))
  var out: String

  @Flag(help: "Replace the results that the folder already holds.")
  var overwrite = false

  @Option(help: ArgumentHelp("Replications of the base case to run at a time.", valueName: "number"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "How results are printed: table, json or csv.")
  var format: OutputFormat = .table

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be between 1 and 1024, found \(jobs).") }
  }

  func run() async throws {
    let records = try parts.map(ShardRecord.read)
    guard let first = records.first else { throw ValidationError("merge needs the folders of the parts.") }
    for (folder, record) in zip(parts, records) where !record.belongs(with: first) {
      complain(
        "\(folder): a part of another study than \(parts[0]) (draws, replications, sampling, seed or parts differ)")
      throw Exit.badData
    }
    let session = try await session(first)
    signal(SIGXFSZ, SIG_IGN)
    let directory = try orExplain { try ResultsDirectory(path: out, overwrite: overwrite) }
    let scratch = try ScratchFolder()
    let database = try orExplain { () throws -> ResultsDatabase in
      let whole = try ResultsDatabase.forDraws(
        atPath: "\(scratch.path)/draws.sqlite", manifest: session.manifest(), strategies: session.strategies)
      for folder in parts {
        try whole.addDraws(
          from: .forDraws(
            atPath: "\(folder)/draws.sqlite", manifest: session.manifest(), strategies: session.strategies))
      }
      return whole
    }
    let missing = Set(1...first.draws).subtracting(try orExplain { try database.finishedDraws() })
    guard missing.isEmpty else {
      let present = Set(records.map(\.shard.part))
      let absent = (1...first.shard.parts).filter { !present.contains($0) }
      complain(
        "\(missing.count) of \(first.draws) draws are missing"
          + (absent.isEmpty
            ? "; a part was interrupted and can be continued with --resume"
            : "; not given: part \(absent.map(String.init).joined(separator: ", ")) of \(first.shard.parts)"))
      throw Exit.badData
    }
    let report = try await ProbabilisticReport(
      session, database, replications: first.chosenReplications, baseReplications: first.baseReplications,
      quiet: quiet)
    try report.write(to: directory)
    print(report.text(format), terminator: "")
    _ = scratch
  }

  private func session(_ record: ShardRecord) async throws -> StudySession {
    let document = try readStudy(study ?? record.studyFile)
    var plan = document.plan
    plan.draws = record.draws
    plan.replications = record.replications
    if let sampling = Sampling(rawValue: record.sampling) { plan.sampling = sampling }
    if let seed = UInt64(record.seed) { plan.seed = seed }
    return try await StudySession(document, plan: plan, jobs: jobs, quiet: quiet)
  }
}
