// SPDX-License-Identifier: GPL-3.0-or-later

/// A place in a file; lines and columns count from 1.
public struct SourcePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let file: String
  public let line: Int
  public let column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  public var description: String { line > 0 ? "\(file):\(line):\(column)" : file }

  public static func < (a: Self, b: Self) -> Bool { (a.file, a.line, a.column) < (b.file, b.line, b.column) }
}

/// One thing that is wrong with a file.
public struct Flaw: Sendable, Equatable, CustomStringConvertible {
  public let position: SourcePosition
  public let message: String

  public init(_ position: SourcePosition, _ message: String) {
    self.position = position
    self.message = message
  }

  public var description: String { "\(position): error: \(message)" }
}

/// Everything that is wrong with a scenario or study, in the order of the lines.
public struct ScenarioError: Error, Sendable, CustomStringConvertible {
  /// So many flaws are shown; a file with more needs a look at its first lines anyway.
  static let mostShown = 50
  public let flaws: [Flaw]

  public init(_ flaws: [Flaw]) { self.flaws = flaws.sorted { $0.position < $1.position } }

  public var description: String {
    var lines = flaws.prefix(Self.mostShown).map(\.description)
    if flaws.count > Self.mostShown { lines.append("… and \(flaws.count - Self.mostShown) more") }
    return lines.joined(separator: "\n")
  }
}
