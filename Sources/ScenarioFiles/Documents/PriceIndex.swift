// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Statistics
import TableFiles

/// Brings prices of other years to the scenario's own, by an index that a file gives: columns `year`, `index` and
/// `source`. No index is built in, since none may be invented.
struct PriceIndex {
  private let file: String
  private let byYear: [Int: Double]

  /// - Parameter name: As written, relative to the file that writes it.
  init(named name: String, at position: SourcePosition) throws(ScenarioError) {
    let folder = (position.file as NSString).deletingLastPathComponent
    file = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
    guard FileManager.default.fileExists(atPath: file) else {
      throw ScenarioError([Flaw(position, "no such file: '\(file)'")])
    }
    let years: [Double], values: [Double]
    do throws(TableError) {
      let table = try DelimitedTable(contentsOfFile: file)
      years = try table.numbers(inColumn: "year")
      values = try table.numbers(inColumn: "index")
    } catch {
      throw ScenarioError([Flaw(position, "'price_index': \(error)")])
    }
    guard values.allSatisfy({ $0 > 0 }), years.allSatisfy({ $0 == $0.rounded() }), Set(years).count == years.count
    else {
      throw ScenarioError([Flaw(position, "'\(file)' needs a whole year once in each row, and an index above 0")])
    }
    byYear = Dictionary(uniqueKeysWithValues: zip(years.map { Int($0) }, values))
  }

  /// Parameters in prices of one year.
  /// - Parameters:
  ///   - year: The scenario's price year.
  ///   - index: Nil when the scenario names none; then a price of another year is a flaw.
  ///   - key: The key that would name one.
  ///   - whole: What has that price year.
  static func applied(
    to parameters: [Parameter], year: Int, index: PriceIndex?, key: String = "costs.price_index",
    whole: String = "the scenario"
  ) throws(ScenarioError) -> [Parameter] {
    var flaws: [Flaw] = []
    let result = parameters.map { parameter -> Parameter in
      guard let own = parameter.priceYear, own != year else { return parameter }
      func refuse(_ words: String) -> Parameter {
        flaws.append(
          Flaw(
            parameter.position, "'\(parameter.path)' is in prices of \(own), \(whole) in those of \(year); \(words)"
          ))
        return parameter
      }
      guard let index else {
        return refuse("give '\(key)', a file with the columns year, index and source")
      }
      guard let before = index.byYear[own], let after = index.byYear[year] else {
        return refuse("'\(index.file)' lacks \(index.byYear[own] == nil ? own : year)")
      }
      let factor = after / before
      guard let scaled = parameter.uncertainty.map({ $0.scaled(by: factor) }) ?? .some(nil) else {
        return refuse("a beta cannot be brought to other prices; take a gamma")
      }
      guard parameter.allowed.contains(parameter.mean * factor) else {
        return refuse("at \(shortest(factor)) times it leaves what is allowed")
      }
      return Parameter(
        path: parameter.path, mean: parameter.mean * factor, uncertainty: scaled?.kept(within: parameter.allowed),
        unit: parameter.unit,
        source:
          "\(parameter.source)\(parameter.source.isEmpty ? "" : "; ")prices of \(own) times \(shortest((factor * 1e4).rounded() / 1e4)) (\(index.file))",
        provenance: parameter.provenance, note: parameter.note, position: parameter.position,
        allowed: parameter.allowed, share: parameter.share, priceYear: year)
    }
    guard flaws.isEmpty else { throw ScenarioError(flaws) }
    return result
  }
}
