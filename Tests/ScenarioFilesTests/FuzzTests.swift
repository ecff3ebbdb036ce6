// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ScenarioFiles
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
  private static let nasty = [
    "-1", "0", ".nan", ".inf", "1e309", "-1e308", "9223372036854775808", "[]", "{}", "null", "~", "*a", "&a",
    "&a [*a]",
    "!!binary", "<<", "''", "\"", "{value: }", "{value: 1}", "{beta: {mean: 0.5, se: 0.1}}",
    "{gamma: {mean: 1, se: 0}}",
    "{uniform: [1, 0]}", "{empirical: x#y}", "{dirichlet: {}}", "true", "|", ">", "?", "- ", "%", "@", "\t",
    "\u{0}",
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
}
