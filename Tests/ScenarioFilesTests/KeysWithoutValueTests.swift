// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
@testable import ScenarioFiles
import SyntheticControl
import TableFiles
import Testing

@Suite("A key without a value removes what is inherited, and is a mistake everywhere else")
struct KeysWithoutValueTests {
  /// What a child of the minimal scenario says, what must be told of it, and where.
  @Test(
    "A child's key without a value is told with its place and what was meant",
    arguments: [
      ("workforce:\n  server: {wte:40}\n", "write wte: 40, with a space after the colon", "2:12"),
      ("children: {births_per_year: 3,400}\n", "3,400 in braces is 2 entries; write 3400", "1:31"),
      ("children: {births_per_year: 1,234,567}\n", "1,234,567 in braces is 3 entries; write 1234567", "1:31"),
      (
        "costs: {travel_per_visit_gbp: £1,200}\n", "£1,200 in braces is 2 entries; write £1200 or \"£1,200\"", "1:34"
      ),
      ("children: {births_per_year: {value: 3,400}}\n", "3,400 in braces is 2 entries; write 3400", "1:39"),
      (
        "children: {births_per_year: {gamma: {mean: 3,400, se: 5}}}\n", "3,400 in braces is 2 entries; write 3400",
        "1:46"
      ),
      (
        "contacts:\n  visit: {duration_minutes: {gamma: {mean:40, sd: 5}}}\n",
        "write mean: 40, with a space after the colon", "2:38"
      ),
      ("contacts:\n  visit: {duration_multiplier: {server:2}}\n", "write server: 2, with a space", "2:33"),
      ("workforce:\n  servr:\n", "could be removed; did you mean 'server'?", "2:3"),
      ("workforce:\n  server: {wtee: }\n", "unknown key 'wtee' in 'workforce.server'; did you mean 'wte'?", "2:12"),
      ("publishd:\n", "unknown key 'publishd' in the file; did you mean 'published'?", "1:1"),
      ("source:\n", "'source' has no value", "1:1"),
      ("children: {provenance: }\n", "'provenance' has no value", "1:12"),
      ("children: {births_per_year: {value: 3, note: }}\n", "'note' has no value", "1:40"),
      ("costs: {discount_rate_costs: ~}\n", "'discount_rate_costs' has no value", "1:9"),
      ("children: {price_year: 20244}\n", "must be a year between 1990 and 2100", "1:24"),
      ("children: {births_per_year: '3,400'}\n", "write 3400, without commas", "1:29"),
      ("costs: {travel_per_visit_gbp: '£1,2'}\n", "must be a number", "1:31"),
      ("clock:\n", "lacks 'clock'", ""),
    ])
  func children(text: String, fragment: String, place: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("base.yaml", MinimalScenario.text)
    let file = try folder.write("a.yaml", text + "extends: base.yaml\n")
    let error = #expect(throws: ScenarioError.self, "\(text)") { try ScenarioDocument(path: file) }
    let isSaid =
      error?.flaws.contains { flaw in
        flaw.message.contains(fragment) && (place.isEmpty || flaw.position.description == "\(file):\(place)")
      } ?? false
    #expect(isSaid, "\(text): \(String(describing: error))")
  }

  @Test("What is inherited is removed by null, in a child, a grandchild or a file beside")
  func removal() throws {
    let folder = try TemporaryFolder()
    try folder.write("base.yaml", MinimalScenario.text + "costs: {price_year: 2024, travel_per_visit_gbp: 5}\n")
    try folder.write("mixin.yaml", "costs: {travel_per_visit_gbp: ~}\n")
    let child = try folder.write("child.yaml", "extends: base.yaml\ncosts: {travel_per_visit_gbp: }\n")
    let beside = try folder.write("beside.yaml", "extends: [base.yaml, mixin.yaml]\n")
    for file in [child, beside] {
      let paths = try ScenarioDocument(path: file).parameters.map(\.path)
      #expect(!paths.contains("costs.travel_per_visit_gbp") && paths.contains("costs.price_year"))
    }
    // A mistake of the inherited file is not mended by a null of the child's.
    try folder.write("wrong.yaml", MinimalScenario.text + "costs: {pricee: }\n")
    let hidden = try folder.write("hidden.yaml", "extends: wrong.yaml\ncosts: {pricee: }\n")
    #expect(throws: ScenarioError.self) { try ScenarioDocument(path: hidden) }
  }

