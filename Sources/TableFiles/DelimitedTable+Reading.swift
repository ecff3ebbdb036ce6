// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

extension DelimitedTable {
  /// Reads a file of comma-separated values (RFC 4180; a byte-order mark and any line ends are accepted); `-` is standard
  /// input.
  public init(contentsOfFile path: String, delimiter: Unicode.Scalar = ",") throws(TableError) {
    let data: Data
    do {
      data =
        path == "-"
        ? try FileHandle.standardInput.readToEnd() ?? Data() : try Data(contentsOf: URL(fileURLWithPath: path))
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

private func unreadable(_ path: String) -> String {
  var isDirectory: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return "no such file" }
  return isDirectory.boolValue ? "a folder, not a file" : "the file cannot be read"
}
