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
  /// What stands for the whole, 100 of percentages and 1 of shares; nil where outcomes are neither.
  public let whole: Double?
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
    whole = Self.whole(outcome)
  }

  /// Outcomes within 0 and 1 are read as shares, within 0 and 100 as percentages.
  private static func whole(_ outcome: [[Double]]) -> Double? {
    var low = Double.infinity, high = -Double.infinity
    for row in outcome {
      for value in row where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    }
    guard low >= 0, high > 0 else { return nil }
    return high <= 1 ? 1 : high <= 100 ? 100 : nil
  }

  /// How far a change may fall from a period's beginning and still be that period's: dates and quarters are not quite
  /// the same numbers.
  var slack: Double {
    let steps = zip(times, times.dropFirst()).map { $1.order - $0.order }
    return min(0.02, 0.1 * (steps.min() ?? 0.2))
  }

  /// Whether a period begins at or after a change.
  func isAfter(_ time: Int, _ start: Double) -> Bool { times[time].order >= start - slack }

  /// The period within which a change falls, if it does not fall on a beginning.
  func periodDivided(by start: Double) -> Int? {
    guard let time = times.indices.last(where: { !isAfter($0, start) }) else { return nil }
    let steps = zip(times, times.dropFirst()).map { $1.order - $0.order }
    let end = times[time].order + (steps.sorted().dropFirst(steps.count / 2).first ?? 0)
    return start < end - slack ? time : nil
  }

  public func index(of unit: String) -> Int? { units.firstIndex(of: unit) }

  /// The values of a column, the outcome among them.
  func column(_ name: String) -> [[Double]]? { name == outcomeName ? outcome : covariates[name] }

  /// Indices of the periods within two ends, both included.
  func periods(from first: Double, through last: Double) -> [Int] {
    times.indices.filter { times[$0].order >= first - 1e-9 && times[$0].order <= last + 1e-9 }
  }

  /// Whether outcomes are percentages or shares of known counts.
  public var isPercentage: Bool { denominator != nil && whole != nil }
}
