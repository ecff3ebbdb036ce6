// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore

/// Points already simulated, a line each, so that an interrupted calibration goes on where it stopped.
///
/// A line is written whole and ends with a mark; one that a killed process left unfinished is dropped.
final class SimulationJournal {
  static let fileName = "simulated.csv"
  private let handle: FileHandle?
  private var known: [String: [[Double]]] = [:]

  /// - Parameters:
  ///   - folder: Nil keeps nothing.
  ///   - identity: What decides the points' results; a journal of another calibration is refused.
  init(folder: String?, identity: String, resume: Bool, overwrite: Bool) throws {
    guard let folder else {
      handle = nil
      return
    }
    let path = "\(folder)/\(Self.fileName)"
    if let data = FileManager.default.contents(atPath: path), !overwrite {
      guard resume else {
        throw AnalysisError.noAnswer(
          "\(folder): holds an interrupted calibration; --resume continues it, --overwrite begins anew")
      }
      let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
      guard lines.first == "# \(identity)" else {
        throw AnalysisError.noAnswer("\(path): holds another calibration (other files, seed or program version)")
      }
      for line in lines.dropFirst() {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        guard cells.last == "end", cells.count > 2 else { continue }
        known[String(cells[0])] = cells[1..<(cells.count - 1)].map { cell in
          cell.split(separator: " ").map { UInt64($0, radix: 16).map(Double.init(bitPattern:)) ?? .nan }
        }
      }
      handle = FileHandle(forWritingAtPath: path)
      // A line that was cut short must not run into the next.
      _ = try? handle?.seekToEnd()
      try write("\n")
    } else {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw AnalysisError.noAnswer("\(path): cannot be written")
      }
      handle = FileHandle(forWritingAtPath: path)
      try write("# \(identity)\n")
    }
  }

  var count: Int { known.count }

  func result(of key: String) -> [[Double]]? { known[key] }

  func add(_ key: String, _ result: [[Double]]) throws {
    known[key] = result
    let cells = result.map { $0.map { String($0.bitPattern, radix: 16) }.joined(separator: " ") }
    try write(([key] + cells + ["end"]).joined(separator: ",") + "\n")
  }

  private func write(_ text: String) throws {
    do { try handle?.write(contentsOf: Data(text.utf8)) } catch {
      throw AnalysisError.noAnswer("\(Self.fileName): cannot be written")
    }
  }
}
