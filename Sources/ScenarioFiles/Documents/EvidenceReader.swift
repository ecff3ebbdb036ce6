// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import Statistics
import Studies
import TableFiles

/// Reads `effects:` of a study: draws of synthetic-control effects, and what is made of them.
///
/// Either the CSV file alone, or `{file: …, uses: [{effect: …, strategy: …, measure: …, through: […]}]}`.
struct EvidenceReader {
  let node: YAMLTree
  let folder: String

  func read(_ strategies: [ScenarioDocument]) throws(ScenarioError) -> EvidenceDraws {
    if let name = text(node) { return try draws(name, at: node.position, uses: []) }
    let entries = try mapping(node, keys: ["file", "uses"], what: "'effects'")
    guard let file = entries["file"], let name = text(file) else {
      throw ScenarioError([Flaw(node.position, "'effects' lacks 'file', the CSV that 'skillmix effects --draws' wrote")]
      )
    }
    let draws = try draws(name, at: file.position, uses: [])
    guard let list = entries["uses"] else { return draws }
    guard case .list(let items) = list.content else {
      throw ScenarioError([Flaw(list.position, "'uses' must be a list; found \(list.kind)")])
    }
    var uses: [EvidenceUse] = []
    for item in items { uses.append(try use(item, draws, strategies)) }
    return EvidenceDraws(file: draws.file, names: draws.names, rows: draws.rows, uses: uses)
  }

  private func draws(
    _ name: String, at position: SourcePosition, uses: [EvidenceUse]
  ) throws(ScenarioError) -> EvidenceDraws {
    let file = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
    guard FileManager.default.fileExists(atPath: file) else {
      throw ScenarioError([Flaw(position, "no such file: '\(file)'")])
    }
    do {
      let table = try DelimitedTable(contentsOfFile: file)
      let columns = try table.allNumbers()
      guard table.rowCount > 1 else { throw ScenarioError([Flaw(position, "'\(file)' has fewer than two draws")]) }
      return EvidenceDraws(
        file: file, names: table.header, rows: (0..<table.rowCount).map { row in columns.map { $0[row] } }, uses: uses)
    } catch let error as TableError {
      throw ScenarioError([Flaw(position, "'effects': \(error)")])
    } catch {
      throw error as? ScenarioError ?? ScenarioError([Flaw(position, "'\(file)' cannot be read")])
    }
  }

  private func use(
    _ item: YAMLTree, _ draws: EvidenceDraws, _ strategies: [ScenarioDocument]
  ) throws(ScenarioError) -> EvidenceUse {
    let entries = try mapping(item, keys: ["effect", "strategy", "measure", "through"], what: "a use of an effect")
    let effect = try word("effect", entries, item, among: draws.names)
    let names = strategies.dropFirst().map(\.name)
    let strategy = try word("strategy", entries, item, among: names)
    let place = (names.firstIndex(of: strategy) ?? 0) + 1
    let measures = ServiceModel(strategies[place].scenario()).catalogue.measures.map(\.id)
    let measure = try word("measure", entries, item, among: measures)
    var through: [String] = []
    if let list = entries["through"] {
      guard case .list(let items) = list.content else {
        throw ScenarioError([Flaw(list.position, "'through' must be a list of parameters; found \(list.kind)")])
      }
      let paths = strategies[place].parameters.map(\.path)
      for item in items {
        let path = text(item) ?? ""
        guard paths.contains(path) else { throw unknown(path, at: item.position, "parameter of '\(strategy)'", paths) }
        through.append(path)
      }
    }
    return EvidenceUse(effect: effect, strategy: place, measure: measure, through: through)
  }

  // MARK: Nodes

  private func mapping(_ node: YAMLTree, keys: [String], what: String) throws(ScenarioError) -> [String: YAMLTree] {
    guard let entries = node.entries else {
      throw ScenarioError([
        Flaw(node.position, "\(what) must be a mapping with \(keys.joined(separator: ", ")); found \(node.kind)")
      ])
    }
    for entry in entries where !keys.contains(entry.key) {
      throw unknown(entry.key, at: entry.position, "key of \(what)", keys)
    }
    return Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  private func word(
    _ key: String, _ entries: [String: YAMLTree], _ item: YAMLTree, among names: [String]
  ) throws(ScenarioError) -> String {
    guard let node = entries[key], let word = text(node) else {
      throw ScenarioError([Flaw(item.position, "a use of an effect lacks '\(key)'")])
    }
    guard names.contains(word) else { throw unknown(word, at: node.position, key, names) }
    return word
  }

  private func unknown(
    _ word: String, at position: SourcePosition, _ what: String, _ names: [String]
  ) -> ScenarioError {
    let all = names.count <= 12 ? "; there are \(names.map { "'\($0)'" }.joined(separator: ", "))" : ""
    let near = didYouMean(word, in: names, orElse: all)
    return ScenarioError([Flaw(position, "'\(word)' is no \(what)\(near)")])
  }

  private func text(_ node: YAMLTree) -> String? {
    if case .scalar(let text, _) = node.content, !node.isNull { return text }
    return nil
  }
}

/// Draws of effects, with what a study makes of them.
struct EvidenceDraws {
  let file: String
  let names: [String]
  /// By row, then name; a draw takes a whole row.
  let rows: [[Double]]
  let uses: [EvidenceUse]

  /// The space with the effects in it, as parameters named `effects.…`.
  func added(to space: ParameterSpace, _ strategies: [ScenarioDocument]) -> ParameterSpace {
    let first = space.parameters.count
    let effects = names.enumerated().map { column, name in
      let values = rows.map { $0[column] }
      return UncertainParameter(
        name: "effects.\(name)", path: "effects.\(name)", uncertainty: .empirical(values.sorted()), mean: mean(values),
        source: "synthetic control: \(file)", provenance: "derived")
    }
    let shifts = uses.flatMap { use in
      use.through.compactMap { path -> EvidenceShift? in
        guard let parameter = strategies[use.strategy].parameters.first(where: { $0.path == path }),
          let column = names.firstIndex(of: use.effect)
        else { return nil }
        return EvidenceShift(
          strategy: use.strategy, path: path, effect: first + column, mean: parameter.mean, allowed: parameter.allowed)
      }
    }
    return ParameterSpace(
      parameters: space.parameters + effects, correlations: space.correlations,
      joint: space.joint + [JointDraws(name: "effects", columns: effects.indices.map { first + $0 }, rows: rows)],
      shares: space.shares, paths: space.paths, shifts: shifts)
  }
}
