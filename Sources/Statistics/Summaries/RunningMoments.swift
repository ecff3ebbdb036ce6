// SPDX-License-Identifier: GPL-3.0-or-later

/// Mean and variance of a sequence in one pass (Welford 1962, doi:10.1080/00401706.1962.10490022).
public struct RunningMoments: Sendable, Equatable {
  public private(set) var count = 0
  public private(set) var mean = 0.0
  private var sumOfSquares = 0.0

  public init() {}

  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  public mutating func add(_ value: Double) {
    count += 1
    let delta = value - mean
    mean += delta / Double(count)
    sumOfSquares += delta * (value - mean)
  }

  /// Sample variance with n − 1; NaN below two values.
  public var variance: Double { count > 1 ? sumOfSquares / Double(count - 1) : .nan }

  public var standardDeviation: Double { variance.squareRoot() }

  /// Standard error of the mean.
  public var standardError: Double { (variance / Double(count)).squareRoot() }

  /// Student's t interval for the mean; NaN on both sides below two values.
  public func confidenceInterval(level: Double = 0.95) -> ConfidenceInterval {
    guard count > 1 else { return ConfidenceInterval(lower: .nan, upper: .nan) }
    let half = studentQuantile(0.5 + level / 2, degreesOfFreedom: Double(count - 1)) * standardError
    return ConfidenceInterval(lower: mean - half, upper: mean + half)
  }
}

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
