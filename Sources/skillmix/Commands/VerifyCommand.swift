// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Foundation

/// `skillmix verify`: are these results what this program makes of these files?
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check stored results: simulate some of them again and compare every bit.",
    discussion: "Example: skillmix verify results")

  @Argument(help: "Folder of run, compare or psa.")
  var folder: String

  @Option(help: ArgumentHelp("Draws to simulate again, evenly spread.", valueName: "number"))
  var draws: Int = 3

  @Option(help: ArgumentHelp("Replications at the means to simulate again.", valueName: "number"))
  var replications: Int = 2

  @Option(help: ArgumentHelp("How many to run at a time.", valueName: "number"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    guard (1...10_000_000).contains(draws) else { throw ValidationError("--draws must be at least 1, found \(draws).") }
    guard (1...1_000_000).contains(replications) else {
      throw ValidationError("--replications must be at least 1, found \(replications).")
    }
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be between 1 and 1024, found \(jobs).") }
  }

  func run() async throws {
    let findings = try await Verify(folder, draws: draws, replications: replications, jobs: jobs).run(
      progress: TerminalProgress(quiet: quiet).show)
    let numbers = findings.draws.map(String.init).joined(separator: ", ")
    print(
      "\(folder): every stored outcome agrees with its digest; "
        + (findings.draws.isEmpty ? "" : "draws \(numbers) and ")
        + "\(findings.replications) replications at the means simulated again, to the same bits")
  }
}
