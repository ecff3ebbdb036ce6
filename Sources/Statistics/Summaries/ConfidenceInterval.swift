// SPDX-License-Identifier: GPL-3.0-or-later

/// A two-sided interval.
public struct ConfidenceInterval: Sendable, Equatable {
  public let lower, upper: Double

  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  public var halfWidth: Double { (upper - lower) / 2 }

  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

extension RunningMoments {
  /// Student's t interval for the mean; NaN on both sides below two values.
  public func confidenceInterval(level: Double = 0.95) -> ConfidenceInterval {
    guard count > 1 else { return ConfidenceInterval(lower: .nan, upper: .nan) }
    let half = studentQuantile(0.5 + level / 2, degreesOfFreedom: Double(count - 1)) * standardError
    return ConfidenceInterval(lower: mean - half, upper: mean + half)
  }
}
