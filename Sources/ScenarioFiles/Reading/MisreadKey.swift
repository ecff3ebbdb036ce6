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
    guard Self.isThousand(entry) else { return nil }
    // Inheritance may have put the parts of a number elsewhere.
    let written = entries.filter { $0.position.file == entry.position.file }.sorted { $0.position < $1.position }
    guard let place = written.firstIndex(where: { $0.position == entry.position }),
      let first = written[..<place].lastIndex(where: { !Self.isThousand($0) }),
      case .scalar(let start, isQuoted: false) = written[first].value.content,
      start.wholeMatch(of: /-?£?[0-9]{1,3}/) != nil
    else { return nil }
    let parts = [start] + written[(first + 1)...].prefix(while: Self.isThousand).map(\.key)
    let number = parts.joined(separator: ",")
    return "\(number) in braces is \(parts.count) entries; write \(parts.joined())"
      + (start.contains("£") ? " or \"\(number)\"" : "")
  }

  private static func isThousand(_ entry: YAMLTree.Entry) -> Bool {
    entry.value.isNull && entry.key.wholeMatch(of: /[0-9]{3}(\D.*)?/) != nil
  }
}
