// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import ScenarioFiles

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of scenario files, for editors.")

  @Flag(help: "The schema of study files instead.")
  var study = false

  @Flag(help: "The keys as Markdown tables instead.")
  var markdown = false

  func run() throws {
    if markdown { return print(FormatTables.markdown(), terminator: "") }
    print(study ? JSONSchema.study() : JSONSchema.scenario())
  }
}
