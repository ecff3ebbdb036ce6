// SPDX-License-Identifier: GPL-3.0-or-later

/// A parameter that makes up for others, so that a strategy goes on costing what it does in the base case.
public struct HeldBudget: Sendable, Equatable {
  /// Name of the parameter that makes up, and the strategy whose cost is held.
  public let parameter: String
  public let strategy: Int
  /// Its value in the base case, and what it may be.
  public let base: Double
  public let allowed: ClosedRange<Double>

  public init(parameter: String, strategy: Int, base: Double, allowed: ClosedRange<Double>) {
    self.parameter = parameter
    self.strategy = strategy
    self.base = base
    self.allowed = allowed
  }

  /// No value that is allowed holds the budget.
  public struct Unreachable: Error, CustomStringConvertible {
    public let description: String
  }
}

extension SensitivityRunner {
  /// The points with the making-up parameter where the strategy's expected cost is that of the base case.
  ///
  /// The secant method on the simulated cost, which the same children make smooth; until it is within a thousandth of
  /// the cost, or the best of eight tries.
  public func holding(
    _ held: HeldBudget, at points: [[String: Double]], progress: (Int, Int) -> Void = { _, _ in }
  ) async throws -> [[String: Double]] {
    let target = try await evaluate([[:]], progress: progress)[0].expectedCost(held.strategy)
    let tolerance = 1e-3 * target.magnitude
    var results: [[String: Double]] = []
    for point in points {
      func gap(_ value: Double) async throws -> Double {
        let moved = point.merging([held.parameter: value]) { $1 }
        return try await evaluate([moved], progress: progress)[0].expectedCost(held.strategy) - target
      }
      var (x, y) = (held.base, try await gap(held.base))
      var best = (x: x, y: y)
      // The first step is a twentieth up or down, towards the budget when more of the parameter costs more.
      let step = max(0.05 * held.base.magnitude, 1e-3) * (y > 0 ? -1 : 1)
      var next = clamped(held.base + step, held.allowed)
      for _ in 0..<8 where best.y.magnitude > tolerance {
        guard next != x else { break }
        let value = try await gap(next)
        if value.magnitude < best.y.magnitude { best = (next, value) }
        let slope = (value - y) / (next - x)
        (x, y) = (next, value)
        guard slope != 0, slope.isFinite else { break }
        next = clamped(x - y / slope, held.allowed)
      }
      guard best.y.magnitude <= 10 * tolerance else {
        throw HeldBudget.Unreachable(
          description: "no allowed value of '\(held.parameter)' keeps the cost of '\(strategies[held.strategy].name)' "
            + "at that of the base case where \(point.map { "\($0.key) = \($0.value)" }.sorted().joined(separator: ", "))"
        )
      }
      results.append(point.merging([held.parameter: best.x]) { $1 })
    }
    return results
  }
}

private func clamped(_ value: Double, _ range: ClosedRange<Double>) -> Double {
  min(max(value, range.lowerBound), range.upperBound)
}
