// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// What programs rely on that read the results: names of files, columns and keys, whatever the model says.
///
/// `UPDATE_SNAPSHOTS=1` rewrites the stored names.
@Suite struct OutputStructureTests {
  private static let snapshot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots/output-structure.txt")

  @Test func filesColumnsAndKeysAreThoseOfTheContract() throws {
    let folder = try StudyProgramTests.Folder()
    let rate = "workforce.community_nursery_nurse.cost_per_hour_gbp"
    try folder.write("i.csv", "effect,cost,strategy\n1,100,A\n1.5,200,B\n")
    try folder.write("spec.yaml", StudyProgramTests.pilotEffects)
    try folder.write("targets.csv", "metric,numerator,denominator\nC5,190,240\n")
    try folder.write(
      "calibration.yaml",
      """
      calibrate: Small authority
      scenario: small.yaml
      targets: targets.csv
      parameters: [contacts.new_birth_visit.attendance]
      replications: 2
      """)
    let analyses = [
      ("run", [folder.path("small.yaml"), "--replications", "2"]),
      ("compare", [folder.study, "--replications", "2"]),
      ("psa", [folder.study, "--base-replications", "2"]),
      (
        "sensitivity",
        [
          folder.study, "--switch", "\(rate)=10:120:2", "--parameter", rate, "--replications", "2", "--two-way",
          "\(rate)=20..60 by 40,workforce.health_visitor.wte [Small]=3..5 by 2",
        ]
      ),
      ("cea", ["--icers", folder.path("i.csv")]), ("effects", [folder.path("spec.yaml"), "--draws", "10"]),
      ("calibrate", [folder.path("calibration.yaml"), "--method", "fit"]),
    ]
    var found = ""
    for (name, arguments) in analyses {
      let run = try ProgramTests.run(
        [name] + arguments + ["--format", "json", "--quiet", "--out", folder.path(name)])
      #expect(run.status == 0, "\(run.errors)")
      let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
      found += "== \(name)\n" + Self.keys(object, depth: 3).map { "  \($0)\n" }.joined()
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path(name)).sorted()
      let tables = try folder.tables(name)
      for file in files {
        // Columns of these are parameters and strategies.
        let isWide = file.hasPrefix("psa_") && file != "psa_draws.csv" || file == "posterior.csv"
        let header = isWide ? nil : tables[file]?.split(separator: "\n").first
        found += "  \(file)\(header.map { ": \($0)" } ?? "")\n"
      }
    }
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      try found.write(to: Self.snapshot, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: Self.snapshot, encoding: .utf8)
    #expect(found.split(separator: "\n").map(String.init) == expected.split(separator: "\n").map(String.init))
  }

  /// Keys of an object and of what stands in it, a line for each level; of a list, those of its first element.
  private static func keys(_ value: Any, depth: Int) -> [String] {
    guard depth > 0 else { return [] }
    if let list = value as? [Any] { return list.first.map { keys($0, depth: depth) } ?? [] }
    guard let object = value as? [String: Any] else { return [] }
    let names = object.keys.sorted()
    return ["{" + names.joined(separator: " ") + "}"]
      + names.flatMap { name in keys(object[name] ?? "", depth: depth - 1).map { "\(name) \($0)" } }
  }
}
