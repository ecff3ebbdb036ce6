// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// A value of a parameter at which the preferred strategy changes.
public struct SwitchPoint: Sendable, Equatable {
  public let value: Double
  /// All values at which a straight test at 5 % does not tell the two strategies apart (Fieller 1954's interval,
  /// with a curve in place of the line), from the simulation's own error.
  public let interval: ConfidenceInterval
  /// Strategies preferred below and above.
  public let below, above: Int
  /// Replications at each point around the value.
  public let replications: Int
}

/// A stretch of the parameter over which the simulation cannot tell two strategies apart and no change from one to
/// the other is established: there may be a switch value in it, or none.
public struct UnresolvedStretch: Sendable, Equatable {
  public let low, high: Double
  public let first, second: Int
  /// Replications at each point of the stretch.
  public let replications: Int
}

/// What is known of the values at which the preferred strategy changes.
public struct SwitchFindings: Sendable {
  /// The grid with its net benefits; points that were hard to decide have more replications.
  public let curve: [SensitivityPoint]
  /// In order of value. Two changes between neighbours of the grid are seen as none, three as one.
  public let switches: [SwitchPoint]
  public let unresolved: [UnresolvedStretch]

  /// How the interval of a switch value is made, as reports name it.
  public static let intervalMethod = "test inversion on local quadratic (Fieller), common random numbers"
}

extension SensitivityRunner {
  /// Values of a parameter between two bounds at which the preferred strategy changes, found with the simulator on
  /// common random numbers; see `SwitchSearch`.
  public func switchPoints(
    of parameter: String, between low: Double, and high: Double, at threshold: Double, points: Int = 9,
    progress: (Int, Int) -> Void = { _, _ in }
  ) async throws -> SwitchFindings {
    var search = SwitchSearch(
      from: low, to: high, points: points, threshold: threshold, strategies: strategies.count,
      replications: replications)
    return try await search.run { values, replications in
      try await evaluate(values.map { [parameter: $0] }, replications: replications, progress: progress)
    }
  }
}

/// So many values from one bound to the other, both included.
public func evenlySpaced(from low: Double, to high: Double, count: Int) -> [Double] {
  guard count > 1 else { return [low] }
  return (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
}
