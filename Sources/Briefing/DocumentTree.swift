// SPDX-License-Identifier: GPL-3.0-or-later
public import Foundation

/// Whether a document, as pandoc has read it, holds words and the briefing's own pictures and nothing else.
///
/// A name that slipped through as markup could fetch an address or take in a file when the document is written. Debian's
/// pandoc (2.17) cannot write docx within its own sandbox, so its tree is looked through between reading and writing.
public enum DocumentTree {
  /// - Parameters:
  ///   - json: The tree as `pandoc -t json` writes it.
  ///   - folder: The folder from which pictures may come.
  /// - Returns: What stands in the tree that must not, or nil.
  public static func intruder(in json: Data, picturesFrom folder: String) -> String? {
    guard let tree = try? JSONSerialization.jsonObject(with: json) else { return "no document" }
    return intruder(in: tree, folder)
  }

  private static func intruder(in node: Any, _ folder: String) -> String? {
    if let items = node as? [Any] { return items.lazy.compactMap { intruder(in: $0, folder) }.first }
    guard let fields = node as? [String: Any] else { return nil }
    switch fields["t"] as? String {
    case "Link", "RawInline", "RawBlock": return fields["t"] as? String
    case "Image":
      let target = ((fields["c"] as? [Any])?.last as? [Any])?.first as? String ?? ""
      let path = target.removingPercentEncoding ?? target
      let name = path.dropFirst(folder.count + 1)
      guard path.hasPrefix(folder + "/"), !name.contains("/") else { return "Image '\(target)'" }
    default: break
    }
    return fields.values.lazy.compactMap { intruder(in: $0, folder) }.first
  }
}
