// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Economics
import Foundation
import TableFiles

/// `skillmix cea`: cost-effectiveness of any PSA table, from this program or another.
struct CostEffectivenessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cea",
    abstract: "Cost-effectiveness, decision uncertainty and value of information from a PSA table.",
    discussion: """
      Effects and costs are CSV files with strategies as columns and draws as rows; parameters are a CSV file with \
      the draws of the uncertain parameters, row for row.

        skillmix cea --effects effects.csv --costs costs.csv --wtp 0:50000:500
        skillmix cea --effects effects.csv --costs costs.csv --parameters parameters.csv --wtp 20000 --evppi all
        skillmix cea --icers strategies.csv
      """)

  @Option(help: "Effects: a column for each strategy, a row for each draw; - reads standard input.")
  var effects: String?

  @Option(help: "Costs: the same strategies and draws.")
  var costs: String?

  @Option(help: "Draws of the uncertain parameters, in the order of the rows above.")
  var parameters: String?

  @Option(
    help: "Thresholds, the value of a unit of effect: 20000, 0:50000:500 or 1000,5000.",
    transform: readThresholds)
  var wtp: ThresholdGrid?

  @Option(
    help: "Value of knowing a parameter, or several jointly (a,b); 'all' for each alone. May be repeated.")
  var evppi: [String] = []

  @Option(help: "Expected outcomes instead of draws: a table with columns strategy, cost and effect.")
  var icers: String?

  @Option(help: "Strategy that increments are taken against; the first column when left out.")
  var reference: String?

  @Option(help: "People affected a year, for the value of information to the population.")
  var peopleAffected: Double?

  @Option(help: "Years that the decision stands.")
  var years: Double = 10

  @Option(help: "Discount rate a year for the population's value.")
  var discountRate: Double = 0.035

  @Option(
    help: "When the people of a year count: \(conventionNames).",
    transform: { try readPopulationConvention($0) })
  var populationConvention: AffectedPopulation.Convention = .annualFromYear0

  @Option(
    help: ArgumentHelp(
      "Value of a study: the parameters it measures and how (p:binomial, n:poisson, x:normal:SD). May be repeated.",
      discussion: "SD is the standard deviation between participants; commas join what one study measures."))
  var evsi: [String] = []

  @Option(help: "Participants of the study, for each parameter measured: 50,100,200 or 50:1000:50.")
  var studySizes: String?

  @Option(help: "Cost of a study whatever its size.")
  var studyCostFixed: Double = 0

  @Option(help: "Cost of a study for each participant.")
  var studyCostPerParticipant: Double = 0

  @Option(help: "Years until the study reports.")
  var studyYears: Double = 0

  @Option(help: "Output: table, json or csv.")
  var format: OutputFormat = .table

  @Option(help: "Folder for the results as CSV and JSON files.")
  var out: String?

  @Option(help: "Seed of simulated studies and of the check that parameters and outcomes belong together.")
  var seed: UInt64 = 1

  @Flag(help: "No warnings on standard error.")
  var quiet = false

  func validate() throws {
    guard (effects == nil) == (costs == nil) else {
      throw ValidationError(
        "--effects and --costs go together; \(effects == nil ? "--effects" : "--costs") is missing")
    }
    guard (effects == nil) != (icers == nil) else {
      throw ValidationError("give either --effects and --costs, or --icers")
    }
    try validateDrawOptions()
    guard years > 0, years.isFinite else { throw ValidationError("--years must be positive") }
    guard discountRate > -1, discountRate.isFinite else {
      throw ValidationError("--discount-rate must be above -1")
    }
    if let peopleAffected, !(peopleAffected >= 0 && peopleAffected.isFinite) {
      throw ValidationError("--people-affected must not be negative")
    }
  }

  private func validateDrawOptions() throws {
    if icers != nil,
      parameters != nil || !evppi.isEmpty || wtp != nil || reference != nil || peopleAffected != nil
    {
      throw ValidationError("--icers takes no draws: leave out --wtp, --parameters, --evppi and the like")
    }
    if !evppi.isEmpty, parameters == nil { throw ValidationError("--evppi needs --parameters") }
    if !evppi.isEmpty, wtp == nil { throw ValidationError("--evppi needs --wtp") }
    guard evsi.isEmpty == (studySizes == nil) else {
      throw ValidationError("--evsi and --study-sizes go together")
    }
    if !evsi.isEmpty, parameters == nil || wtp == nil {
      throw ValidationError("--evsi needs --parameters and --wtp")
    }
    guard [studyCostFixed, studyCostPerParticipant, studyYears].allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw ValidationError("a study's costs and years must not be negative")
    }
    if peopleAffected != nil, wtp == nil { throw ValidationError("--people-affected needs --wtp") }
  }

  func run() async throws {
    do {
      let report = try await analyse()
      if let out { try report.writeFiles(inFolder: out) }
      if !quiet, format != .table { report.warnings.forEach { complain("warning: \($0)") } }
      print(report.text(format), terminator: "")
    } catch let error as TableError {
      complainPlainly("\(error)")
      throw Exit.badData
    }
  }

  func analyse() async throws -> CostEffectivenessReport {
    if let icers { return CostEffectivenessReport(frontierOf: try readStrategyOutcomes(at: icers)) }
    guard let effects, let costs else { throw ValidationError("--effects and --costs are needed") }
    let samples = try readDecisionSamples(effects: effects, costs: costs)
    let known = try parameters.map { try readParameterSamples(at: $0, drawsOf: samples, in: effects) }
    let analysis = CostEffectiveness(
      samples, thresholds: wtp?.values ?? [], reference: try referenceIndex(in: samples))
    let groups = try known.map { try parameterGroups(evppi, in: $0, file: parameters ?? "") } ?? []
    let studies = try known.map { try studyDesigns(evsi, in: $0, file: parameters ?? "") } ?? []
    return CostEffectivenessReport(
      analysis: analysis,
      partial: await Self.valuesOfKnowing(groups, in: known, analysis),
      studies: await valuesOfStudying(studies, sizes: try readStudySizes(studySizes), in: known, analysis),
      studyCosts: StudyCosts(
        fixed: studyCostFixed, perParticipant: studyCostPerParticipant, yearsToReport: studyYears),
      alignment: known.map { RowAlignment($0, samples, reference: analysis.reference, seed: seed) },
      population: peopleAffected.map {
        AffectedPopulation(
          peoplePerYear: $0, years: years, ratePerYear: discountRate, convention: populationConvention)
      })
  }

  private func referenceIndex(in samples: DecisionSamples) throws -> Int {
    guard let reference else { return 0 }
    guard let index = samples.strategies.firstIndex(of: reference) else {
      throw ValidationError(
        "--reference '\(reference)' is not a strategy; found \(samples.strategies.map { "'\($0)'" }.joined(separator: ", "))"
      )
    }
    return index
  }

  /// Worked side by side and put back in order, so the result does not depend on the number of cores.
  private static func valuesOfKnowing(
    _ groups: [[Int]], in parameters: ParameterSamples?, _ analysis: CostEffectiveness
  ) async -> [PartialPerfectInformation] {
    guard let parameters else { return [] }
    return await inOrder(groups) { analysis.valueOfKnowing($0, in: parameters) }
  }

  private func valuesOfStudying(
    _ studies: [StudyDesign], sizes: [Int], in parameters: ParameterSamples?, _ analysis: CostEffectiveness
  ) async -> [SampleInformation] {
    guard let parameters else { return [] }
    let pairs = studies.flatMap { study in sizes.map { (study, $0) } }
    return await inOrder(pairs) { [seed] study, size in
      analysis.valueOfStudying(study, size: size, in: parameters, seed: seed)
    }
  }
}

/// Results of independent pieces of work, in the order of the pieces.
private func inOrder<Piece: Sendable, Result: Sendable>(
  _ pieces: [Piece], _ work: @escaping @Sendable (Piece) -> Result
) async -> [Result] {
  await withTaskGroup(of: (Int, Result).self) { tasks in
    for (position, piece) in pieces.enumerated() { tasks.addTask { (position, work(piece)) } }
    var results: [(Int, Result)] = []
    for await result in tasks { results.append(result) }
    return results.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

private func readPopulationConvention(_ text: String) throws -> AffectedPopulation.Convention {
  guard let convention = AffectedPopulation.Convention(rawValue: text) else {
    throw ValidationError("--population-convention takes \(conventionNames); found '\(text)'")
  }
  return convention
}

private let conventionNames = AffectedPopulation.Convention.allCases.map(\.rawValue).joined(separator: ", ")
