// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// `docs/library`: a program of one's own on the analyses.
@Suite struct LibraryExampleTests {
  private func run(_ arguments: [String]) throws -> String {
    let process = Process(), output = Pipe()
    process.executableURL = ProgramTests.program.deletingLastPathComponent().appendingPathComponent("library-example")
    process.arguments = arguments
    process.currentDirectoryURL = ProgramTests.package
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return text
  }

  @Test func theExampleFollowsAStudyAndReadsItsResult() throws {
    let text = try run([ProgramTests.england])
    #expect(text.contains("replications 4 of 4") && text.contains("2-2½ year"), "\(text)")
  }

  @Test func theExampleStopsAStudy() throws {
    let text = try run([ProgramTests.england, "0"])
    #expect(text.contains("interrupted"), "\(text)")
  }
}
