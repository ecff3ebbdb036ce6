// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import TableFiles

/// The numbers of a scenario as a sheet, `.xlsx` or `.csv`: key, value, unit, source, provenance, a row each.
///
/// A sheet names the scenario that it extends. A row that says what is inherited changes nothing, distributions and all;
/// a row with another value replaces it, for certain or, as `{beta: {mean: 0.8, se: 0.03}}`, with its spread.
public enum ScenarioSheet {
  /// Whether a file's name says that it is one.
  public static func isNamed(_ path: String) -> Bool {
    Spreadsheet.isNamed(path) || path.lowercased().hasSuffix(".csv")
  }

  static let header = ["key", "value", "unit", "source", "provenance"]

  // MARK: Writing

  /// - Parameter parent: The scenario's file as seen from the sheet.
  public static func table(of document: ScenarioDocument, parent: String) -> NamedTable {
    var table = NamedTable("scenario", header: header)
    table.append([.text("name"), .text(document.name), .missing, .missing, .missing])
    table.append([.text("extends"), .text(parent), .missing, .missing, .missing])
    for parameter in document.parameters {
      table.append([
        .text(parameter.path), .number(rounded(parameter.mean)), .text(parameter.unit), .text(parameter.source),
        .text(parameter.provenance),
      ])
    }
    return table
  }

  /// To twelve figures, as many as every spreadsheet keeps.
  private static func rounded(_ value: Double) -> Double { Double(String(format: "%.12g", value)) ?? value }

  // MARK: Reading

