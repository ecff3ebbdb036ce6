// SPDX-License-Identifier: GPL-3.0-or-later

/// One thing wrong with a table file, at its place.
public struct TableFlaw: Sendable, Equatable, CustomStringConvertible {
  public let file: String
  /// Counted from 1; 0 when the flaw is not in the text (a file that cannot be opened).
  public let line: Int
  /// In characters, counted from 1; 0 when the whole line is meant.
  public let column: Int
  /// What was found and what was expected.
  public let message: String

  public init(file: String, line: Int = 0, column: Int = 0, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// `costs.csv:12:14: error: …`, the form editors jump to.
  public var description: String {
    var place = file
    if line > 0 { place += ":\(line)" }
    if column > 0 { place += ":\(column)" }
    return visible("\(place): error: \(message)")
  }
}

/// A message with whatever a file has in it, so that showing it does nothing to a terminal: control characters and marks
/// of direction stand as `\u{1B}`.
public func visible(_ message: String) -> String {
  guard message.unicodeScalars.contains(where: isControl) else { return message }
  return message.unicodeScalars.reduce(into: "") { out, scalar in
    if isControl(scalar) {
      out += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    } else {
      out.unicodeScalars.append(scalar)
    }
  }
}

/// Characters that no word needs and that do something to a terminal, a table or the order of what is read; a line end and
/// a tabulator are none.
public func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x0A, 0x09: false
  case 0..<0x20, 0x7F..<0xA0: true
  // Line separators, and marks that turn the direction of writing.
  case 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
  default: false
  }
}

/// A table file that cannot be used, with everything that is wrong with it.
public struct TableError: Error, Sendable, Equatable, CustomStringConvertible {
  public let flaws: [TableFlaw]

  public init(_ flaws: [TableFlaw]) { self.flaws = flaws }

  public init(file: String, line: Int = 0, column: Int = 0, _ message: String) {
    self.init([TableFlaw(file: file, line: line, column: column, message: message)])
  }

  private static let printed = 20

  /// Of so many flaws the place is counted in characters. A long line that is wrong throughout is not counted through
  /// for each of its cells: the flaws beyond, which nobody sees, stand at the cell's bytes.
  static let mostPlaced = 1000

  /// A line for each flaw; a file that is wrong throughout is cut short.
  public var description: String {
    var lines = flaws.prefix(Self.printed).map(\.description)
    if flaws.count > Self.printed { lines.append("… and \(flaws.count - Self.printed) more") }
    return lines.joined(separator: "\n")
  }
}
