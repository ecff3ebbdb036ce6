// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import Foundation
import ScenarioFiles
import Studies
import SyntheticControl
import TableFiles

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract:
      "Check scenarios, studies, calibrations, plans and specifications of effects: everything that is wrong, each at its line."
  )

  @Argument(help: "Files of any of these kinds.")
  var files: [String]

  @Flag(help: "List every assumption that is taken as certain.")
  var assumptions = false

  @Option(
    help: ArgumentHelp(
      "Write the numbers of the scenario as a sheet, .xlsx or .csv, which every command reads as a scenario.",
      valueName: "file"))
  var sheet: String?

  func run() throws {
    var hasFlaws = false
    for file in files {
      do {
        try check(file)
      } catch {
        complainPlainly("\(error)")
        hasFlaws = true
      }
    }
    if hasFlaws { throw Exit.badData }
    if let sheet { try writeSheet(sheet) }
  }

  private func writeSheet(_ sheet: String) throws {
    guard files.count == 1, ScenarioSheet.isNamed(sheet) else {
      throw ValidationError("--sheet writes one scenario, to a file that ends in .xlsx or .csv")
    }
    guard !FileManager.default.fileExists(atPath: sheet) else {
      complain("\(sheet) exists already; choose another name")
      throw Exit.badData
    }
    let folder = (sheet as NSString).deletingLastPathComponent
    let table = ScenarioSheet.table(
      of: try ScenarioDocument(path: files[0]), parent: NewCommand.relative(files[0], fromFolder: folder))
    if Spreadsheet.isNamed(sheet) {
      try Spreadsheet.write(table, to: sheet)
    } else {
      try writeFile(table.csv, atPath: sheet)
    }
    print("wrote \(sheet); change its values and run it as a scenario")
  }

  private func check(_ file: String) throws {
    switch FileKind(path: file) {
    case .study:
      print("\(file): a study of \(try StudyDocument(path: file).strategies.count) strategies, in order")
    case .calibration:
      let document = try CalibrationDocument(path: file)
      print("\(file): a calibration of \(document.scenario.name) to \(document.fitted.count) figures, in order")
    case .plan:
      print("\(file): a plan of \(try PlanDocument(path: file).alternatives.count) alternatives, in order")
    case .effects:
      let specification = try readEffectsSpecification(at: file)
      print("\(file): effects of \(specification.design.treated.count) pilots, in order")
    case .horizon:
      let states = try CohortDocument(path: file).horizon.states.count
      print("\(file): a cohort model of \(states) states, in order but for its entries, which need its study")
    case .scenario, nil: report(try ScenarioDocument(path: file), file)
    }
  }

  private func report(_ document: ScenarioDocument, _ file: String) {
    let uncertain = document.parameters.filter { $0.uncertainty != nil }.count
    let scenario = document.scenario()
    print("\(file): \(document.name), in order")
    print("  \(document.parameters.count) parameters, \(uncertain) of them uncertain")
    for provenance in ["found", "found_secondary", "derived", "memory", "assumption"] {
      let count = document.parameters.filter { $0.provenance == provenance }.count
      if count > 0 { print("  \(count) \(provenance)") }
    }
    let certain = document.assumptionsWithoutSpread
    if !certain.isEmpty { print("  \(warning(of: certain))") }
    if assumptions { for parameter in certain { print("    \(parameter.position): \(parameter.path)") } }
    for change in document.largeChanges() { print("  \(change.position): \(change.message)") }
    for remark in document.remarks { print("  \(remark.position): \(remark.message)") }
    for departure in scenario.departuresFrom2026Guidance() { print("  \(departure)") }
  }
  /// One line, however many there are.
  private func warning(of certain: [Parameter]) -> String {
    let first = certain.prefix(3).map(\.path).joined(separator: ", ") + (certain.count > 3 ? ", …" : "")
    let verb = certain.count == 1 ? "assumption has" : "assumptions have"
    return
      "warning: \(certain.count) \(verb) no spread, so that a PSA takes them as certain (\(first))\(assumptions ? ":" : "; --assumptions lists them all")"
  }
}
