// SPDX-License-Identifier: GPL-3.0-or-later

/// What a parser of YAML complains of, in the words of somebody who fills in a file.
struct YAMLProblem {
  let problem: String
  /// The text's lines, and where the parser stopped, both from 1.
  let lines: [Substring]
  let line, column: Int

  init(_ problem: String, in text: String, line: Int, column: Int) {
    self.problem = problem
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.line = line
    self.column = column
  }

  var words: String { "not readable as YAML: \(meaning ?? problem)" }

  private func text(_ number: Int) -> Substring { lines.indices.contains(number - 1) ? lines[number - 1] : "" }

  private var meaning: String? {
    let own = text(line)
    if own.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
      return "this line is indented with a tab; use spaces, two for each level"
    }
    if problem.contains("mapping values are not allowed") {
      return
        "a second ': ' in one line; put quotes around a text that has one (name: \"More: nurses\"), or begin a new, indented line"
    }
    if problem.contains("could not find expected ':'") {
      return "a line without a colon; write 'key: value', with a space after the colon"
    }
    if problem.contains("',' or '}'") { return bracket("{", "}") }
    if problem.contains("',' or ']'") { return bracket("[", "]") }
    if problem.contains("did not find expected key") || problem.contains("did not find expected '-' indicator") {
      return indentation
    }
    if problem.contains("unexpected end of stream") { return "a quotation mark is opened and not closed again" }
    if problem.contains("cannot start any token"), let character = own.dropFirst(max(0, column - 1)).first {
      return character == "\t"
        ? "a tab stands here; use spaces"
        : "a value cannot begin with '\(character)'; put quotes around it"
    }
    return nil
  }

  private func bracket(_ opening: String, _ closing: String) -> String {
    "'\(opening)' is opened and not closed with '\(closing)', or a comma is missing between two entries"
  }

  private var indentation: String {
    let own = text(line).prefix { $0 == " " }.count
    let above = lines.prefix(max(0, line - 1)).last { line in
      let content = line.drop { $0 == " " }
      return !content.isEmpty && content.first != "#"
    }
    guard let above else { return "this line is not indented like those that it belongs with" }
    return
      "this line is indented by \(own) spaces, the one before it by \(above.prefix { $0 == " " }.count); keys that belong together begin in the same column"
  }
}
