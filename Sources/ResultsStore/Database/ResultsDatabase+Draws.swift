// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
import Foundation
import GRDB
public import Studies

extension ResultsDatabase {
  /// Makes a database for the draws of a study, or opens one that an interrupted run left.
  /// - Throws: `anotherRun` when it was left by another study, seed or program version; `damagedDraw`.
  public static func forDraws(
    atPath path: String, manifest: Manifest, strategies: [Strategy]
  ) throws(ResultsError) -> ResultsDatabase {
    // A full disk, or a kill, before the tables stood leaves an empty file, which is nobody's run.
    if FileManager.default.fileExists(atPath: path), try !ResultsDatabase(path: path).isEmpty() {
      return try resume(atPath: path, manifest: manifest)
    }
    return try create(atPath: path, manifest: manifest, strategies: strategies)
  }

  private func isEmpty() throws(ResultsError) -> Bool {
    try transaction { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 }
  }

  /// Adds what is kept of one draw of every strategy; either all of it is there afterwards, or nothing.
  /// - Parameter outcomes: By strategy, then replication.
  public func append(
    draw: Int, _ outcomes: [[ReplicationOutcome]], of strategies: [Strategy], keys: [[OutcomeKey]]
  ) throws(ResultsError) {
    try transaction { db in
      let addDraw = try db.cachedStatement(sql: "INSERT INTO draw VALUES (?, ?, ?, ?)")
      let insert = try db.cachedStatement(sql: "INSERT INTO outcome VALUES (?, ?, ?, ?, ?, ?)")
      for (s, strategy) in strategies.enumerated() {
        let columns = try OutcomeColumns(strategy, in: db)
        let kept = keys[s].compactMap(strategy.model.catalogue.index)
        var digest = DrawDigest(strategy: columns.strategy, draw: draw, replications: outcomes[s].count)
        for (replication, outcome) in outcomes[s].enumerated() {
          for index in kept {
            let column = columns.columns[index]
            let row: [any DatabaseValueConvertible] = [
              columns.strategy, draw, replication, column.measure, column.group,
              StoredCell(.init(outcome.values[index])),
            ]
            try insert.execute(arguments: StatementArguments(row))
            digest.add(replication: replication, measure: column.measure, group: column.group, outcome.values[index])
          }
        }
        try addDraw.execute(arguments: [columns.strategy, draw, outcomes[s].count, digest.text])
      }
    }
  }

  /// Draws that are there for every strategy.
  public func finishedDraws() throws(ResultsError) -> Set<Int> {
    try transaction { db in
      try Set(
        Int.fetchAll(
          db,
          sql: "SELECT draw FROM draw WHERE draw > 0 GROUP BY draw HAVING count(*) = (SELECT count(*) FROM strategy)"
        ))
    }
  }

  /// Replications of the draws that are there; nil when there are none.
  public func replicationsPerDraw() throws(ResultsError) -> Int? {
    try transaction { db in try Int.fetchOne(db, sql: "SELECT replications FROM draw WHERE draw > 0 LIMIT 1") }
  }

  /// Reads what was kept of a strategy's draws 1 … `drawCount`.
  public func drawResults(
    of strategy: Strategy, keys: [OutcomeKey], drawCount: Int, replications: Int
  ) throws(ResultsError) -> DrawResults {
    try transaction { db in
      var results = DrawResults(strategy: strategy, keys: keys, drawCount: drawCount, replications: replications)
      let columns = try OutcomeColumns(strategy, in: db)
      var places: [Int64: Int] = [:]
      for (place, key) in keys.enumerated() {
        guard let index = strategy.model.catalogue.index(of: key) else { continue }
        places[Int64(columns.columns[index].measure) << 32 | Int64(columns.columns[index].group)] = place
      }
      let rows = try Row.fetchCursor(
        db,
        sql: "SELECT draw, replication, measure_id, group_id, value FROM outcome WHERE strategy_id = ? AND draw > 0",
        arguments: [columns.strategy])
      while let row = try rows.next() {
        let draw: Int = row[0], replication: Int = row[1], measure: Int64 = row[2], group: Int64 = row[3]
        guard let place = places[measure << 32 | group], draw <= drawCount, replication < replications else { continue }
        results.set(row[4] ?? .nan, key: place, draw: draw, replication: replication)
      }
      return results
    }
  }

  /// Copies draws from another database of the same run.
  /// - Throws: `drawTwice` when a draw is there already.
  public func addDraws(from other: ResultsDatabase) throws(ResultsError) {
    guard try identity() == other.identity() else { throw .anotherRun(path: other.path) }
    let common = try finishedDraws().intersection(try other.finishedDraws())
    if let draw = common.min() { throw .drawTwice(path: other.path, draw: draw) }
    try copyDraws(from: other.path)
  }

  func identity() throws(ResultsError) -> String? {
    try transaction { db in try String.fetchOne(db, sql: "SELECT identity FROM run") }
  }

  /// Copies all draws but the one at the means, in the order of their keys.
  func copyDraws(from path: String) throws(ResultsError) {
    try outsideTransaction { db in
      try db.execute(sql: "ATTACH DATABASE ? AS other", arguments: [path])
      defer { try? db.execute(sql: "DETACH DATABASE other") }
      try db.inTransaction {
        try db.execute(sql: "INSERT INTO draw SELECT * FROM other.draw WHERE draw > 0 ORDER BY 1, 2")
        try db.execute(sql: "INSERT INTO outcome SELECT * FROM other.outcome WHERE draw > 0 ORDER BY 1, 2, 3, 4, 5")
        return .commit
      }
    }
  }

  /// Makes sure that what was appended is in the one file, and lets go of it.
  public func closeDraws() throws(ResultsError) { try close() }
}
