// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Foundation
import Reports
import ResultsStore
import ScenarioFiles
import SyntheticControl
import TableFiles

/// `skillmix effects`: what did the pilots change? Synthetic control on a panel of published metrics.
struct EffectsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "effects",
    abstract: "Effects of pilots against donor authorities, by synthetic control.",
    discussion: """
      The specification is a YAML file beside the panel; options of the same names override it.

        skillmix effects spec.yaml
        skillmix effects spec.yaml --method outcome_only,synthetic_did --inference placebo_space,conformal
        skillmix effects spec.yaml --out results --draws 1000
        skillmix effects --simulate-example folder
      """)

  @Argument(help: "The specification, a YAML file.")
  var specification: String?

  @Option(
    help: "Methods, separated by commas: \(EffectsMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
  var method: String?

  @Option(help: "Rule for predictor weights: equal, regression, cross_validated or nested.")
  var predictorWeights: String?

  @Option(
    help: "Procedures: \(InferenceProcedure.allCases.map(\.rawValue).joined(separator: ", ")), or none.")
  var inference: String?

  @Option(help: "Treated units, separated by commas.")
  var treated: String?

  @Option(help: "First period after the change.")
  var firstPostPeriod: String?

  @Option(help: "Donors, separated by commas.")
  var donors: String?

  @Option(help: "Units to keep out of the donors, separated by commas.")
  var exclude: String?

  @Option(help: "Level of intervals.")
  var level: Double?

  @Option(help: "Price of unlike donors in the penalised method.")
  var penalty: Double?

  @Option(help: "Ridge of the augmented method.")
  var ridge: Double?

  @Option(help: "Scale on which outcomes are matched: identity or logit.")
  var scale: String?

  @Flag(help: "Weigh periods by the counts behind the treated unit's percentages.")
  var precisionWeights = false

  @Option(help: "First period of the placebo in time.")
  var placeboFirstPostPeriod: String?

  @Option(help: "Folds of the cross-fitted test.")
  var folds: Int?

  @Option(help: "Known effect that the backtest adds to donors.")
  var backtestEffect: Double?

  @Option(help: "Seed of nested searches, placebo sets and draws.")
  var seed: UInt64?

  @Option(help: "Output: table, json or csv.")
  var format: OutputFormat = .table

  @Option(help: "Folder for results as CSV files, an SQLite file, JSON and charts.")
  var out: String?

  @Option(help: "Draws of the effects for a probabilistic sensitivity analysis, written to effect-draws.csv.")
  var draws: Int?

  @Option(help: "Method that the draws come from; the first when left out.")
  var drawsMethod: String?

  @Flag(help: "Leave the noise of counting children out of the draws.")
  var removeBinomialNoise = false

  @Option(help: "Tasks at a time; all cores when left out. Results do not depend on it.")
  var jobs: Int?

  @Option(
    help:
      "Write a simulated panel of five pilots and sixty donors, with its specification and the truth, to this folder."
  )
  var simulateExample: String?

  @Flag(help: "No warnings on standard error.")
  var quiet = false

  func validate() throws {
    guard (specification == nil) != (simulateExample == nil) else {
      throw ValidationError("give a specification file, or --simulate-example FOLDER")
    }
    if let draws, draws < 1 { throw ValidationError("--draws must be at least 1") }
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
    if let level, !(level >= 0.5 && level <= 0.999) {
      throw ValidationError("--level must be between 0.5 and 0.999")
    }
    if let folds, folds < 2 || folds > 20 { throw ValidationError("--folds must be between 2 and 20") }
    if let penalty, !(penalty >= 0 && penalty.isFinite) {
      throw ValidationError("--penalty must not be negative")
    }
    if let ridge, !(ridge >= 0 && ridge.isFinite) { throw ValidationError("--ridge must not be negative") }
    var design = EffectsDesign(treated: [])
    try override(&design)
  }

  func run() async throws {
    if let simulateExample { return try writeSimulatedExample(inFolder: simulateExample, seed: seed ?? 1) }
    guard let specification else { throw ValidationError("a specification is needed") }
    var analysis = try PilotEffects(path: specification)
    try override(&analysis.specification.design)
    analysis.draws = draws.map {
      PilotEffects.Draws(
        count: $0, method: drawsMethod.flatMap { EffectsMethod(rawValue: $0) },
        removesCountingNoise: removeBinomialNoise)
    }
    if let jobs { analysis.jobs = jobs }
    let directory = try out.map { try ResultsDirectory(path: $0, replacing: "effects") }
    let results = try await analysis.run(progress: TerminalProgress(quiet: quiet).show)
    if let directory, let record = results.record {
      try directory.write(record)
    } else if let draws = results.drawsTable {
      try writeFile(draws.csv, atPath: "\(draws.name).csv")
    }
    if !quiet, format != .table { results.notes.forEach { complainPlainly("note: \($0)") } }
    print(results.text(format), terminator: "")
  }

  // MARK: Options over the file

  private func override(_ design: inout EffectsDesign) throws {
    if let method { design.methods = try names(method, "--method", EffectsMethod.self) }
    if let predictorWeights {
      guard let rule = predictorWeightRule(named: predictorWeights) else {
        throw ValidationError(
          "--predictor-weights takes equal, regression, cross_validated or nested; found '\(predictorWeights)'"
        )
      }
      design.settings.rule = rule
    }
    if let inference {
      design.inference =
        inference == "none" ? [] : Set(try names(inference, "--inference", InferenceProcedure.self))
    }
    if let scale {
      guard let value = OutcomeScale(rawValue: scale) else {
        throw ValidationError("--scale takes identity or logit")
      }
      design.settings.scale = value
    }
    try overrideUnits(&design)
    design.level = level ?? design.level
    design.folds = folds ?? design.folds
    design.backtestEffect = backtestEffect ?? design.backtestEffect
    design.settings.penalty = penalty ?? design.settings.penalty
    design.settings.ridge = ridge ?? design.settings.ridge
    design.settings.seed = seed ?? design.settings.seed
    if precisionWeights { design.settings.usesPrecisionWeights = true }
    if let drawsMethod, EffectsMethod(rawValue: drawsMethod) == nil {
      throw ValidationError("--draws-method is not a method: '\(drawsMethod)'")
    }
  }

  private func overrideUnits(_ design: inout EffectsDesign) throws {
    let start = try firstPostPeriod.map { try period($0, "--first-post-period") }
    if let treated {
      let common = start ?? design.treated.first?.firstPost ?? 0
      design.treated = list(treated).map { TreatedUnit(unit: $0, firstPost: common) }
    } else if let start {
      design.treated = design.treated.map { TreatedUnit(unit: $0.unit, firstPost: start) }
    }
    if let donors { design.donors = list(donors) }
    if let exclude { design.excluded += list(exclude).map { ($0, "excluded on the command line") } }
    if let placeboFirstPostPeriod {
      design.placeboFirstPost = try period(placeboFirstPostPeriod, "--placebo-first-post-period")
    }
  }

  private func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  private func period(_ text: String, _ option: String) throws -> Double {
    guard let time = TimePoint(text) else {
      throw ValidationError("\(option) must be a period; found '\(text)'")
    }
    return time.order
  }

  private func names<Value: RawRepresentable & CaseIterable>(
    _ text: String, _ option: String, _ type: Value.Type
  ) throws -> [Value] where Value.RawValue == String {
    try list(text).map { name in
      guard let value = Value(rawValue: name) else {
        throw ValidationError(
          "\(option) takes \(Value.allCases.map(\.rawValue).joined(separator: ", ")); found '\(name)'")
      }
      return value
    }
  }
}
