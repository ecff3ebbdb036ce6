// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Reports
import ResultsStore
import ScenarioFiles
import Studies

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "What one strategy delivers, with confidence intervals.",
    discussion: "Example: skillmix run scenarios/england-2024-25.yaml")

  @Argument(help: "The scenario file.")
  var scenario: String

  @Option(help: ArgumentHelp("Number of replications.", valueName: "number"))
  var replications: Int?

  @Option(
    help: ArgumentHelp(
      "Add replications until the 95 % interval is within this share of the mean, for instance 0.01.",
      valueName: "share"))
  var precision: Double?

  @Option(
    help: ArgumentHelp(
      "Measure whose precision counts; may be repeated. Default: completion metrics and cost.", valueName: "measure"))
  var precisionOf: [String] = []

  @Flag(help: "Show evidence on whether the warm-up is long enough (Welch, MSER-5) in place of the results.")
  var checkWarmUp = false

  @Flag(help: "Say on standard error what the simulation took: events, processor time, memory, time a simulated year.")
  var profile = false

  @OptionGroup var options: RunOptions

  func validate() throws {
    if checkWarmUp, profile { throw ValidationError("--check-warm-up and --profile exclude each other.") }
    if checkWarmUp, precision != nil { throw ValidationError("--check-warm-up and --precision exclude each other.") }
    if replications != nil, precision != nil {
      throw ValidationError("--replications and --precision exclude each other.")
    }
    if let replications, !(1...1_000_000).contains(replications) {
      throw ValidationError("--replications must be between 1 and 1,000,000, found \(replications).")
    }
    if let precision, !(precision > 0 && precision < 1) {
      throw ValidationError("--precision must be above 0 and below 1, found \(precision).")
    }
    if !precisionOf.isEmpty, precision == nil { throw ValidationError("--precision-of goes with --precision.") }
  }

  func run() async throws {
    let document = try ScenarioDocument(path: scenario)
    if checkWarmUp {
      let check = CheckWarmUp(document, replications: replications ?? 20, seed: options.seed, jobs: options.work.jobs)
      print(WarmUpReport(try await check.run(progress: TerminalProgress(quiet: options.work.quiet).show)).text)
      return
    }
    if !options.work.quiet { document.largeChanges().forEach(remark) }
    let length: Run.Length =
      precision.map { .precision($0, of: precisionOf) } ?? .replications(replications ?? 20)
    let analysis = Run(document, length: length, seed: options.seed, jobs: options.work.jobs)
    try options.work.announce(analysis.forecast(isStored: options.out != nil), folder: options.out)
    let place = try options.place()
    let start = RunProfile.Usage.now
    let (results, isPrecise) = try await analysis.run(
      progress: TerminalProgress(quiet: options.work.quiet).show)
    if !isPrecise {
      complain("the precision asked for was not reached in \(results.results[0].outcomes.count) replications")
    }
    if profile { complainPlainly(RunProfile(results, since: start).text) }
    try place?.directory.write(results.record)
    try place?.finish()
    print(results.text(options.work.format, everything: options.all), terminator: "")
  }
}
