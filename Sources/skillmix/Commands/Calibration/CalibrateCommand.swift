// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Calibration
import EarlyYears
import Foundation
import ResultsStore
import ScenarioFiles
import Statistics
import TableFiles

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

  enum Method: String, ExpressibleByArgument, CaseIterable {
    case posterior, fit
  }

  @Argument(help: "The calibration file.")
  var spec: String

  @Option(help: "posterior: what the figures leave of the parameters; fit: the best point only, in a minute.")
  var method: Method = .posterior

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
    let started = Date()
    let document: CalibrationDocument
    do { document = try CalibrationDocument(path: spec) } catch {
      complainPlainly(error.description)
      throw Exit.badData
    }
    let seed = seed ?? document.seed
    if let out { try prepare(out) }
    let journal = try SimulationJournal(
      folder: out, identity: identity(document, seed), resume: resume, overwrite: overwrite)
    nonisolated(unsafe) let runs = CalibrationRuns(document, seed: seed, jobs: jobs, journal: journal, quiet: quiet)
    let isKept = out != nil
    let effort = Calibration.Effort(points: points ?? document.points, waves: document.waves)
    let method = method
    nonisolated(unsafe) let consolation: () -> String = {
      isKept ? "\(journal.count) points are kept; --resume continues" : "nothing was written"
    }
    if let check {
      let result = try await interruptible(consolation: { consolation() }) {
        try await CalibrationCheckReport(document, runs: runs, points: effort.points, truths: check, seed: seed)
      }
      print(result.text(format), terminator: "")
      return
    }
    let report = try await interruptible(consolation: { consolation() }) {
      method == .fit
        ? try await CalibrationReport.fitting(document, runs: runs)
        : try await CalibrationReport.sampling(document, runs: runs, effort: effort, seed: seed)
    }
    if let out {
      do { try report.writeFiles(inFolder: out, seconds: Date().timeIntervalSince(started)) } catch {
        complainPlainly("\(error)")
        throw Exit.badData
      }
      try? FileManager.default.removeItem(atPath: "\(out)/\(SimulationJournal.fileName)")
    }
    print(report.text(format), terminator: "")
  }

  private func prepare(_ folder: String) throws {
    do { try makeFolder(atPath: folder) } catch {
      complainPlainly("\(error)")
      throw Exit.badData
    }
    let names = [CalibrationReport.posteriorName, CalibrationReport.lastName]
    if names.contains(where: { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }), !overwrite, !resume {
      complain("\(folder): holds a calibration already; choose another folder or --overwrite")
      throw Exit.badData
    }
  }

  /// What decides the results of points.
  private func identity(_ document: CalibrationDocument, _ seed: UInt64) -> String {
    let files = document.files.map { ContentDigest(of: FileManager.default.contents(atPath: $0) ?? Data()).description }
    let parts = [SkillMix.configuration.version, "\(seed)", "\(points ?? document.points)", method.rawValue] + files
    return ContentDigest(of: parts.joined(separator: "\u{0}")).description
  }
}
