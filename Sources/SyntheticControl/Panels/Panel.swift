// SPDX-License-Identifier: GPL-3.0-or-later

/// Outcomes and covariates of units over time: what a synthetic control is made from.
public struct Panel: Sendable {
  public let units: [String]
  /// In order.
  public let times: [TimePoint]
  public let outcomeName: String
  /// For each unit a value for each time; NaN where it is missing.
  public var outcome: [[Double]]
  /// Counts behind a percentage, laid out like the outcome.
  public var denominator: [[Double]]?
  /// Further columns by name, laid out like the outcome.
  public var covariates: [String: [[Double]]]

  public init(
    units: [String], times: [TimePoint], outcomeName: String, outcome: [[Double]],
    denominator: [[Double]]? = nil, covariates: [String: [[Double]]] = [:]
  ) {
    precondition(outcome.count == units.count && outcome.allSatisfy { $0.count == times.count })
    self.units = units
    self.times = times
    self.outcomeName = outcomeName
    self.outcome = outcome
    self.denominator = denominator
    self.covariates = covariates
  }

  public func index(of unit: String) -> Int? { units.firstIndex(of: unit) }

  /// The values of a column, the outcome among them.
  func column(_ name: String) -> [[Double]]? { name == outcomeName ? outcome : covariates[name] }

  /// Indices of the periods within two ends, both included.
  func periods(from first: Double, through last: Double) -> [Int] {
    times.indices.filter { times[$0].order >= first - 1e-9 && times[$0].order <= last + 1e-9 }
  }

  /// Whether outcomes look like percentages: every value between 0 and 100, and counts known.
  public var isPercentage: Bool {
    denominator != nil && outcome.allSatisfy { $0.allSatisfy { $0.isNaN || (0...100).contains($0) } }
  }
}
