// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import Briefing
@testable import ResultsStore

/// A briefing of a small study that the built program ran: every number traced back to the store.
@Suite struct BriefingTests {
  private static var package: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  private static func run(_ arguments: [String]) throws {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let beside = bundle.deletingLastPathComponent().appendingPathComponent("skillmix")
    let process = Process()
    process.executableURL =
      FileManager.default.isExecutableFile(atPath: beside.path)
      ? beside : package.appendingPathComponent(".build/debug/skillmix")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// The folder of a study with two strategies, made once.
  private static let folder: Result<String, any Error> = Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("skillmix-brief-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let england = package.appendingPathComponent("scenarios/england-2024-25.yaml").path
    let files = [
      "small.yaml": """
      skillmix: 1
      name: Small & quiet
      extends: \(england)
      children: {births_per_year: 240}
      teams: {north: {}, south: {}}
      workforce:
        health_visitor: {wte: 4}
        community_staff_nurse: {wte: 1}
        community_nursery_nurse: {wte: 2}
        family_support_worker: {wte: 1}
      """,
      "other.yaml": """
      skillmix: 1
      name: Fewer visitors
      extends: small.yaml
      workforce: {health_visitor: {wte: 3}, community_nursery_nurse: {wte: 3.4}}
      """,
      "study.yaml": """
      study: A small question?
      strategies: [small.yaml, other.yaml]
      outcome: [needs_identified_and_seen, on_time_reviews]
      willingness_to_pay_gbp: 0..2000 by 500
      draws: 12
      replications: 2
      thresholds: {C5: {green: 90, amber: 60}, work.lapsed: {green: 1, amber: 100}}
      """,
    ]
    for (name, text) in files {
      try text.write(to: url.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    try run([
      "psa", url.appendingPathComponent("study.yaml").path, "--out", url.appendingPathComponent("o").path,
      "--base-replications", "3", "--quiet",
    ])
    return url.appendingPathComponent("o").path
  }

  private static func briefing() throws -> Briefing {
    try Briefing(BriefingData(StoredResults(folder: folder.get())))
  }

  /// Tables and columns in which a source may find its number.
  private static let columns = [
    "mean", "lower95", "upper95", "ci95_lower", "ci95_upper", "difference",
    "difference_lower95", "difference_upper95", "probability", "wtp", "evpi", "evppi", "standard_error",
  ]

  @Test func everyNumberOfThePagesIsInTheStore() throws {
    let briefing = try Self.briefing(), store = briefing.data.store
    let sentences = briefing.pages.sections.flatMap(\.sentences) + briefing.pages.answer
    var checked = 0
    for sentence in sentences {
      for case .number(let text, let source) in sentence.parts {
        let parts = source.split(separator: ":", maxSplits: 1).map(String.init)
        guard ["credible", "outcomes", "differences"].contains(parts[0]) else { continue }
        let key = parts[1].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let row = try #require(
          try store.rows(
            parts[0], where: ["strategy": key[0], "measure": key[1], "group_kind": key[2], "group": key[3]]
          ).first, "\(source)")
        let written = Self.columns.compactMap { row.number($0) }.flatMap { value -> [String] in
          ["percent", "percentage points", "£", "count", "days", "ratio"].flatMap { unit -> [String] in
            let own = Rounding.text(value, unit: unit), size = Rounding.text(value.magnitude, unit: unit)
            return [own, size] + [own, size].map { $0.replacing(" %", with: "") }
          } + [Rounding.money(value), Rounding.money(value.magnitude)]
        }
        #expect(written.contains(text), "\(text) is not in \(source)")
        checked += 1
      }
    }
    #expect(checked > 30)
  }

  @Test func thePageIsOneFileWithPicturesTablesAndStandards() throws {
    let briefing = try Self.briefing()
    let html = try briefing.html(
      drawings: Dictionary(uniqueKeysWithValues: briefing.charts.map { ($0.id, "<svg></svg>") }))
    for id in ["question", "options", "delivers", "cost", "inequality", "certainty", "scorecard", "a1", "a8", "a11"] {
      #expect(html.contains("id=\"\(id)\""), "\(id)")
    }
    #expect(!html.contains("http://") && !html.contains("src=\"http") && html.contains("Small &amp; quiet"))
    #expect(html.contains("STRESS-DES") && html.contains("CHEERS"))
    for chart in briefing.charts { #expect(chart.altText.count > 20 && !chart.rows.isEmpty, "\(chart.id)") }
    let ids = Set(briefing.charts.map(\.id))
    #expect(
      ids.isSuperset(of: ["completion", "cost", "quintile", "week", "caseload", "queue", "plane", "acceptability"]))
    let text = briefing.markdown(pictures: "charts")
    #expect(text.hasPrefix("# A small question?") && text.contains("](charts/completion.png)"))
  }

  @Test func theScorecardUsesTheStudysThresholds() throws {
    let data = try BriefingData(StoredResults(folder: Self.folder.get()))
    let card = try #require(try Scorecard(data))
    #expect(card.indicators.map(\.measure) == ["C5", "work.lapsed"] && card.groups == ["north", "south"])
    #expect(card.indicators[0].colour(91) == .green && card.indicators[0].colour(70) == .amber)
    #expect(card.indicators[0].colour(59) == .red && card.indicators[0].colour(.nan) == nil)
    // Less is better.
    #expect(card.indicators[1].colour(0) == .green && card.indicators[1].colour(50) == .amber)
    #expect(card.indicators[1].colour(101) == .red)
  }

  @Test func theStandardsHaveAllTheirItems() throws {
    let facts = try ReportFacts(BriefingData(StoredResults(folder: Self.folder.get())))
    let cheers = CHEERS2022.items(facts)
    #expect(cheers.map(\.number) == (1...28).map(String.init))
    for item in cheers + StressDES.items(facts) {
      #expect(!item.topic.isEmpty && !item.reported.isEmpty && !item.section.isEmpty)
    }
  }

  @Test func aFolderWithoutResultsIsRefused() {
    #expect(throws: ResultsError.self) { try StoredResults(folder: "/nonexistent") }
  }
}
