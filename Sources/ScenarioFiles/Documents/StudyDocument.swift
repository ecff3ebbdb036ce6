// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// A study file: strategies to be compared, and the analysis.
public struct StudyDocument: Sendable {
  public let title: String
  /// Scenario files, the baseline first.
  public let strategies: [ScenarioDocument]

  static let fields: [Field] = [
    Field("study", .text, required: true, "The question."),
    Field("strategies", .list(.text), required: true, "Scenario files, the baseline first; relative to this file."),
    Field("outcome", .anything, "Measure, or list of measures, of effect."),
    Field("willingness_to_pay_gbp", .anything, "A number, a list, or '0..50000 by 500'."),
    Field("draws", .number(.number, 1...10_000_000, isWhole: true), "Draws of the uncertain parameters."),
    Field("replications", .number(.number, 1...1_000_000, isWhole: true), "Replications."),
    Field("seed", .number(.number, 0...9_007_199_254_740_992, isWhole: true), "Seed of the random numbers."),
    Field("sampling", .choice(["monte_carlo", "latin_hypercube", "sobol"]), "How parameters are drawn."),
    Field("perspective", .choice(["commissioner", "nhs_and_social_services", "public_sector"]), "Whose costs count."),
    Field("effects", .text, "CSV of synthetic-control effect draws."),
    Field("thresholds", .anything, "Thresholds of the scorecard."),
  ]

  /// Whether a file is a study rather than a scenario.
  public static func isStudy(path: String) -> Bool {
    guard let tree = try? YAMLTree.read(path: path) else { return false }
    return tree["study"] != nil
  }

  public init(path: String) throws(ScenarioError) {
    let tree = try YAMLTree.read(path: path)
    var checker = Checker()
    let root = checker.object(tree, Self.fields, path: "")
    guard let root, checker.flaws.isEmpty else { throw ScenarioError(checker.flaws) }
    title = root["study"]?.text ?? ""
    let folder = (path as NSString).deletingLastPathComponent
    guard root["strategies"]?.items.isEmpty == false else {
      throw ScenarioError([
        Flaw(checker.positions["strategies"] ?? tree.position, "'strategies' names no scenario file")
      ])
    }
    var documents: [ScenarioDocument] = []
    for (index, item) in (root["strategies"]?.items ?? []).enumerated() {
      let name = item.text ?? ""
      let file = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
      guard FileManager.default.fileExists(atPath: file) else {
        let position = checker.positions["strategies[\(index)]"] ?? tree.position
        throw ScenarioError([Flaw(position, "no such file: '\(file)'")])
      }
      documents.append(try ScenarioDocument(path: file))
    }
    strategies = documents
  }
}
