// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TableFiles
import Yams

/// A YAML document as a tree in which every node knows where it was written.
struct YAMLTree: Sendable {
  enum Content: Sendable {
    /// A scalar as written, and whether it was quoted.
    case scalar(String, isQuoted: Bool)
    case list([YAMLTree])
    case map([Entry])
  }

  struct Entry: Sendable {
    let key: String
    let position: SourcePosition
    var value: YAMLTree
  }

  let position: SourcePosition
  var content: Content

  /// Largest file that is read, in bytes: a scenario is a few thousand lines, not data.
  static let largestFile = 10_000_000
  static let deepestNesting = 64
  private static let mostNodes = 500_000

  /// Reads a file.
  static func read(path: String) throws(ScenarioError) -> YAMLTree {
    try parse(try text(ofFile: path), file: path)
  }

  /// The text of a file that is of a fit size and in UTF-8.
  static func text(ofFile path: String) throws(ScenarioError) -> String {
    let start = SourcePosition(file: path, line: 0, column: 0)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ScenarioError([Flaw(start, noSuchFile(path))])
    }
    guard !isFolder.boolValue else { throw ScenarioError([Flaw(start, "this is a folder, not a file")]) }
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    guard size <= largestFile else {
      throw ScenarioError([Flaw(start, "the file has \(size / 1_000_000) MB; a scenario has at most 10 MB")])
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ScenarioError([Flaw(start, "the file cannot be read")])
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ScenarioError([Flaw(start, "the file is not text in UTF-8")])
    }
    return text
  }

  /// Parses text.
  static func parse(_ text: String, file: String) throws(ScenarioError) -> YAMLTree {
    var count = 0
    return try convert(try compose(text, file: file), file: file, depth: 0, count: &count)
  }

  /// The nodes of a text, which is refused where a parser would take too long over it.
  static func compose(_ text: String, file: String) throws(ScenarioError) -> Node {
    let start = SourcePosition(file: file, line: 1, column: 1)
    // The mark with which Windows begins a text says nothing; the parser counts it as a document of its own.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    if let line = lineNestedTooDeeply(text) {
      throw ScenarioError([
        Flaw(SourcePosition(file: file, line: line, column: 1), "nested more than \(deepestNesting) levels deep")
      ])
    }
    if let line = lineOfTooManyAliases(text) {
      throw ScenarioError([
        Flaw(
          SourcePosition(file: file, line: line, column: 1),
          "more than \(mostAliases) aliases; nested aliases multiply them beyond reading, so inherit with 'extends'")
      ])
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw ScenarioError([flaw(error, in: text, file: file)])
    } catch {
      throw ScenarioError([Flaw(start, "not readable as YAML")])
    }
    guard let node else { throw ScenarioError([Flaw(start, "the file is empty")]) }
    return node
  }

  /// A cheap look at the text, before a recursive parser meets it.
  ///
  /// Only brackets that can open a list or mapping count: in words, comments and quotations they are words.
  private static func lineNestedTooDeeply(_ text: String) -> Int? {
    var depth = 0, line = 1, dashes = 0, indent = 0, isIndent = true
    var isComment = false, quotation: UInt8?
    // Whether a value may begin here, and the byte before.
    var mayBegin = true, last = UInt8(ascii: "\n")
    for byte in text.utf8 {
      defer { last = byte }
      if byte == UInt8(ascii: "\n") {
        line += 1
        dashes = 0
        indent = 0
        isIndent = true
        isComment = false
        // A quotation that is not closed in its line is not followed further; the parser judges it.
        quotation = nil
        mayBegin = true
        continue
      }
      if isComment { continue }
      if let quote = quotation {
        if byte == quote, last != UInt8(ascii: "\\") { quotation = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: " "):
        if isIndent { indent += 1 }
        if last == UInt8(ascii: ":") || last == UInt8(ascii: "?") { mayBegin = true }
        continue
      case UInt8(ascii: "#") where last == UInt8(ascii: " ") || last == UInt8(ascii: "\n"): isComment = true
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if mayBegin { quotation = byte }
        mayBegin = false
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        if mayBegin || depth > 0 { depth += 1 }
        mayBegin = true
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
      case UInt8(ascii: ","): mayBegin = depth > 0
      case UInt8(ascii: "-") where isIndent: dashes += 1
      default:
        isIndent = false
        mayBegin = false
      }
      if depth > deepestNesting || dashes > deepestNesting || indent > 20 * deepestNesting { return line }
    }
    return nil
  }

  private static let mostAliases = 20

  /// A parser that expands aliases, or compares keys made of them, takes exponential time over a few dozen.
  private static func lineOfTooManyAliases(_ text: String) -> Int? {
    var line = 1, aliases = 0, previous = UInt8(ascii: "\n"), isComment = false, isAfterStar = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n") {
        line += 1
        isComment = false
      }
      if byte == UInt8(ascii: "#"), previous == UInt8(ascii: " ") || previous == UInt8(ascii: "\n") { isComment = true }
      let isWord = byte > UInt8(ascii: " ") && byte != UInt8(ascii: "*")
      if isAfterStar, isWord, !isComment {
        aliases += 1
        if aliases > mostAliases { return line }
      }
      let begins = previous <= UInt8(ascii: " ") || " [{,?".utf8.contains(previous)
      isAfterStar = byte == UInt8(ascii: "*") && begins
      previous = byte
    }
    return nil
  }

  private static func flaw(_ error: YamlError, in text: String, file: String) -> Flaw {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Flaw(
        SourcePosition(file: file, line: mark.line, column: mark.column),
        YAMLProblem(problem, in: text, line: mark.line, column: mark.column).words)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let position = SourcePosition(file: file, line: context.mark.line, column: context.mark.column)
      return Flaw(position, "the same key stands twice in a mapping: \(duplicates.sorted().joined(separator: ", "))")
    case .reader(let problem, _, _, _):
      return Flaw(SourcePosition(file: file, line: 1, column: 1), "not readable as YAML: \(problem)")
    default:
      return Flaw(SourcePosition(file: file, line: 1, column: 1), "not readable as YAML")
    }
  }

  static func convert(
    _ node: Node, file: String, depth: Int, count: inout Int
  ) throws(ScenarioError) -> YAMLTree {
    let position = SourcePosition(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    count += 1
    guard depth <= deepestNesting else {
      throw ScenarioError([Flaw(position, "nested more than \(deepestNesting) levels deep")])
    }
    guard count <= mostNodes else {
      throw ScenarioError([Flaw(position, "the file expands to more than \(mostNodes) values; aliases multiply them")])
    }
    switch node {
    case .scalar(let scalar):
      if let flaw = unprintable(scalar.string, at: position) { throw ScenarioError([flaw]) }
      let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      return YAMLTree(position: position, content: .scalar(scalar.string, isQuoted: isQuoted))
    case .sequence(let sequence):
      var items: [YAMLTree] = []
      for item in sequence { items.append(try convert(item, file: file, depth: depth + 1, count: &count)) }
      return YAMLTree(position: position, content: .list(items))
    case .mapping(let mapping):
      var entries: [Entry] = []
      for (key, value) in mapping {
        let keyPosition = SourcePosition(file: file, line: key.mark?.line ?? 1, column: key.mark?.column ?? 1)
        guard let name = key.scalar?.string else {
          throw ScenarioError([Flaw(keyPosition, "a key must be a word, not a list or mapping")])
        }
        if let flaw = unprintable(name, at: keyPosition) { throw ScenarioError([flaw]) }
        let tree = try convert(value, file: file, depth: depth + 1, count: &count)
        entries.append(Entry(key: name, position: keyPosition, value: tree))
      }
      return YAMLTree(position: position, content: .map(entries))
    case .alias:
      throw ScenarioError([Flaw(position, "an alias to something that is not there")])
    }
  }

  /// A flaw where a text holds a control character.
  static func unprintable(_ text: String, at position: SourcePosition) -> Flaw? {
    guard let scalar = text.unicodeScalars.first(where: isControl) else { return nil }
    let code = String(scalar.value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
    return Flaw(position, "the control character \(name) stands in a text; write words, numbers and line ends only")
  }

  // MARK: Access

  var entries: [Entry]? {
    if case .map(let entries) = content { return entries }
    return nil
  }

  subscript(key: String) -> YAMLTree? { entries?.first { $0.key == key }?.value }

  var isNull: Bool {
    if case .scalar(let text, false) = content { return text.isEmpty || text == "~" || text == "null" }
    return false
  }

  /// What was found, for a message.
  var kind: String {
    switch content {
    case .scalar(let text, _): isNull ? "nothing" : "'\(text.count > 40 ? text.prefix(40) + "…" : text[...])'"
    case .list: "a list"
    case .map: "a mapping"
    }
  }
}
