// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser

@main
struct SkillMix: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skillmix",
    abstract: "If we change who does what, which children get seen, what is found, what does it cost?",
    subcommands: [CostEffectivenessCommand.self, EffectsCommand.self])
}
