// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// A number of a scenario: what it is called, its value, and where it comes from.
public struct Parameter: Sendable {
  /// Its path in the file, such as `contacts.two_year_review.attendance.clinic`.
  public let path: String
  /// The value of a run at the means.
  public let mean: Double
  /// What is not known about it; nil when it is taken as certain.
  public let uncertainty: Uncertainty?
  public let unit: String
  public let source: String
  /// found, found_secondary, derived, memory or assumption.
  public let provenance: String
  public let note: String
  public let position: SourcePosition
  /// Values that the format allows, so that nobody tries an attendance above one.
  public let allowed: ClosedRange<Double>
  /// The Dirichlet that it is a share of.
  var share: Share?
  /// The year whose prices an amount of money is in, where the file says so.
  var priceYear: Int?

  /// A share of a Dirichlet distribution.
  struct Share: Sendable, Equatable {
    /// Path of the whole.
    let whole: String
    let weight: Double

    init(of whole: String, weight: Double) {
      self.whole = whole
      self.weight = weight
    }
  }

  /// The same for strategies that inherit the parameter from the same line: they share its draws.
  public var identity: String { "\(position.file):\(position.line):\(path)" }
}
