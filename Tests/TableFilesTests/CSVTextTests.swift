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
