// SPDX-License-Identifier: GPL-3.0-or-later
import TableFiles
import Testing

@Suite struct DelimitedTableTests {
  @Test(arguments: [
    "a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "\u{FEFF}a,b\r\n1,2\r\n3,4\r\n", "\"a\",\"b\"\n\"1\",\"2\"\n3,4\n\n",
    "a , b\n 1,2 \n\n3,4\n", "a,b\r1,2\r3,4",
  ])
  func spellingsOfTheSameTableReadTheSame(_ text: String) throws {
    let table = try DelimitedTable(text: text)
    #expect(table.header == ["a", "b"])
    #expect(try table.allNumbers() == [[1, 3], [2, 4]])
    #expect(table.rowNames == nil)
  }

  @Test(arguments: ["\"\",\"a\",\"b\"\n\"1\",5,6\n\"2\",7,8\n", "\"a\",\"b\"\n\"1\",5,6\n\"2\",7,8\n"])
  func rowNamesOfRAreSetAside(_ text: String) throws {
    let table = try DelimitedTable(text: text)
    #expect(table.header == ["a", "b"])
    #expect(table.rowNames == ["1", "2"])
    #expect(try table.numbers(inColumn: "b") == [6, 8])
    #expect(table.text(row: 1, column: 0) == "7")
  }

  @Test func quotedCellsKeepCommasQuotesAndLineBreaks() throws {
    let table = try DelimitedTable(
      text: "name,value\n\"Skill mix, \"\"B\"\"\",1\n\"two\nlines\",2\nplain,3\n")
    #expect(table.texts(inColumn: 0) == ["Skill mix, \"B\"", "two\nlines", "plain"])
    #expect(table.line(ofRow: 2) == 5)
  }

  @Test(arguments: [
    ("", "t.csv:1:1: error: the file is empty; a header with column names must come first"),
    ("a,b\n1,2\n3\n", "t.csv:3:1: error: row 2 has 1 cell; the header has 2"),
    ("a,b\n1,2\n3,4,5\n", "t.csv:3:5: error: row 2 has 3 cells; the header has 2"),
    ("a,a\n1,2\n", "t.csv:1:3: error: column name 'a' is used twice"),
    ("a,\n1,2\n", "t.csv:1:3: error: column 2 has no name"),
    ("a,b\n1,\"2\n", "t.csv:2:3: error: the quotation mark that opens here is never closed"),
    (
      "a,b\n\"1\"x,2\n",
      "t.csv:2:4: error: text after a closing quotation mark; a comma or the end of the line must follow"
    ),
    ("a\n1\n\n2\n", "t.csv:3:1: error: the row is empty; a value must stand here"),
  ])
  func aBrokenTableIsRefusedAtItsPlace(_ text: String, _ message: String) {
    #expect(error { try DelimitedTable(text: text, file: "t.csv") } == message)
  }

  @Test(arguments: [
    ("NaN", " (missing values are refused: drop the draw in every table)"),
    ("NA", " (missing values are refused: drop the draw in every table)"),
    ("inf", ""), ("1e999", ""), ("0x10", ""), ("1.2.3", ""), ("-", ""), ("1e", ""),
    ("£5", " (write 1234.5, without separators or units)"),
  ])
  func whatIsNoFiniteNumberIsRefusedWithRowAndColumn(_ cell: String, _ hint: String) {
    let message = error {
      try DelimitedTable(text: "é,b\n1,2\né,\(cell)\n", file: "t.csv").numbers(inColumn: "b")
    }
    #expect(
      message == "t.csv:3:3: error: row 2 of column 'b' must be a finite number; found '\(cell)'\(hint)")
  }

  @Test func everyFlawOfTheTableIsReported() {
    let message = error { try DelimitedTable(text: "a,b\nx,2\n3,\n", file: "t.csv").allNumbers() }
    #expect(
      message == """
        t.csv:2:1: error: row 1 of column 'a' must be a finite number; found 'x'
        t.csv:3:3: error: row 2 of column 'b' must be a finite number; the cell is empty
        """)
  }

  @Test func aMissingColumnNamesThoseThatAreThere() {
    let message = error { try DelimitedTable(text: "a,b\n1,2\n", file: "t.csv").numbers(inColumn: "c") }
    #expect(message == "t.csv:1: error: no column 'c'; found 'a' and 'b'")
  }

  @Test func otherEncodingsAreNamed() {
    #expect(
      error { try DelimitedTable(contentsOfFile: "/nowhere/t.csv") } == "/nowhere/t.csv: error: no such file")
    #expect(error { try DelimitedTable(contentsOfFile: "/") } == "/: error: a folder, not a file")
    #expect(error { try DelimitedTable(text: "a\n1\0\n", file: "t.csv") }?.contains("NUL") == true)
  }

  private func error(_ body: () throws -> some Any) -> String? {
    do {
      _ = try body()
      return nil
    } catch { return "\(error)" }
  }
}
