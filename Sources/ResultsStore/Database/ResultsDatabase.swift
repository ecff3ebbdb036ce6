// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
import Foundation
import GRDB
public import Studies

/// The SQLite file of a run, to which finished draws are added in transactions.
///
/// A run that was interrupted opens it again, asks `finishedDraws` and goes on with the rest; what was added
/// before is kept, whatever happened to the process.
public final class ResultsDatabase: Sendable {
  public let path: String
  private let queue: DatabaseQueue

  /// Makes a new database for a run; the manifest's end and warnings count only when `finish` gives them.
  public static func create(
    atPath path: String, manifest: Manifest, strategies: [Strategy]
  ) throws(ResultsError) -> ResultsDatabase {
    let database = try ResultsDatabase(path: path)
    try database.begin(manifest, strategies)
    return database
  }

  /// Makes the tables; either all of them are there afterwards, or none.
  func begin(_ manifest: Manifest, _ strategies: [Strategy]) throws(ResultsError) {
    try transaction { db in
      try db.execute(sql: outcomeSchema)
      try db.execute(
        sql: "INSERT INTO run VALUES (1, ?, ?, ?, ?, NULL)",
        arguments: [
          manifest.resultsVersion, manifest.programVersion, String(manifest.seed), manifest.identity,
        ])
      try addNames(of: strategies, to: db)
    }
  }

  /// Opens the database of an interrupted run.
  /// - Throws: `anotherRun` when seed, strategies or program version differ from the manifest's; `damagedDraw`.
  public static func resume(atPath path: String, manifest: Manifest) throws(ResultsError) -> ResultsDatabase {
    // SQLite would make an empty file of a misspelt name.
    guard FileManager.default.fileExists(atPath: path) else {
      throw .database(path: path, reason: "no such file")
    }
    let database = try ResultsDatabase(path: path)
    let identity = try database.transaction { db in
      try db.tableExists("run") ? String.fetchOne(db, sql: "SELECT identity FROM run") : nil
    }
    guard identity == manifest.identity else { throw .anotherRun(path: path) }
    try database.checkDigests()
    return database
  }

  init(path: String) throws(ResultsError) {
    self.path = path
    var configuration = Configuration()
    configuration.label = "results"
    // The identifiers are ours; looking each up again would cost three searches a value.
    configuration.foreignKeysEnabled = false
    do { queue = try DatabaseQueue(path: path, configuration: configuration) } catch {
      throw .database(path: path, reason: words(error))
    }
  }

  /// Adds all replications of one draw of a strategy; either all of it is there afterwards, or nothing.
  public func append(_ outcomes: [ReplicationOutcome], of strategy: Strategy, draw: Int) throws(ResultsError) {
    try transaction { db in
      let columns = try OutcomeColumns(strategy, in: db)
      var digest = DrawDigest(strategy: columns.strategy, draw: draw, replications: outcomes.count)
      let insert = try db.makeStatement(sql: "INSERT INTO outcome VALUES (?, ?, ?, ?, ?, ?)")
      for (replication, outcome) in outcomes.enumerated() {
        for (column, value) in zip(columns.columns, outcome.values) {
          let row: [any DatabaseValueConvertible] = [
            columns.strategy, draw, replication, column.measure, column.group, StoredCell(.init(value)),
          ]
          try insert.execute(arguments: StatementArguments(row))
          digest.add(replication: replication, measure: column.measure, group: column.group, value)
        }
      }
      try db.execute(
        sql: "INSERT INTO draw VALUES (?, ?, ?, ?)",
        arguments: [columns.strategy, draw, outcomes.count, digest.text])
    }
  }

  /// The draws of a strategy that need not be run again.
  public func finishedDraws(of strategy: Strategy) throws(ResultsError) -> Set<Int> {
    try transaction { db in
      try Set(
        Int.fetchAll(
          db, sql: "SELECT draw FROM draw JOIN strategy USING (strategy_id) WHERE name = ?",
          arguments: [strategy.name]))
    }
  }

  /// Notes that the run is complete.
  public func finish(_ manifest: Manifest) throws(ResultsError) {
    try transaction { db in
      try db.execute(sql: "UPDATE run SET manifest = ?", arguments: [manifest.json])
    }
  }

  /// Writes a whole run into a new file.
  static func write(_ results: RunResults, study: StudyRecord? = nil, toFile path: String) throws(ResultsError) {
    let database = try create(
      atPath: path, manifest: results.manifest, strategies: results.strategies.map(\.strategy))
    for strategy in results.strategies {
      try database.append(strategy.outcomes, of: strategy.strategy, draw: 0)
    }
    for table in results.summaryTables { try database.add(table) }
    if let study {
      try database.copyDraws(from: study.draws.path)
      for table in study.tables + [study.parameterValuesTable] { try database.add(table) }
    }
    try database.finish(results.manifest)
    try database.close()
    try synchronise(path)
  }

  /// Writes the tables of an analysis that leaves no replications into a new file.
  static func write(_ record: AnalysisRecord, toFile path: String) throws(ResultsError) {
    let database = try create(atPath: path, manifest: record.manifest, strategies: [])
    for table in record.tables { try database.add(ResultTable(table)) }
    try database.finish(record.manifest)
    try database.close()
    try synchronise(path)
  }

  private func add(_ table: ResultTable) throws(ResultsError) {
    try transaction { db in
      try db.execute(sql: table.createStatement)
      let insert = try db.makeStatement(sql: table.insertStatement)
      try table.forEachBatch { rows in
        for row in rows { try insert.execute(arguments: StatementArguments(row.map(StoredCell.init))) }
      }
    }
  }

  func close() throws(ResultsError) {
    do { try queue.close() } catch { throw .database(path: path, reason: words(error)) }
  }

  func outsideTransaction(_ body: (Database) throws -> Void) throws(ResultsError) {
    do {
      try queue.writeWithoutTransaction(body)
    } catch {
      throw error as? ResultsError ?? .database(path: path, reason: words(error))
    }
  }

  func transaction<Value>(_ body: (Database) throws -> Value) throws(ResultsError) -> Value {
    do {
      // Not `write`, whose closure would have to be sendable.
      return try queue.writeWithoutTransaction { db in
        var value: Value?
        try db.inTransaction {
          value = try body(db)
          return .commit
        }
        guard let value else { preconditionFailure("a committed transaction has a value") }
        return value
      }
    } catch {
      throw error as? ResultsError ?? .database(path: path, reason: words(error))
    }
  }
}

/// What SQLite says, without the statement that was running.
private func words(_ error: any Error) -> String {
  guard let error = error as? DatabaseError else { return "\(error)" }
  return error.message ?? "\(error.resultCode)"
}
