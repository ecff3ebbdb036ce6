// SPDX-License-Identifier: GPL-3.0-or-later

/// Texts that are no YAML, or YAML that is no scenario.
enum MalformedYAMLCases {
  private typealias M = MinimalScenario

  static let all: [MalformedCase] = [
    MalformedCase("an empty file", "", "the file is empty", line: 1),
    MalformedCase("blank lines only", "\n\n\n", "the file is empty"),
    MalformedCase("comments only", "# nothing\n# at all\n", "the file is empty"),
    MalformedCase("a document marker only", "---\n", "must be a mapping"),
    MalformedCase("a list at the top", "- skillmix: 1\n- name: Queue\n", "found a list", line: 1),
    MalformedCase("a word at the top", "queue\n", "found 'queue'", line: 1),
    MalformedCase("an empty mapping", "{}\n", "lacks 'skillmix'", line: 1),
    MalformedCase("two documents", M.text + "---\n" + M.text, "not readable as YAML"),
    MalformedCase(
      "a tab for indentation", M.text.changing("  start", to: "\tstart"), "not readable as YAML", line: 4),
    MalformedCase("a tab within the indentation", M.replacing(12, with: "\twte: 1"), "not readable as YAML"),
    MalformedCase(
      "a key twice", M.adding(after: 2, "name: Again"), "the same key stands twice in a mapping: name"),
    MalformedCase(
      "a nested key twice", M.adding(after: 12, "wte: 2"), "the same key stands twice in a mapping: wte"),
    MalformedCase(
      "a role twice", M.adding(after: 13).changing("contacts:", to: "  server: {wte: 1}\ncontacts:"),
      "the same key stands twice"),
    MalformedCase(
      "an indentation that goes nowhere", M.replacing(6, with: " reporting_years: 1"), "not readable as YAML"),
    MalformedCase(
      "a key indented less than its fellows",
      M.text.changing("  births", to: " births").followed(by: "  b: 1\n"),
      ""),
    MalformedCase(
      "a bracket left open", M.replacing(18, with: "delivered_by: [server"), "not readable as YAML"),
    MalformedCase(
      "a brace left open", M.replacing(19, with: "duration_minutes: {exponential: {mean: 720}"),
      "not readable as YAML"),
    MalformedCase(
      "a bracket closed twice", M.replacing(18, with: "delivered_by: [server]]"), "not readable as YAML",
      line: 18),
    MalformedCase("a quotation left open", M.replacing(2, with: "name: \"Queue"), "not readable as YAML"),
    MalformedCase("an alias to nothing", M.replacing(2, with: "name: *nobody"), "not readable as YAML"),
    MalformedCase("an alias to itself", "a: &a [*a]\n", ""),
    MalformedCase("a line without a colon", M.replacing(2, with: "name Queue"), "not readable as YAML"),
    MalformedCase(
      "an unknown escape", M.replacing(2, with: "name: \"\\q\""), "not readable as YAML", line: 2),
    MalformedCase("a control character", M.replacing(2, with: "name: a\u{1}b"), "not readable as YAML"),
    MalformedCase("a null character", M.replacing(2, with: "name: a\u{0}b"), "not readable as YAML"),
    MalformedCase("a list as a key", M.appending("? [a, b]\n: 1"), "a key must be a word"),
    MalformedCase("a mapping as a key", M.appending("? {a: b}\n: 1"), "a key must be a word"),
    MalformedCase("a merge key", M.adding(after: 9, "<<: {moves: {}}"), "unknown key '<<'", line: 10),
    MalformedCase("a stray percent directive", "%YAML 9.9\n---\n" + M.text, "not readable as YAML"),
    MalformedCase(
      "seventy brackets",
      M.appending("x: " + String(repeating: "[", count: 70) + String(repeating: "]", count: 70)),
      "nested more than 64 levels deep", line: M.next),
    MalformedCase(
      "seventy braces",
      M.appending("x: " + String(repeating: "{a: ", count: 70) + "1" + String(repeating: "}", count: 70)),
      "nested more than 64 levels deep", line: M.next),
    MalformedCase(
      "seventy brackets never closed", String(repeating: "[", count: 70), "nested more than 64 levels deep"),
    MalformedCase(
      "a hundred thousand brackets", String(repeating: "[", count: 100_000), "nested more than 64 levels deep"
    ),
    MalformedCase(
      "a hundred thousand braces", String(repeating: "{a: ", count: 100_000),
      "nested more than 64 levels deep"),
    MalformedCase(
      "a hundred thousand brackets on lines of their own", String(repeating: "[\n", count: 100_000),
      "nested more than 64 levels deep"),
    MalformedCase("brackets behind anchors", String(repeating: "&a [", count: 100_000), ""),
    MalformedCase("brackets behind tags", String(repeating: "!a [", count: 100_000), ""),
    MalformedCase(
      "brackets behind words", String(repeating: "a: [", count: 100_000), "nested more than 64 levels deep"),
    MalformedCase(
      "seventy dashes", String(repeating: "- ", count: 70) + "1", "nested more than 64 levels deep"),
    MalformedCase(
      "seventy steps of indentation",
      (0..<70).map { String(repeating: " ", count: $0) + "a:\n" }.joined(), "nested more than 64 levels deep"),
    MalformedCase("a hundred thousand question marks", String(repeating: "? ", count: 100_000), ""),
    MalformedCase("aliases that multiply", laughs(9), "aliases multiply them"),
    MalformedCase("aliases that multiply in mappings", laughsInMappings(9), "aliases multiply them"),
  ]

  /// Each level is a list of nine times the one before.
  static func laughs(_ levels: Int) -> String {
    var text = "a0: &a0 lol\n"
    for level in 1...levels {
      let nine = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(nine)]\n"
    }
    return text
  }

  static func laughsInMappings(_ levels: Int) -> String {
    var text = "a0: &a0 lol\n"
    for level in 1...levels {
      let nine = (1...9).map { "k\($0): *a\(level - 1)" }.joined(separator: ", ")
      text += "a\(level): &a\(level) {\(nine)}\n"
    }
    return text
  }
}

extension String {
  /// The text with the first occurrence of a part replaced.
  func changing(_ part: String, to other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return String(self[..<range.lowerBound]) + other + self[range.upperBound...]
  }

  func followed(by more: String) -> String { self + more }
}
