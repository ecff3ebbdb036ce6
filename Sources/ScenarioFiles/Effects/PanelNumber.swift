// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers as tables of published statistics write them, and the marks that stand in their place.
struct PanelNumber {
  /// The mark before decimals: a point, or a comma in tables of other countries' settings.
  enum DecimalMark { case point, comma }

  /// What a cell holds.
  enum Content: Equatable {
    case number(Double)
    /// A mark in place of a number, and what it means.
    case missing(String)
    case neither
  }

  let mark: DecimalMark

  init(_ mark: DecimalMark = .point) { self.mark = mark }

  func read(_ text: String) -> Content {
    if let reason = Self.reason(text) { return .missing(reason) }
    let plain = Self.plain(text)
    let digits: String
    switch mark {
    case .point: digits = plain.filter { $0 != "," }
    case .comma:
      digits = String(plain.filter { $0 != "." }.map { $0 == "," ? "." : $0 })
    }
    guard isGrouped(plain), let value = Double(digits), value.isFinite, plain.allSatisfy(Self.isPart) else {
      return .neither
    }
    return .number(value)
  }

  /// Whether marks of thousands stand where thousands end.
  private func isGrouped(_ plain: String) -> Bool {
    let (group, decimal): (Character, Character) = mark == .point ? (",", ".") : (".", ",")
    let whole = plain.prefix { $0 != decimal }
    guard whole.contains(group) else { return !plain.dropFirst(whole.count).contains(group) }
    let parts = whole.drop { "+-−".contains($0) }.split(separator: group, omittingEmptySubsequences: false)
    return (1...3).contains(parts[0].count) && parts.dropFirst().allSatisfy { $0.count == 3 }
      && !plain.dropFirst(whole.count).contains(group)
  }

  /// What a text says about the decimal mark of its table: nothing when it could be either.
  static func decimalMark(of text: String) -> DecimalMark? {
    let plain = plain(text)
    guard plain.allSatisfy(isPart), plain.contains(where: \.isNumber) else { return nil }
    let commas = plain.count { $0 == "," }, points = plain.count { $0 == "." }
    switch (commas, points) {
    case (0, 0): return nil
    case (1, 0): return plain.split(separator: ",", omittingEmptySubsequences: false).last?.count == 3 ? nil : .comma
    case (0, 1): return plain.split(separator: ".", omittingEmptySubsequences: false).last?.count == 3 ? nil : .point
    case (_, 0): return .point
    case (0, _): return .comma
    default:
      return plain.lastIndex(of: ",") ?? plain.startIndex > plain.lastIndex(of: ".") ?? plain.startIndex
        ? .comma : .point
    }
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isASCII && (character.isNumber || ".,+-eE".contains(character))
  }

  private static func plain(_ text: String) -> String {
    let spaces: Set<Character> = [" ", "\u{A0}", "\u{2009}", "\u{202F}"]
    let bare = String(text.filter { !spaces.contains($0) }.map { $0 == "−" ? "-" : $0 })
    return bare.hasSuffix("%") ? String(bare.dropLast()) : bare
  }

  /// What a mark in place of a number means; nil for anything else.
  static func reason(_ text: String) -> String? {
    var mark = text.lowercased().filter { $0 != " " && $0 != "\u{A0}" }
    if mark.count > 2, let first = mark.first, let last = mark.last,
      first == "[" && last == "]" || first == "(" && last == ")"
    {
      mark = String(mark.dropFirst().dropLast())
    }
    if let known = suppressionMarkers[mark] { return known }
    // A count below some number is withheld so that nobody can be recognised.
    for beginning in ["<", "≤", "<=", "lessthan", "fewerthan", "under"] where mark.hasPrefix(beginning) {
      let rest = mark.dropFirst(beginning.count)
      if !rest.isEmpty, rest.allSatisfy(\.isNumber) { return "suppressed" }
    }
    return nil
  }
}

/// What a marker in place of a number means; empty cells and `NA` are simply missing. Letters in brackets follow the
/// Government Analysis Function's list of symbols.
let suppressionMarkers: [String: String] = [
  "": "empty", "na": "missing", "n/a": "missing", "nan": "missing", "null": "missing", ".": "missing",
  "..": "missing", "...": "missing",
  "-": "missing", "–": "missing", "—": "missing", "*": "suppressed", "**": "suppressed", "#": "suppressed",
  "c": "suppressed", "s": "suppressed", "z": "not applicable",
  "x": "not available", "w": "no observations", "d": "does not apply",
  ":": "not available", "~": "rounds to nothing", "u": "unreliable", "low": "rounds to nothing",
  "k": "rounds to nothing", "dnp": "not available", "suppressed": "suppressed", "supp": "suppressed",
]
