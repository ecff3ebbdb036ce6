// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Draws of everything uncertain in a study.
///
/// Draw d of n is the same whichever thread, shard or resumed run asks for it.
public struct ParameterSampler: Sendable {
  public let space: ParameterSpace
  public let drawCount: Int
  /// Parameters that are not part of a table of rows.
  private let alone: [Int]
  private let shares: [ParameterSpace.Shares]
  /// Of the unit interval: by draw, then parameter, those that stand alone; and by draw, then table of rows.
  ///
  /// Values are worked out when a draw is asked for: a run that is resumed, or a part of one, needs few of them.
  private let points, rows: [[Double]]

  /// No joint distribution has the rank correlations that were asked for.
  public struct ImpossibleCorrelations: Error {}

  public init(_ space: ParameterSpace, draws: Int, sampling: Sampling, seed: UInt64)
    throws(ImpossibleCorrelations)
  {
    let jointly = Set(space.joint.flatMap(\.columns))
    // Rows that belong together carry their own correlations; a correlation of one of their columns with a parameter
    // that is drawn alone was the calibration's to use.
    let correlations = space.correlations.filter { !jointly.contains($0.first) && !jointly.contains($0.second) }
    guard let copula = GaussianCopula(correlations) else { throw ImpossibleCorrelations() }
    self.space = space
    drawCount = draws
    let alone = space.parameters.indices.filter { !jointly.contains($0) }
    // One more dimension for each table of rows.
    let drawn = unitPoints(
      alone.map { space.parameters[$0].name } + space.joint.map(\.name), draws: draws, sampling: sampling, seed: seed)
    var points = drawn.map { point in
      var scattered = [Double](repeating: 0.5, count: space.parameters.count)
      for (place, parameter) in alone.enumerated() { scattered[parameter] = point[place] }
      return scattered
    }
    copula.correlate(&points, keepingPoints: sampling != .monteCarlo)
    self.points = points
    rows = drawn.map { Array($0[alone.count...]) }
    shares = space.shares.filter { jointly.isDisjoint(with: $0.columns) }
    self.alone = alone
  }

  /// The values of a draw, numbered from 1: draw 0 is the run at the means.
  public func values(ofDraw draw: Int) -> [Double] {
    var values = space.parameters.map(\.mean)
    guard draw > 0 else { return values }
    let points = points[draw - 1]
    for parameter in alone { values[parameter] = space.parameters[parameter].uncertainty.quantile(points[parameter]) }
    for shares in shares {
      for (column, value) in zip(shares.columns, shares.values(at: shares.columns.map { points[$0] })) {
        values[column] = value
      }
    }
    for (place, joint) in space.joint.enumerated() where !joint.rows.isEmpty {
      let row = joint.rows[min(joint.rows.count - 1, Int(rows[draw - 1][place] * Double(joint.rows.count)))]
      for (column, parameter) in joint.columns.enumerated() { values[parameter] = row[column] }
    }
    return values
  }

  /// Values by parameter, then draw.
  public func columns(ofDraws draws: ClosedRange<Int>) -> [[Double]] {
    let values = draws.map(values(ofDraw:))
    return space.parameters.indices.map { p in values.map { $0[p] } }
  }
}
