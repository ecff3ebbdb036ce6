// SPDX-License-Identifier: GPL-3.0-or-later

/// A table of named columns read from delimited text: what the file says, as text, with its places.
///
/// Cells stay in the bytes of the file until they are asked for, so that a table of a million numbers costs
/// one pass. A row-name column, as R's `write.csv` and pandas write one, is set aside in `rowNames`.
public struct DelimitedTable: Sendable {
  /// Name of the file, for messages.
  public let file: String
  public let header: [String]
  /// The labels of an unnamed first column, if the file has one.
  public let rowNames: [String]?
  let bytes: [UInt8]
  let headerCells: [Cell]
  let cells: [Cell]
  let lines: [Int32]

  /// Where a cell stands in the file.
  struct Cell: Sendable {
    var start, end: Int
    var line: Int32
    /// Bytes before the cell in its line.
    var offset: Int32
    var isQuoted = false
    /// A quoted cell with doubled quotes inside.
    var hasEscapes = false
  }

  public var rowCount: Int { lines.count }
  public var columnCount: Int { header.count }

  /// The line of the file on which a row begins.
  public func line(ofRow row: Int) -> Int { Int(lines[row]) }

  public func columnIndex(named name: String) -> Int? { header.firstIndex(of: name) }

  /// The text of a cell, without quotes and surrounding blanks.
  public func text(row: Int, column: Int) -> String { Self.text(of: cell(row, column), in: bytes) }

  /// The cells of a row as text.
  public func row(_ row: Int) -> [String] { (0..<columnCount).map { text(row: row, column: $0) } }

  /// The cells of a column as text.
  public func texts(inColumn column: Int) -> [String] { (0..<rowCount).map { text(row: $0, column: column) } }

  /// An error at a cell, for callers who know more about what belongs there.
  public func flaw(row: Int, column: Int, _ message: String) -> TableFlaw {
    let cell = cell(row, column)
    return TableFlaw(
      file: file, line: Int(cell.line), column: Self.column(of: cell, in: bytes), message: message)
  }

  /// An error at a column's name.
  public func flaw(inHeader column: Int, _ message: String) -> TableFlaw {
    let cell = headerCells[column]
    return TableFlaw(
      file: file, line: Int(cell.line), column: Self.column(of: cell, in: bytes), message: message)
  }

  func cell(_ row: Int, _ column: Int) -> Cell { cells[row * columnCount + column] }

  static func text(of cell: Cell, in bytes: [UInt8]) -> String {
    let text = String(decoding: bytes[cell.start..<cell.end], as: UTF8.self)
    return cell.hasEscapes
      ? text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"") : text
  }

  /// The character column at which a cell begins: bytes that continue a UTF-8 character do not count.
  static func column(of cell: Cell, in bytes: [UInt8]) -> Int {
    let cellStart = cell.isQuoted ? cell.start - 1 : cell.start
    return 1 + bytes[(cellStart - Int(cell.offset))..<cellStart].count { $0 & 0xC0 != 0x80 }
  }
}
