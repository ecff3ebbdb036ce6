// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ScenarioFiles
import Statistics
import Testing

/// Tables of the documentation that repeat what the base scenario says.
///
/// `UPDATE_SNAPSHOTS=1 swift test --filter DocumentedTablesTests` writes them anew.
@Suite struct DocumentedTablesTests {
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let scenario = "scenarios/england-2024-25.yaml"

  private static func parameters() throws -> [Parameter] {
    try ScenarioDocument(path: package.appendingPathComponent(scenario).path).parameters
  }

  /// What the page has between the two comments, which is replaced when the tables are to be written anew.
  private func check(_ page: String, from first: String, to last: String, holds table: String) throws {
    let file = Self.package.appendingPathComponent(page)
    let text = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- \(first) of \(Self.scenario)"), "\(page): no table of \(first)")
    let begins = try #require(text.range(of: "-->\n", range: start.upperBound..<text.endIndex)).upperBound
    let ends = try #require(text.range(of: "<!-- \(last) -->", range: begins..<text.endIndex)).lowerBound
    if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" {
      let renewed = text.replacingCharacters(in: begins..<ends, with: table)
      if renewed != text { try renewed.write(to: file, atomically: true, encoding: .utf8) }
      return
    }
    #expect(
      String(text[begins..<ends]) == table,
      "\(page): write the table anew: UPDATE_SNAPSHOTS=1 swift test --skip-build --filter DocumentedTablesTests")
  }

  private func table(_ header: [String], _ rows: [[String]]) -> String {
    ([header, header.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
  }

  /// Blocks of the scenario file that are inputs, in the order in which a child meets them.
  private static let groups: KeyValuePairs = [
    "clock": "what is simulated, what of it is reported", "children": "births, deprivation, moves, what clusters",
    "families": "siblings and joint visits", "teams": "localities", "needs": "prevalence, onset, duration",
    "contacts": "the schedule: when, who, where, how long, kept or not, what it looks for",
    "additional_contacts": "contacts that families ask for", "pathways": "what follows a finding",
    "safeguarding": "open cases, durations, duties", "workforce": "posts, days, turnover, supervision, cost of an hour",
    "caseload": "who holds the families, triage", "appointments": "diaries and rounds",
    "joint_completion": "windows of several reviews together", "costs": "price year, discounting, travel",
    "correlations": "what is unknown in the same way",
  ]

  @Test func theInputsAreCountedWithTheirSources() throws {
    let parameters = try Self.parameters().filter { !$0.path.hasPrefix("published[") }
      .filter { !$0.path.hasPrefix("service_check[") && $0.path != "skillmix" }
    var rows: [[String]] = [], counted = 0
    for (group, words) in Self.groups {
      let own = parameters.filter { parameter in
        parameter.path == group || ["\(group).", "\(group)["].contains { parameter.path.hasPrefix($0) }
      }
      counted += own.count
      func count(_ tags: String...) -> String { String(own.count { tags.contains($0.provenance) }) }
      let sources = Set(
        own.flatMap { "\($0.source) \($0.note)".matches(of: /\bS[0-9]+b?\b/).map { String($0.output) } })
      let sorted = sources.sorted { a, b in (Int(a.filter(\.isNumber)) ?? 0, a) < (Int(b.filter(\.isNumber)) ?? 0, b) }
      rows.append([
        "`\(group)`", words, String(own.count), String(own.count { $0.uncertainty != nil }),
        count("found", "found_secondary"), count("derived"), count("memory"), count("assumption"),
        sorted.isEmpty ? "–" : sorted.joined(separator: " "),
      ])
    }
    #expect(counted == parameters.count, "an input belongs to no group that docs/model.md names")
    let header = [
      "block", "what it holds", "numbers", "with a distribution", "found", "derived", "memory", "assumption", "sources",
    ]
    try check("docs/model.md", from: "inputs", to: "end of inputs", holds: "\n" + table(header, rows) + "\n")
  }

  @Test func everyUnitCostIsListedWithItsSource() throws {
    let rows = try Self.parameters().filter { $0.unit == "£" }.map { cost in
      func pounds(_ value: Double) -> String {
        let text = String(format: value < 100 ? "%.2f" : "%.0f", value)
        return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
      }
      let spread =
        cost.uncertainty.map { "\(pounds($0.quantile(0.025))) to \(pounds($0.quantile(0.975)))" } ?? "certain"
      let reason = cost.source.isEmpty ? cost.note : cost.source
      return ["`\(cost.path)`", pounds(cost.mean), spread, reason.isEmpty ? "–" : reason, cost.provenance]
    }
    #expect(rows.count > 5)
    let header = ["unit cost", "£", "95 %", "source, or how it was set", "provenance"]
    try check(
      "docs/economics.md", from: "unit costs", to: "end of unit costs", holds: "\n" + table(header, rows) + "\n")
  }
}
