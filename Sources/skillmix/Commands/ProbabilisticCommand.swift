// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Foundation
import Reports
import ResultsStore
import ScenarioFiles
import Studies
import Synchronization
import TableFiles

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

  @Option(
    help: ArgumentHelp(
      "Simulate only so many of the draws; the others are worked out from them by regression on the parameters, if that passes its check.",
      valueName: "number"))
  var simulate: Int?

  @Option(help: "How parameters are drawn: monte_carlo, latin_hypercube or sobol.", transform: readSampling)
  var sampling: Sampling?

  @Option(help: ArgumentHelp("Seed of the random numbers; the study's own when left out.", valueName: "number"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Replications of the base case, all parameters at their means.", valueName: "number"))
  var baseReplications: Int = 20

  @Option(
    help: ArgumentHelp(
      "Run one part of the draws, for instance 3/10; 'skillmix merge' puts the parts together.", valueName: "part/parts"
    ), transform: readShard)
  var shard: Shard?

  @OptionGroup var folder: ContinuedOptions

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if let draws, !(2...10_000_000).contains(draws) {
      throw ValidationError("--draws must be between 2 and 10,000,000, found \(draws).")
    }
    if let replications, !(1...1_000_000).contains(replications) {
      throw ValidationError("--replications must be between 1 and 1,000,000, found \(replications).")
    }
    if let simulate, simulate < EmulatedDraws.fewestSimulated {
      throw ValidationError("--simulate must be at least \(EmulatedDraws.fewestSimulated), found \(simulate).")
    }
    if simulate != nil, shard != nil {
      throw ValidationError(
        "--simulate and --shard do not go together: a part of the draws cannot stand for the others.")
    }
    guard (2...1_000_000).contains(baseReplications) else {
      throw ValidationError("--base-replications must be between 2 and 1,000,000, found \(baseReplications).")
    }
    if let out = folder.out, Spreadsheet.isNamed(out), folder.resume || shard != nil {
      throw ValidationError("--resume and --shard need a folder, where draws are kept; found the file '\(out)'.")
    }
    if shard != nil, folder.out == nil { throw ValidationError("--shard needs a folder: --out.") }
  }

  func run() async throws {
    let analysis = ProbabilisticStudy(
      try StudyDocument(path: study), draws: draws, replications: replications, sampling: sampling, simulate: simulate,
      seed: seed, baseReplications: baseReplications, jobs: work.jobs)
    if !folder.resume {
      try work.announce(analysis.forecast(shard, isStored: folder.out != nil), folder: folder.out)
    }
    // What was killed while it wrote its results writes them again.
    let place = try folder.out.map { try ResultsPlace($0, overwrite: folder.overwrite || folder.resume) }
    let directory = place?.directory
    Interruption.keepsWork.store(folder.out.map { !Spreadsheet.isNamed($0) } ?? false, ordering: .relaxed)
    let progress = TerminalProgress(quiet: work.quiet)
    if let shard, let directory {
      let count = try await analysis.run(shard, in: directory, resume: folder.resume, progress: progress.show)
      if !work.quiet { complain("part \(shard.part) of \(shard.parts): \(count) draws in \(directory.path)") }
      return
    }
    let results = try await analysis.run(in: directory, resume: folder.resume, progress: progress.show)
    if let directory { try results.write(to: directory) }
    try place?.finish()
    print(results.text(work.format), terminator: "")
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
