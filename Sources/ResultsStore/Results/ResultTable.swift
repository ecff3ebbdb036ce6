// SPDX-License-Identifier: GPL-3.0-or-later
import TableFiles

/// A table of the results: the one definition behind a CSV file and a database table of the same name.
struct ResultTable {
  typealias Cell = CSVText.Cell
  typealias Emit = (_ rows: [[Cell]]) throws -> Void

  struct Column {
    enum Kind: String {
      case text = "TEXT"
      case real = "REAL"
      case integer = "INTEGER"
    }

    let name: String
    let kind: Kind
    /// Never empty.
    let isRequired: Bool

    /// A column that may be empty.
    static func optional(_ name: String, _ kind: Kind) -> Column {
      Column(name: name, kind: kind, isRequired: false)
    }
    static func text(_ name: String) -> Column { Column(name: name, kind: .text, isRequired: true) }
    static func integer(_ name: String) -> Column { Column(name: name, kind: .integer, isRequired: true) }
    /// A number, which may be undefined (a share of nobody).
    static func real(_ name: String) -> Column { Column(name: name, kind: .real, isRequired: false) }
  }

  let name: String
  let columns: [Column]
  /// Columns that tell rows apart.
  let key: [String]
  /// Hands over the rows in batches, so that a large table is never in memory whole.
  let forEachBatch: (_ emit: Emit) throws -> Void

  var fileName: String { "\(name).csv" }
}

extension ResultTable {
  /// A table whose rows are at hand; a column's kind is that of what stands in it.
  init(_ table: NamedTable) {
    self.init(
      name: table.name,
      columns: table.header.indices.map { column in
        .optional(table.header[column], Self.kind(of: table.rows.lazy.map { $0[column] }))
      }, key: []
    ) { emit in try emit(table.rows) }
  }

  private static func kind(of cells: some Sequence<Cell>) -> Column.Kind {
    cells.reduce(nil as Column.Kind?) { kind, cell in
      switch cell {
      case .text: .text
      case .number: kind == .text ? .text : .real
      case .integer: kind ?? .integer
      case .missing: kind
      }
    } ?? .real
  }
}

extension CSVText.Cell {
  /// A number of the results.
  ///
  /// What is undefined is missing, as NULL is in the database; and as SQLite keeps no sign of zero, neither does
  /// the CSV file.
  init(_ value: Double) { self = value.isNaN ? .missing : .number(value == 0 ? 0 : value) }

  init(_ text: String?) { self = text.map(CSVText.Cell.text) ?? .missing }

  init(_ value: Int?) { self = value.map(CSVText.Cell.integer) ?? .missing }
}
