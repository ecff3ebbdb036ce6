// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension DelimitedTable {
  /// A column as numbers; every cell that is not a finite number is an error that names row and column.
  public func numbers(inColumn column: Int) throws(TableError) -> [Double] {
    var flaws: [TableFlaw] = []
    let values = numbers(inColumn: column, flaws: &flaws)
    guard flaws.isEmpty else { throw TableError(flaws) }
    return values
  }

  /// A named column as numbers.
  public func numbers(inColumn name: String) throws(TableError) -> [Double] {
    guard let column = columnIndex(named: name) else {
      throw TableError(file: file, line: 1, "no column '\(name)'; found \(header.quotedList)")
    }
    return try numbers(inColumn: column)
  }

  /// All columns as numbers, in the order of the header; the error lists the cells that are wrong in any of them.
  public func allNumbers() throws(TableError) -> [[Double]] {
    var flaws: [TableFlaw] = []
    let columns = (0..<columnCount).map { numbers(inColumn: $0, flaws: &flaws) }
    guard flaws.isEmpty else {
      throw TableError(flaws.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return columns
  }

  private func numbers(inColumn column: Int, flaws: inout [TableFlaw]) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(rowCount)
    bytes.withUnsafeBufferPointer { buffer in
      for row in 0..<rowCount {
        let cell = cell(row, column)
        let value = finiteNumber(in: buffer, cell.start..<cell.end)
        if value == nil {
          flaws.append(
            flaws.count < TableError.mostPlaced
              ? notANumber(row: row, column: column)
              : TableFlaw(
                file: file, line: Int(cell.line), column: Int(cell.offset) + 1, message: "must be a finite number"))
        }
        values.append(value ?? .nan)
      }
    }
    return values
  }

  private func notANumber(row: Int, column: Int) -> TableFlaw {
    let text = text(row: row, column: column)
    let found = text.isEmpty ? "the cell is empty" : "found '\(text)'"
    let hint = hint(for: text)
    return flaw(
      row: row, column: column,
      "row \(row + 1) of column '\(header[column])' must be a finite number; \(found)\(hint)")
  }

  private func hint(for text: String) -> String {
    switch text.lowercased() {
    case "na", "nan", "null", "none", "n/a", ".":
      " (missing values are refused: drop the draw in every table)"
    case "inf", "+inf", "-inf", "infinity", "-infinity": ""
    default:
      text.contains { $0 == "," || $0 == "£" || $0 == "%" }
        ? " (write 1234.5, without separators or units)" : ""
    }
  }
}

/// A decimal number that fills the range, or nil.
///
/// `strtod` alone would also take hexadecimal, `inf` and `nan`.
private func finiteNumber(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double? {
  guard isDecimalNumber(bytes, range), let base = bytes.baseAddress else { return nil }
  // The table keeps a NUL after the last byte, and what follows a cell is never part of a number.
  let value = UnsafeRawPointer(base + range.lowerBound).withMemoryRebound(
    to: CChar.self, capacity: range.count
  ) {
    strtod($0, nil)
  }
  return value.isFinite ? value : nil
}

/// Sign, digits with at most one point, exponent.
private func isDecimalNumber(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
  var i = range.lowerBound
  func skipDigits() -> Int {
    let start = i
    while i < range.upperBound, bytes[i] &- UInt8(ascii: "0") < 10 { i += 1 }
    return i - start
  }
  func skip(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    guard i < range.upperBound, bytes[i] == UInt8(ascii: first) || bytes[i] == UInt8(ascii: second) else {
      return false
    }
    i += 1
    return true
  }
  _ = skip("+", "-")
  var digits = skipDigits()
  if skip(".", ".") { digits += skipDigits() }
  guard digits > 0 else { return false }
  if skip("e", "E") {
    _ = skip("+", "-")
    guard skipDigits() > 0 else { return false }
  }
  return i == range.upperBound
}

extension [String] {
  /// `'A', 'B' and 'C'`, for messages.
  package var quotedList: String {
    let quoted = map { "'\($0)'" }
    guard let last = quoted.last else { return "none" }
    return quoted.count == 1 ? last : quoted.dropLast().joined(separator: ", ") + " and " + last
  }
}
