// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// What the documentation says about where things are.
@Suite struct DocumentedLayoutTests {
  private let files = FileManager.default

  private func isThere(_ path: String) -> Bool {
    files.fileExists(atPath: ProgramTests.package.appendingPathComponent(path).path)
  }

  @Test func filesAndFoldersThatPagesNameAreThere() throws {
    var count = 0
    for page in try DocumentedPage.all(in: ProgramTests.package) {
      let named = page.inlineCode.filter { code, _ in
        code.wholeMatch(of: /(Sources|Tests|Plugins|Benchmarks|docs|scenarios|calibration)\/[A-Za-z0-9+_.\/-]+/) != nil
      }
      for (code, line) in named {
        count += 1
        #expect(isThere(code), "\(page.path):\(line): \(code)")
      }
    }
    #expect(count > 30)
  }

  @Test func thePageOfTheArchitectureHasEveryModuleAndAnalysis() throws {
    let text = try String(
      contentsOf: ProgramTests.package.appendingPathComponent("docs/architecture.md"), encoding: .utf8)
    let map = try #require(text.split(separator: "```", maxSplits: 2).dropFirst().first)
    let modules = try files.contentsOfDirectory(atPath: ProgramTests.package.appendingPathComponent("Sources").path)
    for module in modules where !module.hasPrefix(".") { #expect(map.contains(module), "\(module)") }
    let analyses = ProgramTests.package.appendingPathComponent("Sources/Analyses")
    for folder in try files.contentsOfDirectory(atPath: analyses.path) where !folder.contains(".") {
      #expect(text.contains(folder), "\(folder)")
    }
  }

  /// Large packages and C stay behind one module each.
  @Test func eachPackageIsImportedByOneModule() throws {
    let sources = ProgramTests.package.appendingPathComponent("Sources")
    var users: [String: Set<String>] = [:]
    for path in files.enumerator(atPath: sources.path)?.compactMap({ $0 as? String }) ?? []
    where path.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
      for match in text.matches(of: /(?m)^(public |package |internal )?import (?<name>[A-Za-z]+)$/) {
        users[String(match.name), default: []].insert(String(path.prefix { $0 != "/" }))
      }
    }
    #expect(users["Yams"] == ["ScenarioFiles"] && users["GRDB"] == ["ResultsStore"])
    #expect(users["ArgumentParser"] == ["skillmix"])
    #expect(users["CGSL"] == ["Statistics"] && users["CCounterRNG"] == ["Statistics"])
  }
}
