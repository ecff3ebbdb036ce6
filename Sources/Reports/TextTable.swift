// SPDX-License-Identifier: GPL-3.0-or-later

/// A table for a terminal: the first column to the left, figures to the right.
public struct TextTable {
  private let header: [String]
  private var rows: [[String]] = []

  public init(_ header: [String]) { self.header = header }

  public mutating func add(_ row: [String]) { rows.append(row) }

  public var isEmpty: Bool { rows.isEmpty }

  /// The table as lines; the last column may be text, and then stands to the left as well.
  public func text(lastColumnIsText: Bool = false) -> String {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      var cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - cell.count)
        let isLeft = column == 0 || (lastColumnIsText && column == row.count - 1)
        return isLeft ? cell + space : space + cell
      }
      while cells.last?.isEmpty == true { cells.removeLast() }
      return "  " + cells.joined(separator: "  ").trimmingTrailingSpace()
    }
    let rule = "  " + String(repeating: "─", count: widths.reduce(0, +) + 2 * (widths.count - 1))
    return ([line(header), rule] + rows.map(line)).joined(separator: "\n")
  }
}

extension String {
  fileprivate func trimmingTrailingSpace() -> String {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return String(self[..<end])
  }
}
