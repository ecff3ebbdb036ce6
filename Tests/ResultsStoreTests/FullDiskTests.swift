// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Studies
import Testing

@testable import ResultsStore

@Suite struct FullDiskTests {
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aWriteThatTheDiskRefusesSaysWhereAndWhy() throws {
    let error = #expect(throws: ResultsError.self) {
      var file = try OutputFile(path: "/dev/full")
      try file.write("strategy,replication\n")
      try file.finish()
    }
    #expect(error == .cannotWrite(path: "/dev/full", reason: "No space left on device"))
  }

  /// Whatever file the space runs out in.
  @Test(
    .enabled(if: canMount),
    arguments: ["outcomes.csv", "replications.csv", "results.sqlite"])
  func aFullDiskKeepsTheEarlierResultsAndLeavesNoHalfFile(file: String) throws {
    try withFolder { folder in
      let kilobytesLeft = try spaceUntil(file, folder: folder)
      let disk = "\(folder)/disk"
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      try run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk)
      defer { try? run("umount", disk) }
      try ResultsDirectory(path: "\(disk)/out").write(TwoServices.results(replications: 2))
      let before = try contents(of: "\(disk)/out")
      try fill(disk, leaving: kilobytesLeft)
      let error = #expect(throws: ResultsError.self) {
        try ResultsDirectory(path: "\(disk)/out", overwrite: true).write(
          TwoServices.results(replications: 40))
      }
      let words = error?.description ?? ""
      #expect(
        words.hasPrefix("\(disk)/out/\(file): ")
          && (words.contains("No space left") || words.contains("full")))
      #expect(try contents(of: "\(disk)/out") == before)
    }
  }

  /// Whatever of the database the disk had room for.
  @Test(.enabled(if: canMount), arguments: [0, 4, 16, 40])
  func aStudyGoesOnThatAFullDiskKeptFromBeginning(kilobytesLeft: Int) throws {
    try withFolder { folder in
      let disk = "\(folder)/disk", results = TwoServices.results(replications: 2)
      let strategies = results.strategies.map(\.strategy)
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
      try run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk)
      defer { try? run("umount", disk) }
      try fill(disk, leaving: kilobytesLeft)
      let path = "\(disk)/draws.sqlite"
      #expect(throws: ResultsError.self) {
        try ResultsDatabase.forDraws(atPath: path, manifest: results.manifest, strategies: strategies)
      }
      try FileManager.default.removeItem(atPath: "\(disk)/ballast")
      let database = try ResultsDatabase.forDraws(atPath: path, manifest: results.manifest, strategies: strategies)
      #expect(try database.finishedDraws() == [])
      try database.closeDraws()
    }
  }

  /// Space that is used up in the middle of a file: what is written before it, and half of the file itself.
  private func spaceUntil(_ file: String, folder: String) throws -> Int {
    let whole = "\(folder)/whole"
    try ResultsDirectory(path: whole).write(TwoServices.results(replications: 40))
    func kilobytes(_ name: String) throws -> Int {
      let size = try FileManager.default.attributesOfItem(atPath: "\(whole)/\(name)")[.size] as? NSNumber
      return (size?.intValue ?? 0) / 1024
    }
    switch file {
    case "outcomes.csv": return try kilobytes(file) / 2
    case "replications.csv": return try kilobytes("outcomes.csv") + kilobytes("differences.csv") + kilobytes(file) / 2
    default:
      let others = try FileManager.default.contentsOfDirectory(atPath: whole).filter { $0.hasSuffix(".csv") }
      return try others.map(kilobytes).reduce(0, +) + kilobytes(file) / 2
    }
  }

  private func fill(_ disk: String, leaving kilobytes: Int) throws {
    let attributes = try FileManager.default.attributesOfFileSystem(forPath: disk)
    let free = (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    try Data(repeating: 1, count: max(0, free - 1024 * kilobytes))
      .write(to: URL(fileURLWithPath: "\(disk)/ballast"))
  }
}

/// Only root may make a small disk, and not in every container.
private let canMount: Bool = {
  guard geteuid() == 0 else { return false }
  let folder = FileManager.default.temporaryDirectory.appending(path: "mount-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  guard (try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)) != nil,
    (try? run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder)) != nil
  else { return false }
  return (try? run("umount", folder)) != nil
}()

private func run(_ words: String...) throws {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = words
  process.standardError = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  guard process.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
}
