// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import Studies

/// One part of a study's draws: every `parts`-th, so that all parts take equally long.
struct Shard: Codable, Equatable, Sendable {
  /// From 1.
  let part: Int
  let parts: Int

  func draws(of count: Int) -> [Int] { (1...count).filter { $0 % parts == part - 1 } }
}

func readShard(_ text: String) throws -> Shard {
  let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
  guard numbers.count == 2, let part = numbers[0], let parts = numbers[1], parts >= 1, (1...parts).contains(part),
    parts <= 1_000_000
  else {
    throw ValidationError("--shard takes a part and the number of parts, for instance 3/10; found '\(text)'")
  }
  return Shard(part: part, parts: parts)
}

/// What a shard leaves beside its draws, so that they can be put together: `shard.json`.
struct ShardRecord: Codable, Equatable {
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
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(self)
    do {
      try data.write(to: URL(fileURLWithPath: "\(folder)/\(Self.fileName)"), options: .atomic)
    } catch {
      complain("\(folder)/\(Self.fileName): cannot be written")
      throw Exit.badData
    }
  }

  static func read(fromFolder folder: String) throws -> ShardRecord {
    let path = "\(folder)/\(fileName)"
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let data = FileManager.default.contents(atPath: path) else {
      complain("\(path): no such file; '\(folder)' holds no finished part of a study")
      throw Exit.badData
    }
    guard let record = try? decoder.decode(ShardRecord.self, from: data) else {
      complain("\(path): not the record of a part of a study")
      throw Exit.badData
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
