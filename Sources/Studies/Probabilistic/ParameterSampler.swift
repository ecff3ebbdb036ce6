// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Draws of everything uncertain in a study.
///
/// Draw d of n is the same whichever thread, shard or resumed run asks for it.
public struct ParameterSampler: Sendable {
  public let space: ParameterSpace
  public let drawCount: Int
  /// By draw, then parameter.
  private let table: [[Double]]

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
    let points = unitPoints(
      alone.map { space.parameters[$0].name } + space.joint.map(\.name), draws: draws, sampling: sampling, seed: seed)
    table = points.map { point in
      var scattered = [Double](repeating: 0.5, count: space.parameters.count)
      for (place, parameter) in alone.enumerated() { scattered[parameter] = point[place] }
      scattered = copula.correlated(scattered)
      var values = space.parameters.map(\.mean)
      for parameter in alone {
        values[parameter] = space.parameters[parameter].uncertainty.quantile(scattered[parameter])
      }
      for (place, joint) in space.joint.enumerated() where !joint.rows.isEmpty {
        let row = joint.rows[min(joint.rows.count - 1, Int(point[alone.count + place] * Double(joint.rows.count)))]
        for (column, parameter) in joint.columns.enumerated() { values[parameter] = row[column] }
      }
      return values
    }
  }

  /// The values of a draw, numbered from 1: draw 0 is the run at the means.
  public func values(ofDraw draw: Int) -> [Double] { draw == 0 ? space.parameters.map(\.mean) : table[draw - 1] }
}
