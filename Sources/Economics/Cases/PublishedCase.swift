// SPDX-License-Identifier: GPL-3.0-or-later

/// A figure with a known answer, computed here: so that a reviewer can see that the program has it.
public struct PublishedCase: Sendable {
  public let name: String
  /// Who published it, or the closed form that it is.
  public let source: String
  public let expected, found: Double
  /// How far apart they may be.
  public let tolerance: Double

  public var holds: Bool { (found - expected).magnitude <= tolerance }

  /// Every case.
  public static func all() -> [PublishedCase] {
    cohort + incremental + information + noise + decisionsForParts + population + equity + time + distributions
  }

  /// A figure that rounding alone may move.
  init(exactly name: String, source: String, expected: Double, found: Double) {
    self.init(
      name: name, source: source, expected: expected, found: found, tolerance: 1e-9 * max(expected.magnitude, 1))
  }

  /// An estimate from random draws: it may be four standard errors away.
  init(estimated name: String, source: String, expected: Double, found: Estimate) {
    self.init(
      name: name, source: source, expected: expected, found: found.value, tolerance: 4 * found.standardError)
  }

  init(name: String, source: String, expected: Double, found: Double, tolerance: Double) {
    self.name = name
    self.source = source
    self.expected = expected
    self.found = found
    self.tolerance = tolerance
  }
}
