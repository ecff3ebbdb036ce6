// SPDX-License-Identifier: GPL-3.0-or-later
public import Foundation

/// Writes a text file under a temporary name and renames it, so that a reader never sees half a file.
public func writeFile(_ text: String, atPath path: String) throws(TableError) {
  try writeFile(Data(text.utf8), atPath: path)
}

/// Writes a file in the same way.
public func writeFile(_ data: Data, atPath path: String) throws(TableError) {
  let target = URL(fileURLWithPath: path)
  let temporary = target.deletingLastPathComponent().appending(
    path: ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).tmp")
  do {
    try data.write(to: temporary)
    guard rename(temporary.path, target.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
  } catch {
    try? FileManager.default.removeItem(at: temporary)
    throw TableError(file: path, "the file cannot be written: \(reason(target))")
  }
}

/// Makes a folder and those above it, if they are not there.
public func makeFolder(atPath path: String) throws(TableError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw TableError(file: path, "the folder cannot be made")
  }
}

private func reason(_ target: URL) -> String {
  let folder = target.deletingLastPathComponent().path
  guard FileManager.default.fileExists(atPath: folder) else { return "there is no folder '\(folder)'" }
  return FileManager.default.isWritableFile(atPath: folder)
    ? "the disk refused it" : "'\(folder)' is not writable"
}
