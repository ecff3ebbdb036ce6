// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Synthetic controls of several treated units that balance each unit and their average at once (Ben-Michael, Feller &
/// Rothstein 2022, doi:10.1111/rssb.12448), on outcomes less each unit's own mean before the change.
///
/// Starts may differ.
struct PartiallyPooled: Sendable {
  /// For each treated unit a weight for each of its donors.
  let weights: [[Double]]
  /// Share of the pooled part in the objective.
  let pooling: Double
  let optimalityGap: Double

  /// - Parameters:
  ///   - units: One problem for each treated unit: donor minus treated, demeaned; periods from the last before its change.
  ///   - pooling: nil for the data's own ratio of pooled to separate imbalance.
  init(_ units: [Matrix], pooling: Double?) {
    let separate = units.map { SimplexLeastSquares(points: $0) }
    let gaps = zip(units, separate).map { $0 * $1.weights }
    let lags = units.map(\.rowCount).max() ?? 0
    let pooledNorm = Self.norm(Self.average(gaps, lags))
    let separateNorm = gaps.map(Self.norm).reduce(0, +) / Double(gaps.count)
    let share = pooling ?? (separateNorm > 0 ? min(1, pooledNorm / separateNorm) : 0)
    self.pooling = share
    let scale = units.flatMap(\.elements).map(\.magnitude).max() ?? 0
    guard units.count > 1, share > 0, pooledNorm > 1e-12 * scale, separateNorm > 1e-12 * scale else {
      weights = separate.map(\.weights)
      optimalityGap = separate.map(\.optimalityGap).max() ?? 0
      return
    }
    let meanSeparate =
      zip(gaps, units).reduce(0) { $0 + Self.squares($1.0) / Double($1.1.rowCount) } / Double(units.count)
    var problem = PooledProblem(
      units: units, lags: lags, gaps: gaps, weights: separate.map(\.weights),
      pooledCost: share / Self.squares(Self.average(gaps, lags)),
      separateCost: units.map { (1 - share) / (Double(units.count) * Double($0.rowCount) * meanSeparate) })
    problem.descend()
    weights = problem.weights
    optimalityGap = problem.relativeGap
  }

  /// The mean gap at each number of periods before the change; a unit with a shorter history counts as balanced there.
  static func average(_ gaps: [[Double]], _ lags: Int) -> [Double] {
    (0..<lags).map { lag in gaps.reduce(0) { $0 + (lag < $1.count ? $1[lag] : 0) } / Double(gaps.count) }
  }

  static func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
  private static func norm(_ values: [Double]) -> Double { squares(values).squareRoot() }
}

/// Exact descent, one unit at a time, of the joint objective over a product of simplices.
private struct PooledProblem {
  let units: [Matrix]
  let lags: Int
  var gaps: [[Double]]
  var weights: [[Double]]
  let pooledCost: Double
  let separateCost: [Double]
  var relativeGap = 0.0

  mutating func descend() {
    for _ in 0..<5000 {
      for unit in units.indices { improve(unit) }
      relativeGap = units.indices.map(gap).reduce(0, +)
      if relativeGap < 1e-12 { return }
    }
  }

  /// The unit's own best weights, all others held: its gaps alone, stacked on the mean of all gaps.
  private mutating func improve(_ unit: Int) {
    let count = Double(units.count), others = meanOfOthers(unit)
    let own = separateCost[unit].squareRoot(), joint = pooledCost.squareRoot()
    let source = units[unit]
    let stacked = Matrix(
      columns: (0..<source.columnCount).map { j in
        let column = Array(source.column(j))
        return column.map { own * $0 }
          + (0..<lags).map { joint * ((($0 < column.count ? column[$0] : 0) / count) + others[$0]) }
      })
    weights[unit] = SimplexLeastSquares(points: stacked).weights
    gaps[unit] = source * weights[unit]
  }

  private func meanOfOthers(_ unit: Int) -> [Double] {
    let all = PartiallyPooled.average(gaps, lags)
    return all.indices.map { all[$0] - ($0 < gaps[unit].count ? gaps[unit][$0] : 0) / Double(units.count) }
  }

  /// How far a unit's weights could still lower the objective, relative to the objective.
  private func gap(_ unit: Int) -> Double {
    let all = PartiallyPooled.average(gaps, lags), count = Double(units.count)
    let slope = gaps[unit].indices.map { separateCost[unit] * gaps[unit][$0] + pooledCost * all[$0] / count }
    let costs = units[unit].transposedTimes(slope)
    let level = zip(costs, weights[unit]).reduce(0) { $0 + $1.0 * $1.1 }
    return max(0, level - (costs.min() ?? 0))
  }
}
