// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
@testable import ScenarioFiles
import Testing

@Suite("Files that cannot be read, or inherit what is not there, are refused")
struct MalformedFileTests {
  private func refuse(
    _ path: String, _ fragment: String, at place: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: ScenarioError.self, sourceLocation: sourceLocation) {
      try ScenarioDocument(path: path)
    }
    let description = error?.description ?? ""
    #expect(description.contains(fragment), "\(description)", sourceLocation: sourceLocation)
    #expect(description.hasPrefix("\(place): error: "), "\(description)", sourceLocation: sourceLocation)
  }

  // A file that cannot be opened has no line; its name is its place.

  @Test("A missing file is told by its name")
  func missingFile() { refuse("/nowhere/at/all.yaml", "no such file", at: "/nowhere/at/all.yaml") }

  @Test("A folder is not a file")
  func folder() throws {
    let folder = try TemporaryFolder()
    refuse(folder.path, "this is a folder, not a file", at: folder.path)
  }

  @Test(
    "Bytes that are not UTF-8 are refused",
    arguments: [[0xFF, 0xFE, 0x00], [0xC3, 0x28], [0xED, 0xA0, 0x80]] as [[UInt8]])
  func notUTF8(_ bytes: [UInt8]) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.yaml", Data(MinimalScenario.text.utf8) + Data(bytes))
    refuse(file, "the file is not text in UTF-8", at: file)
  }

  @Test("A file over ten megabytes is refused unread")
  func tooLarge() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.yaml", Data(repeating: UInt8(ascii: "#"), count: 10_000_001))
    refuse(file, "a scenario has at most 10 MB", at: file)
  }

  @Test("An empty file is refused")
  func empty() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.yaml", "")
    refuse(file, "the file is empty", at: "\(file):1:1")
  }

  @Test("Extending a missing file is told where it is extended")
  func extendsMissing() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.yaml", "skillmix: 1\nextends: nowhere.yaml\n")
    refuse(file, "no such file", at: "\(file):2:10")
  }

  @Test("Extending a folder, or nothing, is refused", arguments: ["..", "\"\"", "~", "{}", "[[a]]", "[~]"])
  func extendsNoFile(_ what: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.yaml", "skillmix: 1\nextends: \(what)\n")
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: file) }
    #expect(error?.flaws.first?.position.line == 2, "\(what): \(String(describing: error))")
  }

  @Test("A file that extends itself is refused")
  func extendsItself() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.yaml", "skillmix: 1\nextends: a.yaml\n")
    refuse(file, "'extends' goes in a circle: a.yaml → a.yaml", at: "\(file):2:10")
  }

  @Test("Two files that extend each other are refused, however the path is written")
  func extendsInACircle() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("a.yaml", "skillmix: 1\nextends: sub/b.yaml\n")
    let other = try folder.write("sub/b.yaml", "extends: [../sub/../a.yaml]\n")
    refuse(file, "'extends' goes in a circle: a.yaml → b.yaml → a.yaml", at: "\(other):1:11")
  }

  @Test("Extending a file that holds a list is refused in that file")
  func extendsAList() throws {
    let folder = try TemporaryFolder()
    let base = try folder.write("base.yaml", "- a\n- b\n")
    let file = try folder.write("a.yaml", "skillmix: 1\nextends: base.yaml\n")
    refuse(file, "a scenario is a mapping of keys to values; found a list", at: "\(base):1:1")
  }

  @Test("A flaw in an inherited file is told in that file")
  func inheritedFlaw() throws {
    let folder = try TemporaryFolder()
    let base = try folder.write("base.yaml", MinimalScenario.replacing(12, with: "wte: -1"))
    let file = try folder.write("a.yaml", "extends: base.yaml\nname: Other\n")
    refuse(file, "'workforce.server.wte' must be", at: "\(base):12:10")
  }

  @Test("Files that extend one another twice over are not read a million times")
  func extendsManyTimes() throws {
    let folder = try TemporaryFolder()
    for level in 0..<30 {
      try folder.write("\(level).yaml", "extends: [\(level + 1).yaml, \(level + 1).yaml]\n")
    }
    try folder.write("30.yaml", MinimalScenario.text)
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: folder.path + "/0.yaml") }
    #expect(error?.description.contains("extends more than 200 files") == true)
  }

  @Test("A null for a key that is not inherited is refused, and a null that leaves a required key out")
  func nulls() throws {
    let folder = try TemporaryFolder()
    try folder.write("base.yaml", MinimalScenario.text)
    let one = try folder.write("one.yaml", "extends: base.yaml\nname:\n")
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: one) }
    #expect(error?.description.contains("lacks 'name'") == true)
    let two = try folder.write("two.yaml", "caseload:\n  model: ~\n" + MinimalScenario.text)
    refuse(two, "'model' has no value", at: "\(two):2:3")
  }

  @Test("A study without a file, without strategies or with a strategy that is missing is refused")
  func studies() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.yaml", MinimalScenario.text)
    let cases: [(String, String)] = [
      ("study: Q\n", "lacks 'strategies'"), ("strategies: [a.yaml]\n", "lacks 'study'"),
      ("study: Q\nstrategies: []\n", "names no scenario file"),
      ("study: Q\nstrategies: [b.yaml]\n", "no such file"),
      ("study: Q\nstrategies: a.yaml\n", "must be a list"), ("study: Q\nstrategies: [~]\n", "must be text"),
      ("study: Q\nstrategies: [study.yaml]\n", "this is a study"),
      ("study: Q\nstrategies: [a.yaml]\ndraws: 0\n", "'draws' must be between 2"),
      ("study: Q\nstrategies: [a.yaml]\ndraws: 2.5\n", "'draws' must be a whole number"),
      ("study: Q\nstrategies: [a.yaml]\nseed: -1\n", "'seed' must be at least 0"),
      ("study: Q\nstrategies: [a.yaml]\nsampling: sobel\n", "did you mean 'sobol'?"),
      ("study: Q\nstrategies: [a.yaml]\nperspective: mine\n", "'perspective' must be"),
      ("study: Q\nstrategies: [a.yaml]\ndraw: 5\n", "did you mean 'draws'?"), ("- a\n", "found a list"),
    ]
    for (text, fragment) in cases {
      let file = try folder.write("study.yaml", text)
      let error = #expect(throws: ScenarioError.self, "\(text)") { try StudyDocument(path: file) }
      #expect(error?.description.contains(fragment) == true, "\(text): \(String(describing: error))")
      if let error { expectPositions(error, in: error.flaws.first?.position.file ?? file) }
    }
    #expect(throws: ScenarioError.self) { try StudyDocument(path: folder.path + "/none.yaml") }
  }
}
