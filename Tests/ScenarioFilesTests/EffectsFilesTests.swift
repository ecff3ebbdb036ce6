// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ScenarioFiles
import SyntheticControl
import TableFiles
import Testing

@Suite struct EffectsSpecificationTests {
  /// The table that ships as a file is the one that is built in; and one of the user's own takes its place.
  @Test func theTableOfMergedAuthoritiesIsTheUsersToChange() throws {
    let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("calibration/authority-changes.csv").path
    func read(_ line: String) throws -> EffectsSpecification {
      try readEffectsSpecification(
        text: "panel: p.csv\ntreated: A\nfirst_post_period: 2020\n\(line)\n", file: "/data/spec.yaml")
    }
    #expect(try read("authority_changes: \(shipped)").layout.changes == read("").layout.changes)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("skillmix-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("changes.csv")
    try "old_code,new_code,new_name\nE1,E2,Newtown\n".write(to: file, atomically: true, encoding: .utf8)
    let own = try read("authority_changes: \(file.path)").layout.changes
    #expect(own.map(\.newName) == ["Newtown"])
    for (text, message) in [
      ("old_code,new_code\nE1,E2\n", "no column 'new_name'"),
      ("old_code,new_code,new_name\nE1,,N\n", "'new_code' is empty"),
      ("old_code,new_code,new_name\nE1,E2,N\nE1,E3,M\n", "listed twice"),
    ] {
      try text.write(to: file, atomically: true, encoding: .utf8)
      let error = #expect(throws: TableError.self) { try read("authority_changes: \(file.path)") }
      #expect(error.map { "\($0)" }?.contains(message) == true)
    }
  }

  @Test func aFullSpecificationIsRead() throws {
    let read = try readEffectsSpecification(
      text: """
        panel: panel.csv
        unit: local_authority
        time: quarter
        outcome: y
        treated: [{unit: A, first_post_period: 2023Q2}, B]
        first_post_period: 2023.5
        exclude: [{unit: C, reason: own pilot}, D]
        pre: [2015.25, 2023.0]
        predictors:
          - {column: deprivation, window: [2018, 2022], op: mean, na: ignore}
          - {column: y, periods: [2016, 2019]}
        method: [classic, synthetic_did]
        predictor_weights: {deprivation: 1, y: 3}
        inference: placebo_space
        """, file: "/data/spec.yaml")
    #expect(read.panelPath == "/data/panel.csv")
    #expect(read.design.treated.map(\.firstPost) == [2023.25, 2023.5])
    #expect(read.design.excluded.map(\.reason) == ["own pilot", "excluded by the analyst"])
    #expect(read.design.settings.predictors.map(\.name) == ["deprivation.2018.2022", "y.2016.2019"])
    #expect(read.design.settings.rule == .given(["deprivation": 1, "y": 3]))
    #expect(read.layout.covariates == ["deprivation", "y"])
  }

  @Test func everythingWrongIsSaidAtItsPlace() {
    let text = """
      panel: panel.csv
      outcom: y
      treated: A
      method: [clasic]
      pre: [2020, 2010]
      level: 3
      """
    let error = #expect(throws: TableError.self) {
      try readEffectsSpecification(text: text, file: "spec.yaml")
    }
    let message = error?.description ?? ""
    #expect(message.contains("spec.yaml:2:1: error: unknown key 'outcom'; did you mean 'outcome'?"))
    #expect(message.contains("spec.yaml:3:10: error: 'A' has no 'first_post_period'"))
    #expect(message.contains("did you mean 'classic'?"))
    #expect(message.contains("ends before it begins"))
    #expect(message.contains("'level' must be a number"))
    #expect(throws: TableError.self) { try readEffectsSpecification(text: "a: [", file: "spec.yaml") }
    #expect(throws: TableError.self) { try readEffectsSpecification(text: "", file: "spec.yaml") }
    #expect(throws: TableError.self) { try readEffectsSpecification(text: "- 1\n- 2", file: "spec.yaml") }
  }
}

@Suite struct PanelReaderTests {
  private func read(_ text: String, _ change: (inout PanelLayout) -> Void = { _ in }) throws -> PanelReading {
    var layout = PanelLayout()
    change(&layout)
    return try readPanel(try DelimitedTable(text: text, file: "panel.csv"), layout: layout)
  }

  @Test func aTidyPanelKeepsGapsAndSortsPeriods() throws {
    let reading = try read("unit,time,outcome\nA,2019Q2,2\nA,2019Q1,1\nB,2019Q1,c\nB,2019Q2,\n")
    #expect(reading.panel.units == ["A", "B"])
    #expect(reading.panel.times.map(\.label) == ["2019Q1", "2019Q2"])
    #expect(reading.panel.outcome[0] == [1, 2])
    #expect(reading.panel.outcome[1].allSatisfy { $0.isNaN })
    #expect(reading.notes.contains { $0.contains("suppressed") })
  }

  @Test func percentagesComeFromNumeratorAndDenominator() throws {
    let reading = try read("unit,time,seen,due\nA,2019,30,40\nA,2020,10,40\n") {
      ($0.numerator, $0.denominator, $0.outcome) = ("seen", "due", "percent")
    }
    #expect(reading.panel.outcome[0] == [75, 25])
    #expect(reading.panel.denominator?[0] == [40, 40])
  }

