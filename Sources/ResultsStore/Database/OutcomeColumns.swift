// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import GRDB
import Studies
import TableFiles

/// A strategy's results in the order of its catalogue, by the database's identifiers.
struct OutcomeColumns {
  let strategy: Int
  let columns: [(measure: Int, group: Int)]

  init(_ strategy: Strategy, in db: Database) throws {
    guard
      let id = try Int.fetchOne(
        db, sql: "SELECT strategy_id FROM strategy WHERE name = ?", arguments: [strategy.name])
    else { throw DatabaseError(message: "no strategy '\(strategy.name)' in this run") }
    let measures = try identifiers(db, "SELECT name, measure_id AS id FROM measure")
    let groups = try identifiers(db, "SELECT kind || ':' || name AS name, group_id AS id FROM outcome_group")
    self.strategy = id
    columns = try strategy.model.catalogue.keys.map { key in
      let (kind, name) = key.group.names
      guard let measure = measures[key.measure], let group = groups["\(kind):\(name)"] else {
        throw DatabaseError(message: "no measure '\(key.measure)' for \(kind) '\(name)' in this run")
      }
      return (measure, group)
    }
  }
}

private func identifiers(_ db: Database, _ query: String) throws -> [String: Int] {
  var identifiers: [String: Int] = [:]
  let rows = try Row.fetchCursor(db, sql: query)
  while let row = try rows.next() { identifiers[row["name"]] = row["id"] }
  return identifiers
}

/// Notes the strategies with every measure and group that any of them reports, in that order.
func addNames(of strategies: [Strategy], to db: Database) throws {
  for (index, strategy) in strategies.enumerated() {
    try db.execute(
      sql: "INSERT INTO strategy VALUES (?, ?, ?, ?)",
      arguments: [index, strategy.name, strategy.source, strategy.digest])
    for measure in strategy.model.catalogue.measures {
      // What two strategies call differently keeps the first one's label here; `outcomes` has both.
      try db.execute(
        sql: """
          INSERT INTO measure (name, label, unit, section, is_headline) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO NOTHING
          """,
        arguments: [
          measure.id, measure.label, measure.unit.rawValue, measure.section.rawValue, measure.isHeadline,
        ])
    }
    for group in Set(strategy.model.catalogue.keys.map(\.group)).sorted(by: isBefore) {
      let (kind, name) = group.names
      try db.execute(
        sql: "INSERT INTO outcome_group (kind, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
        arguments: [kind, name])
    }
  }
}

/// The whole first, then years, quintiles and teams.
private func isBefore(_ first: Group, _ second: Group) -> Bool {
  func rank(_ group: Group) -> (Int, Int, String) {
    switch group {
    case .overall: (0, 0, "")
    case .year(let year): (1, year, "")
    case .quintile(let quintile): (2, quintile, "")
    case .team(let name): (3, 0, name)
    }
  }
  return rank(first) < rank(second)
}

/// A cell as SQLite stores it.
struct StoredCell: DatabaseValueConvertible {
  let databaseValue: DatabaseValue

  init(_ cell: CSVText.Cell) {
    databaseValue =
      switch cell {
      case .text(let text): text.databaseValue
      case .number(let number): number.databaseValue
      case .integer(let integer): integer.databaseValue
      case .missing: .null
      }
  }

  static func fromDatabaseValue(_ value: DatabaseValue) -> StoredCell? { nil }
}
