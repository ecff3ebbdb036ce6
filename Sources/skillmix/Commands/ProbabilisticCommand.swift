// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Foundation
import Reports
import ResultsStore
import ScenarioFiles
import Studies
import Synchronization

/// `skillmix psa`: a probabilistic sensitivity analysis from a study file.
struct ProbabilisticCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "psa", abstract: "Probabilistic sensitivity analysis: cost-effectiveness with all that is uncertain.",
    discussion: """
      Every uncertain parameter of every strategy is drawn; strategies share what they inherit, and meet the same \
      children.

        skillmix psa study.yaml --draws 1000 --out results
        skillmix psa study.yaml --out results --resume
        skillmix psa study.yaml --shard 3/10 --out shard-3     (then: skillmix merge shard-* --out results)
      """)

  @Argument(help: "The study file.")
  var study: String

  @Option(
    help: ArgumentHelp("Draws of the uncertain parameters; the study's own number when left out.", valueName: "number"))
  var draws: Int?

  @Option(
    help: ArgumentHelp(
      "Replications of each draw; chosen from the variance components of a pilot when neither this nor the study says.",
      valueName: "number"))
  var replications: Int?

  @Option(help: "How parameters are drawn: monte_carlo, latin_hypercube or sobol.", transform: readSampling)
  var sampling: Sampling?

  @Option(help: ArgumentHelp("Seed of the random numbers; the study's own when left out.", valueName: "number"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Replications of the base case, all parameters at their means.", valueName: "number"))
  var baseReplications: Int = 20

  @Option(help: ArgumentHelp("Draws to run at a time; results do not depend on it.", valueName: "number"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "How results are printed: table, json or csv.")
  var format: OutputFormat = .table

  @Option(help: ArgumentHelp("Folder for the results; draws are kept there as they are finished.", valueName: "folder"))
  var out: String?

  @Flag(help: "Replace the results that the folder already holds.")
  var overwrite = false

  @Flag(help: "Continue the study that was interrupted in the folder.")
  var resume = false

  @Option(
    help: ArgumentHelp(
      "Run one part of the draws, for instance 3/10; 'skillmix merge' puts the parts together.", valueName: "part/parts"
    ), transform: readShard)
  var shard: Shard?

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    if let draws, !(2...10_000_000).contains(draws) {
      throw ValidationError("--draws must be between 2 and 10,000,000, found \(draws).")
    }
    if let replications, !(1...1_000_000).contains(replications) {
      throw ValidationError("--replications must be between 1 and 1,000,000, found \(replications).")
    }
    guard (2...1_000_000).contains(baseReplications) else {
      throw ValidationError("--base-replications must be between 2 and 1,000,000, found \(baseReplications).")
    }
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be between 1 and 1024, found \(jobs).") }
    if resume, out == nil { throw ValidationError("--resume needs the folder of --out.") }
    if shard != nil, out == nil { throw ValidationError("--shard needs a folder: --out.") }
    if resume, overwrite { throw ValidationError("--resume and --overwrite exclude each other.") }
  }

  func run() async throws {
    let analysis = ProbabilisticStudy(
      try StudyDocument(path: study), draws: draws, replications: replications, sampling: sampling, seed: seed,
      baseReplications: baseReplications, jobs: jobs)
    // What was killed while it wrote its results writes them again.
    let directory = try out.map { try ResultsDirectory(path: $0, overwrite: overwrite || resume) }
    Interruption.keepsWork.store(out != nil, ordering: .relaxed)
    let progress = TerminalProgress(quiet: quiet)
    if let shard, let directory {
      let count = try await analysis.run(shard, in: directory, resume: resume, progress: progress.show)
      if !quiet { complain("part \(shard.part) of \(shard.parts): \(count) draws in \(directory.path)") }
      return
    }
    let results = try await analysis.run(in: directory, resume: resume, progress: progress.show)
    if let directory { try results.write(to: directory) }
    print(results.text(format), terminator: "")
  }
}

private func readSampling(_ text: String) throws -> Sampling {
  guard let sampling = Sampling(rawValue: text) else {
    throw ValidationError("--sampling takes monte_carlo, latin_hypercube or sobol; found '\(text)'")
  }
  return sampling
}

private func readShard(_ text: String) throws -> Shard {
  guard let shard = Shard(text) else {
    throw ValidationError("--shard takes a part and the number of parts, for instance 3/10; found '\(text)'")
  }
  return shard
}
