// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ScenarioFiles
import Testing

/// A queue with one server and exponential service: the smallest scenario that can be read.
enum MinimalScenario {
  static let text = """
    skillmix: 1
    name: Queue
    clock:
      start: 2024-04-01
      warm_up_years: 0
      reporting_years: 1
      starts_empty: true
    children:
      births_per_year: 365.25
    workforce:
      server:
        wte: 1
        working_pattern: always
    contacts:
      visit:
        kind: additional
        due_age_days: 0
        delivered_by: [server]
        duration_minutes: {exponential: {mean: 720}}

    """

  static let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)

  /// The text with one line, counted from 1, replaced by others; its indentation is kept.
  static func replacing(_ number: Int, with replacement: String...) -> String {
    let indent = String(lines[number - 1].prefix { $0 == " " })
    var changed = lines
    changed.replaceSubrange(number - 1..<number, with: replacement.map { indent + $0 })
    return changed.joined(separator: "\n") + "\n"
  }

  /// The text with lines added after one of its own, with the indentation of that line.
  static func adding(after number: Int, _ added: String...) -> String {
    let indent = String(lines[number - 1].prefix { $0 == " " })
    var changed = lines
    changed.insert(contentsOf: added.map { indent + $0 }, at: number)
    return changed.joined(separator: "\n") + "\n"
  }

  /// The text without one line.
  static func removing(_ number: Int) -> String {
    var changed = lines
    changed.remove(at: number - 1)
    return changed.joined(separator: "\n") + "\n"
  }

  static func appending(_ more: String) -> String { text + more + "\n" }

  /// The first line of what is appended.
  static let next = lines.count + 1

  /// Reads the text with a value for one key of the contact added.
  static func visit(_ line: String) throws -> ScenarioDocument {
    try ScenarioDocument(text: adding(after: 18, line), file: "a.yaml")
  }

  /// Reads the text with a line added to the role.
  static func server(_ line: String) throws -> ScenarioDocument {
    try ScenarioDocument(text: adding(after: 13, line), file: "a.yaml")
  }
}

/// A scenario that must not be read, and what must be said of it.
struct MalformedCase: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  let fragment: String
  let line: Int?

  init(_ name: String, _ text: String, _ fragment: String, line: Int? = nil) {
    self.name = name
    self.text = text
    self.fragment = fragment
    self.line = line
  }

  var testDescription: String { name }

  /// Reads the text and compares what is said with what is expected.
  func check(sourceLocation: SourceLocation = #_sourceLocation) {
    do {
      _ = try ScenarioDocument(text: text, file: "case.yaml")
      Issue.record("read without complaint: \(name)\n\(text)", sourceLocation: sourceLocation)
    } catch {
      let isSaid = error.flaws.contains { flaw in
        (fragment.isEmpty || flaw.message.contains(fragment)) && (line == nil || flaw.position.line == line)
      }
      let place = line.map { " at line \($0)" } ?? ""
      #expect(
        isSaid, "\(name): no '\(fragment)'\(place) in\n\(error)\nfor\n\(text.prefix(1500))",
        sourceLocation: sourceLocation)
      expectPositions(error, in: "case.yaml", sourceLocation: sourceLocation)
    }
  }
}

/// Every flaw has a file, a line and a column, and shows them.
func expectPositions(
  _ error: ScenarioError, in file: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(!error.flaws.isEmpty, sourceLocation: sourceLocation)
  for flaw in error.flaws {
    let isPlaced =
      flaw.position.file == file && flaw.position.line > 0 && flaw.position.column > 0
      && flaw.description.hasPrefix("\(file):\(flaw.position.line):\(flaw.position.column): error: ")
    #expect(isPlaced, "without a place: \(flaw)", sourceLocation: sourceLocation)
  }
}

/// A folder that is there for one test.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "scenario-files-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

  @discardableResult
  func write(_ name: String, _ data: Data) throws -> String {
    let file = "\(path)/\(name)"
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try data.write(to: URL(fileURLWithPath: file))
    return file
  }
}

/// The folder of the package.
let packageFolder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path

/// The scenario files that are shipped.
func shippedScenarios() throws -> [String] {
  let folder = packageFolder + "/scenarios"
  return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
    .map { "\(folder)/\($0)" }
}
