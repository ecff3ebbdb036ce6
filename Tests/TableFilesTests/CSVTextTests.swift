// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TableFiles
import Testing

@Suite struct CSVTextTests {
  @Test func numbersReadBackToTheSameBits() throws {
    let values: [Double] = [
      0.1, 1.0 / 3, 6.02214076e23, -0.0, 20_000, 123_456_789_012_345_680, .leastNonzeroMagnitude,
    ]
    var csv = CSVText(header: ["x"])
    for value in values { csv.append([.number(value)]) }
    let read = try DelimitedTable(text: csv.text).numbers(inColumn: "x")
    #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
  }

  @Test func wholeNumbersHaveNoPointAndTextIsQuotedWhereNeeded() {
    var csv = CSVText(header: ["name", "a,b"])
    csv.append([.text("say \"yes\""), .number(20000)])
    csv.append([.missing, .integer(3)])
    #expect(csv.text == "name,\"a,b\"\n\"say \"\"yes\"\"\",20000\n,3\n")
  }

  /// What a spreadsheet would take for a formula gets an apostrophe; numbers, in whatever kind of cell, stay numbers.
  @Test func aTextThatASpreadsheetWouldRunIsMadeSafe() {
    var csv = CSVText(header: ["=a"])
    for text in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "=a,b"] { csv.append([.text(text)]) }
    for text in ["-2.5", "+1e3", "-", "a=b", ""] { csv.append([.text(text)]) }
    csv.append([.number(-2.5)])
    csv.append([.integer(-3)])
    csv.append([.number(-.infinity)])
    #expect(
      csv.text
        == "'=a\n'=1+1\n'+cmd|' /C calc'!A0\n'-2+3\n'@SUM(A1)\n'\t=1\n\"'=a,b\"\n-2.5\n+1e3\n-\na=b\n\n-2.5\n-3\n-Inf\n"
    )
  }

  /// Two hundred thousand flaws in one line took 21 s: the line was counted through for each.
  @Test(.timeLimit(.minutes(1)))
  func aLineThatIsWrongThroughoutIsToldQuickly() {
    let names = Array(repeating: "é", count: 200_000).joined(separator: ",")
    let error = #expect(throws: TableError.self) { try DelimitedTable(text: names + "\n", file: "t.csv") }
    #expect(error?.flaws.count == 199_999 && error?.flaws[0].column == 3 && error?.flaws[1].column == 5)
    let distinct = (0..<200_000).map { "c\($0)" }.joined(separator: ",")
    let cells = #expect(throws: TableError.self) {
      try DelimitedTable(text: distinct + "\n" + names + "\n", file: "t.csv").allNumbers()
    }
    #expect(cells?.flaws.count == 200_000 && cells?.description.hasSuffix("… and 199980 more") == true)
  }

  @Test func aFileIsReplacedWholeAndLeavesNothingBehind() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "csv-\(UUID().uuidString)").path
    try makeFolder(atPath: folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try writeFile("a\n1\n", atPath: "\(folder)/t.csv")
    try writeFile("a\n2\n", atPath: "\(folder)/t.csv")
    #expect(try DelimitedTable(contentsOfFile: "\(folder)/t.csv").numbers(inColumn: "a") == [2])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["t.csv"])
    #expect(throws: TableError.self) { try writeFile("", atPath: "\(folder)/no/t.csv") }
  }
}
