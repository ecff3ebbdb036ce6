// SPDX-License-Identifier: GPL-3.0-or-later
public import SyntheticControl
public import TableFiles

/// What an effects file says: where the panel is, how to read it, and the design.
public struct EffectsSpecification: Sendable {
  public var layout: PanelLayout
  public var design: EffectsDesign
  /// Path of the panel, as found from the specification's folder.
  public var panelPath: String
  /// Path of the user's own table of merged authorities; nil for the built-in one.
  public var changesPath: String?
  /// Where the file names units.
  var namedUnits: [NamedUnit] = []

  /// A unit that the file names, and in what part.
  struct NamedUnit: Sendable {
    let name, role: String
    let line, column: Int
  }

  /// That every unit named in the file or on the command line is in the panel: a pilot that is mistyped would make the
  /// true pilot a donor.
  public func checkUnits(in panel: Panel, file: String) throws(TableError) {
    let known = Set(panel.units), named = Set(namedUnits.map(\.name))
    func message(_ role: String, _ name: String) -> String {
      let near = didYouMean(name, in: panel.units)
      return "the \(role) '\(name)' is not in the panel\(near)"
    }
    let inForce = Set(
      design.treated.map(\.unit) + (design.donors ?? []) + design.excluded.map(\.unit) + design.partlyTreated
        + design.populations.keys + design.donorTiers.flatMap(\.units))
    var flaws = namedUnits.filter { !known.contains($0.name) && inForce.contains($0.name) }.map {
      TableFlaw(file: file, line: $0.line, column: $0.column, message: message($0.role, $0.name))
    }
    let others =
      design.treated.map { ("treated unit", $0.unit) } + (design.donors ?? []).map { ("donor", $0) }
      + design.excluded.map { ("excluded unit", $0.unit) }
    for (role, name) in others where !known.contains(name) && !named.contains(name) {
      flaws.append(TableFlaw(file: file, line: 1, message: message(role, name)))
    }
    guard flaws.isEmpty else { throw TableError(flaws) }
  }
}

/// How the columns of a table become a panel.
public struct PanelLayout: Sendable {
  /// Whose layout a table follows.
  public enum Format: String, Sendable, CaseIterable {
    case tidy, fingertips
    case exploreEducationStatistics = "explore_education_statistics"
  }

  /// Nil to tell from the header.
  public var format: Format?
  public var unit: String?
  public var time: String?
  public var outcome: String?
  public var numerator: String?
  public var denominator: String?
  /// Only rows with these values are read.
  public var filters: [String: String] = [:]
  public var covariates: [String] = []
  /// A count published elsewhere; cells whose own count is not within the limits are left out.
  public var completeness: Completeness?
  /// Whether codes of authorities that were merged are read as their successors.
  public var mergesAuthorities = true
  /// Which those are.
  public var changes: [AuthorityChange] = authorityChanges

  public init() {}

  /// The gate of published studies on submitted data: counts must be 85–115 % of those published.
  public struct Completeness: Sendable {
    public var column: String
    public var lowestPercent: Double
    public var highestPercent: Double

    public init(column: String, lowestPercent: Double = 85, highestPercent: Double = 115) {
      self.column = column
      self.lowestPercent = lowestPercent
      self.highestPercent = highestPercent
    }
  }
}

/// What happened to the table on the way to a panel.
public struct PanelReading: Sendable {
  public var panel: Panel
  /// What was left out, merged or filled, and why; a line each.
  public var notes: [String]
}