  @Test("At every mapping of the format, a misspelt key with nothing after it is refused in a child")
  func everywhere() throws {
    let folder = try TemporaryFolder()
    try folder.write("base.yaml", MinimalScenario.text)
    for place in MalformedFamilies.places {
      for key in ["\(place.field.key)s_:", "? \(place.field.key):40\n"] {
        let lines = MalformedFamilies.file(place.parents, key)
        let file = try folder.write("a.yaml", "extends: base.yaml\n" + lines)
        let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(path: file) }
        let line = place.parents.count + 2
        #expect(
          error?.flaws.contains { $0.position.file == file && $0.position.line == line } == true,
          "\(lines): \(String(describing: error))")
      }
    }
  }

  @Test("In a study and a calibration, keys and entries without a value are refused")
  func studiesAndCalibrations() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.yaml", MinimalScenario.text)
    try folder.write("t.csv", "metric,value,tolerance\nreviews.completed,80,2\n")
    let study = "study: Q\nstrategies: [a.yaml]\noutcome: reviews.completed\n"
    for (line, place) in [
      ("draws:", "4:1"), ("drawss:", "4:1"), ("willingness_to_pay_gbp: [1, ~]", "4:29"),
      ("willingness_to_pay_gbp: ~", "4:1"), ("thresholds: {reviews.completed: {green: 8, amber: 7, blue: 1}}", "4:54"),
      ("thresholds: {reviews.completed: {green: 8, amber: 7, red: }}", "4:54"), ("effects: {fil: }", "4:11"),
    ] {
      let file = try folder.write("study.yaml", study + line + "\n")
      let error = #expect(throws: ScenarioError.self, "\(line)") { try StudyDocument(path: file) }
      #expect(error?.flaws.first?.position.description == "\(file):\(place)", "\(line): \(String(describing: error))")
    }
    let spec =
      "calibrate: Q\nscenario: a.yaml\ntargets: t.csv\nparameters: {children.births_per_year: {beta: {mean: 0.5, se: 0.1}}}\n"
    for line in ["points:", "pointss:", "points:40", "seed: ~"] {
      let file = try folder.write("spec.yaml", spec + (line == "points:40" ? "? points:40\n" : line + "\n"))
      let error = #expect(throws: ScenarioError.self, "\(line)") { try CalibrationDocument(path: file) }
      #expect(error?.flaws.first?.position.line == 5, "\(line): \(String(describing: error))")
    }
  }

  @Test("In an effects file, keys and entries without a value are refused")
  func effects() {
    let start = "panel: p.csv\ntreated: A\nfirst_post_period: 2020\n"
    for (line, place, fragment) in [
      ("donors:", "4:1", "'donors' has no value"), ("donorss:", "4:1", "did you mean 'donors'?"),
      ("? level:0.9", "4:3", "write level: 0.9, with a space after the colon"),
      ("exclude: [{unit: B, reasn: pilot}]", "4:21", "did you mean 'reason'?"),
      ("exclude: [{Bigtown: }]", "4:12", "needs a reason"), ("filter: Persons", "4:9", "must be a mapping"),
      ("filter: {sex:Persons}", "4:10", "has no value"), ("training: {predictors: }", "4:12", "has no value"),
      ("completeness: {column: n, lowest: }", "4:27", "unknown key 'lowest'"),
      ("unit: \"a\\eb\"", "4:7", "control character U+001B"),
    ] {
      let error = #expect(throws: TableError.self, "\(line)") {
        try readEffectsSpecification(text: start + line + "\n", file: "e.yaml")
      }
      let isSaid =
        error?.flaws.contains { "e.yaml:\($0.line):\($0.column)" == "e.yaml:\(place)" && $0.message.contains(fragment) }
        ?? false
      #expect(isSaid, "\(line): \(String(describing: error))")
    }
    let twice = "panel: p.csv\ntreated: [A, {unit: A}]\nfirst_post_period: 2020\n"
    let error = #expect(throws: TableError.self) { try readEffectsSpecification(text: twice, file: "e.yaml") }
    #expect(error?.description.contains("e.yaml:2:14: error: the treated unit 'A' is named twice") == true)
  }
}

