// SPDX-License-Identifier: GPL-3.0-or-later

/// Cuts delimited text into cells in one pass over its bytes.
struct DelimitedScanner {
  private var bytes: [UInt8]
  private let file: String
  private let delimiter: UInt8
  private let end: Int
  private var position = 0
  private var line: Int32 = 1
  private var lineStart = 0
  private var cells: [DelimitedTable.Cell] = []
  /// Index in `cells` at which each record starts.
  private var recordStarts: [Int] = []
  private var flaws: [TableFlaw] = []

  init(bytes: [UInt8], file: String, delimiter: UInt8) {
    self.bytes = bytes
    self.file = file
    self.delimiter = delimiter
    end = bytes.count
    // A number at the very end must not run on when it is parsed.
    self.bytes.append(0)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    lineStart = position
  }

  mutating func scan() throws(TableError) {
    try checkEncoding()
    cells.reserveCapacity(bytes.count / 8)
    while position < end {
      if isLineEnd(bytes[position]) {
        // A blank line: skipped, as R and pandas do. In a table of one column `table()` sees the gap.
        blankLines.append(line)
        endLine()
        continue
      }
      recordStarts.append(cells.count)
      try scanRecord()
    }
  }

  private var blankLines: [Int32] = []

  private mutating func scanRecord() throws(TableError) {
    while true {
      try scanCell()
      guard position < end else { return }
      if bytes[position] == delimiter {
        position += 1
        if position == end || isLineEnd(bytes[position]) {
          cells.append(emptyCell())
          endLine()
          return
        }
        continue
      }
      endLine()
      return
    }
  }

  private func emptyCell() -> DelimitedTable.Cell {
    DelimitedTable.Cell(start: position, end: position, line: line, offset: Int32(position - lineStart))
  }

  private mutating func scanCell() throws(TableError) {
    skipBlanks()
    if position < end, bytes[position] == UInt8(ascii: "\"") { return try scanQuotedCell() }
    let start = position
    bytes.withUnsafeBufferPointer { buffer in
      while position < end, buffer[position] != delimiter, !isLineEnd(buffer[position]) { position += 1 }
    }
    var last = position
    while last > start, isBlank(bytes[last - 1]) { last -= 1 }
    cells.append(
      DelimitedTable.Cell(start: start, end: last, line: line, offset: Int32(start - lineStart)))
  }

