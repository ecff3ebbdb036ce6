// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ScenarioFiles
import TableFiles
import Testing

/// SplitMix64 (Steele, Lea & Flood 2014), so that a failure can be had again.
private struct SmallGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite("The reader reads or refuses whatever it is given, and always says where")
struct FuzzTests {
  /// How many inputs of each kind of file; `Benchmarks/fuzz` sets more.
  private static let inputs =
    ProcessInfo.processInfo.environment["SKILLMIX_FUZZ_INPUTS"].flatMap(UInt64.init) ?? 500

  private static let nasty = [
    "-1", "0", ".nan", ".inf", "1e309", "-1e308", "9223372036854775808", "[]", "{}", "null", "~", "*a", "&a",
    "&a [*a]",
    "!!binary", "<<", "''", "\"", "{value: }", "{value: 1}", "{beta: {mean: 0.5, se: 0.1}}",
    "{gamma: {mean: 1, se: 0}}",
    "{uniform: [1, 0]}", "{empirical: x#y}", "{dirichlet: {}}", "true", "|", ">", "?", "- ", "%", "@", "\t",
    "\u{0}",
    "{wte:40}", "3,400", "£1,200", "-1e9", "\"\\e[31m\"", "=1+1", "'@x'", "1.5.2", "NA", "C5", "\"a\"\"b\"",
    "\u{FEFF}", "\u{2028}", "é", "𝟙", "---", "...", "2025-02-30", "always", "named", "home: 1",
  ]

