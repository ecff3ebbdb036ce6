// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Reads a file with everything it extends.
enum Inheritance {
  /// Keys whose mapping is one thing and is replaced whole: shares that add up to one, a choice of one form.
  static let replacedWhole: Set<String> = ["places", "cost_shares", "seasonality", "teams"]

  /// Files that extend two others, and so on, would be read millions of times.
  private static let mostFiles = 200

  static func read(path: String) throws(ScenarioError) -> (tree: YAMLTree, files: [String]) {
    var files: [String] = []
    let tree = try read(path: path, chain: [], from: nil, files: &files)
    return (tree, files)
  }

  /// Paths of the files that one extends.
  static func parents(path: String) throws(ScenarioError) -> [String] {
    let entries = try YAMLTree.read(path: path).entries ?? []
    return try parents(entries).map { $0.name.hasPrefix("/") ? $0.name : relative("", $0.name, to: path) }
  }

  private static func read(
    path: String, chain: [String], from origin: SourcePosition?, files: inout [String]
  ) throws(ScenarioError) -> YAMLTree {
    let identity = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    if chain.contains(identity) {
      let names = (chain + [identity]).map { URL(fileURLWithPath: $0).lastPathComponent }
      throw ScenarioError([
        Flaw(
          origin ?? SourcePosition(file: path, line: 0, column: 0),
          "'extends' goes in a circle: \(names.joined(separator: " → "))")
      ])
    }
    if ScenarioSheet.isNamed(path) {
      files.append(path)
      return try ScenarioSheet.read(path: path) { name, position throws(ScenarioError) in
        let parent = name.hasPrefix("/") ? name : relative("", name, to: path)
        let inherited = try read(path: parent, chain: chain + [identity], from: position, files: &files)
        return (inherited, try ScenarioDocument(path: parent))
      }
    }
    let tree: YAMLTree
    do {
      tree = try YAMLTree.read(path: path)
    } catch {
      guard let origin else { throw error }
      throw ScenarioError(
        error.flaws.map { $0.position.line == 0 ? Flaw(origin, "cannot extend '\(path)': \($0.message)") : $0 })
    }
    files.append(path)
    guard files.count <= mostFiles else {
      throw ScenarioError([Flaw(origin ?? tree.position, "extends more than \(mostFiles) files")])
    }
    guard let entries = tree.entries else {
      throw ScenarioError([Flaw(tree.position, "a scenario is a mapping of keys to values; found \(tree.kind)")])
    }
    try FileKind.scenario.expect(tree, path: path)
    try checkIndentation(entries)
    var merged: YAMLTree?
    for parent in try parents(entries) {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      let parentPath = parent.name.hasPrefix("/") ? parent.name : relative(folder.path, parent.name, to: path)
      let inherited = try read(path: parentPath, chain: chain + [identity], from: parent.position, files: &files)
      merged = merged.map { merge($0, with: inherited, key: "") } ?? inherited
    }
    let own = YAMLTree(position: tree.position, content: .map(entries.filter { $0.key != "extends" }))
    return merged.map { merge($0, with: own, key: "") } ?? own
  }

  /// A chapter without a value and, at the margin below it, what is no chapter: it was to stand within.
  private static func checkIndentation(_ entries: [YAMLTree.Entry]) throws(ScenarioError) {
    let chapters = ScenarioFormat.scenario.map(\.key)
    for (chapter, entry) in zip(entries, entries.dropFirst())
    where chapter.value.isNull && chapters.contains(chapter.key) && entry.value.entries != nil
      && !chapters.contains(entry.key) && !ScenarioFormat.annotations.contains(entry.key)
    {
      throw ScenarioError([
        Flaw(
          entry.position,
          "'\(entry.key)' is no chapter of a scenario; if it belongs to '\(chapter.key)' above it, indent it by two spaces"
        )
      ])
    }
  }

  /// Keeps paths as short as the user wrote them.
  private static func relative(_ folder: String, _ name: String, to path: String) -> String {
    let prefix = (path as NSString).deletingLastPathComponent
    return prefix.isEmpty ? name : "\(prefix)/\(name)"
  }

  private static func parents(_ entries: [YAMLTree.Entry]) throws(ScenarioError) -> [(
    name: String, position: SourcePosition
  )] {
    guard let extends = entries.first(where: { $0.key == "extends" })?.value else { return [] }
    func name(_ node: YAMLTree) throws(ScenarioError) -> (String, SourcePosition) {
      guard case .scalar(let text, _) = node.content, !node.isNull else {
        throw ScenarioError([Flaw(node.position, "'extends' must be a file name or a list of them; found \(node.kind)")]
        )
      }
      return (text, node.position)
    }
    if case .list(let items) = extends.content {
      var names: [(String, SourcePosition)] = []
      for item in items { names.append(try name(item)) }
      return names
    }
    return [try name(extends)]
  }

  /// The later file wins: mappings merge key by key, values and lists replace, null removes what is inherited.
  ///
  /// A null with nothing to remove stays: it is a mistake such as `{wte:40}`, which the checks tell at its place.
  static func merge(_ base: YAMLTree, with later: YAMLTree, key: String) -> YAMLTree {
    guard let old = base.entries, let new = later.entries, !replacedWhole.contains(key), !isValue(base), !isValue(later)
    else { return later }
    var entries: [YAMLTree.Entry?] = old
    // The first of each name: a file may have hundreds of thousands.
    var places = Dictionary(old.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in new {
      // A source holds for what its own file wrote; the other file's stays with what that one wrote.
      if ["source", "note", "provenance"].contains(entry.key), !entry.value.isNull {
        entries.append(entry)
      } else if let place = places[entry.key], let before = entries[place] {
        if entry.value.isNull, !before.value.isNull {
          entries[place] = nil
          places[entry.key] = entries.firstIndex { $0?.key == entry.key }
        } else {
          let value = merge(before.value, with: entry.value, key: entry.key)
          entries[place] = YAMLTree.Entry(key: entry.key, position: entry.position, value: value)
        }
      } else {
        places[entry.key] = entries.count
        entries.append(entry)
      }
    }
    return YAMLTree(position: later.position, content: .map(entries.compactMap(\.self)))
  }

  /// A parameter written as a mapping: `{value: …}`, `{unit_cost: …}` or a distribution.
  private static func isValue(_ tree: YAMLTree) -> Bool {
    tree.entries?.contains { ["value", "unit_cost"].contains($0.key) || DistributionNames.all.contains($0.key) }
      ?? false
  }
}

/// Names that make a mapping a distribution.
enum DistributionNames {
  static let uncertain: [String] = [
    "beta", "gamma", "lognormal", "normal", "uniform", "triangular", "pert", "dirichlet", "empirical",
  ]
  static let variate: [String] = [
    "gamma", "lognormal", "normal", "exponential", "uniform", "triangular", "weibull", "gamma_mixture", "constant",
    "deterministic",
  ]
  static let all = Set(uncertain + variate)
}
