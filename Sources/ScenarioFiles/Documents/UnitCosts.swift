// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Statistics
import TableFiles

/// A library of unit costs: what an hour of a role or an episode of care costs, from where, in the prices of which year.
///
/// A CSV file with the columns `item`, `cost_gbp`, `price_year`, `source` and, where they are known, `se_gbp`,
/// `provenance` and `note`; others (what kind of item, per what) are for its readers. A scenario takes an item as
/// `{unit_cost: file.csv#item}`.
struct UnitCosts {
  struct Item {
    let cost: Double
    /// Standard error of the cost; nil when it is taken as certain.
    let error: Double?
    let priceYear: Int
    let source, provenance, note: String

    /// A gamma, as costs are positive and skewed (Briggs, Claxton & Sculpher 2006, chapter 4).
    var uncertainty: Uncertainty? { error.map { .gamma(mean: cost, se: $0) } }
  }

  private let file: String
  private var items: [String: Item] = [:]

  init(contentsOfFile path: String) throws(TableError) {
    file = path
    let table = try DelimitedTable(contentsOfFile: path)
    func column(_ name: String) throws(TableError) -> Int {
      if let column = table.columnIndex(named: name) { return column }
      throw TableError(file: path, line: 1, "no column '\(name)'; found \(table.header.joined(separator: ", "))")
    }
    let name = try column("item"), source = try column("source")
    let costs = try table.numbers(inColumn: "cost_gbp"), years = try table.numbers(inColumn: "price_year")
    let errors = table.columnIndex(named: "se_gbp"), provenances = table.columnIndex(named: "provenance")
    let notes = table.columnIndex(named: "note")
    for row in 0..<table.rowCount {
      func text(_ column: Int?) -> String { column.map { table.text(row: row, column: $0) } ?? "" }
      func refuse(_ column: Int, _ words: String) -> TableError {
        TableError([table.flaw(row: row, column: column, words)])
      }
      let item = text(name), error = text(errors), provenance = text(provenances)
      guard !item.isEmpty, items[item] == nil else {
        throw refuse(name, item.isEmpty ? "the item has no name" : "the item '\(item)' is listed twice")
      }
      guard costs[row] > 0, years[row] == years[row].rounded(), (1990...2100).contains(years[row]) else {
        throw refuse(name, "'\(item)' needs a cost above 0 and a price year between 1990 and 2100")
      }
      guard error.isEmpty || (Double(error) ?? 0) > 0 else {
        throw refuse(errors ?? name, "'\(item)': a standard error is above 0, or the cell is empty; found '\(error)'")
      }
      guard provenance.isEmpty || ScenarioFormat.provenances.contains(provenance) else {
        let near = didYouMean(provenance, in: ScenarioFormat.provenances)
        throw refuse(
          provenances ?? name,
          "'\(item)': provenance is one of \(ScenarioFormat.provenances.joined(separator: ", "))\(near)")
      }
      items[item] = Item(
        cost: costs[row], error: Double(error), priceYear: Int(years[row]), source: text(source),
        provenance: provenance.isEmpty ? "assumption" : provenance, note: text(notes))
    }
  }

  /// What is wrong with a name that the library lacks.
  func item(_ name: String) -> Result<Item, UnknownItem> {
    if let item = items[name] { return .success(item) }
    let near = didYouMean(name, in: Array(items.keys))
    return .failure(UnknownItem(description: "'\(file)' has no item '\(name)'\(near)"))
  }

  struct UnknownItem: Error, CustomStringConvertible {
    let description: String
  }
}

extension Checker {
  /// `{unit_cost: file.csv#item}`, the file relative to the one that says so.
  mutating func unitCost(_ tree: YAMLTree, _ dimension: Dimension, path: String) -> UnitCosts.Item? {
    guard dimension == .pounds else {
      report(tree.position, "\(name(path)) is no amount of money, so it cannot be a unit cost")
      return nil
    }
    guard let text = scalar(tree), let hash = text.lastIndex(of: "#") else {
      report(tree.position, "\(name(path)): unit_cost takes file.csv#item; found \(tree.kind)")
      return nil
    }
    let folder = (tree.position.file as NSString).deletingLastPathComponent
    let file = String(text[..<hash]), item = String(text[text.index(after: hash)...])
    let full = file.hasPrefix("/") || folder.isEmpty ? file : "\(folder)/\(file)"
    do {
      return try UnitCosts(contentsOfFile: full).item(item).get()
    } catch {
      report(tree.position, "\(name(path)): \(error)")
      return nil
    }
  }
}