  /// The file that a sheet extends, as the sheet writes it, and its changes to what is inherited.
  static func read(
    path: String, inheriting: (_ parent: String, SourcePosition) throws(ScenarioError) -> (YAMLTree, ScenarioDocument)
  ) throws(ScenarioError) -> YAMLTree {
    let table: DelimitedTable
    do {
      table = try DelimitedTable(contentsOfFile: path)
    } catch {
      throw ScenarioError(
        error.flaws.map { Flaw(SourcePosition(file: path, line: $0.line, column: $0.column), $0.message) })
    }
    let start = SourcePosition(file: path, line: 1, column: 1)
    guard let key = table.columnIndex(named: "key"), let value = table.columnIndex(named: "value") else {
      throw ScenarioError([
        Flaw(
          start,
          "a scenario sheet has the columns key, value, unit, source; found \(table.header.joined(separator: ", "))")
      ])
    }
    func position(_ row: Int) -> SourcePosition {
      SourcePosition(file: path, line: table.line(ofRow: row), column: value + 1)
    }
    let keys = table.texts(inColumn: key)
    guard let extends = keys.firstIndex(of: "extends") else {
      throw ScenarioError([Flaw(start, "a scenario sheet has a row 'extends' that names the scenario it changes")])
    }
    var (tree, parent) = try inheriting(table.text(row: extends, column: value), position(extends))
    let known = Dictionary(parent.parameters.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var flaws: [Flaw] = [], seen: Set<String> = []
    for row in 0..<table.rowCount where !keys[row].isEmpty && keys[row] != "extends" {
      func cell(_ name: String) -> String {
        (table.columnIndex(named: name).map { table.text(row: row, column: $0) } ?? "")
          .trimmingCharacters(in: .whitespacesAndNewlines)
      }
      let path = keys[row], text = table.text(row: row, column: value)
      if !seen.insert(path).inserted { flaws.append(Flaw(position(row), "'\(path)' stands twice in the sheet")) }
      let change = Change(
        value: text, source: cell("source"), provenance: cell("provenance"), position: position(row))
      if ["name", "description", "area_code"].contains(path) {
        tree = change.replacing(path, in: tree)
        continue
      }
      guard let parameter = known[path] else {
        let near = didYouMean(path, in: Array(known.keys))
        flaws.append(Flaw(position(row), "\(parent.name) has no number '\(path)'\(near)"))
        continue
      }
      let unit = cell("unit")
      if !unit.isEmpty, unit != parameter.unit {
        let words = parameter.unit.isEmpty ? "has no unit; found" : "is in \(parameter.unit); found the unit"
        flaws.append(Flaw(position(row), "'\(path)' \(words) '\(unit)'"))
      }
      guard !change.says(parameter) else { continue }
      if parameter.share == nil, let changed = try change.applied(to: tree, Self.steps(path)) {
        tree = changed
      } else {
        flaws.append(Flaw(position(row), "'\(path)' cannot be changed in a sheet; change it in a file that extends"))
      }
    }
    guard flaws.isEmpty else { throw ScenarioError(flaws) }
    return tree
  }

  /// `children.deprivation_shares[0]` as children, deprivation_shares, [0].
  private static func steps(_ path: String) -> [Substring] {
    path.split(separator: ".").flatMap { part -> [Substring] in
      guard let bracket = part.firstIndex(of: "[") else { return [part] }
      return [part[..<bracket], part[bracket...]]
    }
  }

  /// What a row says of a number.
  private struct Change {
    let value, source, provenance: String
    let position: SourcePosition

    /// Whether the row says what the parameter is already.
    func says(_ parameter: Parameter) -> Bool {
      guard let number = Double(value) else { return false }
      // A spreadsheet keeps no blanks at the ends of a text.
      func isSame(_ own: String, _ inherited: String) -> Bool {
        own.isEmpty || own == inherited.trimmingCharacters(in: .whitespacesAndNewlines)
      }
      return abs(number - parameter.mean) <= 1e-9 * max(abs(parameter.mean), 1e-300)
        && isSame(source, parameter.source) && isSame(provenance, parameter.provenance)
    }

    private func scalar(_ text: String) -> YAMLTree {
      YAMLTree(position: position, content: .scalar(text, isQuoted: true))
    }

    func replacing(_ key: String, in tree: YAMLTree) -> YAMLTree {
      var entries = tree.entries ?? []
      let own = YAMLTree.Entry(key: key, position: position, value: scalar(value))
      if let place = entries.firstIndex(where: { $0.key == key }) {
        entries[place] = own
      } else {
        entries.append(own)
      }
      return YAMLTree(position: tree.position, content: .map(entries))
    }

    /// The tree with the number at the end of the steps replaced; nil where it is not written there.
    func applied(to tree: YAMLTree, _ steps: [Substring]) throws(ScenarioError) -> YAMLTree? {
      guard let step = steps.first else { return try replacement(within: false) }
      switch tree.content {
      case .scalar: return nil
      case .list(var items):
        guard let place = Int(step.dropFirst().dropLast()), items.indices.contains(place) else { return nil }
        // A number of a list has no source of its own.
        if steps.count == 1 {
          items[place] = try replacement(within: true)
        } else {
          guard let item = try applied(to: items[place], Array(steps.dropFirst())) else { return nil }
          items[place] = item
        }
        return YAMLTree(position: tree.position, content: .list(items))
      case .map(var entries):
        var rest = steps.dropFirst()
        var place = entries.lastIndex { $0.key == step }
        if place == nil {
          // The form in which a value is written is no part of its name: {value: …}, {gamma: …}.
          place = entries.lastIndex { $0.key == "value" || DistributionNames.all.contains($0.key) }
          rest = steps[...]
        }
        guard let place, let value = try applied(to: entries[place].value, Array(rest)) else { return nil }
        entries[place].value = value
        return YAMLTree(position: tree.position, content: .map(entries))
      }
    }

    private func replacement(within list: Bool) throws(ScenarioError) -> YAMLTree {
      let own =
        Double(value) == nil ? try parsed() : YAMLTree(position: position, content: .scalar(value, isQuoted: false))
      if list { return own }
      var entries = own.entries ?? [YAMLTree.Entry(key: "value", position: position, value: own)]
      for (key, text) in [("source", source), ("provenance", provenance)] where !text.isEmpty {
        entries.append(YAMLTree.Entry(key: key, position: position, value: scalar(text)))
      }
      return YAMLTree(position: position, content: .map(entries))
    }

    /// A value that is not a bare number, such as a distribution; what is wrong with it is told at its row.
    private func parsed() throws(ScenarioError) -> YAMLTree {
      do {
        return placed(try YAMLTree.parse(value, file: position.file))
      } catch {
        throw ScenarioError(error.flaws.map { Flaw(position, $0.message) })
      }
    }

    private func placed(_ tree: YAMLTree) -> YAMLTree {
      switch tree.content {
      case .scalar: YAMLTree(position: position, content: tree.content)
      case .list(let items): YAMLTree(position: position, content: .list(items.map(placed)))
      case .map(let entries):
        YAMLTree(
          position: position,
          content: .map(entries.map { YAMLTree.Entry(key: $0.key, position: position, value: placed($0.value)) }))
      }
    }
  }
}
