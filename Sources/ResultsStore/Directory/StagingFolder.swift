// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// A folder inside the results directory where files are written before any of them takes its name.
///
/// It lies inside so that taking a name is a rename on one file system; and as one folder so that a failure
/// leaves one thing to remove, journals of the database included.
struct StagingFolder: ~Copyable {
  let path: String
  private static let prefix = ".partial-"

  init(in directory: String) throws(ResultsError) {
    let folder = "\(directory)/\(Self.prefix)\(UUID().uuidString)"
    guard mkdir(folder, 0o755) == 0 else {
      throw .cannotWrite(path: directory, reason: lastSystemError())
    }
    path = folder
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Removes what killed runs left; only for who has the directory alone.
  static func removeAbandoned(in directory: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] where name.hasPrefix(prefix) {
      try? FileManager.default.removeItem(atPath: "\(directory)/\(name)")
    }
  }

  func path(of file: String) -> String { "\(path)/\(file)" }
}
