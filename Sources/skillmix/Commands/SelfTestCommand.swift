// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Economics
import Reports

/// `skillmix selftest`: known answers beside what this program computes.
struct SelfTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest", abstract: "Known answers beside what this program computes.")

  @Flag(help: "Health economics: cohort models, value of information, noise, equity, time.")
  var economics = false

  func validate() throws {
    guard economics else { throw ValidationError("Name what is to be tested: --economics.") }
  }

  func run() throws {
    let cases = PublishedCase.all()
    var table = TextTable(["Case", "Known", "Here", "May differ by", "", "Known from"])
    for one in cases {
      table.add([
        one.name, shown(one.expected), shown(one.found), readable(one.tolerance), one.holds ? "holds" : "FAILS",
        one.source,
      ])
    }
    print(table.text(lastColumnIsText: true))
    let failing = cases.count { !$0.holds }
    print("\n\(cases.count - failing) of \(cases.count) hold.")
    if failing > 0 { throw ExitCode(70) }
  }

  private func shown(_ value: Double) -> String { readable(value, digits: value.magnitude >= 1000 ? 1 : 4) }
}
