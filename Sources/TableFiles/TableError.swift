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
    return "\(place): error: \(message)"
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
