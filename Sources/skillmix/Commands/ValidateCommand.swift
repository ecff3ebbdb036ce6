// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import EarlyYears
import ScenarioFiles

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check scenario and study files: everything that is wrong, each at its line.")

  @Argument(help: "Scenario or study files.")
  var files: [String]

  func run() throws {
    var hasFlaws = false
    for file in files {
      do {
        if StudyDocument.isStudy(path: file) {
          let study = try StudyDocument(path: file)
          print("\(file): a study of \(study.strategies.count) strategies, in order")
        } else {
          report(try ScenarioDocument(path: file), file)
        }
      } catch {
        complainPlainly(error.description)
        hasFlaws = true
      }
    }
    if hasFlaws { throw Exit.badData }
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
    for remark in document.remarks { print("  \(remark.position): \(remark.message)") }
    for departure in scenario.departuresFrom2026Guidance() { print("  \(departure)") }
  }
}
