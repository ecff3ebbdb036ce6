// SPDX-License-Identifier: GPL-3.0-or-later
import GRDB

/// The digest of one draw of a strategy, which is kept beside its outcomes.
struct DrawDigest {
  private var digest = ContentDigest()
  private let strategy, draw: Int

  init(strategy: Int, draw: Int, replications: Int) {
    self.strategy = strategy
    self.draw = draw
    digest.add(row: ContentDigest(of: [UInt64(truncatingIfNeeded: replications)]))
  }

  /// - Parameter value: As the database gives it back: what is not defined is missing, and nil has no sign.
  mutating func add(replication: Int, measure: Int, group: Int, _ value: Double) {
    let place = [strategy, draw, replication, measure, group].map { UInt64(truncatingIfNeeded: $0) }
    let bits = value.isNaN ? Double.nan.bitPattern : value == 0 ? 0 : value.bitPattern
    digest.add(row: ContentDigest(of: place + [bits]))
  }

  var text: String { digest.description }
}

extension ResultsDatabase {
  /// Makes sure that every outcome is what was written.
  /// - Throws: `damagedDraw` for the first that is not.
  public func checkDigests() throws(ResultsError) {
    try transaction { db in
      let draws = try Row.fetchCursor(
        db,
        sql: """
          SELECT strategy_id, draw, draw.digest, name, replications FROM draw JOIN strategy USING (strategy_id)
          ORDER BY 1, 2
          """)
      let select = try db.makeStatement(
        sql: "SELECT replication, measure_id, group_id, value FROM outcome WHERE strategy_id = ? AND draw = ?")
      while let row = try draws.next() {
        let strategy: Int = row[0], draw: Int = row[1], name: String = row[3]
        var digest = DrawDigest(strategy: strategy, draw: draw, replications: row[4])
        let outcomes = try Row.fetchCursor(select, arguments: [strategy, draw])
        while let outcome = try outcomes.next() {
          // Text where a number was is a change too.
          let value = outcome[3] as DatabaseValue
          digest.add(
            replication: outcome[0], measure: outcome[1], group: outcome[2],
            value.isNull ? .nan : Double.fromDatabaseValue(value) ?? .infinity)
        }
        guard digest.text == row[2] else {
          throw ResultsError.damagedDraw(path: path, strategy: name, draw: draw)
        }
      }
    }
  }

  /// The first outcome of a draw that another database of the same run has otherwise, or has not; in words.
  /// - Parameter replications: How many of the draw's are compared, from the first.
  public func firstDifference(
    from other: ResultsDatabase, draw: Int, replications: Int
  ) throws(ResultsError) -> String? {
    var words: String?
    try outsideTransaction { db in
      try db.execute(sql: "ATTACH DATABASE ? AS other", arguments: [other.path])
      defer { try? db.execute(sql: "DETACH DATABASE other") }
      let row = try Row.fetchOne(
        db,
        sql: """
          WITH mine AS (SELECT * FROM main.outcome WHERE draw = :draw AND replication < :replications),
            theirs AS (SELECT * FROM other.outcome WHERE draw = :draw AND replication < :replications),
            differing AS (
              SELECT * FROM (SELECT * FROM mine EXCEPT SELECT * FROM theirs)
              UNION ALL SELECT * FROM (SELECT * FROM theirs EXCEPT SELECT * FROM mine)
            )
          SELECT strategy.name, replication, measure.name, kind, outcome_group.name
          FROM differing JOIN strategy USING (strategy_id) JOIN measure USING (measure_id)
            JOIN outcome_group USING (group_id)
          """, arguments: ["draw": draw, "replications": replications])
      words = row.map { row in
        let strategy: String = row[0], replication: Int = row[1], measure: String = row[2]
        let kind: String = row[3], group: String = row[4]
        return "draw \(draw) of '\(strategy)', replication \(replication): \(measure) for \(kind) \(group) "
          + "is not what the simulation gives"
      }
    }
    return words
  }
}