@Suite("Texts that do something to a terminal, and marks that mean nothing")
struct CharacterTests {
  @Test(
    "Control characters and marks of direction are refused with their place",
    arguments: ["\\e[31m", "\\x07", "\\x7f", "\\x9b", "\\u202e", "\\u2066", "\\0", "\\r"])
  func controls(_ escape: String) {
    let text = MinimalScenario.replacing(2, with: "name: \"a\(escape)b\"")
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(text: text, file: "a.yaml") }
    #expect(error?.description.hasPrefix("a.yaml:2:7: error: the control character U+") == true)
    let key = MinimalScenario.appending("\"a\(escape)b\": 1")
    let inKey = #expect(throws: ScenarioError.self) { try ScenarioDocument(text: key, file: "a.yaml") }
    #expect(inKey?.flaws.first?.position.line == MinimalScenario.next)
    // What is refused is not shown as it is.
    for error in [error, inKey] {
      #expect(error?.description.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 } == true)
    }
  }

  @Test("A name is one line; a description may be several; a block's last line end is no part of a name")
  func lines() throws {
    #expect(throws: ScenarioError.self) {
      try ScenarioDocument(text: MinimalScenario.replacing(2, with: "name: \"a\\nb\""), file: "a.yaml")
    }
    let block = MinimalScenario.replacing(2, with: "name: |", "  Queue", "description: |", "  One.", "  Two.")
    #expect(try ScenarioDocument(text: block, file: "a.yaml").name == "Queue")
  }

  @Test("A byte-order mark is read over, in every kind of file")
  func byteOrderMark() throws {
    #expect(try ScenarioDocument(text: "\u{FEFF}" + MinimalScenario.text, file: "a.yaml").name == "Queue")
    let folder = try TemporaryFolder()
    let file = try folder.write("a.yaml", Data([0xEF, 0xBB, 0xBF]) + Data(MinimalScenario.text.utf8))
    #expect(try ScenarioDocument(path: file).name == "Queue")
    let effects = "\u{FEFF}panel: p.csv\ntreated: A\nfirst_post_period: 2020\n"
    #expect(try readEffectsSpecification(text: effects, file: "e.yaml").design.treated.count == 1)
  }

  @Test("Of twenty thousand unknown keys, the first twenty are shown, within seconds")
  func manyKeys() {
    let keys = (0..<20_000).map { "k\($0): 1\n" }.joined()
    let clock = ContinuousClock()
    let time = clock.measure {
      let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(text: keys, file: "a.yaml") }
      #expect(error?.description.split(separator: "\n").count == 21)
      #expect(error?.description.hasSuffix("more") == true)
      let effects = #expect(throws: TableError.self) { try readEffectsSpecification(text: keys, file: "e.yaml") }
      #expect(effects?.description.split(separator: "\n").count == 21)
    }
    print("20,000 unknown keys, twice: \(time)")
  }
}

@Suite("Ages and times that no service has")
struct RangeTests {
  @Test(
    "Ages of metrics and deadlines, and the length of a visit, have limits",
    arguments: [
      ("contacts.visit.metrics.m.by_age_days", "metrics: {m: {by_age_days: -1, cohort_age_days: 20}}"),
      ("contacts.visit.metrics.m.by_age_days", "metrics: {m: {by_age_days: 1e9, cohort_age_days: 20}}"),
      ("contacts.visit.metrics.m.cohort_age_days", "metrics: {m: {by_age_days: 1, cohort_age_days: -1}}"),
      ("contacts.visit.deadline_age_days", "deadline_age_days: 1e9"),
      ("contacts.visit.deadline_age_days", "deadline_age_days: -281"),
      ("contacts.visit.window_days.closes", "window_days: {opens: 0, closes: 1e9}"),
      ("contacts.visit.travel_minutes", "travel_minutes: 100000"),
      ("contacts.visit.travel_minutes", "travel_minutes: {gamma: {mean: 100000, sd: 1}}"),
    ])
  func limits(path: String, line: String) {
    MalformedCase(line, MinimalScenario.adding(after: 18, line), "'\(path)' must be", line: 19).check()
  }

  @Test("An age of the due date has limits too, and a visit")
  func replaced() {
    MalformedCase(
      "a visit of weeks",
      MinimalScenario.replacing(19, with: "duration_minutes: 100000").replacingOccurrences(
        of: "working_pattern: always", with: "working_pattern: {days: [mon], start: \"09:00\", hours_per_day: 7}"),
      "'contacts.visit.duration_minutes' must be between 0 and 10080 minutes; found 100000 on average", line: 19
    ).check()
    MalformedCase(
      "due in a million years", MinimalScenario.replacing(17, with: "due_age_days: 1e9"),
      "'contacts.visit.due_age_days' must be between -280 and 73000 days", line: 17
    ).check()
  }
}
