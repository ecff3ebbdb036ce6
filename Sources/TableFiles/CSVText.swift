// SPDX-License-Identifier: GPL-3.0-or-later

/// A table written as comma-separated values (RFC 4180 quoting, one `\n` a line) that R and pandas read back.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection"); numbers
/// stay as they are.
public struct CSVText: Sendable {
  /// A cell to write.
  public enum Cell: Sendable, Equatable {
    case text(String)
    /// Written with the fewest digits that read back as the same number.
    case number(Double)
    case integer(Int)
    /// Written as nothing, which R and pandas read as missing.
    case missing
  }

  public private(set) var text = ""
  private let columnCount: Int

  public init(header: [String]) {
    columnCount = header.count
    write(header.map(Cell.text))
  }

  /// Adds a row with as many cells as the header.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columnCount, "a row of \(row.count) cells under a header of \(columnCount)")
    write(row)
  }

  /// Adds a row of numbers.
  public mutating func append(numbers row: [Double]) { append(row.map(Cell.number)) }

  private mutating func write(_ row: [Cell]) {
    for (index, cell) in row.enumerated() {
      if index > 0 { text += "," }
      text += Self.written(cell)
    }
    text += "\n"
  }

  static func written(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): quotedIfNeeded(startsFormula(text) ? "'" + text : text)
    case .number(let value): shortest(value)
    case .integer(let value): String(value)
    case .missing: ""
    }
  }

  /// A text that is a number is none.
  private static func startsFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return false }
    return text.count > 1 && Double(text) == nil
  }

  private static func quotedIfNeeded(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
    guard needsQuotes || text.first == " " || text.last == " " else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// Swift prints the shortest digits that round-trip; a whole number goes without its `.0`.
  private static func shortest(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "Inf" : "-Inf" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
