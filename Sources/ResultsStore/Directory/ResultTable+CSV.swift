// SPDX-License-Identifier: GPL-3.0-or-later
import TableFiles

extension ResultTable {
  /// Writes the table as a CSV file, a batch of rows at a time.
  func writeCSV(toFile path: String) throws {
    var file = try OutputFile(path: path)
    let names = columns.map(\.name)
    let header = CSVText(header: names).text
    try file.write(header)
    try forEachBatch { rows in
      var batch = CSVText(header: names)
      for row in rows { batch.append(row) }
      try file.write(batch.text.utf8SuffixAfter(header))
    }
    try file.finish()
  }
}

extension String {
  /// The text without a header that it is known to begin with.
  fileprivate func utf8SuffixAfter(_ header: String) -> Substring {
    self[utf8.index(startIndex, offsetBy: header.utf8.count)...]
  }
}
