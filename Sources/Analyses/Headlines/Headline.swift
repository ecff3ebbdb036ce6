// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// A strategy's difference from the baseline in one headline measure, and what may be said of it.
public struct Headline: Sendable {
  public enum Verdict: String, Sendable, CaseIterable {
    // In the order in which they are reported.
    case worse, better
    case notClear = "not clear"
    /// The same in every run.
    case same
  }

  /// What would tell, where it is not clear.
  public enum Remedy: Sendable, Equatable {
    case none
    /// About so many replications, if the difference is what it seems.
    case replications(Int)
    /// More replications of each draw: their noise hides what the parameters say.
    case replicationsOfEachDraw
    /// Better knowledge of the parameters; more runs do not tell.
    case evidence
    /// Nothing within reason: whatever difference there is, is small.
    case hardly
  }

  public let strategy: String
  public let measure: HeadlineMeasure
  public let baseline, value, difference: Double
  /// At 95 %, of this difference alone.
  public let interval: ConfidenceInterval
  /// Two-sided, of this difference alone, and with allowance for all comparisons.
  public let pValue, adjusted: Double
  public let verdict: Verdict
  public let remedy: Remedy

  /// Whether it would be clear if nothing else had been compared.
  public var isClearAlone: Bool { verdict == .notClear && pValue < Headlines.level }
}
