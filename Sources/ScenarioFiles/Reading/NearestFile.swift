// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Says that a file is not there, and which one of that folder, or of a folder of a like name, was probably meant.
func noSuchFile(_ path: String) -> String {
  "no such file\(didYouMean(nearestFile(path)))"
}

/// A file that is there and has almost this name.
func nearestFile(_ path: String) -> String? {
  let folder = (path as NSString).deletingLastPathComponent, name = (path as NSString).lastPathComponent
  func names(_ folder: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
    return all.count <= 10_000 ? all.filter { !$0.hasPrefix(".") } : []
  }
  func beside(_ folder: String, _ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }
  // The ending is seldom what was meant to differ: 'england.yml' for 'england.yaml', 'england' for either.
  func found(in folder: String) -> String? {
    let all = names(folder), stem = (name as NSString).deletingPathExtension
    let twin = all.sorted().first { ($0 as NSString).deletingPathExtension == stem && $0 != name && $0.contains(".") }
    return (twin ?? nearest(name, in: all)).map { beside(folder, $0) }
  }
  if let here = found(in: folder) { return here }
  guard !folder.isEmpty, !FileManager.default.fileExists(atPath: folder) else { return nil }
  let above = (folder as NSString).deletingLastPathComponent
  guard let other = nearest((folder as NSString).lastPathComponent, in: names(above)) else { return nil }
  let candidate = beside(beside(above, other), name)
  return FileManager.default.fileExists(atPath: candidate) ? candidate : nil
}
