// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import GRDB
import ResultsStore
import Studies
import Testing

@Suite struct ResumeTests {
  private let results = TwoServices.results()

  private func create(_ path: String) throws -> ResultsDatabase {
    try ResultsDatabase.create(
      atPath: path, manifest: results.manifest, strategies: results.strategies.map(\.strategy))
  }

  @Test func drawsAddedBeforeAnInterruptionNeedNotRunAgain() throws {
    try withFolder { folder in
      let path = "\(folder)/psa.sqlite"
      let first = results.strategies[0], second = results.strategies[1]
      do {
        let database = try create(path)
        for draw in [0, 3] { try database.append(first.outcomes, of: first.strategy, draw: draw) }
      }
      let resumed = try ResultsDatabase.resume(atPath: path, manifest: results.manifest)
      #expect(try resumed.finishedDraws(of: first.strategy) == [0, 3])
      #expect(try resumed.finishedDraws(of: second.strategy) == [])
    }
  }

  @Test func aDrawThatFailsHalfWayLeavesNothingOfItself() throws {
    try withFolder { folder in
      let database = try create("\(folder)/psa.sqlite")
      let results = results.strategies[0]
      try database.append(results.outcomes, of: results.strategy, draw: 1)
      #expect(throws: ResultsError.self) {
        try database.append(results.outcomes, of: results.strategy, draw: 1)
      }
      let rows = try DatabaseQueue(path: "\(folder)/psa.sqlite").read { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM outcome")
      }
      #expect(rows == results.outcomes.reduce(0) { $0 + $1.values.count })
    }
  }

  @Test func nothingIsMadeOfANameThatDoesNotExist() throws {
    try withFolder { folder in
      let path = "\(folder)/missing.sqlite"
      #expect(throws: ResultsError.database(path: path, reason: "no such file")) {
        try ResultsDatabase.resume(atPath: path, manifest: results.manifest)
      }
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }

  @Test func aFileThatIsNoDatabaseIsLeftAlone() throws {
    try withFolder { folder in
      let path = "\(folder)/notes.txt"
      let text = String(repeating: "not a database ", count: 100)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let error = #expect(throws: ResultsError.self) {
        try ResultsDatabase.resume(atPath: path, manifest: results.manifest)
      }
      #expect(error == .database(path: path, reason: "file is not a database"))
      #expect(try bytes(path) == Data(text.utf8))
    }
  }

  /// A value changed, one taken away, one added, and a draw said to have fewer replications.
  @Test(arguments: [
    "UPDATE outcome SET value = value + 1e-9 WHERE draw = 3 AND value > 0 AND replication = 1",
    "UPDATE outcome SET value = NULL WHERE draw = 3 AND replication = 1 AND value > 0",
    "DELETE FROM outcome WHERE draw = 3 AND replication = 1 AND measure_id = 1",
    "UPDATE outcome SET value = 'many' WHERE draw = 3 AND measure_id = 1",
    "INSERT INTO outcome SELECT strategy_id, draw, 99, measure_id, group_id, value FROM outcome WHERE draw = 3 AND replication = 1",
    "UPDATE draw SET replications = 1 WHERE draw = 3",
  ])
  func aDrawThatWasChangedIsNamed(change: String) throws {
    try withFolder { folder in
      let path = "\(folder)/psa.sqlite", strategy = results.strategies[0]
      do {
        let database = try create(path)
        for draw in [2, 3] { try database.append(strategy.outcomes, of: strategy.strategy, draw: draw) }
      }
      _ = try ResultsDatabase.resume(atPath: path, manifest: results.manifest)
      try DatabaseQueue(path: path).write { db in
        try db.execute(sql: change)
        #expect(db.changesCount > 0)
      }
      #expect(throws: ResultsError.damagedDraw(path: path, strategy: strategy.strategy.name, draw: 3)) {
        try ResultsDatabase.resume(atPath: path, manifest: results.manifest)
      }
    }
  }

  @Test func theFirstOutcomeThatDiffersIsNamed() throws {
    try withFolder { folder in
      let first = results.strategies[0], others = TwoServices.results(seed: 77).strategies[0]
      let one = try create("\(folder)/one.sqlite"), same = try create("\(folder)/same.sqlite")
      let other = try create("\(folder)/other.sqlite")
      try one.append(first.outcomes, of: first.strategy, draw: 4)
      try same.append(first.outcomes, of: first.strategy, draw: 4)
      try other.append(others.outcomes, of: first.strategy, draw: 4)
      #expect(try one.firstDifference(from: same, draw: 4, replications: 2) == nil)
      let words = try one.firstDifference(from: other, draw: 4, replications: 2)
      #expect(words?.hasPrefix("draw 4 of '\(first.strategy.name)', replication 0: ") == true, "\(words ?? "")")
    }
  }

  @Test func anEmptyFileIsNobodysRun() throws {
    try withFolder { folder in
      let path = "\(folder)/draws.sqlite", strategies = results.strategies.map(\.strategy)
      try Data().write(to: URL(fileURLWithPath: path))
      let database = try ResultsDatabase.forDraws(atPath: path, manifest: results.manifest, strategies: strategies)
      #expect(try database.finishedDraws() == [])
    }
  }

  @Test func anotherRunsDatabaseIsNotContinued() throws {
    try withFolder { folder in
      let path = "\(folder)/psa.sqlite"
      _ = try create(path)
      var other = results.manifest
      other.jobs = 7
      _ = try ResultsDatabase.resume(atPath: path, manifest: other)
      other.seed = 1
      #expect(throws: ResultsError.anotherRun(path: path)) {
        try ResultsDatabase.resume(atPath: path, manifest: other)
      }
    }
  }
}
