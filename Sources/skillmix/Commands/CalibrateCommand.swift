// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
public import ArgumentParser
import Foundation
import Reports
import ResultsStore
import ScenarioFiles
import Synchronization

/// `skillmix calibrate`: make the simulated authority this authority.
struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate", abstract: "Fit a scenario's uncertain parameters to published figures.",
    discussion: """
      The posterior (rows of parameter values that belong together) goes into a scenario with \
      'calibrated: …/posterior.csv'; runs then use its mean and a PSA draws its rows.

        skillmix calibrate calibration/england-2024-25/spec.yaml --out results
        skillmix calibrate calibration/example-authority/spec.yaml --method fit
        skillmix calibrate calibration/example-authority/two-counts/spec.yaml --check 60
      """)

  @Argument(help: "The calibration file.")
  var spec: String

  @Option(help: "posterior: what the figures leave of the parameters; fit: the best point only, in a minute.")
  var method: Calibrate.Method = .posterior

  @Option(
    help: ArgumentHelp(
      "Calibrate so many simulated authorities with known parameters instead, and say how often they are found.",
      valueName: "number"))
  var check: Int?

  @Option(help: ArgumentHelp("Points in each wave; the file's own number when left out.", valueName: "number"))
  var points: Int?

  @Option(help: ArgumentHelp("Seed of the random numbers; the file's own when left out.", valueName: "number"))
  var seed: UInt64?

  @OptionGroup var folder: ContinuedOptions

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if let points, !(20...100_000).contains(points) {
      throw ValidationError("--points must be between 20 and 100,000, found \(points).")
    }
    if let check {
      guard (10...10_000).contains(check) else {
        throw ValidationError("--check must be between 10 and 10,000, found \(check).")
      }
      guard folder.out == nil, method == .posterior else {
        throw ValidationError("--check writes no folder and checks the posterior; leave out --out and --method.")
      }
    }
  }

  func run() async throws {
    let document = try CalibrationDocument(path: spec)
    if let check {
      let analysis = CheckCalibration(document, truths: check, points: points, seed: seed, jobs: work.jobs)
      try work.announce(analysis.forecast())
      let results = try await analysis.run(progress: TerminalProgress(quiet: work.quiet).show)
      print(results.text(work.format), terminator: "")
      return
    }
    let analysis = Calibrate(document, method: method, points: points, seed: seed, jobs: work.jobs)
    if !folder.resume { try work.announce(analysis.forecast(), folder: folder.out) }
    // What was killed while its files took their names writes them again.
    let directory = try folder.out.map {
      try ResultsDirectory(path: $0, overwrite: folder.overwrite || folder.resume, replacing: "calibrate")
    }
    let journal = folder.out.map {
      Calibrate.Folder(path: $0, overwrite: folder.overwrite, resume: folder.resume)
    }
    Interruption.keepsWork.store(folder.out != nil, ordering: .relaxed)
    let results = try await analysis.run(in: journal, progress: TerminalProgress(quiet: work.quiet).show)
    if let directory, let record = results.record {
      try directory.write(record)
      Calibrate.forgetPoints(inFolder: directory.path)
    }
    print(results.text(work.format), terminator: "")
  }
}

extension Calibrate.Method: ExpressibleByArgument {}
