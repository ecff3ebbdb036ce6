// SPDX-License-Identifier: GPL-3.0-or-later

/// A parameter of a strategy as it was simulated, and where it comes from.
public struct ParameterRecord: Sendable, Equatable {
  /// A number, or the words of a choice or a list.
  public enum Value: Sendable, Equatable {
    case number(Double)
    case text(String)
  }

  /// Name of the strategy.
  public var strategy: String
  /// Its name: the path of keys in the scenario file, as `contacts.two_year_review.attendance.clinic`.
  public var path: String
  /// The value of a run at the means.
  public var value: Value
  /// The distribution of an uncertain parameter, as written in the file; nil when it is certain.
  public var distribution: String?
  public var unit: String?
  public var source: String?
  /// `found`, `found_secondary`, `derived`, `memory` or `assumption`.
  public var provenance: String?
  /// The file that decided the value, and the line, counted from 1.
  public var file: String?
  public var line: Int?

  public init(
    strategy: String, path: String, value: Value, distribution: String? = nil, unit: String? = nil,
    source: String? = nil, provenance: String? = nil, file: String? = nil, line: Int? = nil
  ) {
    self.strategy = strategy
    self.path = path
    self.value = value
    self.distribution = distribution
    self.unit = unit
    self.source = source
    self.provenance = provenance
    self.file = file
    self.line = line
  }
}