  private static func mutated(_ text: String, _ generator: inout SmallGenerator) -> Data {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let line = Int.random(in: lines.indices, using: &generator)
    switch Int.random(in: 0..<9, using: &generator) {
    case 0: lines.remove(at: line)
    case 1: lines.insert(lines[line], at: Int.random(in: lines.indices, using: &generator))
    case 2: lines.swapAt(line, Int.random(in: lines.indices, using: &generator))
    case 3: lines[line] = " " + lines[line]
    case 4: lines[line] = String(lines[line].dropFirst(Int.random(in: 1...3, using: &generator)))
    case 5, 6:
      // One word of a line becomes something nasty.
      var words = lines[line].split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      let places = words.indices.filter { !words[$0].isEmpty }
      if let place = places.randomElement(using: &generator),
        let other = nasty.randomElement(using: &generator)
      {
        words[place] = words[place].hasSuffix(":") && Bool.random(using: &generator) ? "\(other):" : other
      }
      lines[line] = words.joined(separator: " ")
    case 7:
      var bytes = Data(text.utf8)
      for _ in 0...Int.random(in: 0...2, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &generator)
      }
      return bytes
    default: return Data(text.utf8.prefix(Int.random(in: 0..<text.utf8.count, using: &generator)))
    }
    return Data(lines.joined(separator: "\n").utf8)
  }

  /// Reads one text; how it ended.
  private static func isRead(_ bytes: Data, seed: UInt64) -> Bool {
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    do {
      let document = try ScenarioDocument(text: text, file: "fuzz.yaml")
      _ = document.scenario()
      return true
    } catch {
      let isPlaced = error.flaws.allSatisfy {
        $0.position.file == "fuzz.yaml" && $0.position.line > 0 && $0.position.column > 0
          && !$0.message.isEmpty
      }
      #expect(!error.flaws.isEmpty && isPlaced, "seed \(seed): \(error)\n\(text.prefix(3000))")
      return false
    }
  }

  @Test("Two thousand mutations of the minimal scenario are read or refused")
  func minimal() {
    var read = 0
    for seed in 0..<2000 as Range<UInt64> {
      var generator = SmallGenerator(state: seed)
      var bytes = Self.mutated(MinimalScenario.text, &generator)
      // Some are changed again and again.
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else { break }
        bytes = Self.mutated(text, &generator)
      }
      if Self.isRead(bytes, seed: seed) { read += 1 }
    }
    #expect(read > 20 && read < 1900)
  }

  @Test("Mutations of the shipped scenario of England are read or refused")
  func england() throws {
    let text = try String(contentsOfFile: packageFolder + "/scenarios/england-2024-25.yaml", encoding: .utf8)
    var read = 0
    for seed in 0..<120 as Range<UInt64> {
      var generator = SmallGenerator(state: seed)
      if Self.isRead(Self.mutated(text, &generator), seed: seed) { read += 1 }
    }
    #expect(read < 120)
  }

  /// A kind of file: a good one, the name under which it lies in a folder of others, and what reads it.
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let read: @Sendable (String) throws -> Void
    var testDescription: String { name }
  }

  private static let tables: [String: String] = [
    "base.yaml": MinimalScenario.text
      + "  second: {kind: additional, due_age_days: 3, delivered_by: [server], duration_minutes: 5, "
      + "attendance: {beta: {mean: 0.5, se: 0.1}}}\ncalibrated: posterior.csv\n",
    "child.yaml": "extends: base.yaml\nname: Other\nworkforce:\n  server: {wte: 2}\n",
    "study.yaml": """
    study: Which?
    strategies: [base.yaml, child.yaml]
    outcome: [{measure: reviews.completed, better: higher, willingness_to_pay_gbp: 0..100 by 50}]
    draws: 20
    effects: {file: draws.csv, uses: [{effect: e, strategy: Other, measure: reviews.completed, through: []}]}
    thresholds: {reviews.completed: {green: 8, amber: 7}}

    """,
    "spec.yaml": """
    calibrate: To its counts
    scenario: base.yaml
    targets: targets.csv
    parameters:
      contacts.second.attendance: {beta: {mean: 0.4, se: 0.1}}
    points: 24

    """,
    "effects.yaml": """
    panel: panel.csv
    treated: [{unit: A, first_post_period: 2019}]
    donors: [B, C]
    exclude: [D]
    method: [classic]
    predictors: [{column: y, window: [2016, 2018], op: mean}]
    inference: [placebo_space]

    """,
    "posterior.csv": "contacts.second.attendance\n0.4\n0.5\n0.6\n",
    "draws.csv": "e,f\n1,2\n2,3\n3,4\n",
    "targets.csv": "metric,value,tolerance,use\nreviews.completed,80,2,fitted\nwork.lapsed,3,1,held_out\n",
    "panel.csv": "unit,time,outcome,y\n"
      + ["A", "B", "C", "D"].flatMap { unit in (2015...2020).map { "\(unit),\($0),\($0 % 7).5,1" } }
      .joined(separator: "\n") + "\n",
  ]

  private static let kinds: [Kind] = {
    func kind(_ name: String, _ read: @escaping @Sendable (String) throws -> Void) -> Kind {
      Kind(name: name, text: tables[name] ?? "", read: read)
    }
    let scenario: @Sendable (String) throws -> Void = { _ = try ScenarioDocument(path: $0 + "/child.yaml").scenario() }
    let calibration: @Sendable (String) throws -> Void = { _ = try CalibrationDocument(path: $0 + "/spec.yaml") }
    let study: @Sendable (String) throws -> Void = { _ = try StudyDocument(path: $0 + "/study.yaml") }
    let effects: @Sendable (String) throws -> Void = { folder in
      let read = try readEffectsSpecification(at: folder + "/effects.yaml")
      _ = try readPanel(at: folder + "/panel.csv", layout: read.layout)
    }
    return [
      kind("base.yaml", scenario), kind("child.yaml", scenario), kind("posterior.csv", scenario),
      kind("study.yaml", study), kind("draws.csv", study), kind("spec.yaml", calibration),
      kind("targets.csv", calibration), kind("effects.yaml", effects), kind("panel.csv", effects),
    ]
  }()

  @Test("Mutations of every kind of file are read or refused, with their place", arguments: kinds)
  func everyKind(_ kind: Kind) throws {
    let folder = try TemporaryFolder()
    for (name, text) in Self.tables { try folder.write(name, text) }
    try kind.read(folder.path)
    var read = 0
    for seed in 0..<Self.inputs {
      var generator = SmallGenerator(state: seed)
      var bytes = Self.mutated(kind.text, &generator)
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else { break }
        bytes = Self.mutated(text, &generator)
      }
      try folder.write(kind.name, bytes)
      do {
        try kind.read(folder.path)
        read += 1
      } catch let error as ScenarioError {
        #expect(!error.flaws.isEmpty && error.flaws.allSatisfy { !$0.message.isEmpty }, "seed \(seed)")
        Self.expectPlain("\(error)", seed)
      } catch let error as TableError {
        #expect(!error.flaws.isEmpty && error.flaws.allSatisfy { !$0.message.isEmpty }, "seed \(seed)")
        Self.expectPlain("\(error)", seed)
      }
    }
    print("\(kind.name): \(Self.inputs) inputs, \(read) read, the others refused")
    #expect(read < Int(Self.inputs))
  }

  /// What is told of a file does nothing to the terminal that shows it.
  private static func expectPlain(_ message: String, _ seed: UInt64) {
    let isPlain = message.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0.value >= 32 && $0.value != 127 }
    #expect(isPlain, "seed \(seed): \(message.debugDescription)")
  }
}
