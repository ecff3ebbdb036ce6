// SPDX-License-Identifier: GPL-3.0-or-later

/// Mean, variance and skewness of a sequence in one pass (Welford 1962, doi:10.1080/00401706.1962.10490022; third
/// moment after Pébay 2008, Sandia report SAND2008-6212).
public struct RunningMoments: Sendable, Equatable {
  public private(set) var count = 0
  public private(set) var mean = 0.0
  /// Infinite, the wrong way round, when there is no value.
  public private(set) var minimum = Double.infinity, maximum = -Double.infinity
  private var sumOfSquares = 0.0
  private var sumOfCubes = 0.0

  public init() {}

  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  public mutating func add(_ value: Double) {
    count += 1
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    let delta = value - mean, n = Double(count)
    sumOfCubes += delta * delta * delta * (n - 1) * (n - 2) / (n * n) - 3 * delta / n * sumOfSquares
    mean += delta / n
    sumOfSquares += delta * (value - mean)
  }

  /// Sample variance with n − 1; NaN below two values.
  public var variance: Double { count > 1 ? sumOfSquares / Double(count - 1) : .nan }

  public var standardDeviation: Double { variance.squareRoot() }

  /// Standard error of the mean.
  public var standardError: Double { (variance / Double(count)).squareRoot() }

  /// Skewness of the sample, third moment over standard deviation cubed, both with divisor n; 0 where nothing varies.
  public var skewness: Double {
    guard sumOfSquares > 0 else { return 0 }
    let second = sumOfSquares / Double(count)
    return sumOfCubes / Double(count) / (second * second.squareRoot())
  }
}
