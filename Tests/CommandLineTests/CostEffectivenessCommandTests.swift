// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import ArgumentParser
import Economics
import Foundation
import Reports
import ResultsStore
import TableFiles
import Testing

@testable import skillmix

@Suite struct CostEffectivenessCommandTests {
  @Test func jsonHasTheKeysOfTheContract() async throws {
    let folder = try Folder([
      "e.csv": "A,B\n1,2\n1,3\n", "c.csv": "\u{FEFF}\"B\",\"A\"\r\n30,10\r\n20,10\r\n",
    ])
    let report = try await folder.analyse(["--effects", "e.csv", "--costs", "c.csv", "--wtp", "10"])
    let expected = """
      {"draws":2,"strategies":["A","B"],"reference":"A","wtp":[10],"icers":[{"strategy":"A","cost":10,"effect":1,\
      "incremental_cost":null,"incremental_effect":null,"icer":null,"status":"reference","versus":null,\
      "dominated_by":[]},{"strategy":"B","cost":25,"effect":2.5,"incremental_cost":15,"incremental_effect":1.5,\
      "icer":10,"status":"efficient","versus":"A","dominated_by":[]}],"nmb":{"A":[0],"B":[0]},\
      "nmb_se":{"A":[0],"B":[10]},"nhb":{"A":[0],"B":[0]},"ceac":{"A":[0.5],"B":[0.5]},\
      "expected_loss":{"A":[5],"B":[5]},"ceaf":[{"wtp":10,"strategy":"A","probability":0.5}],\
      "evpi":[{"wtp":10,"value":5,"standard_error":5}],"evppi":[],"warnings":[]}

      """
    #expect(report.text(.json) == expected)
  }

  /// A table comes from a pipe as it does from a file, and the manifest has its digest.
  @Test func aTableCanBePiped() throws {
    let folder = try Folder(["e.csv": "A,B\n1,2\n1,3\n", "c.csv": "A,B\n10,30\n10,20\n"])
    let rest = ["--costs", "\(folder.path)/c.csv", "--wtp", "10", "--format", "json"]
    let piped = try ProgramTests.run(
      ["cea", "--effects", "-", "--out", "\(folder.path)/out"] + rest, input: "A,B\n1,2\n1,3\n")
    let read = try ProgramTests.run(["cea", "--effects", "\(folder.path)/e.csv"] + rest)
    #expect(piped.status == 0 && piped.output == read.output, "\(piped.errors)")
    let manifest = try String(contentsOfFile: "\(folder.path)/out/manifest.json", encoding: .utf8)
    #expect(manifest.contains(ContentDigest(of: "A,B\n1,2\n1,3\n").description))
    let twice = try ProgramTests.run(["cea", "--effects", "-", "--costs", "-", "--wtp", "10"], input: "A\n1\n")
    #expect(twice.status == 64 && twice.errors.contains("only one table"))
  }

  /// `cat psa.csv | skillmix cea -`, whatever stands between the cells; without thresholds the frontier is the answer.
  @Test(arguments: [",", ";", "\t"]) func aTableAloneMayBePiped(delimiter: String) throws {
    let table = ["draw,strategy,cost,effect", "1,A,10,1", "1,B,30,2", "2,A,12,1", "2,B,32,2.5"]
      .map { $0.replacing(",", with: delimiter) + "\n" }.joined()
    let bare = try ProgramTests.run(["cea", "-"], input: table)
    #expect(bare.status == 0, "\(bare.errors)")
    #expect(bare.output.hasPrefix("B costs £16.00 for each unit of effect more than A."), "\(bare.output)")
    let valued = try ProgramTests.run(["cea", "-", "--wtp", "20"], input: table)
    #expect(valued.status == 0 && valued.output.contains("At £20.00"), "\(valued.errors)")
  }

  @Test func strategiesThatAreTheSameAreSaidToBe() async throws {
    let folder = try Folder(["i.csv": "strategy,cost,effect\nA,100,1\nB,200,1.5\nC,100,1\n"])
    let report = try await folder.analyse(["--icers", "i.csv"])
    #expect(report.text(.table).hasPrefix("C costs and achieves what A does; B costs £200.0 for each"))
  }

