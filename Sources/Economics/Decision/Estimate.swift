// SPDX-License-Identifier: GPL-3.0-or-later

/// An estimate with its standard error, both in the unit of what is estimated.
public struct Estimate: Sendable, Equatable {
  public let value, standardError: Double

  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }

  /// The estimate with an error so many times as large.
  public func withError(times factor: Double) -> Estimate {
    Estimate(value: value, standardError: standardError * factor)
  }

  /// The estimate in another unit, or for more people.
  public func scaled(by factor: Double) -> Estimate {
    Estimate(value: value * factor, standardError: standardError * factor.magnitude)
  }
}
