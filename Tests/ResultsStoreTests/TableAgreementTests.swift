// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import GRDB
import ResultsStore
import Studies
import TableFiles
import Testing

@Suite struct TableAgreementTests {
  static let tables = [
    "outcomes", "replications", "snapshots", "snapshots_by_contact", "conservation", "differences",
    "parameters",
    "published",
  ]

  @Test func fileAndDatabaseHoldTheSameRowsToTheLastBit() throws {
    try withFolder { folder in
      try ResultsDirectory(path: folder).write(TwoServices.results())
      let database = try DatabaseQueue(path: "\(folder)/results.sqlite")
      for name in Self.tables {
        let file = try DelimitedTable(contentsOfFile: "\(folder)/\(name).csv")
        let (columns, stored) = try database.read { db in
          (try db.columns(in: name).map(\.name), try Row.fetchAll(db, sql: "SELECT * FROM \(name)"))
        }
        #expect(columns == file.header)
        let fromFile = (0..<file.rowCount).map { file.row($0) }
        #expect(!fromFile.isEmpty, "\(name) has no rows")
        #expect(Set(fromFile) == Set(stored.map { $0.databaseValues.map(text) }), "\(name) differs")
        #expect(fromFile.count == stored.count)
      }
    }
  }

  @Test func everyValueOfEveryReplicationReadsBackToTheSameBits() throws {
    let results = TwoServices.results()
    try withFolder { folder in
      try ResultsDirectory(path: folder).write(results)
      let file = try DelimitedTable(contentsOfFile: "\(folder)/replications.csv")
      let column = try #require(file.columnIndex(named: "value"))
      let read = file.texts(inColumn: column).map { $0.isEmpty ? .nan : Double($0) ?? .infinity }
      let expected = results.strategies.flatMap { $0.outcomes.flatMap(\.values) }
      #expect(read.map(pattern) == expected.map(pattern))
      #expect(expected.contains { $0.isNaN })
      let stored = try DatabaseQueue(path: "\(folder)/results.sqlite").read { db in
        try Double?.fetchAll(
          db, sql: "SELECT value FROM outcome ORDER BY strategy_id, draw, replication, measure_id, group_id")
      }
      #expect(stored.map { pattern($0 ?? .nan) } == expected.map(pattern))
    }
  }

  @Test func whatIsUndefinedIsNullAndAnEmptyCell() throws {
    try withFolder { folder in
      try ResultsDirectory(path: folder).write(TwoServices.results(replications: 1))
      let database = try DatabaseQueue(path: "\(folder)/results.sqlite")
      let defined = try database.read { db in
        try Int.fetchOne(
          db, sql: "SELECT count(standard_error) + count(ci95_lower) + count(sd) FROM outcomes")
      }
      #expect(defined == 0)
      let file = try DelimitedTable(contentsOfFile: "\(folder)/outcomes.csv")
      let column = try #require(file.columnIndex(named: "standard_error"))
      #expect(Set(file.texts(inColumn: column)) == [""])
    }
  }

  @Test func meansAndDifferencesAreThoseOfTheStudy() throws {
    let results = TwoServices.results()
    let key = OutcomeKey("population.births")
    try withFolder { folder in
      try ResultsDirectory(path: folder).write(results)
      let database = try DatabaseQueue(path: "\(folder)/results.sqlite")
      let (mean, difference) = try database.read { db in
        (
          try Double.fetchOne(
            db,
            sql: """
              SELECT mean FROM outcomes
              WHERE strategy = 'more, staff' AND measure = ? AND group_kind = 'overall'
              """, arguments: [key.measure]),
          try Double.fetchOne(
            db, sql: "SELECT difference FROM differences WHERE measure = ? AND group_kind = 'overall'",
            arguments: [key.measure])
        )
      }
      #expect(mean == results.strategies[1].summary(key)?.mean)
      // Common random numbers: both strategies meet the same births.
      #expect(difference == 0)
    }
  }

  @Test func numbersAndWordsOfParametersKeepTheirTypes() throws {
    try withFolder { folder in
      try ResultsDirectory(path: folder).write(TwoServices.results())
      let rows = try DatabaseQueue(path: "\(folder)/results.sqlite").read { db in
        try Row.fetchAll(db, sql: "SELECT value, text, line FROM parameters ORDER BY path")
      }
      #expect(rows.map { $0["value"] as Double? } == [nil, 0.1 + 0.2])
      #expect(rows.map { $0["text"] as String? } == ["named", nil])
      #expect(rows.map { $0["line"] as Int? } == [nil, 7])
    }
  }

  @Test(arguments: [
    (-0.0, "0"), (.infinity, "Inf"), (-.infinity, "-Inf"), (.leastNonzeroMagnitude, "5e-324"), (.nan, ""),
    (1e22, "1e+22"), (123_456_789.125, "123456789.125"),
  ])
  func numbersAtTheEdgesAreTheSameInBothForms(number: Double, written: String) throws {
    var results = TwoServices.results(replications: 1)
    results.parameters = [ParameterRecord(strategy: "today", path: "a", value: .number(number))]
    try withFolder { folder in
      try ResultsDirectory(path: folder).write(results)
      let file = try DelimitedTable(contentsOfFile: "\(folder)/parameters.csv")
      let column = try #require(file.columnIndex(named: "value"))
      #expect(file.text(row: 0, column: column) == written)
      let stored = try DatabaseQueue(path: "\(folder)/results.sqlite").read { db in
        try Double.fetchOne(db, sql: "SELECT value FROM parameters")
      }
      #expect(pattern(stored ?? .nan) == pattern(number))
    }
  }
}

private func pattern(_ value: Double) -> UInt64 {
  value.isNaN ? Double.nan.bitPattern : (value == 0 ? 0 : value).bitPattern
}

/// As the CSV file writes it.
private func text(_ value: DatabaseValue) -> String {
  switch value.storage {
  case .null: ""
  case .int64(let number): String(number)
  case .double(let number):
    number == number.rounded() && abs(number) < 1e15
      ? String(Int(number)) : "\(number)".replacing("inf", with: "Inf")
  case .string(let string): string
  case .blob: "a blob"
  }
}
