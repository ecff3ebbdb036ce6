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
