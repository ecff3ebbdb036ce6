// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import Statistics
import TableFiles
import Testing

@testable import ScenarioFiles

@Suite("A scenario as a sheet of key, value, unit and source")
struct ScenarioSheetTests {
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sheet-\(UUID().uuidString)")
    let england: String

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      england = try #require(shippedScenarios().first { $0.hasSuffix("/england-2024-25.yaml") })
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The sheet of England with rows changed or added.
    func sheet(_ changes: [String: String] = [:], adding rows: String = "") throws -> String {
      let document = try ScenarioDocument(path: england)
      let lines = ScenarioSheet.table(of: document, parent: england).csv.split(separator: "\n").map { line in
        changes.first { line.hasPrefix("\($0.key),") }.map { "\($0.key),\($0.value)" } ?? String(line)
      }
      let path = folder.appendingPathComponent("ours.csv").path
      try (lines.joined(separator: "\n") + "\n" + rows).write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }
  }

  @Test("What is written reads back as the same scenario, distributions and all")
  func roundTrip() throws {
    let place = try Place()
    for file in try shippedScenarios()
    where ["england-2024-25", "warrington", "flying-start"].contains(where: { file.hasSuffix("/\($0).yaml") }) {
      let document = try ScenarioDocument(path: file)
      let path = place.folder.appendingPathComponent("\(URL(fileURLWithPath: file).lastPathComponent).csv").path
      try ScenarioSheet.table(of: document, parent: file).csv.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try ScenarioDocument(path: path).canonicalText == document.canonicalText, "\(file)")
    }
  }

  @Test("A changed value replaces what is inherited, in whatever form that is written")
  func changes() throws {
    let place = try Place()
    let changes = [
      ("name", "Ours", Double.nan), ("workforce.health_visitor.wte", "29.5", 29.5),
      ("children.deprivation_shares[0]", "0.23", 0.23), ("children.deprivation_shares[4]", "0.17", 0.17),
      ("contacts.antenatal_review.duration_minutes.mean", "70", 70),
      ("workforce.community_nursery_nurse.supervision.minutes_per_month", "\"{gamma: {mean: 50, se: 5}}\"", 50),
      ("children.seasonality.sinusoidal.amplitude", "0.05", 0.05),
    ]
    let path = try place.sheet(
      Dictionary(uniqueKeysWithValues: changes.map { ($0.0, $0.1 + ",,\"our count, May\",found") }))
    let england = try ScenarioDocument(path: place.england), ours = try ScenarioDocument(path: path)
    #expect(ours.name == "Ours" && ours.files == [path, place.england])
    for (old, new) in zip(england.parameters, ours.parameters) {
      #expect(old.path == new.path)
      guard let change = changes.first(where: { $0.0 == new.path }) else {
        #expect(old.mean == new.mean && old.uncertainty?.description == new.uncertainty?.description, "\(new.path)")
        continue
      }
      #expect(abs(new.mean - change.2) < 1e-9, "\(new.path)")
      #expect((new.uncertainty != nil) == change.1.contains("gamma"), "\(new.path)")
      if !new.path.contains("[") { #expect(new.source == "our count, May" && new.provenance == "found", "\(new.path)") }
    }
    // A scenario may extend a sheet.
    let child = place.folder.appendingPathComponent("child.yaml").path
    try "skillmix: 1\nname: Child\nextends: ours.csv\n".write(toFile: child, atomically: true, encoding: .utf8)
    #expect(try ScenarioDocument(path: child).scenario().workforce[0].wte == 29.5)
  }

  @Test(
    "What is wrong is told at its row",
    arguments: [
      ("workforce.health_visitor.wtee,3", "has no number 'workforce.health_visitor.wtee'; did you mean"),
      ("workforce.health_visitor.wte,3,hours", "has no unit; found 'hours'"),
      ("contacts.antenatal_review.duration_minutes.mean,1,hours", "is in minutes; found the unit 'hours'"),
      ("workforce.health_visitor.wte,3", "stands twice"), ("extra.thing,", "has no number 'extra.thing'"),
    ])
  func flaws(_ row: String, _ message: String) throws {
    let place = try Place(), full = row + String(repeating: ",", count: 4 - row.count { $0 == "," })
    let path = try place.sheet(adding: full + "\n")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: path) }
    let flaw = try #require(error?.flaws.first { $0.message.contains(message) }, "\(error?.description ?? "")")
    #expect(flaw.position == SourcePosition(file: path, line: lines, column: 2))
  }

  @Test("A value that the format does not allow is told at its row")
  func notAllowed() throws {
    let place = try Place(), path = try place.sheet(["workforce.health_visitor.wte": "many,,,"])
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: path) }
    #expect(error?.flaws.first?.position.file == path && error?.description.contains("'many'") == true)
  }

  @Test("A sheet that names no scenario is no scenario")
  func withoutParent() throws {
    let place = try Place(), path = place.folder.appendingPathComponent("a.csv").path
    for (text, message) in [
      ("key,value\nname,A\n", "a row 'extends'"), ("a,b\n1,2\n", "has the columns key, value"),
      ("key,value\nextends,nowhere.yaml\n", "cannot extend"),
      ("key,value\nextends,a.csv\n", "goes in a circle"),
    ] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: path) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
  }
}