  @Test func theTableBeginsWithASentence() async throws {
    let folder = try Folder(["i.csv": "effect,cost,strategy\n1,100,A\n1.5,200,B\n0.5,400,C\n"])
    let report = try await folder.analyse(["--icers", "i.csv"])
    #expect(
      report.text(.table) == """
        B costs £200.0 for each unit of effect more than A.

          Strategy   Cost  Effect  Cost more  Effect more  Cost per unit  Compared with
          ─────────────────────────────────────────────────────────────────────────────────
          A         100.0    1.00                                         cheapest
          B         200.0    1.50      100.0       0.5000          200.0  A
          C         400.0  0.5000                                         dominated by A, B

        """)
  }

  private static let expected = (
    costs: [[100.0, 110, 90], [1300, 1250, 1450.5]], effects: [[1.0, 1.1, 0.9], [1.5, 1.4, 1.6]]
  )

  /// Tables as other tools write them have the same draws in them.
  @Test(arguments: [
    // A row for each strategy and draw, in any order; heemod's names; one parameter.
    ".strategy_names,.index,.cost,.effect,age\nnew,1,1300,1.5,50\nnew,2,1250,1.4,51\nnew,3,1450.5,1.6,52\nold,3,90,0.9,52\nold,1,100,1,50\nold,2,110,1.1,51\n",
    // Without a number for the draws.
    "Strategy,Cost,QALYs,age\nold,100,1,50\nnew,1300,1.5,50\nold,110,1.1,51\nnew,1250,1.4,51\nold,90,0.9,52\nnew,1450.5,1.6,52\n",
    // A row for each draw, as a spreadsheet has it.
    "Iteration,Cost old,QALY old,Cost new,QALY new,age\n1,£100.00,1,\"£1,300.00\",1.5,50\n2,£110,1.1,\"£1,250\",1.4,51\n3,£90,0.9,\"£1,450.50\",1.6,52\n",
    // With decimal commas, the word behind the strategy.
    "old_cost;old_eff;new_cost;new_eff;age\n100;1;1300;1,5;50\n110;1,1;1250;1,4;51\n90;0,9;1.450,5;1,6;52\n",
  ])
  func tablesOfOtherToolsAreRead(text: String) async throws {
    let folder = try Folder(["t.csv": text])
    let report = try await folder.analyse(["--table", "t.csv", "--wtp", "1000", "--evppi", "age"])
    let samples = try #require(report.analysis?.samples)
    let old = try #require(samples.strategies.firstIndex(of: "old")), new = 1 - old
    #expect([samples.costs[old], samples.costs[new]] == Self.expected.costs)
    #expect([samples.effects[old], samples.effects[new]] == Self.expected.effects)
    #expect(report.partial.map(\.parameters) == [["age"]])
  }

  @Test(arguments: [
    ("a,b\n1,2\n", "found neither a long table"),
    ("Cost A,QALY A,Cost B\n1,2,3\n", "has a column for its cost, but none for its effect"),
    ("strategy,draw,cost,effect\nA,1,1,1\nB,1,2,2\nA,2,1,1\n", "draw 2 lacks 'B'"),
    ("strategy,draw,cost,effect\nA,1,1,1\nA,1,2,2\n", "draw 1 has 'A' twice"),
    ("strategy,cost,effect\nA,1,x\n", "row 1 of column 'effect' must be a finite number; found 'x'"),
  ])
  func tablesThatAreNeitherAreExplained(text: String, message: String) async throws {
    let folder = try Folder(["t.csv": text])
    let error = await #expect(throws: TableError.self) {
      _ = try await folder.analyse(["--table", "t.csv", "--wtp", "10"])
    }
    #expect("\(error.map(\.description) ?? "")".contains(message), "\(error.map(\.description) ?? "")")
  }

  @Test func amountsAreInTheCurrencyOfTheTable() async throws {
    let folder = try Folder(["i.csv": "effect,cost,strategy\n1,100,A\n1.5,200,B\n"])
    let report = try await folder.analyse(["--icers", "i.csv", "--currency", "€"])
    #expect(report.text(.table).hasPrefix("B costs €200.0 for each unit of effect more than A."))
  }

  @Test(arguments: [
    ("A,B\n1,2\n", "c.csv:3:1: error: row 2 has no counterpart: this file has 2 rows, e.csv has 1"),
    ("A,C\n1,2\n2,3\n", "strategy 'C' is not in"),
    ("A,B\n1,2\n2,nan\n", "row 2 of column 'B' must be a finite number"),
    ("A,B\n1,2\n2\n", "e.csv:3:1: error: row 2 has 1 cell; the header has 2"),
    ("A,B\n1,2\n2,1e99\n", "e.csv:3:3: error: row 2 has a number beyond 1e+60"),
    ("A,B\n", "no rows under the header"),
  ])
  func tablesThatDoNotMatchAreRefused(effects: String, message: String) async throws {
    let folder = try Folder(["e.csv": effects, "c.csv": "A,B\n1,2\n3,4\n"])
    let error = await #expect(throws: TableError.self) {
      _ = try await folder.analyse(["--effects", "e.csv", "--costs", "c.csv", "--wtp", "10"])
    }
    let text = "\(error.map(\.description) ?? "")".replacing("\(folder.path)/", with: "")
    #expect(text.contains(message), "\(text)")
  }

  @Test(arguments: [
    (["--effects", "e.csv"], "--effects and --costs go together; --costs is missing"),
    (["--effects", "e.csv", "--costs", "c.csv", "--wtp", "9:1:1"], "--wtp: the range must rise"),
    (["--effects", "e.csv", "--costs", "c.csv", "--wtp", "0:1:0"], "--wtp: the step must be positive"),
    (["--effects", "e.csv", "--costs", "c.csv", "--wtp", "1,x"], "found 'x'"),
    (["--effects", "e.csv", "--costs", "c.csv", "--wtp", "1", "--evppi", "a"], "--evppi needs --parameters"),
    (["--icers", "i.csv", "--wtp", "1"], "--icers takes no draws"),
    ([], "give either --effects and --costs, or --icers, or --table"),
  ])
  func aCommandThatMakesNoSenseIsAUsageError(arguments: [String], message: String) {
    #expect {
      _ = try CostEffectivenessCommand.parse(arguments)
    } throws: { error in
      CostEffectivenessCommand.exitCode(for: error) == .validationFailure
        && CostEffectivenessCommand.message(for: error).contains(message)
    }
  }

  @Test func thresholdRangesCountInDecimals() throws {
    #expect(try ThresholdGrid("0:1:0.1").values == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    #expect(try ThresholdGrid("0:50000:500").values.count == 101)
    #expect(try ThresholdGrid("0:10:3").values == [0, 3, 6, 9])
    #expect(try ThresholdGrid("1000, 5000").values == [1000, 5000])
    #expect(try ThresholdGrid("2e4").values == [20_000])
    #expect(try ThresholdGrid("1e-9:3e-9:1e-9").values.count == 3)
  }

  @Test func parametersMayBeKnownAloneJointlyOrAllInTurn() async throws {
    let folder = try Folder([
      "e.csv": "A,B\n1,2\n1,3\n1,0\n", "c.csv": "A,B\n1,2\n3,4\n1,1\n", "p.csv": "x,\"y,z\"\n1,2\n3,5\n2,2\n",
    ])
    let report = try await folder.analyse([
      "--effects", "e.csv", "--costs", "c.csv", "--parameters", "p.csv", "--wtp", "10", "--evppi", "all",
      "--evppi",
      "y,z",
    ])
    #expect(report.partial.map(\.parameters) == [["x"], ["y,z"]])
    await #expect(throws: AnalysisError.self) {
      _ = try await folder.analyse([
        "--effects", "e.csv", "--costs", "c.csv", "--parameters", "p.csv", "--wtp", "10", "--evppi", "x,w",
      ])
    }
  }

  @Test func resultsGoToAFolder() async throws {
    let folder = try Folder(["e.csv": "A,B\n1,2\n1,3\n", "c.csv": "A,B\n10,30\n10,20\n"])
    let report = try await folder.analyse(["--effects", "e.csv", "--costs", "c.csv", "--wtp", "0:20:10"])
    try ResultsDirectory(path: "\(folder.path)/out").write(#require(report.record))
    let curves = try DelimitedTable(contentsOfFile: "\(folder.path)/out/ceac.csv")
    #expect(curves.header == ["wtp", "A", "B"])
    #expect(try curves.numbers(inColumn: "B") == [0, 0.5, 0.75])
  }
}

/// A folder of input files that goes away with the test.
private final class Folder: Sendable {
  let path = FileManager.default.temporaryDirectory.appending(path: "cea-\(UUID().uuidString)").path

  init(_ files: [String: String]) throws {
    try makeFolder(atPath: path)
    for (name, text) in files { try writeFile(text, atPath: "\(path)/\(name)") }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func analyse(_ arguments: [String]) async throws -> CostEffectivenessResults {
    let inFolder = arguments.map { $0.hasSuffix(".csv") ? "\(path)/\($0)" : $0 }
    return try await CostEffectivenessCommand.parse(inFolder).analyse()
  }
}
