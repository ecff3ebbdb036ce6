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

  static func run(_ arguments: [String]) throws {
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
  static let folder: Result<String, any Error> = Result {
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
    #expect(!card.hidesTeams)
    func colour(_ indicator: Int, _ value: Double) -> Scorecard.Colour? {
      card.indicators[indicator].judgement(Self.quantity(value, .nan, .nan, ["percent", "count"][indicator]))?.colour
    }
    #expect(colour(0, 91) == .green && colour(0, 70) == .amber && colour(0, 59) == .red && colour(0, .nan) == nil)
    // Less is better.
    #expect(colour(1, 0) == .green && colour(1, 50) == .amber && colour(1, 102) == .red)
  }

  private static func quantity(_ value: Double, _ lower: Double, _ upper: Double, _ unit: String) -> Quantity {
    Quantity(value: value, lower: lower, upper: upper, unit: unit, source: "t:k")
  }

  @Test func aColourHasTheChanceThatTheIntervalGivesIt() throws {
    let indicator = Scorecard.Indicator(measure: "C5", green: 88.4, amber: 80)
    // What is shown as 88.4 meets 88.4; half a step below it does not.
    for (value, colour) in [(88.36, Scorecard.Colour.green), (88.34, .amber), (79.96, .amber), (79.94, .red)] {
      let judged = try #require(indicator.judgement(Self.quantity(value, .nan, .nan, "percent")))
      #expect(judged.colour == colour && judged.chance == nil, "\(value)")
    }
    // Standard error 2; 76.98 lies 1.485 of them below 79.95, so the chance of red is 0.931 (normal tables).
    let red = try #require(indicator.judgement(Self.quantity(76.98, 76.98 - 3.92, 76.98 + 3.92, "percent")))
    #expect(red.colour == .red && abs((red.chance ?? 0) - 0.9312) < 0.0005)
    // Wide: nothing is likely, and the three chances are told apart by the largest.
    let open = try #require(indicator.judgement(Self.quantity(84, 84 - 19.6, 84 + 19.6, "percent")))
    #expect(open.colour == .red && abs((open.chance ?? 0) - 0.3428) < 0.0005)
  }

  @Test func theStaffingAtWhichItHoldsIsSaid() throws {
    let data = try BriefingData(StoredResults(folder: Self.folder.get()))
    let alone = try #require(StaffingLevels(data).section)
    #expect(alone.sentences[0].plain.contains("Whether it holds with more or with fewer staff was not asked"))
    // The same results are no other level; a made-up one with the baseline under another name is.
    #expect(!StaffingLevels.isLevel(data, of: data))
    let copy = FileManager.default.temporaryDirectory.appendingPathComponent("skillmix-level-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: copy) }
    let files = try Self.folder.get()
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    let small = URL(fileURLWithPath: files).deletingLastPathComponent().appendingPathComponent("small.yaml").path
    let richer = copy.appendingPathComponent("richer.yaml"), other = copy.appendingPathComponent("other.yaml")
    try "extends: \(small)\nname: Richer\nworkforce: {health_visitor: {wte: 6}}\n".write(
      to: richer, atomically: true, encoding: .utf8)
    try "extends: \(small)\nname: Fewer visitors\nworkforce: {health_visitor: {wte: 2}}\n".write(
      to: other, atomically: true, encoding: .utf8)
    let results = copy.appendingPathComponent("o").path
    try Self.run(["compare", richer.path, other.path, "--replications", "3", "--quiet", "--out", results])
    let level = try BriefingData(StoredResults(folder: results))
    #expect(StaffingLevels.isLevel(level, of: data))
    var extras = BriefingExtras()
    extras.levels = [level]
    let html = try Briefing(data, extras: extras).html(drawings: [:])
    #expect(html.contains("id=\"staffing\"") && html.contains("2 levels of staffing"))
    let section = try #require(StaffingLevels(data, others: [level]).section)
    #expect(section.sentences.dropFirst().allSatisfy { $0.plain.hasPrefix("Fewer visitors") })
    // The small service is not England's in its numbers, and the page says so.
    #expect(data.warnings.contains { $0.contains("Not the service that was meant") })
  }

  @Test func theShareThatRestsOnAssumptionsIsSaid() throws {
    let decision = try #require(DecisionSummary.all(BriefingData(StoredResults(folder: Self.folder.get()))).first)
    let worth = decision.partial.reduce(0) { $0 + max(0, $1.number("evppi") ?? 0) }
    #expect((decision.shareOnAssumptions != nil) == (worth > 0))
    if let sentence = decision.shareOnAssumptions { #expect(sentence.plain.contains("% is that of assumptions")) }
  }

  @Test func aFolderWithoutResultsIsRefused() {
    #expect(throws: ResultsError.self) { try StoredResults(folder: "/nonexistent") }
  }
}
