// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore

/// Points already simulated, a line each, so that an interrupted calibration goes on where it stopped.
///
/// A line ends with the digest of what stands before it. What a killed process or a full disk left unfinished has no
/// line end and is dropped; a whole line that does not agree with its digest is an error with its place.
final class SimulationJournal {
  static let fileName = "simulated.csv"
  private let path: String
  private let handle: FileHandle?
  private var known: [String: [[Double]]] = [:]

  /// - Parameters:
  ///   - folder: Nil keeps nothing.
  ///   - identity: What decides the points' results; a journal of another calibration is refused.
  init(folder: String?, identity: String, resume: Bool, overwrite: Bool) throws {
    guard let folder else {
      path = ""
      handle = nil
      return
    }
    path = "\(folder)/\(Self.fileName)"
    let header = "# \(identity)"
    let lines = overwrite ? [] : Self.wholeLines(path)
    if let first = lines.first {
      guard resume else {
        throw AnalysisError.noAnswer(
          "\(folder): holds an interrupted calibration; --resume continues it, --overwrite begins anew")
      }
      guard first == header else {
        throw AnalysisError.noAnswer("\(path): holds another calibration (other files, seed or program version)")
      }
      for (number, line) in lines.enumerated().dropFirst() {
        guard let (key, result) = Self.point(line) else {
          throw AnalysisError.noAnswer(
            "\(path):\(number + 1): the line was changed since it was written; remove it to have its point simulated "
              + "again, or begin anew with --overwrite")
        }
        known[key] = result
      }
      handle = FileHandle(forUpdatingAtPath: path)
      try change {
        // The next line must not run into one that was cut short.
        try handle?.truncate(atOffset: UInt64(lines.reduce(0) { $0 + $1.utf8.count + 1 }))
        _ = try handle?.seekToEnd()
      }
    } else {
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw AnalysisError.noAnswer("\(path): cannot be written")
      }
      handle = FileHandle(forWritingAtPath: path)
      try write(header)
    }
  }

  var count: Int { known.count }

  func result(of key: String) -> [[Double]]? { known[key] }

  /// - Throws: When the disk refuses the point, or the journal is gone and nothing that follows would be kept.
  func add(_ key: String, _ result: [[Double]]) throws {
    known[key] = result
    guard let handle else { return }
    guard isInPlace(handle) else {
      throw AnalysisError.noAnswer("\(path): was removed while the calibration ran; what it held is gone")
    }
    let cells = result.map { $0.map { String($0.bitPattern, radix: 16) }.joined(separator: " ") }
    let text = ([key] + cells).joined(separator: ",")
    try write("\(text),\(ContentDigest(of: text))")
  }

  /// Lines with their ends; none where there is no file, or only an unfinished line.
  private static func wholeLines(_ path: String) -> [Substring] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    // Bytes that are no text become longer; then no digest agrees with its line.
    return String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  /// Nil when the line is not what was written.
  private static func point(_ line: Substring) -> (key: String, result: [[Double]])? {
    guard let comma = line.lastIndex(of: ","),
      line[line.index(after: comma)...] == "\(ContentDigest(of: line[..<comma].utf8))"
    else { return nil }
    let cells = line[..<comma].split(separator: ",", omittingEmptySubsequences: false)
    let result = cells.dropFirst().map { cell in
      cell.split(separator: " ").compactMap { UInt64($0, radix: 16).map(Double.init(bitPattern:)) }
    }
    return (String(cells[0]), result)
  }

  /// Whether the file that is written to is still the one of that name.
  private func isInPlace(_ handle: FileHandle) -> Bool {
    var open = stat(), named = stat()
    return fstat(handle.fileDescriptor, &open) == 0 && stat(path, &named) == 0 && open.st_ino == named.st_ino
      && open.st_dev == named.st_dev
  }

  private func write(_ line: String) throws {
    try change { try handle?.write(contentsOf: Data("\(line)\n".utf8)) }
  }

  private func change(_ body: () throws -> Void) throws {
    do { try body() } catch { throw AnalysisError.noAnswer("\(path): cannot be written") }
  }
}
