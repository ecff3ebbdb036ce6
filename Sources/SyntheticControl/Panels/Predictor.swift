// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// A characteristic that treated and synthetic unit should share, averaged over periods before the change.
public struct Predictor: Sendable, Hashable {
  /// Which periods are averaged.
  public enum Periods: Sendable, Hashable {
    case window(Double, Double)
    case list([Double])
    /// All periods before the change.
    case pre
  }

  /// How the periods' values become one.
  public enum Aggregate: String, Sendable, CaseIterable {
    case mean, median, sum, first, last
  }

  public var column: String
  public var periods: Periods
  public var aggregate: Aggregate
  /// Whether periods without a value are left out of the average.
  public var ignoresMissing: Bool

  public init(
    column: String, periods: Periods, aggregate: Aggregate = .mean, ignoresMissing: Bool = true
  ) {
    self.column = column
    self.periods = periods
    self.aggregate = aggregate
    self.ignoresMissing = ignoresMissing
  }

  /// A name that tells two predictors of one column apart, as in the file.
  public var name: String {
    switch periods {
    case .pre: column
    case .window(let a, let b):
      a == b ? "\(column).\(Self.short(a))" : "\(column).\(Self.short(a)).\(Self.short(b))"
    case .list(let values): ([column] + values.map(Self.short)).joined(separator: ".")
    }
  }

  private static func short(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The value for each unit; NaN where there is none.
  ///
  /// Only periods among `available` are used.
  func values(in panel: Panel, available: [Int]) -> [Double] {
    guard let rows = panel.column(column) else { return [] }
    let used = available.filter { includes(panel.times[$0].order) }
    return rows.map { row in
      let all = used.map { row[$0] }, known = all.filter { !$0.isNaN }
      guard !known.isEmpty, ignoresMissing || known.count == all.count else { return .nan }
      return switch aggregate {
      case .mean: known.reduce(0, +) / Double(known.count)
      case .median: quantile(known, 0.5)
      case .sum: known.reduce(0, +)
      case .first: known[0]
      case .last: known[known.count - 1]
      }
    }
  }

  /// The labels of periods that are asked for and come with or after the change; nil when there are none.
  ///
  /// - Parameter last: Index of the last period before the change.
  func periodsBeyond(_ last: Int, in panel: Panel) -> String? {
    guard periods != .pre else { return nil }
    let beyond = panel.times.indices.filter { $0 > last && includes(panel.times[$0].order) }
    guard let first = beyond.first, let end = beyond.last else { return nil }
    return first == end ? panel.times[first].label : "\(panel.times[first].label) to \(panel.times[end].label)"
  }

  private func includes(_ order: Double) -> Bool {
    switch periods {
    case .pre: true
    case .window(let a, let b): order >= a - 1e-9 && order <= b + 1e-9
    case .list(let values): values.contains { ($0 - order).magnitude < 1e-9 }
    }
  }
}
