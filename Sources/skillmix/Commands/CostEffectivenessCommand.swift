// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Economics
import Reports
import ResultsStore

/// `skillmix cea`: cost-effectiveness of any PSA table, from this program or another.
struct CostEffectivenessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cea",
    abstract: "Cost-effectiveness, decision uncertainty and value of information from a PSA table.",
    discussion: """
      Effects and costs are CSV files with strategies as columns and draws as rows; parameters are a CSV file with \
      the draws of the uncertain parameters, row for row.

        skillmix cea --effects effects.csv --costs costs.csv --wtp '0..50000 by 500'
        skillmix cea --effects effects.csv --costs costs.csv --parameters parameters.csv --wtp 20000 --evppi all
        skillmix cea --table psa.csv --wtp 20000 --evppi all      (one table, long or wide, of another tool)
        skillmix cea --icers strategies.csv
        cat psa.csv | skillmix cea - --wtp 20000                  (the table, without naming the option)
      """)

  @Argument(help: ArgumentHelp("The same as --table.", valueName: "table"))
  var piped: String?

  @Option(help: "Effects: a column for each strategy, a row for each draw; - reads standard input.")
  var effects: String?

  @Option(help: "Costs: the same strategies and draws; any one of the tables can be -.")
  var costs: String?

  @Option(
    help: ArgumentHelp(
      "Everything in one table: a row for each strategy and draw (columns strategy, cost, effect), or a row for each draw (columns such as 'Cost A' and 'QALYs A').",
      discussion:
        "Commas, semicolons or tabs; numbers may be written £1,234.50. Other columns of numbers are parameters.",
      valueName: "table"))
  var table: String?

  @Option(help: "Sign of the money in the tables, for the report.")
  var currency: String = "£"

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
    guard [effects, icers, table, piped].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("give either --effects and --costs, or --icers, or --table (a file alone is a table)")
    }
    guard oneTable == nil || parameters == nil else {
      throw ValidationError("--table has its parameters in it; leave out --parameters")
    }
    guard [effects, costs, parameters, oneTable, icers].count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("only one table can come from standard input (-)")
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
    if !evppi.isEmpty, parameters == nil, oneTable == nil { throw ValidationError("--evppi needs --parameters") }
    if !evppi.isEmpty, wtp == nil { throw ValidationError("--evppi needs --wtp") }
    guard evsi.isEmpty == (studySizes == nil) else {
      throw ValidationError("--evsi and --study-sizes go together")
    }
    if !evsi.isEmpty, parameters == nil && oneTable == nil || wtp == nil {
      throw ValidationError("--evsi needs --parameters and --wtp")
    }
    guard [studyCostFixed, studyCostPerParticipant, studyYears].allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw ValidationError("a study's costs and years must not be negative")
    }
    if peopleAffected != nil, wtp == nil { throw ValidationError("--people-affected needs --wtp") }
  }

  func run() async throws {
    let place = try out.map { try ResultsPlace($0, replacing: "cea") }
    let results = try await analyse()
    if let record = results.record { try place?.directory.write(record) }
    try place?.finish()
    if !quiet, format != .table { results.warnings.forEach { complain("warning: \($0)") } }
    if wtp?.isOldForm == true, !quiet {
      complain("note: ranges are now written 'from..to by step', such as '0..50000 by 500'; from:to:step is still read")
    }
    print(results.text(format), terminator: "")
  }

  func analyse() async throws -> CostEffectivenessResults {
    var study = CostEffectivenessStudy(try source())
    study.currency = currency
    study.thresholds = wtp?.values ?? []
    study.reference = reference
    study.partialInformation = evppi
    study.sampleInformation = evsi
    study.studySizes = studySizes
    study.studyCosts = StudyCosts(
      fixed: studyCostFixed, perParticipant: studyCostPerParticipant, yearsToReport: studyYears)
    study.population = peopleAffected.map {
      AffectedPopulation(
        peoplePerYear: $0, years: years, ratePerYear: discountRate, convention: populationConvention)
    }
    study.seed = seed
    return try await study.run()
  }
}

extension CostEffectivenessCommand {
  /// Everything in one table, however it was given.
  private var oneTable: String? { table ?? piped }

  private func source() throws -> CostEffectivenessStudy.Source {
    if let icers { return .expected(icers) }
    if let oneTable { return .table(oneTable) }
    guard let effects, let costs else { throw ValidationError("--effects and --costs are needed") }
    return .draws(effects: effects, costs: costs, parameters: parameters)
  }
}

private func readPopulationConvention(_ text: String) throws -> AffectedPopulation.Convention {
  guard let convention = AffectedPopulation.Convention(rawValue: text) else {
    throw ValidationError("--population-convention takes \(conventionNames); found '\(text)'")
  }
  return convention
}

private let conventionNames = AffectedPopulation.Convention.allCases.map(\.rawValue).joined(separator: ", ")

/// The thresholds of `--wtp`.
private func readThresholds(_ text: String) throws -> ThresholdGrid {
  do {
    return try ThresholdGrid(text)
  } catch {
    throw ValidationError("--wtp: \(error)")
  }
}
