// SPDX-License-Identifier: GPL-3.0-or-later
import TableFiles

/// Authorities that were merged or are published together, by code, so that a series does not break where a border moved.
public struct AuthorityChange: Sendable, Equatable {
  public let oldCode, newCode, newName: String
  public let since: Int
  /// `found` in a published study's method, or from `memory` and to be checked.
  public let provenance: String
}

extension AuthorityChange {
  /// Reads a table of the user's own, which takes the place of the built-in one: columns old_code, new_code and
  /// new_name; since and provenance may be left out. `calibration/authority-changes.csv` is one to begin from.
  static func read(path: String) throws(TableError) -> [AuthorityChange] {
    let table = try DelimitedTable(contentsOfFile: path)
    var columns: [String: Int] = [:]
    for name in ["old_code", "new_code", "new_name"] {
      guard let column = table.columnIndex(named: name) else {
        throw TableError(file: path, line: 1, "no column '\(name)'; found \(table.header.quotedList)")
      }
      columns[name] = column
    }
    var changes: [AuthorityChange] = []
    for row in 0..<table.rowCount {
      func text(_ name: String) -> String {
        (columns[name] ?? table.columnIndex(named: name)).map { table.text(row: row, column: $0) } ?? ""
      }
      for name in ["old_code", "new_code", "new_name"] where text(name).isEmpty {
        throw TableError([table.flaw(row: row, column: columns[name] ?? 0, "'\(name)' is empty")])
      }
      if changes.contains(where: { $0.oldCode == text("old_code") }) {
        throw TableError([
          table.flaw(row: row, column: columns["old_code"] ?? 0, "'\(text("old_code"))' is listed twice")
        ])
      }
      changes.append(
        AuthorityChange(
          oldCode: text("old_code"), newCode: text("new_code"), newName: text("new_name"),
          since: Int(text("since")) ?? 0, provenance: text("provenance")))
    }
    return changes
  }
}

/// The table that the panel readers apply; splits (Cumbria, Northamptonshire) cannot be undone and are not in it.
public let authorityChanges: [AuthorityChange] = [
  .init(oldCode: "E06000053", newCode: "E06000052", newName: "Cornwall", since: 2015, provenance: "found"),
  .init(oldCode: "E09000001", newCode: "E09000012", newName: "Hackney", since: 2015, provenance: "found"),
  .init(
    oldCode: "E06000028", newCode: "E06000058", newName: "Bournemouth, Christchurch and Poole", since: 2019,
    provenance: "found"),
  .init(
    oldCode: "E06000029", newCode: "E06000058", newName: "Bournemouth, Christchurch and Poole", since: 2019,
    provenance: "found"),
  .init(
    oldCode: "E07000048", newCode: "E06000058", newName: "Bournemouth, Christchurch and Poole", since: 2019,
    provenance: "found"),
  .init(oldCode: "E07000049", newCode: "E06000059", newName: "Dorset", since: 2019, provenance: "found"),
  .init(oldCode: "E07000050", newCode: "E06000059", newName: "Dorset", since: 2019, provenance: "found"),
  .init(oldCode: "E07000051", newCode: "E06000059", newName: "Dorset", since: 2019, provenance: "found"),
  .init(oldCode: "E07000052", newCode: "E06000059", newName: "Dorset", since: 2019, provenance: "found"),
  .init(oldCode: "E07000053", newCode: "E06000059", newName: "Dorset", since: 2019, provenance: "found"),
  .init(
    oldCode: "E10000002", newCode: "E06000060", newName: "Buckinghamshire", since: 2020, provenance: "memory"),
  .init(
    oldCode: "E10000023", newCode: "E06000065", newName: "North Yorkshire", since: 2023, provenance: "memory"),
  .init(oldCode: "E10000027", newCode: "E06000066", newName: "Somerset", since: 2023, provenance: "memory"),
]
