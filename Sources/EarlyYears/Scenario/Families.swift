// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// Which children are siblings, and what a visit to one may do for another.
///
/// Without it every child is a family of its own.
public struct Families: Sendable, Equatable {
  /// Share of births that are not the mother's first.
  public var laterBirthsShare: Double
  /// Time between the births of a child and of the sibling before it.
  public var birthIntervalDays: Variate
  /// Share of home visits at which open work of a sibling is done as well, where there is some.
  public var jointVisitShare: Double

  public init(laterBirthsShare: Double, birthIntervalDays: Variate, jointVisitShare: Double = 0) {
    self.laterBirthsShare = laterBirthsShare
    self.birthIntervalDays = birthIntervalDays
    self.jointVisitShare = jointVisitShare
  }
}
