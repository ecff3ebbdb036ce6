// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser

@main
struct SkillMix: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skillmix",
    abstract:
      "If we change who does what, which children get seen, what is found, what does it cost, and how sure are we?",
    version: "0.1.0",
    subcommands: [
      RunCommand.self,
      CompareCommand.self,
      ProbabilisticCommand.self,
      MergeCommand.self,
      SensitivityCommand.self,
      CostEffectivenessCommand.self,
      EffectsCommand.self,
      CalibrateCommand.self,
      BriefCommand.self,
      ValidateCommand.self,
      SelfTestCommand.self,
      SchemaCommand.self,
      NewCommand.self,
    ])
}
