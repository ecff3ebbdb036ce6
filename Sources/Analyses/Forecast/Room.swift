// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// What a machine has to work with.
public struct Room: Sendable {
  /// Bytes.
  public let memory: Double
  /// Where results go, and the bytes that are free there; nil when nothing is written.
  public let folder: String?
  public let disk: Double?

  public init(memory: Double, folder: String? = nil, disk: Double? = nil) {
    self.memory = memory
    self.folder = folder
    self.disk = disk
  }

  /// This machine's.
  /// - Parameter folder: It need not exist yet.
  public init(folder: String?) {
    let physical = Double(ProcessInfo.processInfo.physicalMemory)
    // A container or a batch job may have less than the machine.
    let limit = (try? String(contentsOfFile: "/sys/fs/cgroup/memory.max", encoding: .utf8)).flatMap {
      Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    self.init(memory: min(physical, limit ?? physical), folder: folder, disk: folder.flatMap(Self.freeDisk))
  }

  private static func freeDisk(_ path: String) -> Double? {
    var place = URL(fileURLWithPath: path).standardizedFileURL
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" { place.deleteLastPathComponent() }
    var status = statvfs()
    guard statvfs(place.path, &status) == 0 else { return nil }
    return Double(status.f_bavail) * Double(status.f_frsize)
  }
}
