// SPDX-License-Identifier: GPL-3.0-or-later

/// A number of the results with its 95 % interval, and where in the store it stands.
public struct Quantity: Sendable, Equatable {
  public let value: Double
  /// NaN where the interval is not known.
  public let lower, upper: Double
  /// As the store has it: `percent`, `£`, `count`, `days` …
  public let unit: String
  /// Table and key, such as `credible:England 2024/25/C2/overall/all`; it goes with the number into the page.
  public let source: String

  public init(value: Double, lower: Double, upper: Double, unit: String, source: String) {
    self.value = value
    self.lower = lower
    self.upper = upper
    self.unit = unit
    self.source = source
  }

  public var hasInterval: Bool { lower.isFinite && upper.isFinite }
  /// Whether a difference may as well be nil.
  public var spansZero: Bool { !hasInterval || (lower <= 0 && upper >= 0) }
}
