// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Public cases with known answers, kept beside the repository; tests that use them are skipped where they are not.
///
/// Looked for in the folder that `SKILLMIX_REFERENCE` names and in `../shared/reference`.
enum PublicCases {
  static let folder: URL? = {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["SKILLMIX_REFERENCE"].map { URL(filePath: $0) }
    let candidates = [named, package.appending(path: "../shared/reference")].compactMap { $0 }
    return candidates.map { $0.appending(path: "economics").standardizedFileURL }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  static var areThere: Bool { folder != nil }

  static func path(_ name: String) -> String { folder?.appending(path: name).path ?? name }

  static func decode<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: path(name))))
  }
}

/// `icer_tables.json`.
struct PublicICERTables: Decodable {
  struct Table: Decodable {
    let id: String
    let input: [Row]
    let expected: [Row]
  }

  struct Row: Decodable {
    let strategy: String
    let cost, effect: Double
    let incCost, incEffect, icer: Double?
    let status, comparedWith: String?

    enum CodingKeys: String, CodingKey {
      case strategy, cost, effect, icer, status
      case incCost = "inc_cost"
      case incEffect = "inc_effect"
      case comparedWith = "compared_with"
    }
  }

  let tables: [Table]
}

/// `analytic/expected.json`, the parts that are compared.
struct PublicAnalyticCases: Decodable {
  struct Case: Decodable {
    let id: String
    let files: [String: String]
    let byWTP: [Threshold]

    enum CodingKeys: String, CodingKey {
      case id, files
      case byWTP = "by_wtp"
    }
  }

  struct Threshold: Decodable {
    let wtp: Double
    let sample: Sample
  }

  struct Sample: Decodable {
    let evpi, evpiSE: Double
    let shareNewBest, shareSecondBest: Double?

    enum CodingKeys: String, CodingKey {
      case evpi
      case evpiSE = "evpi_se"
      case shareNewBest = "p_new_best"
      case shareSecondBest = "p_option2_best"
    }
  }

  let cases: [Case]
}
