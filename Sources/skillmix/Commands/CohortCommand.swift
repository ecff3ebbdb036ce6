// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Reports
import ScenarioFiles

/// `skillmix cohort`: a cohort model by itself.
struct CohortCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cohort",
    abstract: "Run a cohort model by itself: who is in which state, costs and QALYs, cycle by cycle.",
    discussion: """
      The file is one that a study names under 'horizon'. What is uncertain in it stands at its mean.

        skillmix cohort model.yaml --start Healthy --discount-rate 0.03
      """)

  @Argument(help: "File of the cohort model.")
  var model: String

  @Option(
    help: ArgumentHelp(
      "Who starts in which state, as in Healthy or Healthy=900,Sick=100; the file's own 'start' when left out.",
      valueName: "state[=people],…"), transform: readStart)
  var start: [(state: String, people: Double)]?

  @Option(help: ArgumentHelp("Discount rate a year of costs and QALYs.", valueName: "share"))
  var discountRate = 0.035

  @Option(help: ArgumentHelp("Of QALYs, where it is another.", valueName: "share"))
  var discountRateEffects: Double?

  @Option(help: "table, json or csv.")
  var format: OutputFormat = .table

  func validate() throws {
    for (name, rate) in [("--discount-rate", discountRate), ("--discount-rate-effects", discountRateEffects ?? 0)]
    where !(0...1).contains(rate) {
      throw ValidationError("\(name) is a share between 0 and 1, as in 0.035; found \(rate).")
    }
  }

  func run() throws {
    let cohort = try CohortRun(
      CohortDocument(path: model), start: start, discountRateCosts: discountRate,
      discountRateEffects: discountRateEffects ?? discountRate)
    print(try cohort.run().text(format), terminator: "")
  }
}

private func readStart(_ text: String) throws -> [(state: String, people: Double)] {
  try text.split(separator: ",").map { part in
    let words = part.split(separator: "=", maxSplits: 1).map(String.init)
    guard words.count == 2 else { return (String(part), 1) }
    guard let people = Double(words[1]), people >= 0, people.isFinite else {
      throw ValidationError("--start takes states and how many people each has, as in Healthy=900; found '\(part)'")
    }
    return (words[0], people)
  }
}
