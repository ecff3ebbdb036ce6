// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
public import TableFiles

/// What somebody knows of an authority: enough for a scenario of its own.
public struct AuthorityDescription: Sendable, Equatable {
  /// Reviews carried out and children who were due one, in a year.
  public struct ReviewCount: Sendable, Equatable {
    public let metric: String
    public let carriedOut, due: Double

    public init(metric: String, carriedOut: Double, due: Double) {
      self.metric = metric
      self.carriedOut = carriedOut
      self.due = due
    }
  }

  public var name: String
  /// Official code, such as E06000007.
  public var code: String?
  public var birthsPerYear: Double?
  /// Shares of births by national deprivation quintile, the most deprived first.
  public var deprivationShares: [Double]?
  /// Whole-time equivalents by role; what is not stated follows births.
  public var wte: [String: Double] = [:]
  /// Empty where the authority works as one team.
  public var teams: [String] = []
  public var reviews: [ReviewCount] = []
  /// Where the figures come from, as the file says it.
  public var source = "the authority's own figure"
  public var provenance = "found"

  public init(name: String) { self.name = name }

  /// Takes from a row of a table of authorities what is not stated already.
  ///
  /// Columns: `authority`, `area_code`, `births_per_year`, `deprivation_1` … `deprivation_5`, and a column of whole-time equivalents
  /// for each role by its name. All but the first may be missing.
  /// - Throws: `TableError` when there is no such row, or a cell is no number.
  public mutating func take(from table: DelimitedTable, row name: String, roles: [String]) throws(TableError) {
    guard let column = table.columnIndex(named: "authority") else {
      throw TableError([
        table.flaw(
          inHeader: 0, "a table of authorities has a column 'authority'; found \(table.header.joined(separator: ", "))")
      ])
    }
    let names = table.texts(inColumn: column)
    guard let row = names.firstIndex(where: { $0.lowercased() == name.lowercased() }) else {
      let near = didYouMean(name, in: names)
      throw TableError([table.flaw(inHeader: column, "there is no authority '\(name)' in this column\(near)")])
    }
    func number(_ name: String) throws(TableError) -> Double? {
      guard let column = table.columnIndex(named: name) else { return nil }
      let text = table.text(row: row, column: column)
      guard !text.isEmpty else { return nil }
      guard let value = Double(text), value.isFinite, value >= 0 else {
        throw TableError([
          table.flaw(row: row, column: column, "'\(name)' must be a number that is not negative; found '\(text)'")
        ])
      }
      return value
    }
    if let column = table.columnIndex(named: "area_code"), code == nil {
      let text = table.text(row: row, column: column)
      if !text.isEmpty { code = text }
    }
    if birthsPerYear == nil { birthsPerYear = try number("births_per_year") }
    var shares: [Double] = []
    for quintile in 1...5 { if let share = try number("deprivation_\(quintile)") { shares.append(share) } }
    if deprivationShares == nil, shares.count == 5 { deprivationShares = shares }
    for role in roles where wte[role] == nil { if let posts = try number(role) { wte[role] = posts } }
    source = "\(table.file), \(names[row])"
    provenance = "found_secondary"
  }

  /// What cannot be right; empty when all is.
  public func flaws(_ base: ScenarioDocument) -> [String] {
    let scenario = base.scenario()
    let roles = scenario.workforce.map(\.name)
    let metrics = scenario.contacts.flatMap(\.metrics).map(\.code)
    var flaws: [String] = []
    if let code, code.wholeMatch(of: /[A-Za-z0-9_-]{1,40}/) == nil {
      flaws.append("the code of an area has letters and digits only; found '\(code)'")
    }
    func hint(_ name: String, _ names: [String]) -> String {
      didYouMean(name, in: names, orElse: "; there are \(names.joined(separator: ", "))")
    }
    if let births = birthsPerYear, !(births > 0 && births <= 1_000_000) {
      flaws.append("births a year must be above 0 and at most 1,000,000; found \(shortest(births))")
    }
    if let shares = deprivationShares {
      let sum = shares.reduce(0, +)
      if shares.count != 5 || shares.contains(where: { !($0 >= 0 && $0 <= 1) }) || abs(sum - 1) > 1e-6 {
        flaws.append(
          "deprivation takes five shares between 0 and 1 that add up to 1, the most deprived fifth first; found \(shares.map(shortest).joined(separator: ", "))"
        )
      }
    }
    for (role, posts) in wte.sorted(by: { $0.key < $1.key }) {
      if !roles.contains(role) { flaws.append("there is no role '\(role)' in \(base.name)\(hint(role, roles))") }
      if !(posts >= 0 && posts <= 100_000) { flaws.append("'\(role)' cannot have \(shortest(posts)) posts") }
    }
    for review in reviews {
      if !metrics.contains(review.metric) {
        flaws.append("there is no official metric '\(review.metric)' in \(base.name)\(hint(review.metric, metrics))")
      }
      if !(review.due >= 1 && review.carriedOut >= 0 && review.carriedOut <= review.due) {
        flaws.append(
          "'\(review.metric)': \(shortest(review.carriedOut)) reviews of \(shortest(review.due)) children cannot be")
      }
    }
    let known = Set(teams)
    if known.count < teams.count { flaws.append("a team is named twice") }
    for team in teams where team.wholeMatch(of: /[A-Za-z0-9_-]{1,100}/) == nil {
      flaws.append("a team's name has letters, digits, _ and - only; found '\(team)'")
    }
    return flaws
  }
}