  private mutating func scanQuotedCell() throws(TableError) {
    let opening = emptyCell()
    position += 1
    var cell = DelimitedTable.Cell(
      start: position, end: position, line: line, offset: Int32(opening.start - lineStart), isQuoted: true)
    while true {
      guard position < end else {
        throw error(at: opening, "the quotation mark that opens here is never closed")
      }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        guard bytes[position + 1] == UInt8(ascii: "\"") else { break }
        cell.hasEscapes = true
        position += 1
      } else if byte == UInt8(ascii: "\n") {
        line += 1
        lineStart = position + 1
      }
      position += 1
    }
    cell.end = position
    position += 1
    skipBlanks()
    if position < end, bytes[position] != delimiter, !isLineEnd(bytes[position]) {
      throw error(
        at: emptyCell(), "text after a closing quotation mark; a comma or the end of the line must follow")
    }
    cells.append(cell)
  }

  // MARK: The table

  mutating func table() throws(TableError) -> DelimitedTable {
    guard !recordStarts.isEmpty else {
      throw TableError(
        file: file, line: 1, column: 1, "the file is empty; a header with column names must come first")
    }
    recordStarts.append(cells.count)
    let headerCount = recordStarts[1] - recordStarts[0]
    let widths = (1..<recordStarts.count - 1).map { recordStarts[$0 + 1] - recordStarts[$0] }
    let names = cells[0..<headerCount].map { DelimitedTable.text(of: $0, in: bytes) }
    // `write.table` in R leaves out the header of its row names; `write.csv` and pandas leave it empty.
    let isHeaderShort = !widths.isEmpty && widths.allSatisfy { $0 == headerCount + 1 }
    let hasRowNames = isHeaderShort || (headerCount > 1 && names[0].isEmpty)
    if !isHeaderShort { checkWidths(widths, headerCount) }
    let skippedHeader = hasRowNames && !isHeaderShort ? 1 : 0
    let header = Array(names.dropFirst(skippedHeader))
    let headerCells = Array(cells[skippedHeader..<headerCount])
    checkNames(header, headerCells)
    if header.count == 1 { checkGaps() }
    guard flaws.isEmpty else { throw TableError(flaws) }
    return split(header: header, headerCells: headerCells, hasRowNames: hasRowNames)
  }

  private func split(header: [String], headerCells: [DelimitedTable.Cell], hasRowNames: Bool)
    -> DelimitedTable
  {
    let starts = recordStarts[1..<recordStarts.count - 1]
    var body = cells[recordStarts[1]...]
    var rowNames: [String]?
    if hasRowNames {
      rowNames = starts.map { DelimitedTable.text(of: cells[$0], in: bytes) }
      body = starts.reduce(into: []) { $0 += cells[($1 + 1)..<($1 + 1 + header.count)] }
    }
    return DelimitedTable(
      file: file, header: header, rowNames: rowNames, bytes: bytes, headerCells: headerCells,
      cells: Array(body),
      lines: starts.map { cells[$0].line })
  }

  private mutating func checkWidths(_ widths: [Int], _ expected: Int) {
    for (row, width) in widths.enumerated() where width != expected {
      let record = recordStarts[row + 1]
      let place = cells[record + min(width, expected + 1) - 1]
      flaws.append(
        flaw(
          at: place, "row \(row + 1) has \(width) cell\(width == 1 ? "" : "s"); the header has \(expected)"))
    }
  }

  private mutating func checkNames(_ names: [String], _ places: [DelimitedTable.Cell]) {
    var seen: Set<String> = []
    for (index, (name, place)) in zip(names, places).enumerated() {
      if name.isEmpty { flaws.append(flaw(at: place, "column \(index + 1) has no name")) }
      if !name.isEmpty, !seen.insert(name).inserted {
        flaws.append(flaw(at: place, "column name '\(name)' is used twice"))
      }
    }
  }

  /// In a table of one column a blank line between rows is a missing value, not layout.
  private mutating func checkGaps() {
    let last = cells.last?.line ?? 0
    for line in blankLines where line > cells[0].line && line < last {
      flaws.append(
        TableFlaw(
          file: file, line: Int(line), column: 1, message: "the row is empty; a value must stand here"))
    }
  }

  private func checkEncoding() throws(TableError) {
    if let nul = bytes.dropLast().firstIndex(of: 0) {
      throw TableError(file: file, line: lineNumber(at: nul), "a NUL byte: this is not a text file")
    }
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    let textLines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let broken = textLines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw TableError(file: file, line: broken + 1, "the text is not UTF-8; save it as CSV UTF-8")
  }

  private func lineNumber(at position: Int) -> Int {
    1 + bytes[..<position].count { $0 == UInt8(ascii: "\n") }
  }

  // MARK: Bytes

  private mutating func endLine() {
    guard position < end else { return }
    if bytes[position] == UInt8(ascii: "\r"), bytes[position + 1] == UInt8(ascii: "\n") { position += 1 }
    position += 1
    line += 1
    lineStart = position
  }

  private mutating func skipBlanks() {
    while position < end, isBlank(bytes[position]), bytes[position] != delimiter { position += 1 }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

  private func flaw(at cell: DelimitedTable.Cell, _ message: String) -> TableFlaw {
    TableFlaw(
      file: file, line: Int(cell.line),
      column: flaws.count < TableError.mostPlaced
        ? DelimitedTable.column(of: cell, in: bytes) : Int(cell.offset) + 1, message: message)
  }

  private func error(at cell: DelimitedTable.Cell, _ message: String) -> TableError {
    TableError([flaw(at: cell, message)])
  }
}
