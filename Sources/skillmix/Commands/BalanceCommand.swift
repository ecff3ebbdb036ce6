// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Reports
import ScenarioFiles

struct BalanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "balance",
    abstract: "The WTE of one role with which a strategy's planned establishment costs what another's does.")

  @Argument(help: "Scenario file of the strategy.")
  var scenario: String

  @Option(help: "Scenario file whose planned establishment is the budget.")
  var budgetOf: String

  @Option(help: "Role that takes up the difference.")
  var by = "health_visitor"

  @Option(help: "table or json.")
  var format: OutputFormat = .table

  func run() throws {
    let balance = try Balance(ScenarioDocument(path: scenario), budgetOf: ScenarioDocument(path: budgetOf), by: by)
    print(format == .json ? balance.json : balance.text)
  }
}
