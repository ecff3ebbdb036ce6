// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Foundation
import Reports
import ResultsStore
import ScenarioFiles
import Studies

/// `skillmix sensitivity`: how the answer depends on single parameters, by the simulator itself.
struct SensitivityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity",
    abstract: "Tornado, one-way curves, two-way grids, and the values at which the preferred strategy changes.",
    discussion: """
      Parameters that are not moved stay at their means, and every run meets the same children. Without other \
      options, the tornado of all uncertain parameters.

        skillmix sensitivity study.yaml --wtp 2000
        skillmix sensitivity study.yaml --of effect --outcome C6i --parameter workforce.health_visitor.wte=35..45
        skillmix sensitivity study.yaml --switch workforce.community_nursery_nurse.relative_detection=0.3..1
        skillmix sensitivity study.yaml --one-way 'workforce.health_visitor.wte [strategy]=30..50 by 5'
        skillmix sensitivity study.yaml --two-way 'A=0.5..1 by 0.1,B=10..30 by 5'
        skillmix sensitivity study.yaml --one-way 'A=+-2..2 by 1'    (each strategy's, by an amount; *0.8..1.2 times)
        skillmix sensitivity study.yaml --one-way A=1..3 --hold cost.commissioner --move 'B [strategy]'
        skillmix sensitivity study.yaml --switch A --psa results     (also read off the draws of a PSA)
      """)

  @Argument(help: "The study file.")
  var study: String

  @Flag(help: "The tornado, beside whatever else is asked for.")
  var tornado = false

  @Option(
    help: ArgumentHelp(
      "Only these parameters in the tornado: NAME by its distribution, or NAME=from..to by your own range; may be repeated.",
      valueName: "parameter"))
  var parameter: [String] = []

  @Option(
    name: .customLong("of"),
    help: ArgumentHelp(
      "What the tornado shows, more than the baseline: \(quantityNames).", valueName: "quantity"),
    transform: readQuantity)
  var tornadoOf: Tornado.Quantity = .netBenefit

  @Option(
    help: ArgumentHelp(
      "Net benefit along one parameter: NAME, or 'NAME=from..to by step', of one strategy 'NAME [strategy]=…'. May be repeated.",
      valueName: "range"))
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
      "Keep the cost of a strategy at that of the base case, by what --move names; the study's own perspective, as in cost.commissioner.",
      valueName: "cost"))
  var hold: String?

  @Option(
    name: .customLong("move"),
    help: ArgumentHelp("The parameter that makes up for --hold, as in 'PATH [strategy]'.", valueName: "parameter"))
  var moved: String?

  @Option(
    help: ArgumentHelp(
      "What a unit of effect is worth; the middle of the study's range when left out.", valueName: "pounds"))
  var wtp: Double?

  @Option(
    help: ArgumentHelp(
      "Which of the study's outcomes, or any measure (MEASURE:lower where less is better); the first when left out.",
      valueName: "outcome"))
  var outcome: String?

  @Option(help: ArgumentHelp("Results of 'skillmix psa', for the answer by metamodel.", valueName: "folder"))
  var psa: String?

  @Option(help: ArgumentHelp("Replications at each point.", valueName: "number"))
  var replications: Int = 10

  @Option(help: ArgumentHelp("Seed of the random numbers; the study's own when left out.", valueName: "number"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp("Folder for the results as CSV files, an SQLite file and a manifest.", valueName: "folder"))
  var out: String?

  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard (2...1_000_000).contains(replications) else {
      throw ValidationError("--replications must be between 2 and 1,000,000, found \(replications).")
    }
    guard (hold == nil) == (moved == nil) else { throw ValidationError("--hold and --move go together.") }
    guard hold == nil || switchOf.isEmpty else {
      throw ValidationError("--hold goes with the tornado, --one-way and --two-way, not with --switch.")
    }
    if let wtp, !(wtp >= 0 && wtp <= 1e30) { throw ValidationError("--wtp must not be negative, found \(wtp).") }
  }

  func run() async throws {
    var questions = SensitivityStudy.Questions()
    questions.tornado = tornado
    questions.tornadoParameters = parameter
    questions.tornadoOf = tornadoOf
    questions.oneWay = oneWay
    questions.twoWay = twoWay
    questions.switches = switchOf
    questions.held = hold
    questions.makesUp = moved
    let analysis = try SensitivityStudy(
      StudyDocument(path: study), questions, outcome: outcome, threshold: wtp, metamodelFolder: psa,
      replications: replications, seed: seed, jobs: work.jobs)
    try work.announce(analysis.forecast(), folder: out)
    let place = try out.map { try ResultsPlace($0, replacing: "sensitivity") }
    let results = try await analysis.run(progress: TerminalProgress(quiet: work.quiet).show)
    if let record = results.record { try place?.directory.write(record) }
    try place?.finish()
    for note in results.notes where !work.quiet { complain("note: \(note)") }
    print(results.text(work.format), terminator: "")
  }
}

private func readQuantity(_ text: String) throws -> Tornado.Quantity {
  guard let quantity = Tornado.Quantity(rawValue: text) else {
    throw ValidationError("--of takes \(quantityNames); found '\(text)'")
  }
  return quantity
}

private let quantityNames = Tornado.Quantity.allCases.map(\.rawValue).joined(separator: ", ")
