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
