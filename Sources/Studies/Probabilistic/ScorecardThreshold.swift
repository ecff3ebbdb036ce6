// SPDX-License-Identifier: GPL-3.0-or-later

/// From where an indicator is green, and from where it is red.
public struct ScorecardThreshold: Sendable, Equatable {
  public let measure: String
  public let green, amber: Double

  public init(measure: String, green: Double, amber: Double) {
    self.measure = measure
    self.green = green
    self.amber = amber
  }
}
