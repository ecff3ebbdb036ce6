// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import ScenarioFiles

@main
struct SkillMix: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skillmix",
    abstract:
      "If we change who does what, which children get seen, what is found, what does it cost, and how sure are we?",
    version: Program.identity,
    subcommands: [
      RunCommand.self,
      CompareCommand.self,
      ProbabilisticCommand.self,
      MergeCommand.self,
      SensitivityCommand.self,
      CostEffectivenessCommand.self,
      CohortCommand.self,
      EffectsCommand.self,
      CalibrateCommand.self,
      BriefCommand.self,
      BalanceCommand.self,
      PlanCommand.self,
      GridCommand.self,
      VerifyCommand.self,
      ValidateCommand.self,
      SelfTestCommand.self,
      SchemaCommand.self,
      NewCommand.self,
    ])

  /// A misspelt command is answered with the one that was meant.
  private static func checkCommandName() throws {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-"), !(names + ["help"]).contains(name)
    else { return }
    let near = didYouMean(name, in: names, orElse: "; there are \(names.joined(separator: ", "))")
    throw ValidationError("there is no command '\(name)'\(near)")
  }

  /// Every command runs here, so that an interruption and an error are answered in one place.
  static func main() async {
    let work = Task {
      try checkCommandName()
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    }
    Interruption.watch(work)
    do {
      try await work.value
      if Interruption.hasCome { throw AnalysisError.interrupted(kept: "the work was done") }
    } catch {
      exit(withError: explained(error))
    }
  }
}
