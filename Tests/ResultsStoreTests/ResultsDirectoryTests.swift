// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore
import Studies
import Testing

@Suite struct ResultsDirectoryTests {
  static let always = [
    "README.txt", "conservation.csv", "manifest.json", "outcomes.csv", "parameters.csv", "published.csv",
    "replications.csv", "results.sqlite", "snapshots.csv", "snapshots_by_contact.csv",
  ]

  @Test func aDirectoryIsMadeAndHoldsTheFilesOfTheRunAndNothingElse() throws {
    try withFolder { folder in
      let one = TwoServices.results([TwoServices.strategy("today", visitors: 2)])
      try ResultsDirectory(path: "\(folder)/a/b/").write(one)
      #expect(try names(in: "\(folder)/a/b") == Self.always)
      try ResultsDirectory(path: "\(folder)/two").write(TwoServices.results())
      #expect(try names(in: "\(folder)/two") == (Self.always + ["differences.csv"]).sorted())
    }
  }

  @Test func theSameRunWritesTheSameBytes() throws {
    try withFolder { folder in
      for name in ["a", "b"] { try ResultsDirectory(path: "\(folder)/\(name)").write(TwoServices.results()) }
      for file in try names(in: "\(folder)/a") {
        #expect(try bytes("\(folder)/a/\(file)") == bytes("\(folder)/b/\(file)"), "\(file) differs")
      }
    }
  }

  @Test func resultsOfAnotherRunAreRefusedAndLeftAlone() throws {
    try withFolder { folder in
      try ResultsDirectory(path: folder).write(TwoServices.results())
      let before = try bytes("\(folder)/manifest.json")
      let error = #expect(throws: ResultsError.self) { try ResultsDirectory(path: folder) }
      #expect(
        error?.description
          == "\(folder): holds results already (outcomes.csv); choose another directory or ask to overwrite them"
      )
      #expect(try bytes("\(folder)/manifest.json") == before)
    }
  }

  @Test func aSecondRunIsRefusedBeforeItHasSimulated() throws {
    try withFolder { folder in
      let first = try ResultsDirectory(path: folder)
      #expect(throws: ResultsError.inUse(folder)) { try ResultsDirectory(path: folder, overwrite: true) }
      try first.write(TwoServices.results())
    }
  }

  @Test func resultsThatCameMeanwhileAreNotReplaced() throws {
    try withFolder { folder in
      let directory = try ResultsDirectory(path: folder)
      try "mine".write(toFile: "\(folder)/outcomes.csv", atomically: true, encoding: .utf8)
      #expect(throws: ResultsError.holdsResults(directory: folder, file: "outcomes.csv")) {
        try directory.write(TwoServices.results())
      }
    }
  }

  @Test func whatAKilledRunLeftIsRemovedByTheNext() throws {
    try withFolder { folder in
      let abandoned = "\(folder)/.partial-0D9E"
      try FileManager.default.createDirectory(atPath: abandoned, withIntermediateDirectories: true)
      try "half".write(toFile: "\(abandoned)/outcomes.csv", atomically: true, encoding: .utf8)
      try ResultsDirectory(path: folder).write(TwoServices.results())
      #expect(!FileManager.default.fileExists(atPath: abandoned))
    }
  }

  @Test func overwritingReplacesEveryFileAndKeepsThoseOfOthers() throws {
    try withFolder { folder in
      try "mine".write(toFile: "\(folder)/notes.txt", atomically: true, encoding: .utf8)
      try ResultsDirectory(path: folder).write(TwoServices.results())
      let one = TwoServices.results([TwoServices.strategy("today", visitors: 2)])
      try ResultsDirectory(path: folder, overwrite: true).write(one)
      // No differences of the run before are left beside the results of this one.
      #expect(try names(in: folder) == (Self.always + ["notes.txt"]).sorted())
      #expect(try bytes("\(folder)/notes.txt") == Data("mine".utf8))
    }
  }

  @Test func aFileInTheWayIsNamed() throws {
    try withFolder { folder in
      let path = "\(folder)/file"
      try "mine".write(toFile: path, atomically: true, encoding: .utf8)
      #expect(throws: ResultsError.notADirectory(path)) { try ResultsDirectory(path: path) }
      let error = #expect(throws: ResultsError.self) { try ResultsDirectory(path: "\(path)/below") }
      #expect(error?.description.hasPrefix("\(path)/below: cannot be written: ") == true)
      #expect(try bytes(path) == Data("mine".utf8))
    }
  }

  @Test func aDirectoryInTheWayIsNamedAndNothingIsWritten() throws {
    try withFolder { folder in
      let path = "\(folder)/results.sqlite"
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let expected = ResultsError.cannotWrite(path: path, reason: "a directory of that name is in the way")
      #expect(throws: expected) { try ResultsDirectory(path: folder, overwrite: true) }
      #expect(try names(in: folder) == ["results.sqlite"])
    }
  }

  @Test func aPathWithoutANameIsRefused() {
    #expect(throws: ResultsError.self) { try ResultsDirectory(path: "") }
  }

  @Test func anUnwritableDirectoryIsRefusedBeforeTheRun() throws {
    // Not a read-only folder of our own, since that would not stop a test that runs as root.
    let path = "/proc/self/fd"
    guard FileManager.default.fileExists(atPath: path) else { return }
    let error = #expect(throws: ResultsError.self) { try ResultsDirectory(path: path) }
    #expect(error?.description.hasPrefix("\(path): cannot be written: ") == true)
  }

  @Test func strategiesOfOneNameAreRefused() throws {
    try withFolder { folder in
      let twins = [TwoServices.strategy("today", visitors: 2), TwoServices.strategy("today", visitors: 3)]
      #expect(throws: ResultsError.strategyNamedTwice("today")) {
        try ResultsDirectory(path: folder).write(TwoServices.results(twins))
      }
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }

  @Test func aFailureWhileWritingLeavesTheEarlierResultsWhole() throws {
    try withFolder { folder in
      try ResultsDirectory(path: folder).write(TwoServices.results())
      let before = try contents(of: folder)
      // The same path twice breaks the database's key, after every CSV file has been written.
      var broken = TwoServices.results(seed: 1)
      broken.parameters += broken.parameters
      let error = #expect(throws: ResultsError.self) {
        try ResultsDirectory(path: folder, overwrite: true).write(broken)
      }
      #expect(
        error?.description.hasPrefix("\(folder)/results.sqlite: the database cannot be used") == true)
      #expect(try contents(of: folder) == before)
    }
  }
}
