// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// A one-way sensitivity analysis of every parameter between the 95 % bounds of its distribution, the others at their
/// means: what a tornado diagram draws.
public struct Tornado: Sendable {
  /// One parameter's bar for one strategy.
  public struct Bar: Sendable {
    public let parameter: String
    /// Of the parameter.
    public let low, high: Double
    /// Incremental net benefit against the baseline at the low and the high value, with Monte Carlo errors.
    public let atLow, atHigh: RunningMoments
    /// Best strategy at the low and the high value.
    public let bestAtLow, bestAtHigh: Int

    public var width: Double { (atHigh.mean - atLow.mean).magnitude }
  }

  public let threshold: Double
  /// Incremental net benefit with every parameter at its mean; by strategy.
  public let base: [RunningMoments]
  public let bestAtBase: Int
  /// By strategy (none for the baseline), the widest first.
  public let bars: [[Bar]]

  /// - Parameters:
  ///   - points: The base case, then the low and the high point of each parameter.
  ///   - bounds: The parameters in the same order.
  public init(
    _ points: [SensitivityPoint], bounds: [(parameter: String, low: Double, high: Double)], threshold: Double
  ) {
    precondition(points.count == 1 + 2 * bounds.count)
    self.threshold = threshold
    let base = points[0]
    self.base = base.effects.indices.map { base.increment(of: $0, at: threshold) }
    bestAtBase = base.best(at: threshold)
    bars = base.effects.indices.map { s in
      guard s > 0 else { return [] }
      return bounds.enumerated().map { index, bound in
        let low = points[1 + 2 * index], high = points[2 + 2 * index]
        return Bar(
          parameter: bound.parameter, low: bound.low, high: bound.high, atLow: low.increment(of: s, at: threshold),
          atHigh: high.increment(of: s, at: threshold), bestAtLow: low.best(at: threshold),
          bestAtHigh: high.best(at: threshold))
      }.sorted { $0.width > $1.width }
    }
  }
}
