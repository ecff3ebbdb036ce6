// SPDX-License-Identifier: GPL-3.0-or-later
import SyntheticControl
import TableFiles
import Yams

/// A place in an effects file, and the list of what is wrong with the file.
final class EffectsFlaws {
  let file: String
  private(set) var flaws: [TableFlaw] = []
  init(file: String) { self.file = file }

  func add(_ node: Node, _ message: String) {
    flaws.append(
      TableFlaw(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message: message))
  }

  /// What an unknown key was probably meant as; of thousands, not all are looked up.
  func hint(_ name: String, _ known: [String], isEmpty: Bool) -> String {
    guard flaws.count < ScenarioError.mostExplained else { return "" }
    if isEmpty, let colon = name.firstIndex(of: ":"), known.contains(String(name[..<colon])) {
      return ": write \(name[..<colon]): \(name[colon...].dropFirst()), with a space after the colon"
    }
    return didYouMean(name, in: known)
  }
}

extension TableError {
  /// What is wrong with an effects file as YAML, in the form of its other flaws.
  init(_ error: ScenarioError) {
    self.init(
      error.flaws.map {
        TableFlaw(file: $0.position.file, line: $0.position.line, column: $0.position.column, message: $0.message)
      })
  }
}

/// Reads values of one mapping; whatever does not fit is noted and skipped.
struct EffectsMapping {
  let node: Node
  let entries: [(key: Node, value: Node)]
  let flaws: EffectsFlaws

  init?(_ node: Node, flaws: EffectsFlaws, known: [String], what: String) {
    guard case .mapping(let mapping) = node else {
      flaws.add(node, "\(what) must be a mapping of keys to values")
      return nil
    }
    self.node = node
    self.flaws = flaws
    entries = mapping.map { ($0.key, $0.value) }
    var seen = Set<String>()
    for (key, value) in entries {
      let name = key.scalar?.string ?? ""
      if !known.contains(name) {
        flaws.add(key, "unknown key '\(name)'\(flaws.hint(name, known, isEmpty: value.null != nil))")
      } else if value.null != nil {
        flaws.add(key, "'\(name)' has no value; leave the key out, or give it one")
      }
      if !seen.insert(name).inserted { flaws.add(key, "'\(name)' is given twice") }
    }
  }

  subscript(key: String) -> Node? {
    guard let node = entries.first(where: { $0.key.string == key })?.value, node.null == nil else {
      return nil
    }
    return node
  }

  func text(_ key: String) -> String? {
    guard let node = self[key] else { return nil }
    guard let text = node.scalar?.string else {
      flaws.add(node, "'\(key)' must be a single value")
      return nil
    }
    return text
  }

  func number(_ key: String, atLeast lowest: Double = -.infinity, atMost highest: Double = .infinity)
    -> Double?
  {
    guard let node = self[key] else { return nil }
    guard let value = node.scalar.flatMap({ Double($0.string) }), value.isFinite, value >= lowest,
      value <= highest
    else {
      let range = lowest > -.infinity ? " of at least \(lowest)" : ""
      flaws.add(
        node, "'\(key)' must be a number\(range)\(highest < .infinity ? " and at most \(highest)" : "")")
      return nil
    }
    return value
  }

  func flag(_ key: String) -> Bool? {
    guard let node = self[key] else { return nil }
    if node.bool == nil { flaws.add(node, "'\(key)' must be true or false") }
    return node.bool
  }

  func texts(_ key: String) -> [String]? {
    guard let node = self[key] else { return nil }
    guard let found = Self.texts(node) else {
      flaws.add(node, "'\(key)' must be a name or a list of names")
      return nil
    }
    return found
  }

  static func texts(_ node: Node) -> [String]? {
    if let text = node.scalar?.string { return [text] }
    guard let sequence = node.sequence else { return nil }
    let all = sequence.compactMap { $0.scalar?.string }
    return all.count == sequence.count ? all : nil
  }

  func time(_ key: String) -> Double? {
    guard let node = self[key] else { return nil }
    return Self.time(node, key, flaws)
  }

  static func time(_ node: Node, _ key: String, _ flaws: EffectsFlaws) -> Double? {
    guard let text = node.scalar?.string, let time = TimePoint(text) else {
      flaws.add(node, "'\(key)' must be a period, such as 2019, 2019.25, 2019Q2, 2019/20 or 2019-04-01")
      return nil
    }
    return time.order
  }

  func window(_ key: String) -> ClosedRange<Double>? {
    guard let node = self[key] else { return nil }
    guard let sequence = node.sequence, sequence.count == 2,
      let first = Self.time(sequence[0], key, flaws), let last = Self.time(sequence[1], key, flaws)
    else {
      flaws.add(node, "'\(key)' must be [first period, last period]")
      return nil
    }
    guard first <= last else {
      flaws.add(node, "'\(key)' ends before it begins")
      return nil
    }
    return first...last
  }

  func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _ type: Value.Type) -> Value?
  where Value.RawValue == String {
    guard let node = self[key] else { return nil }
    return Self.choice(node, key, type, flaws)
  }

  static func choice<Value: RawRepresentable & CaseIterable>(
    _ node: Node, _ key: String, _ type: Value.Type, _ flaws: EffectsFlaws
  ) -> Value? where Value.RawValue == String {
    let text = node.scalar?.string ?? ""
    if let value = Value(rawValue: text) { return value }
    let names = Value.allCases.map(\.rawValue)
    let near = didYouMean(text, in: names)
    flaws.add(node, "'\(key)' takes \(names.joined(separator: ", ")); found '\(text)'\(near)")
    return nil
  }

  func choices<Value: RawRepresentable & CaseIterable>(_ key: String, _ type: Value.Type) -> [Value]?
  where Value.RawValue == String {
    guard let node = self[key] else { return nil }
    let nodes = node.sequence.map(Array.init) ?? [node]
    return nodes.compactMap { Self.choice($0, key, type, flaws) }
  }
}
