// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TableFiles
import Testing

/// The page with sliders, the slide, values for maps and the scenario as a sheet of Excel, as their users make them.
@Suite struct AtAGlanceTests {
  private static let python = ProgramTests.package.appendingPathComponent(".cache/venv/bin/python").path
  /// What `./setup charts` installs.
  private static var hasPython: Bool { FileManager.default.isExecutableFile(atPath: python) }

  private func csv(_ path: String) throws -> [[String: String]] {
    let table = try DelimitedTable(contentsOfFile: path)
    return (0..<table.rowCount).map {
      Dictionary(uniqueKeysWithValues: zip(table.header, table.row($0)))
    }
  }

  @Test func aPointOfTheGridIsARunOfItsOwn() throws {
    let folder = try StudyProgramTests.Folder()
    let axes = [
      "--over", "workforce.health_visitor.wte=3..4 by 1", "--over",
      "workforce.community_nursery_nurse.wte=2..3.4 by 1.4",
    ]
    let grid = try ProgramTests.run(
      ["grid", folder.path("small.yaml"), "--replications", "3", "--quiet", "--out", folder.path("g")] + axes)
    #expect(grid.status == 0, "\(grid.errors)")
    let compared = try ProgramTests.run([
      "compare", folder.path("small.yaml"), folder.path("other.yaml"), "--replications", "3", "--quiet", "--out",
      folder.path("c"),
    ])
    #expect(compared.status == 0, "\(compared.errors)")
    let points = try csv(folder.path("g/grid.csv")), runs = try csv(folder.path("c/outcomes.csv"))
    let differences = try csv(folder.path("c/differences.csv"))
    // Point 3 has the scenario's own numbers, point 2 those of the other file.
    for row in points where row["point"] != "1" && row["point"] != "4" {
      let isOther = row["point"] == "2", strategy = isOther ? "Small, fewer visitors" : "Small"
      func own(_ rows: [[String: String]]) -> [String: String]? {
        rows.first { $0["strategy"] == strategy && $0["measure"] == row["measure"] && $0["group_kind"] == "overall" }
      }
      let run = try #require(own(runs))
      #expect(row["mean"] == run["mean"] && row["lower95"] == run["ci95_lower"], "\(row)")
      let difference = try isOther ? #require(own(differences)) : ["difference": "0", "ci95_upper": "0"]
      #expect(row["difference"] == difference["difference"], "\(row)")
      #expect(row["difference_upper95"] == difference["ci95_upper"], "\(row)")
    }
    // Jobs do not matter.
    let again = try ProgramTests.run(
      ["grid", folder.path("small.yaml"), "--replications", "3", "--quiet", "--jobs", "1", "--format", "csv"] + axes)
    #expect(again.output == (try String(contentsOfFile: folder.path("g/grid.csv"), encoding: .utf8)))
    let page = try ProgramTests.run([
      "brief", folder.path("g"), "--interactive", "--out", folder.path("p.html"), "--quiet",
    ])
    #expect(page.status == 0, "\(page.errors)")
    let html = try String(contentsOfFile: folder.path("p.html"), encoding: .utf8)
    #expect(html.count { $0 == "\n" } > 50 && !html.contains("src="))
    #expect(html.components(separatedBy: "type=\"range\"").count == 3 && html.contains("data-source=\"grid:4/C5\""))
  }

  @Test(arguments: [
    ("workforce.health_visitor.wtee=3..4 by 1", "did you mean 'workforce.health_visitor.wte'?"),
    ("workforce.health_visitor.wte=3..4", "by step"), ("workforce.health_visitor.wte=4..3 by 1", "must rise"),
    ("workforce.health_visitor.client_facing_share=0.5..1.5 by 0.5", "must stay between 0"),
    ("workforce.health_visitor.wte=1..5000 by 1", "5000 points"),
  ])
  func aGridThatCannotBeIsRefused(_ range: String, _ message: String) throws {
    let run = try ProgramTests.run(["grid", ProgramTests.england, "--over", range])
    #expect(run.status != 0 && run.errors.contains(message), "\(run.errors)")
  }

  @Test func aMapHasARowForEachAreaAndASlideIsSixteenByNine() throws {
    let folder = try StudyProgramTests.Folder()
    for (name, code) in [("a", "E06000001"), ("b", "E06000002")] {
      try folder.write("\(name).yaml", "skillmix: 1\nname: \(name)\nextends: small.yaml\narea_code: \(code)\n")
      let run = try ProgramTests.run([
        "run", folder.path("\(name).yaml"), "--replications", "2", "--quiet", "--out", folder.path(name),
      ])
      #expect(run.status == 0, "\(run.errors)")
    }
    let map = try ProgramTests.run(["brief", folder.path("a"), folder.path("b"), "--out", folder.path("map.csv")])
    #expect(map.status == 0, "\(map.errors)")
    let rows = try csv(folder.path("map.csv"))
    let reviews = rows.filter { $0["measure"] == "C5" }
    #expect(reviews.map { $0["area_code"] } == ["E06000001", "E06000002"])
    #expect(reviews[0]["value"] == reviews[1]["value"] && Double(reviews[0]["lower95"] ?? "") != nil)
    let without = try ProgramTests.run([
      "run", folder.path("small.yaml"), "--replications", "2", "--out", folder.path("n"),
    ])
    #expect(without.status == 0)
    let refused = try ProgramTests.run(["brief", folder.path("n"), "--out", folder.path("n.csv")])
    #expect(refused.status == 65 && refused.errors.contains("area_code"), "\(refused.errors)")
    guard Self.hasPython else { return }
    let slide = try ProgramTests.run(["brief", folder.path("a"), "--out", folder.path("slide.png")])
    #expect(slide.status == 0, "\(slide.errors)")
    let picture = try Data(contentsOf: folder.url.appendingPathComponent("slide.png"))
    // Width and height stand at bytes 16 and 20 of a PNG.
    func number(_ place: Int) -> Int { picture[place..<(place + 4)].reduce(0) { 256 * $0 + Int($1) } }
    #expect(number(16) == 1920 && number(20) == 1080)
  }

  @Test(.enabled(if: hasPython)) func aSheetOfExcelRoundTripsAndRuns() throws {
    let folder = try StudyProgramTests.Folder()
    let written = try ProgramTests.run(["validate", folder.path("small.yaml"), "--sheet", folder.path("ours.xlsx")])
    #expect(written.status == 0, "\(written.errors)")
    let run = try ProgramTests.run([
      "run", folder.path("ours.xlsx"), "--replications", "2", "--quiet", "--format", "csv",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let own = try ProgramTests.run([
      "run", folder.path("small.yaml"), "--replications", "2", "--quiet", "--format", "csv",
    ])
    #expect(run.output == own.output)
  }
}
