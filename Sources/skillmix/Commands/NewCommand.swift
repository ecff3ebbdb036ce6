// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import Foundation
import ScenarioFiles
import TableFiles

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a short scenario that inherits another one, ready to be changed.",
    discussion: "Example: skillmix new \"More nursery nurses\"")

  @Argument(help: "Name of the strategy.")
  var name: String

  @Option(help: ArgumentHelp("Scenario to inherit.", valueName: "file"))
  var from: String = "scenarios/england-2024-25.yaml"

  @Option(
    help: ArgumentHelp("File to write; by default the name in lower case beside the one inherited.", valueName: "file"))
  var out: String?

  func validate() throws {
    if name.trimmingCharacters(in: .whitespaces).isEmpty { throw ValidationError("the name is empty") }
  }

  func run() throws {
    let base = try ScenarioDocument(path: from)
    let path = out ?? ((from as NSString).deletingLastPathComponent as NSString).appendingPathComponent(fileName)
    guard !FileManager.default.fileExists(atPath: path) else {
      complain("\(path) exists already; choose another name or --out")
      throw Exit.badData
    }
    try writeFile(text(base, path: path), atPath: path)
    print("wrote \(path)\nnext: skillmix compare \(from) \(path)")
  }

  private var fileName: String {
    let words = name.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
    return words.split(separator: "-").joined(separator: "-") + ".yaml"
  }

  private func text(_ base: ScenarioDocument, path: String) -> String {
    let roles = base.scenario().workforce.prefix(2).map { role in
      "  \(role.name): {wte: \(role.wte), provenance: assumption}   # \(role.label); inherited: \(role.wte)"
    }
    return """
      # \(name): what differs from \(base.name); everything else is inherited.
      skillmix: 1
      name: "\(name.replacingOccurrences(of: "\"", with: "'"))"
      description: Say in a sentence what changes and why.
      extends: \(relative(from, to: path))
      workforce:
      \(roles.joined(separator: "\n"))
      # contacts:
      #   two_year_review:
      #     delivered_by: {universal: [community_nursery_nurse, health_visitor]}

      """
  }

  /// The inherited file as seen from the new one.
  private func relative(_ file: String, to path: String) -> String {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().standardizedFileURL.path
    let target = URL(fileURLWithPath: file).standardizedFileURL.path
    return target.hasPrefix(folder + "/") ? String(target.dropFirst(folder.count + 1)) : target
  }
}
