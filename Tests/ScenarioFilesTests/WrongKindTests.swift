// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
@testable import ScenarioFiles
import Testing

@Suite("A file of another kind, and slips of YAML, are told in one sentence")
struct WrongKindTests {
  private static let study = "study: Q\nstrategies: [a.yaml, b.yaml]\n"
  private static let calibration = "calibrate: Q\nscenario: a.yaml\nparameters: [x]\ntargets: t.csv\n"
  private static let effects = "panel: p.csv\nunit: u\ntreated: [A]\n"

  @Test(arguments: [
    (study, "this is a study: 'skillmix psa"), (calibration, "this is a calibration: 'skillmix calibrate"),
    (effects, "this is a specification of pilots and donors: 'skillmix effects"),
    ("horizon: h\ntransitions: []\n", "this is a cohort model"),
    ("plan: Q\nscenario: a.yaml\nvary: {x: 1..2 by 1}\n", "this is a plan: 'skillmix plan"),
  ])
  func asAScenario(text: String, message: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.yaml", Data(text.utf8))
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: file) }
    #expect(error?.flaws.count == 1 && error?.description.contains(message) == true, "\(error?.description ?? "")")
    // So is one that extends it.
    let heir = try folder.write("b.yaml", Data("skillmix: 1\nname: B\nextends: a.yaml\n".utf8))
    let inherited = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: heir) }
    #expect(inherited?.description.contains(message) == true)
  }

  @Test func asAStudyACalibrationOrASpecification() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write("s.yaml", Data(MinimalScenario.text.utf8))
    let error = #expect(throws: ScenarioError.self) { try StudyDocument(path: scenario) }
    #expect(error?.flaws.count == 1 && error?.description.contains("this is a scenario: 'skillmix run") == true)
    let other = #expect(throws: ScenarioError.self) { try CalibrationDocument(path: scenario) }
    #expect(other?.flaws.count == 1 && other?.description.contains("this is a scenario") == true)
    #expect((try? readEffectsSpecification(at: scenario)) == nil)
    #expect(FileKind(path: scenario) == .scenario && FileKind(path: "/nowhere") == nil)
    for (text, kind) in [(Self.study, FileKind.study), (Self.calibration, .calibration), (Self.effects, .effects)] {
      let file = try folder.write("k.yaml", Data(text.utf8))
      #expect(FileKind(path: file) == kind)
    }
  }

  @Test(arguments: [
    ("name: More: nurses", "a second ': ' in one line", 2), ("name: \"More", "a quotation mark is opened", 4),
    ("name: @a", "a value cannot begin with '@'", 2), ("name: %a", "a value cannot begin with '%'", 2),
    ("workforce:\n\tserver: {wte: 1}", "indented with a tab", 3),
    ("workforce:\n  server:\n     wte: 1\n    label: x", "indented by 4 spaces, the one before it by 5", 5),
    ("workforce: {server: {wte: 1}", "'{' is opened and not closed", 4),
    ("workforce:\n  server:\n    wte 1", "write 'wte: 1'", 4),
  ])
  func slipsOfYAML(lines: String, message: String, line: Int) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.yaml", Data("skillmix: 1\n\(lines)\nclock: {}\n".utf8))
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: file) }
    let flaw = error?.flaws.first { $0.message.contains(message) }
    #expect(flaw != nil, "\(error?.description ?? "")")
    if line > 0, !message.hasPrefix("'{'"), !message.hasPrefix("a quot") { #expect(flaw?.position.line == line) }
  }

  @Test func aChapterWhoseRolesStandAtTheMargin() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("base.yaml", Data(MinimalScenario.text.utf8))
    let file = try folder.write(
      "a.yaml", Data("skillmix: 1\nname: A\nextends: base.yaml\nworkforce:\nserver:\n  wte: 2\n".utf8))
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: file) }
    #expect(error?.description.contains("a.yaml:5:1") == true)
    #expect(error?.description.contains("if it belongs to 'workforce' above it, indent it") == true)
  }

  @Test(arguments: [("workforce", "servr", "server"), ("contacts", "visitt", "visit")])
  func aMisspeltRoleOrContactIsNotANewOne(chapter: String, name: String, meant: String) throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("base.yaml", Data(MinimalScenario.text.utf8))
    let value = chapter == "workforce" ? "{wte: 2}" : "{due_age_days: 3}"
    let file = try folder.write(
      "a.yaml", Data("skillmix: 1\nname: A\nextends: base.yaml\n\(chapter): {\(name): \(value)}\n".utf8))
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: file) }
    #expect(
      error?.flaws.count == 1 && error?.description.contains("did you mean '\(meant)'?") == true,
      "\(error?.description ?? "")")
  }

  @Test func theFileThatWasMeant() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("england.yaml", Data(MinimalScenario.text.utf8))
    for wrong in ["engalnd.yaml", "england.yml", "england"] {
      #expect(noSuchFile("\(folder.path)/\(wrong)") == "no such file; did you mean '\(file)'?", "\(wrong)")
    }
    #expect(noSuchFile("\(folder.path)/wales.yaml") == "no such file")
    let name = (folder.path as NSString).lastPathComponent, above = (folder.path as NSString).deletingLastPathComponent
    #expect(noSuchFile("\(above)/\(name.dropLast())/england.yaml").contains("did you mean '\(file)'"))
  }
}
