// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Foundation
import Reports
import ResultsStore
import ScenarioFiles

/// `skillmix sensitivity`: how the answer depends on single parameters, by the simulator itself.
struct SensitivityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity",
    abstract: "Tornado, one-way curves, two-way grids, and the values at which the preferred strategy changes.",
    discussion: """
      Parameters that are not moved stay at their means, and every run meets the same children. Without other \
      options, the tornado of all uncertain parameters.

        skillmix sensitivity study.yaml --wtp 2000
        skillmix sensitivity study.yaml --switch workforce.community_nursery_nurse.relative_detection=0.3:1
        skillmix sensitivity study.yaml --one-way workforce.health_visitor.wte=30:50:5
        skillmix sensitivity study.yaml --two-way A=0.5:1:5,B=10:30:5
        skillmix sensitivity study.yaml --switch A --psa results     (also read off the draws of a PSA)
      """)

  @Argument(help: "The study file.")
  var study: String

  @Flag(help: "The tornado, beside whatever else is asked for.")
  var tornado = false

  @Option(help: ArgumentHelp("Only these parameters in the tornado; may be repeated.", valueName: "parameter"))
  var parameter: [String] = []

  @Option(
    help: ArgumentHelp(
      "Net benefit along one parameter: NAME, or NAME=from:to:points. May be repeated.", valueName: "range"))
  var oneWay: [String] = []

  @Option(
    help: ArgumentHelp("The best strategy over two parameters: A,B with ranges as above.", valueName: "ranges"))
  var twoWay: [String] = []

  @Option(
    name: [.customLong("switch"), .customLong("threshold")],
    help: ArgumentHelp(
      "The value of a parameter at which the preferred strategy changes. May be repeated.", valueName: "range"))
  var switchOf: [String] = []

  @Option(
    help: ArgumentHelp(
      "What a unit of effect is worth; the middle of the study's range when left out.", valueName: "pounds"))
  var wtp: Double?

  @Option(help: ArgumentHelp("Which of the study's outcomes; the first when left out.", valueName: "outcome"))
  var outcome: String?

  @Option(help: ArgumentHelp("Results of 'skillmix psa', for the answer by metamodel.", valueName: "folder"))
  var psa: String?

  @Option(help: ArgumentHelp("Replications at each point.", valueName: "number"))
  var replications: Int = 10

  @Option(help: ArgumentHelp("Seed of the random numbers; the study's own when left out.", valueName: "number"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("Runs at a time; results do not depend on it.", valueName: "number"))
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "How results are printed: table, json or csv.")
  var format: OutputFormat = .table

  @Option(
    help: ArgumentHelp("Folder for the results as CSV files, an SQLite file and a manifest.", valueName: "folder"))
  var out: String?

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    guard (2...1_000_000).contains(replications) else {
      throw ValidationError("--replications must be between 2 and 1,000,000, found \(replications).")
    }
    guard (1...1024).contains(jobs) else { throw ValidationError("--jobs must be between 1 and 1024, found \(jobs).") }
    if let wtp, !(wtp >= 0 && wtp <= 1e30) { throw ValidationError("--wtp must not be negative, found \(wtp).") }
  }

  func run() async throws {
    var questions = SensitivityStudy.Questions()
    questions.tornado = tornado
    questions.tornadoParameters = parameter
    questions.oneWay = oneWay
    questions.twoWay = twoWay
    questions.switches = switchOf
    let analysis = try SensitivityStudy(
      StudyDocument(path: study), questions, outcome: outcome, threshold: wtp, metamodelFolder: psa,
      replications: replications, seed: seed, jobs: jobs)
    let directory = try out.map { try ResultsDirectory(path: $0, replacing: "sensitivity") }
    let results = try await analysis.run(progress: TerminalProgress(quiet: quiet).show)
    if let record = results.record { try directory?.write(record) }
    print(results.text(format), terminator: "")
  }
}
