// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

extension DelimitedTable {
  /// Reads a file of comma-separated values (RFC 4180; a byte-order mark and any line ends are accepted), or the first
  /// sheet of a file of Excel; `-` is standard input.
  public init(contentsOfFile path: String, delimiter: Unicode.Scalar = ",") throws(TableError) {
    if Spreadsheet.isNamed(path) {
      try self.init(utf8: [UInt8](try Spreadsheet.text(ofFile: path).utf8), file: path, delimiter: ",")
      return
    }
    let data: Data
    do {
      data =
        path == "-" ? try StandardInput.contents.get() : try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw TableError(file: path, unreadable(path))
    }
    try self.init(utf8: [UInt8](data), file: path, delimiter: delimiter)
  }

  /// Reads text that is already in memory.
  public init(text: String, file: String = "text", delimiter: Unicode.Scalar = ",") throws(TableError) {
    try self.init(utf8: [UInt8](text.utf8), file: file, delimiter: delimiter)
  }

  init(utf8 text: [UInt8], file: String, delimiter: Unicode.Scalar) throws(TableError) {
    if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
      throw TableError(file: file, line: 1, column: 1, "the file is UTF-16; save it as CSV UTF-8")
    }
    var scanner = DelimitedScanner(bytes: text, file: file, delimiter: UInt8(ascii: delimiter))
    try scanner.scan()
    self = try scanner.table()
  }
}

extension DelimitedTable {
  /// The mark between the cells of a file's first line: a comma, unless there is none and there are semicolons or tabs.
  public static func delimiter(ofFile path: String) -> Unicode.Scalar {
    if Spreadsheet.isNamed(path) { return "," }
    let start =
      path == "-"
      ? try? StandardInput.contents.get().prefix(1 << 16)
      : try? FileHandle(forReadingAtPath: path)?.read(upToCount: 1 << 16)
    guard let data = start else { return "," }
    var counts: [UInt8: Int] = [:], isQuoted = false
    for byte in data {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    guard counts[UInt8(ascii: ","), default: 0] == 0 else { return "," }
    let semicolons = counts[UInt8(ascii: ";"), default: 0], tabs = counts[UInt8(ascii: "\t"), default: 0]
    return semicolons == 0 && tabs == 0 ? "," : semicolons >= tabs ? ";" : "\t"
  }
}

private func unreadable(_ path: String) -> String {
  var isDirectory: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return "no such file" }
  return isDirectory.boolValue ? "a folder, not a file" : "the file cannot be read"
}
