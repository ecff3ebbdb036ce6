// SPDX-License-Identifier: GPL-3.0-or-later

/// Keys without a value that were meant as something else: YAML makes them of a missing space or a comma.
extension Checker {
  /// What was probably meant, and how it is written; nil where the key has a value or looks like no such mistake.
  ///
  /// - Parameter entries: The mapping in which the key stands.
  func misread(_ entry: YAMLTree.Entry, among entries: [YAMLTree.Entry]) -> String? {
    guard entry.value.isNull, flaws.count < ScenarioError.mostExplained else { return nil }
    return missingSpace(entry.key) ?? divided(entry, among: entries)
  }

  /// `{wte:40}` is the key `wte:40`.
  private func missingSpace(_ key: String) -> String? {
    guard let colon = key.firstIndex(of: ":"), colon > key.startIndex else { return nil }
    let value = key[key.index(after: colon)...].trimmingPrefix(while: \.isWhitespace)
    guard !value.isEmpty else { return nil }
    return "write \(key[..<colon]): \(value), with a space after the colon"
  }

  /// `{births_per_year: 3,400}` is a 3 and the key `400`.
  private func divided(_ entry: YAMLTree.Entry, among entries: [YAMLTree.Entry]) -> String? {
    var parts = [entry.key], place = entry
    while parts[0].wholeMatch(of: /[0-9]{3}(\D.*)?/) != nil {
      guard let before = Self.before(place, among: entries) else { return nil }
      // In a number of three parts, the middle one is a key of its own.
      guard before.value.isNull else {
        guard case .scalar(let start, isQuoted: false) = before.value.content,
          start.wholeMatch(of: /-?£?[0-9]{1,3}/) != nil
        else { return nil }
        let written = ([start] + parts).joined(separator: ",")
        let isPounds = start.contains("£")
        return "\(written) in braces is \(parts.count + 1) entries; write \(([start] + parts).joined())"
          + (isPounds ? " or \"\(written)\"" : "")
      }
      parts.insert(before.key, at: 0)
      place = before
    }
    return nil
  }

  /// The entry written just before another; inheritance may have put it elsewhere.
  private static func before(_ entry: YAMLTree.Entry, among entries: [YAMLTree.Entry]) -> YAMLTree.Entry? {
    entries.filter { $0.position.file == entry.position.file && $0.position < entry.position }
      .max { $0.position < $1.position }
  }
}
