// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// A value of a parameter at which the preferred strategy changes.
public struct SwitchPoint: Sendable, Equatable {
  public let value: Double
  /// 95 % interval from the simulation's own error: that of the net benefits over their slope. NaN where the slope
  /// cannot be told from nil.
  public let interval: ConfidenceInterval
  /// Strategies preferred below and above.
  public let below, above: Int
}

extension SensitivityRunner {
  /// Values of a parameter between two bounds at which the preferred strategy changes, found with the simulator: a
  /// grid first, then each change by halving.
  ///
  /// Common random numbers make net benefit a steady function of the parameter, so halving is safe; two changes
  /// between neighbours of the grid are seen as none or one.
  /// - Returns: The grid with its net benefits, and the changes in order.
  public func switchPoints(
    of parameter: String, between low: Double, and high: Double, at threshold: Double, points: Int = 9,
    halvings: Int = 5, progress: (Int, Int) -> Void = { _, _ in }
  ) async throws -> (curve: [SensitivityPoint], switches: [SwitchPoint]) {
    let values = evenlySpaced(from: low, to: high, count: points)
    let curve = try await evaluate(values.map { [parameter: $0] }, progress: progress)
    var switches: [SwitchPoint] = []
    for (left, right) in zip(curve, curve.dropFirst())
    where left.best(at: threshold) != right.best(at: threshold) {
      switches.append(
        try await locate(parameter, left, right, at: threshold, halvings: halvings, progress: progress))
    }
    return (curve, switches)
  }

  private func locate(
    _ parameter: String, _ left: SensitivityPoint, _ right: SensitivityPoint, at threshold: Double, halvings: Int,
    progress: (Int, Int) -> Void
  ) async throws -> SwitchPoint {
    var left = left, right = right
    let below = left.best(at: threshold), above = right.best(at: threshold)
    for _ in 0..<halvings {
      let middle = ((left.changes[parameter] ?? 0) + (right.changes[parameter] ?? 0)) / 2
      let point = try await evaluate([[parameter: middle]], progress: progress)[0]
      if point.increment(of: above, against: below, at: threshold).mean > 0 { right = point } else { left = point }
    }
    // Between the last two, a straight line.
    let a = left.changes[parameter] ?? 0, b = right.changes[parameter] ?? 0
    let atLeft = left.increment(of: above, against: below, at: threshold)
    let atRight = right.increment(of: above, against: below, at: threshold)
    let rise = atRight.mean - atLeft.mean
    let value = rise > 0 ? a - atLeft.mean / rise * (b - a) : (a + b) / 2
    let slope = rise / (b - a)
    let half = slope > 0 ? atLeft.confidenceInterval().halfWidth / slope : .nan
    return SwitchPoint(
      value: value, interval: ConfidenceInterval(lower: value - half, upper: value + half), below: below,
      above: above)
  }
}

/// So many values from one bound to the other, both included.
public func evenlySpaced(from low: Double, to high: Double, count: Int) -> [Double] {
  guard count > 1 else { return [low] }
  return (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
}
