// SPDX-License-Identifier: GPL-3.0-or-later

extension ContactType {
  /// An official completion metric: the share of children of a birthday cohort seen by an age.
  public struct Metric: Sendable, Equatable {
    public var code: String
    /// The contact counts when completed by this age …
    public var byAgeDays: Double
    /// … and after this one (C3 counts only new birth visits after 14 days).
    public var afterAgeDays: Double
    /// Children enter the denominator of the period in which they turn this age.
    public var cohortAgeDays: Double

    public init(code: String, byAgeDays: Double, cohortAgeDays: Double, afterAgeDays: Double = -.infinity) {
      self.code = code
      self.byAgeDays = byAgeDays
      self.cohortAgeDays = cohortAgeDays
      self.afterAgeDays = afterAgeDays
    }
  }
}
