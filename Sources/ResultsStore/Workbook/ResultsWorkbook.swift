// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TableFiles

/// Results as one file of Excel: a sheet for each table with what it is, numbers as numbers, and a first sheet that says
/// what was run.
///
/// openpyxl writes it, in the environment that draws the charts: Debian has libxlsxwriter as a shared library alone,
/// which a wholly static program cannot take in.
public struct ResultsWorkbook: Sendable {
  /// Tables of single replications and of times within them are for programs; the folder of `--out` has them.
  static let leftOut = ["replications.csv", "snapshots.csv", "snapshots_by_contact.csv"]

  /// - Parameters:
  ///   - folder: Complete results.
  ///   - path: The file to be written; it takes its name when it is whole.
  public static func write(folder: String, to path: String) throws(ResultsError) {
    let stored = try StoredResults(folder: folder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let tables = guideEntries.filter {
      names.contains($0.file) && $0.file.hasSuffix(".csv") && !leftOut.contains($0.file)
    }
    let manifest = stored.manifest
    let facts: [(String, String)] = [
      ("Results of", "skillmix \(manifest.analysis ?? "")"), ("Program", manifest.programVersion),
      ("Finished", manifest.finished.formatted(.iso8601)), ("Seed", String(manifest.seed)),
      ("Files", manifest.files.map(\.path).joined(separator: ", ")),
      ("Command", manifest.commandLine.joined(separator: " ")),
      (
        "Intervals",
        "at 95 %; those of outcomes and differences are the simulation's own error, those of credible the parameters' uncertainty"
      ),
      ("Not in this file", "single replications and states in time; --out FOLDER has them"),
    ]
    let order = JSONValue.object([
      ("database", .text("\(folder)/\(ResultsDirectory.databaseName)")),
      ("facts", .array(facts.map { .array([.text($0.0), .text($0.1)]) })),
      (
        "tables",
        .array(
          tables.map { .array([.text(String($0.file.dropLast(4))), .text($0.meaning)]) })
      ),
    ])
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier).tmp"
    do {
      let python = try OwnPython(candidates: OwnPython.ownPlaces, purpose: "files of Excel need openpyxl")
      try python.run(writer, [temporary], input: order.text)
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw .cannotWrite(path: path, reason: "\(error)")
    }
    guard rename(temporary, path) == 0 else {
      try? FileManager.default.removeItem(atPath: temporary)
      throw .cannotWrite(path: path, reason: "the file cannot take its name")
    }
  }

  private static let writer = """
    import json, math, sqlite3, sys
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    order = json.load(sys.stdin)
    book = Workbook(write_only=True)
    bold, quiet, wrap = Font(bold=True), Font(italic=True, color="4A4A4A"), Alignment(wrap_text=True, vertical="top")
    def cell(sheet, value, font=None):
        if isinstance(value, float) and not math.isfinite(value):
            value = str(value)
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32000]
        one = WriteOnlyCell(sheet, value=value)
        # A text that begins with '=' stays a text.
        if isinstance(value, str):
            one.data_type = "s"
        if font:
            one.font = font
        return one
    first = book.create_sheet("Read me")
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 22, 110
    for name, words in order["facts"]:
        second = cell(first, words)
        second.alignment = wrap
        first.append([cell(first, name, bold), second])
    first.append([])
    first.append([cell(first, "Sheet", bold), cell(first, "What it holds", bold)])
    for name, meaning in order["tables"]:
        first.append([cell(first, name), cell(first, meaning)])
    database = sqlite3.connect("file:" + order["database"].replace("?", "%3f").replace("#", "%23") + "?mode=ro", uri=True)
    for name, meaning in order["tables"]:
        try:
            rows = database.execute(f'SELECT * FROM "{name}"')
        except sqlite3.OperationalError:
            continue
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A3"
        for number, column in enumerate(rows.description):
            letter = chr(65 + number) if number < 26 else chr(64 + number // 26) + chr(65 + number % 26)
            sheet.column_dimensions[letter].width = min(60, max(12, len(column[0]) + 2))
        sheet.append([cell(sheet, meaning, quiet)])
        sheet.append([cell(sheet, column[0], bold) for column in rows.description])
        for count, row in enumerate(rows):
            if count >= 1000000:
                sheet.append([cell(sheet, "more rows than Excel takes; --out FOLDER has them all", quiet)])
                break
            sheet.append([cell(sheet, value) for value in row])
    book.save(sys.argv[1])
    """
}
