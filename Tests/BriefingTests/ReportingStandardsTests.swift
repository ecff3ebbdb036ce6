// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore
import Testing

@testable import Briefing

/// The items of the reporting standards: all there, answered for a study in its annex and for the model in the documentation.
@Suite struct ReportingStandardsTests {
  private static let documents = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func page(_ name: String) throws -> String {
    try String(contentsOf: Self.documents.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func theStandardsAreWhole() {
    #expect(ReportingStandard.cheers2022.items.map(\.number) == (1...28).map(String.init))
    let sections = Dictionary(grouping: ReportingStandard.stressDES.items) { $0.number.prefix(1) }.mapValues(\.count)
    #expect(ReportingStandard.stressDES.items.count == 20)
    #expect(sections == ["1": 3, "2": 5, "3": 4, "4": 3, "5": 4, "6": 1])
    for standard in ReportingStandard.all { #expect(Set(standard.items.map(\.topic)).count == standard.items.count) }
  }

  /// Rows of a page's checklist: number, topic and where the item is answered.
  private func rows(_ text: String) -> [(number: String, topic: String, place: String)] {
    text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard cells.count == 5, cells[1].wholeMatch(of: /[0-9]+(\.[0-9])?/) != nil else { return nil }
      return (cells[1], cells[2], cells[3])
    }
  }

  @Test(arguments: ReportingStandard.all) func thePageListsTheSameItems(standard: ReportingStandard) throws {
    let text = try page(standard.page)
    let start = try #require(text.range(of: "\n## \(standard.name), item by item\n"), "\(standard.page)")
    let rows = rows(String(text[start.upperBound...]))
    #expect(rows.map(\.number) == standard.items.map(\.number))
    #expect(rows.map(\.topic) == standard.items.map(\.topic))
    for row in rows { #expect(!row.place.isEmpty, "\(row.number)") }
  }

  /// The anchor that a heading has in a rendered page.
  private func anchor(_ heading: Substring) -> String {
    heading.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }.replacing(" ", with: "-")
  }

  /// README.md and every page in a folder.
  private static let pages: [String] =
    ["README.md"]
    + ["docs", "scenarios", "calibration", "Benchmarks"].flatMap { folder in
      let inside = FileManager.default.enumerator(atPath: documents.appendingPathComponent(folder).path)
      return (inside?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".md") && !"/\($0)".contains("/.") }
        .map { "\(folder)/\($0)" }.sorted()
    }

  @Test func everyLinkOfTheDocumentationLeadsToAHeadingThatIsThere() throws {
    #expect(Self.pages.contains("docs/glossary.md"))
    for name in Self.pages {
      let folder = Self.documents.appendingPathComponent(name).deletingLastPathComponent()
      for link in try page(name).matches(of: /\]\((?<file>[A-Za-z0-9_.\/-]*)(#(?<anchor>[^)]+))?\)/) {
        let file = String(link.file)
        let path = (file.isEmpty ? Self.documents.appendingPathComponent(name) : folder.appendingPathComponent(file))
          .standardizedFileURL
        #expect(FileManager.default.fileExists(atPath: path.path), "\(name): \(link.output.0)")
        guard let wanted = link.anchor, path.pathExtension == "md" else { continue }
        let headings = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
          .filter { $0.hasPrefix("#") }.map { anchor($0.drop { $0 == "#" }.dropFirst()) }
        #expect(headings.contains(String(wanted)), "\(name): \(link.output.0)")
      }
    }
  }

  @Test func aStudyAnswersEveryItemFromItsResults() throws {
    let data = try BriefingData(StoredResults(folder: BriefingTests.folder.get()))
    let facts = try ReportFacts(data)
    try checkPlaces(data)
    for (standard, answers) in [
      (ReportingStandard.cheers2022, facts.cheers2022), (.stressDES, facts.stressDES),
    ] {
      #expect(answers.map(\.number) == standard.items.map(\.number))
      for answer in answers { #expect(answer.reported.plain.count > 15, "\(standard.name) \(answer.number)") }
    }
    // What only an author can know, and nothing else.
    #expect(Checklist(.cheers2022, answers: facts.cheers2022).missing == ["21", "25", "27", "28"])
    #expect(Checklist(.stressDES, answers: facts.stressDES).missing.isEmpty)
    func cheers(_ number: String) -> String { facts.cheers2022.first { $0.number == number }?.reported.plain ?? "" }
    func stress(_ number: String) -> String { facts.stressDES.first { $0.number == number }?.reported.plain ?? "" }
    let children = try #require(data.quantity("population.children", of: "Small & quiet"))
    #expect(cheers("5").contains(Rounding.text(children.value, unit: children.unit)) && cheers("5").contains("5 years"))
    #expect(cheers("6").contains("England") && cheers("6").contains("health visitor 4 WTE"))
    #expect(cheers("8").contains("commissioner") && cheers("9").hasPrefix("1 year, after 3 years"))
    #expect(cheers("10").contains("3.5 %") && cheers("13").contains("£0 to £2,000") && cheers("15").contains("2025"))
    #expect(cheers("20").contains("12 draws") && cheers("20").contains("2 replications"))
    #expect(stress("4.1").contains("3 years") && stress("4.3").contains("3 replications of the base case"))
    #expect(stress("5.1").contains(data.store.manifest.programVersion) && stress("5.2").contains("seed 1"))
    #expect(stress("6.1").contains(data.store.manifest.build ?? "no build"))
    #expect(stress("5.4").contains(data.store.manifest.platform.architecture))
  }

  /// Every place that an answer names is in the briefing.
  private func checkPlaces(_ data: BriefingData) throws {
    let html = try Briefing(data).html(drawings: [:]), facts = try ReportFacts(data)
    for answer in facts.cheers2022 + facts.stressDES {
      for place in answer.here.matches(of: /A[0-9]+/) {
        #expect(html.contains("id=\"\(place.output.lowercased())\""), "\(answer.number): \(answer.here)")
      }
    }
  }

  @Test func aComparisonSaysWhatItHasNotGot() throws {
    let folder = try BriefingTests.folder.get()
    let scenarios = ["small.yaml", "other.yaml"].map { "\((folder as NSString).deletingLastPathComponent)/\($0)" }
    try BriefingTests.run(["compare"] + scenarios + ["--replications", "2", "--quiet", "--out", "\(folder)-compare"])
    let data = try BriefingData(StoredResults(folder: "\(folder)-compare")), facts = try ReportFacts(data)
    try checkPlaces(data)
    #expect(facts.cheers2022.map(\.number) == ReportingStandard.cheers2022.items.map(\.number))
    func cheers(_ number: String) -> String { facts.cheers2022.first { $0.number == number }?.reported.plain ?? "" }
    #expect(cheers("13").contains("No value") && cheers("20").contains("Only the simulation's own error"))
    #expect(facts.stressDES.first { $0.number == "4.3" }?.reported.plain.hasPrefix("2 replications") == true)
    #expect(Checklist(.cheers2022, answers: facts.cheers2022).missing == ["4", "21", "25", "27", "28"])
  }

  @Test func theAnnexShowsEveryItem() throws {
    let briefing = try Briefing(BriefingData(StoredResults(folder: BriefingTests.folder.get())))
    let html = try briefing.html(drawings: [:])
    for (standard, id) in [(ReportingStandard.cheers2022, "a9"), (.stressDES, "a10")] {
      let start = try #require(html.range(of: "id=\"\(id)\""))
      let end = try #require(html.range(of: "<h2", range: start.upperBound..<html.endIndex))
      let section = html[start.upperBound..<end.lowerBound]
      for item in standard.items {
        #expect(section.contains("<th scope=\"row\">\(item.number)</th><td>\(escaped(item.topic))</td>"), "\(item)")
      }
      #expect(section.contains(standard.page))
    }
  }
}
