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

  @Option(help: ArgumentHelp("Points to simulate at a time; results do not depend on it.", valueName: "number"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "How results are printed: table, json or csv.")
  var format: OutputFormat = .table

  @Option(help: ArgumentHelp("Folder for the posterior and the reports.", valueName: "folder"))
  var out: String?

  @Flag(help: "Replace what the folder already holds.")
  var overwrite = false

  @Flag(help: "Continue the calibration that was interrupted in the folder.")
  var resume = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    if let points, !(20...100_000).contains(points) {
      throw ValidationError("--points must be between 20 and 100,000, found \(points).")
    }
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be between 1 and 1024, found \(jobs).") }
    if let check {
      guard (10...10_000).contains(check) else {
        throw ValidationError("--check must be between 10 and 10,000, found \(check).")
      }
      guard out == nil, method == .posterior else {
        throw ValidationError("--check writes no folder and checks the posterior; leave out --out and --method.")
      }
    }
    if resume, out == nil { throw ValidationError("--resume needs the folder of --out.") }
    if resume, overwrite { throw ValidationError("--resume and --overwrite exclude each other.") }
  }

  func run() async throws {
    let document = try CalibrationDocument(path: spec)
    if let check {
      let results = try await CheckCalibration(document, truths: check, points: points, seed: seed, jobs: jobs).run(
        progress: TerminalProgress(quiet: quiet).show)
      print(results.text(format), terminator: "")
      return
    }
    let analysis = Calibrate(document, method: method, points: points, seed: seed, jobs: jobs)
    let directory = try out.map { try ResultsDirectory(path: $0, overwrite: overwrite, replacing: "calibrate") }
    let folder = out.map { Calibrate.Folder(path: $0, overwrite: overwrite, resume: resume) }
    Interruption.keepsWork.store(out != nil, ordering: .relaxed)
    let results = try await analysis.run(in: folder, progress: TerminalProgress(quiet: quiet).show)
    if let directory, let record = results.record {
      try directory.write(record)
      Calibrate.forgetPoints(inFolder: directory.path)
    }
    print(results.text(format), terminator: "")
  }
}

extension Calibrate.Method: ExpressibleByArgument {}
