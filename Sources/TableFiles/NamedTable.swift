// SPDX-License-Identifier: GPL-3.0-or-later

/// A table that is held whole: what stands in a CSV file and, under the same name, in a database.
public struct NamedTable: Sendable {
  public let name: String
  public let header: [String]
  public private(set) var rows: [[CSVText.Cell]] = []

  public init(_ name: String, header: [String]) {
    self.name = name
    self.header = header
  }

  /// Adds a row with as many cells as the header.
  public mutating func append(_ row: [CSVText.Cell]) {
    precondition(row.count == header.count, "a row of \(row.count) cells under a header of \(header.count)")
    rows.append(row)
  }

  /// Adds a row of numbers.
  public mutating func append(numbers row: [Double]) { append(row.map(CSVText.Cell.number)) }

  public var csv: String {
    var text = CSVText(header: header)
    for row in rows { text.append(row) }
    return text.text
  }

  /// An object for each row.
  public var json: [JSONValue] {
    rows.map { row in
      .object(zip(header, row).map { ($0, $1.json) })
    }
  }
}

extension CSVText.Cell {
  var json: JSONValue {
    switch self {
    case .text(let text): .text(text)
    case .number(let number): .number(number)
    case .integer(let integer): .integer(integer)
    case .missing: .null
    }
  }

  /// What is not a number is missing.
  public init(finite value: Double?) {
    guard let value, value.isFinite else {
      self = .missing
      return
    }
    self = .number(value)
  }
}
