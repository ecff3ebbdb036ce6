// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// A folder that is gone when the work is done.
public final class ScratchFolder: Sendable {
  public let path: String

  public init() throws(ResultsError) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("skillmix-\(UUID().uuidString)")
    path = folder.path
    do { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) } catch {
      throw .cannotWrite(path: folder.path, reason: error.localizedDescription)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