  @Test func wrongCellsAreNamedWithTheirPlace() {
    let error = #expect(throws: TableError.self) {
      try read("unit,time,outcome\nA,2019,1\nA,2019,2\nA,soon,1\nA,2020,many\n")
    }
    let message = error?.description ?? ""
    #expect(message.contains("panel.csv:3:1") && message.contains("second value"))
    #expect(message.contains("panel.csv:4:3") && message.contains("'soon' is not a period"))
    #expect(message.contains("panel.csv:5:8") && message.contains("'many' is not a number"))
    #expect(throws: TableError.self) { try read("a,b\n1,2\n") }
  }

  @Test func fingertipsRowsOfOneAuthorityEachAreRead() throws {
    let header =
      "Indicator ID,Indicator Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,Value,Count,Denominator,Value note"
    let rows = [
      "1,Review,E92000001,England,England,Persons,2,,,2018/19,78,,,",
      "1,Review,E06000001,Hartlepool,UA,Persons,2,,,2018/19,90,90,100,",
      "1,Review,E06000001,Hartlepool,UA,Persons,2,Deprivation,Most,2018/19,50,5,10,",
      "1,Review,E06000001,Hartlepool,UA,Persons,2,,,2019/20,,,,Value suppressed",
      "1,Review,E06000028,Bournemouth,UA,Persons,2,,,2018/19,80,80,100,",
      "1,Review,E06000029,Poole,UA,Persons,2,,,2018/19,60,180,300,",
    ]
    let reading = try read(([header] + rows).joined(separator: "\n") + "\n")
    #expect(reading.panel.units == ["Hartlepool", "Bournemouth, Christchurch and Poole"])
    #expect(reading.panel.outcome[0][0] == 90 && reading.panel.outcome[0][1].isNaN)
    #expect(reading.panel.outcome[1][0] == 65)
    #expect(reading.panel.denominator?[1][0] == 400)
    #expect(reading.notes.contains { $0.contains("Value suppressed") })
    #expect(reading.notes.contains { $0.contains("E06000028, E06000029 read as") })
  }

  @Test func exploreEducationRowsOfAuthoritiesAreRead() throws {
    let text = """
      time_period,time_identifier,geographic_level,new_la_code,la_name,category,rate
      201819,Academic year,National,,,All,70
      201819,Academic year,Local authority,E06000001,Hartlepool,All,71
      201920,Academic year,Local authority,E06000001,Hartlepool,All,z
      201920,Academic year,Local authority,E06000001,Hartlepool,Boys,50

      """
    let reading = try read(text) {
      $0.outcome = "rate"
      $0.filters = ["category": "All"]
    }
    #expect(reading.panel.units == ["Hartlepool"])
    #expect(reading.panel.times.map(\.label) == ["2018/19", "2019/20"])
    #expect(reading.panel.outcome[0][0] == 71 && reading.panel.outcome[0][1].isNaN)
  }

  @Test func incompleteReturnsAreGated() throws {
    let reading = try read(
      "unit,time,outcome,due,published\nA,2019,70,84,100\nA,2020,71,110,100\nA,2021,72,116,100\n"
    ) {
      $0.denominator = "due"
      $0.completeness = .init(column: "published")
    }
    #expect(reading.panel.outcome[0][0].isNaN && reading.panel.outcome[0][2].isNaN)
    #expect(reading.panel.outcome[0][1] == 71)
    #expect(reading.notes.contains { $0.hasPrefix("2 cells left out") })
  }

  // MARK: Files as people have them

  @Test func decimalCommasAreDecimals() throws {
    let reading = try read("unit,time,outcome\nA,2019,\"78,2\"\nA,2020,\"1.078,25\"\nB,2019,7\nB,2020,\"8,125\"\n")
    #expect(reading.panel.outcome == [[78.2, 1078.25], [7, 8.125]])
    #expect(try read("unit,time,outcome\nA,2019,\"1,234\"\nA,2020,\"12,345.5\"\n").panel.outcome == [[1234, 12345.5]])
    for (text, message) in [
      ("unit,time,outcome\nA,2019,\"78,2\"\nA,2020,78.25\n", "panel.csv:3:8: error: '78.25' and '78,2' mark decimals"),
      ("unit,time,outcome\nA,2019,\"1,23,4.5\"\n", "'1,23,4.5' is not a number"),
    ] {
      let error = #expect(throws: TableError.self) { try read(text) }
      #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }
  }

  @Test(arguments: ["[c]", "[x]", "[z]", "<5", "< 10", "(c)", "*", "fewer than 5", "[low]"])
  func marksInPlaceOfNumbersAreMissing(mark: String) throws {
    let reading = try read("unit,time,outcome\nA,2019,\(mark)\nA,2020,3\n")
    #expect(reading.panel.outcome[0][0].isNaN && reading.panel.outcome[0][1] == 3)
  }

  @Test func semicolonsAndTabsSeparateWhereThereAreNoCommas() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("skillmix-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("panel.csv")
    for text in ["unit;time;outcome\nA;Apr-Jun 2023;78,2\n", "unit\ttime\toutcome\nA\t01/04/2023\t78.2\n"] {
      try text.write(to: file, atomically: true, encoding: .utf8)
      #expect(try readPanel(at: file.path, layout: PanelLayout()).panel.outcome == [[78.2]])
    }
  }

  @Test func aMergedAuthorityLacksWhatOneOfItsPartsLacks() throws {
    let header = "Area Code,Area Name,Area Type,Time period,Value,Count,Denominator"
    let rows = [
      "E06000028,Bournemouth,UA,2017/18,80,80,100", "E06000029,Poole,UA,2017/18,60,180,300",
      "E06000028,Bournemouth,UA,2018/19,*,,", "E06000029,Poole,UA,2018/19,60,180,300",
      "E06000029,Poole,UA,2019/20,61,183,300",
      "E06000058,\"Bournemouth, Christchurch and Poole\",UA,2020/21,70,280,400",
    ]
    let reading = try read(([header] + rows).joined(separator: "\n") + "\n")
    #expect(reading.panel.outcome[0][0] == 65 && reading.panel.outcome[0][3] == 70)
    #expect(reading.panel.outcome[0][1].isNaN && reading.panel.outcome[0][2].isNaN)
    #expect(reading.notes.contains { $0.contains("for its part E06000028") })
  }

  @Test func twoCodesOfOneNameAreNotSpliced() {
    let text = "Area Code,Area Name,Area Type,Time period,Value\nE1,X,UA,2018/19,1\nE2,X,UA,2019/20,2\n"
    let error = #expect(throws: TableError.self) { try read(text) }
    #expect(error?.description.contains("panel.csv:3:1: error: 'X' has code E2 here and E1 in line 2") == true)
  }

  @Test func areasThatAreNoAuthoritiesAreLeftOut() throws {
    let types = [
      "Counties & UAs (from Apr 2023)", "Regions (statistical)", "ICBs", "District", "Deprivation deciles", "England",
    ]
    let rows = types.enumerated().map { "E\($0.offset),N\($0.offset),\($0.element),2019/20,50" }
    let reading = try read((["Area Code,Area Name,Area Type,Time period,Value"] + rows).joined(separator: "\n") + "\n")
    #expect(reading.panel.units == ["N0"])
  }

  @Test(arguments: [
    (
      "unit,time,percent,n\nA,2019,60,10\nB,2019,0.6,10\nC,2019,70,10\n",
      "panel.csv:3:8: error: 'B' has no value above 1"
    ),
    ("unit,time,percent,n\nA,2019,60,10\nB,2019,800,10\n", "panel.csv:3:8: error: 800 is not a percentage"),
    ("unit,time,percent,n\nA,2019,60,0\n", "panel.csv:2:11: error: a denominator of 0"),
  ])
  func percentagesThatCannotBeAreRefused(text: String, message: String) {
    let error = #expect(throws: TableError.self) { try read(text) { ($0.outcome, $0.denominator) = ("percent", "n") } }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  /// A column 'value' may hold anything; a unit that is like the others times a hundred is in shares all the same.
  @Test func sharesAmongPercentagesAreFoundWhateverTheColumnIsCalled() throws {
    let text = "unit,time,value\nA,2019,60\nB,2019,0.6\nC,2019,70\n"
    let error = #expect(throws: TableError.self) { try read(text) { $0.outcome = "value" } }
    #expect(error?.description.contains("panel.csv:3:8: error: 'B' has no value above 1") == true)
    // Admissions per thousand: few in one place, many in others.
    let rates = try read("unit,time,value\nA,2019,60\nB,2019,0.1\nC,2019,70\n") { $0.outcome = "value" }
    #expect(rates.panel.units.count == 3)
  }

  @Test func aNumeratorAboveItsDenominatorIsRefused() {
    let error = #expect(throws: TableError.self) {
      try read("unit,time,seen,due\nA,2019,50,40\n") {
        ($0.numerator, $0.denominator, $0.outcome) = ("seen", "due", "p")
      }
    }
    #expect(error?.description.contains("panel.csv:2:8: error: numerator 50 is above the denominator 40") == true)
  }

  @Test func unitsThatAreNotInThePanelAreNamedAtTheirPlace() throws {
    let specification = try readEffectsSpecification(
      text: "panel: p.csv\ntreated: [Bigtwn]\nfirst_post_period: 2020\nexclude: [{unit: Elsewhere, reason: own}]\n",
      file: "spec.yaml")
    let reading = try read("unit,time,outcome\nBigtown,2019,1\nSmalltown,2019,2\n")
    let error = #expect(throws: TableError.self) { try specification.checkUnits(in: reading.panel, file: "spec.yaml") }
    let message = error?.description ?? ""
    #expect(
      message.contains("spec.yaml:2:11: error: the treated unit 'Bigtwn' is not in the panel; did you mean 'Bigtown'?"))
    #expect(message.contains("spec.yaml:4:18: error: the excluded unit 'Elsewhere'"))
  }
}
