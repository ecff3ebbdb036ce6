// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing
import SyntheticControl
import TableFiles

/// California's tobacco control programme (Abadie, Diamond & Hainmueller 2010), when the reference files are at hand.
struct CaliforniaPanel {
  let panel: Panel
  let comparison: Comparison
  var settings = EstimationSettings()
  let exact: [String: Any]
  let packages: [String: Any]

  static let folder: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let places = [root.appending(path: "../shared/reference").path, "/work/shared/reference"]
    return places.map { $0 + "/synthetic-control" }
      .first { FileManager.default.fileExists(atPath: $0 + "/panel.csv") }
  }()

  static var isAvailable: Bool { folder != nil }

  init() throws {
    let folder = try #require(Self.folder)
    let table = try DelimitedTable(contentsOfFile: folder + "/panel.csv")
    let units = table.texts(inColumn: 0).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
    let times = (1970...2000).compactMap { TimePoint(String($0)) }
    var columns: [String: [[Double]]] = [:]
    for (index, name) in table.header.enumerated().dropFirst(2) {
      let values = table.texts(inColumn: index).map { Double($0) ?? .nan }
      columns[name] = units.indices.map { Array(values[($0 * 31)..<(($0 + 1) * 31)]) }
    }
    let outcome = columns.removeValue(forKey: "cigsale") ?? []
    panel = Panel(units: units, times: times, outcomeName: "cigsale", outcome: outcome, covariates: columns)
    let treated = try #require(panel.index(of: "California"))
    comparison = Comparison(
      target: treated, donors: units.indices.filter { $0 != treated }, pre: Array(0..<19),
      post: Array(19..<31))
    settings.predictors = [
      Predictor(column: "lnincome", periods: .window(1980, 1988)),
      Predictor(column: "retprice", periods: .window(1980, 1988)),
      Predictor(column: "age15to24", periods: .window(1980, 1988)),
      Predictor(column: "beer", periods: .window(1984, 1988)),
      Predictor(column: "cigsale", periods: .window(1975, 1975)),
      Predictor(column: "cigsale", periods: .window(1980, 1980)),
      Predictor(column: "cigsale", periods: .window(1988, 1988)),
    ]
    exact = try Self.json(folder + "/expected-exact.json")
    packages = try Self.json(folder + "/expected-synthdid-R.json")
  }

  private static func json(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  func estimator(_ method: EffectsMethod) -> Estimator { Estimator(method, on: panel, settings: settings) }

  func weights(_ named: Any?) -> [Double] {
    let values = named as? [String: Any] ?? [:]
    return comparison.donors.map { (values[panel.units[$0]] as? NSNumber)?.doubleValue ?? 0 }
  }
}

extension [String: Any] {
  func object(_ path: String...) -> [String: Any] {
    path.reduce(self) { $0[$1] as? [String: Any] ?? [:] }
  }
  func number(_ key: String) -> Double { (self[key] as? NSNumber)?.doubleValue ?? .nan }
}

/// Whether two numbers agree to a relative tolerance, or absolutely below one.
func agree(_ a: Double, _ b: Double, _ tolerance: Double = 1e-6) -> Bool {
  (a - b).magnitude <= tolerance * Swift.max(a.magnitude, b.magnitude, 1e-3)
}

func agree(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-6) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { ($0 - $1).magnitude <= tolerance }
}
