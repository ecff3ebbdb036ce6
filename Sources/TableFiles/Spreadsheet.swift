// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Excel's files (`.xlsx`), read and written by openpyxl in the program's own Python.
public enum Spreadsheet {
  /// Whether a file's name says that it is one.
  public static func isNamed(_ path: String) -> Bool { path.lowercased().hasSuffix(".xlsx") }

  /// The first sheet as comma-separated text: its rows are the lines, so that an error's line is the sheet's row.
  /// - Throws: `TableError` when it cannot be read.
  static func text(ofFile path: String) throws(TableError) -> String {
    guard FileManager.default.fileExists(atPath: path) else { throw TableError(file: path, "no such file") }
    do {
      let python = try OwnPython(
        candidates: OwnPython.ownPlaces, purpose: "\(path): tables of Excel need openpyxl")
      return String(decoding: try python.run(reader, [path]), as: UTF8.self)
    } catch {
      throw TableError(file: path, "not readable as a table of Excel: \(error)")
    }
  }

  /// Writes a table as the one sheet of a file, numbers as numbers; it takes its name when it is whole.
  /// - Throws: `TableError` when openpyxl is not there, or the file cannot be written.
  public static func write(_ table: NamedTable, to path: String) throws(TableError) {
    let rows = JSONValue.array([.texts(table.header)] + table.rows.map { .array($0.map(\.json)) })
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).tmp"
    do {
      let python = try OwnPython(candidates: OwnPython.ownPlaces, purpose: "tables of Excel need openpyxl")
      try python.run(writer, [temporary, table.name], input: rows.text)
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw TableError(file: path, "not written: \(error)")
    }
    guard rename(temporary, path) == 0 else {
      try? FileManager.default.removeItem(atPath: temporary)
      throw TableError(file: path, "the file cannot take its name")
    }
  }

  private static let writer = """
    import json, sys
    from openpyxl import Workbook
    from openpyxl.styles import Font
    book = Workbook()
    sheet = book.active
    sheet.title = sys.argv[2]
    for number, row in enumerate(json.load(sys.stdin), 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            # A text that begins with '=' stays a text.
            if isinstance(value, str):
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    for letter, width in zip("ABCDE", (60, 16, 12, 70, 16)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    book.save(sys.argv[1])
    """

  /// Values as they are calculated, not formulas; a date as its day.
  private static let reader = """
    import csv, datetime, sys
    import openpyxl
    book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
    out = csv.writer(sys.stdout, lineterminator="\\n")
    def cell(value):
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
        if isinstance(value, datetime.datetime) and value.time() == datetime.time(0):
            return value.date().isoformat()
        return str(value).strip()
    rows = [[cell(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((i + 1 for row in rows for i, value in enumerate(row) if value), default=0)
    for row in rows:
        row = (row + [""] * width)[:width]
        out.writerow(row)
    """
}
