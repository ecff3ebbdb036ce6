// SPDX-License-Identifier: GPL-3.0-or-later

/// A result that is reported: what it is called, its unit, and how it follows from the counters.
public struct Measure: Sendable {
  /// Chapters of the results.
  public enum Section: String, Sendable, CaseIterable {
    case completion, contacts, needs, safeguarding, disparities, productivity, caseload, cost, queue
  }

  public enum Unit: String, Sendable {
    case percent, count, perChild = "per child", days, hours, gbp = "£", wte = "WTE", ratio, children, years
    case percentagePoints = "percentage points"
    case qaly = "QALY"
  }

  /// Groups for which it is reported beside the whole.
  public struct Breakdowns: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let year = Breakdowns(rawValue: 1)
    public static let quintile = Breakdowns(rawValue: 2)
    public static let team = Breakdowns(rawValue: 4)
    public static let all: Breakdowns = [.year, .quintile, .team]
  }

  /// Stable identifier, the same from JSON key to database column.
  public let id: String
  public let label: String
  public let unit: Unit
  public let section: Section
  public let breakdowns: Breakdowns
  /// Whether it belongs in the short table.
  public let isHeadline: Bool
  /// From a row of counters and the years it covers.
  let value: @Sendable (_ counters: [Double], _ years: Double) -> Double
}

/// For whom a result holds.
public enum Group: Hashable, Sendable {
  case overall
  /// Reporting year, from 0.
  case year(Int)
  /// Deprivation quintile 1–5, 1 the most deprived.
  case quintile(Int)
  case team(String)

  /// The group of a kind and name joined by a colon, such as `quintile:1` or `overall:all`; nil for anything else.
  public init?(names: String) {
    let parts = names.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.dropFirst().first) {
    case ("overall", _): self = .overall
    case ("year", let year?):
      guard let year = Int(year), year > 0 else { return nil }
      self = .year(year - 1)
    case ("quintile", let quintile?):
      guard let quintile = Int(quintile), (1...5).contains(quintile) else { return nil }
      self = .quintile(quintile)
    case ("team", let team?): self = .team(team)
    default: return nil
    }
  }

  /// Kind of group and which one, as in the results files.
  public var names: (kind: String, name: String) {
    switch self {
    case .overall: ("overall", "all")
    case .year(let year): ("year", String(year + 1))
    case .quintile(let quintile): ("quintile", String(quintile))
    case .team(let team): ("team", team)
    }
  }
}

/// One column of the results: a measure for a group.
public struct OutcomeKey: Hashable, Sendable {
  public let measure: String
  public let group: Group

  public init(_ measure: String, _ group: Group = .overall) {
    self.measure = measure
    self.group = group
  }
}
