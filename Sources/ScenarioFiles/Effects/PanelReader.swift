// SPDX-License-Identifier: GPL-3.0-or-later
import SyntheticControl
public import TableFiles

/// Reads a panel from a table in one of the known layouts.
public func readPanel(at path: String, layout: PanelLayout) throws(TableError) -> PanelReading {
  try readPanel(
    try DelimitedTable(contentsOfFile: path, delimiter: DelimitedTable.delimiter(ofFile: path)), layout: layout)
}

/// Reads a panel from a table already in memory.
public func readPanel(_ table: DelimitedTable, layout: PanelLayout) throws(TableError) -> PanelReading {
  let source = try PanelSource(table, layout: layout)
  var builder = PanelBuilder(source: source, layout: layout)
  try builder.read()
  return try builder.panel()
}

/// Where each part of a panel stands in a table.
struct PanelSource {
  let table: DelimitedTable
  let format: PanelLayout.Format
  let unit: Int
  let code: Int?
  let time: Int
  let timeKind: Int?
  let outcome: Int?
  let outcomeName: String
  let numerator, denominator, published, note: Int?
  let covariates: [(name: String, column: Int)]
  let numbers: PanelNumber
  let filters: [(column: Int, value: String)]
  /// A column whose value must be among these for a row to be about one authority.
  let levels: (column: Int, dropped: Set<String>, kept: Set<String>)?

  init(_ table: DelimitedTable, layout: PanelLayout) throws(TableError) {
    var flaws: [TableFlaw] = []
    func find(_ name: String?, required: String? = nil) -> Int? {
      guard let name else { return nil }
      let wanted = name.lowercased()
      if let index = table.header.firstIndex(where: { $0.lowercased() == wanted }) { return index }
      if let required {
        let near = didYouMean(name, in: table.header)
        flaws.append(
          TableFlaw(file: table.file, line: 1, message: "there is no column '\(name)' (\(required))\(near)"))
      }
      return nil
    }
    let format = layout.format ?? Self.format(of: table.header)
    self.format = format
    self.table = table
    let names = Self.defaults(format)
    let unit = find(layout.unit ?? names.unit, required: "unit")
    let time = find(layout.time ?? names.time, required: "time")
    outcomeName = layout.outcome ?? names.outcome ?? "outcome"
    numerator = find(
      layout.numerator ?? names.numerator, required: layout.numerator == nil ? nil : "numerator")
    denominator = find(
      layout.denominator ?? names.denominator, required: layout.denominator == nil ? nil : "denominator")
    let canDivide = layout.numerator != nil && layout.denominator != nil
    outcome = find(outcomeName, required: canDivide ? nil : "outcome")
    published = find(layout.completeness?.column, required: "completeness")
    code = find(names.code)
    timeKind = find(names.timeKind)
    note = find(names.note)
    covariates = layout.covariates.filter { $0 != layout.outcome }.compactMap { name in
      find(name, required: "predictor").map { (name, $0) }
    }
    filters = layout.filters.sorted { $0.key < $1.key }.compactMap { key, value in
      find(key, required: "filter").map { ($0, value) }
    }
    switch format {
    case .tidy: levels = nil
    case .fingertips:
      levels = find("Area Type").map { column in
        let types = Set(table.texts(inColumn: column).map { $0.lowercased() })
        return (column, types.filter { Self.isNoAuthority($0, among: types) }, [])
      }
    case .exploreEducationStatistics:
      levels = find("geographic_level").map { ($0, [], ["local authority"]) }
    }
    numbers = try Self.numbers(
      table, columns: [outcome, numerator, denominator, published].compactMap { $0 } + covariates.map(\.column))
    guard flaws.isEmpty, let unit, let time else { throw TableError(flaws) }
    self.unit = unit
    self.time = time
  }

  /// Whether areas of a type are no authorities: countries, regions, health geographies, groups of areas; and districts
  /// where their counties are in the table too.
  private static func isNoAuthority(_ type: String, among types: Set<String>) -> Bool {
    let words = type.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    func has(_ names: [String]) -> Bool { words.contains { word in names.contains(word) } }
    if has([
      "england", "country", "countries", "icb", "icbs", "ccg", "ccgs", "stp", "stps", "nhs", "gp", "gps", "pcn", "pcns",
    ]) {
      return true
    }
    if has(["region", "regions", "regional", "integrated", "centre", "centres", "combined", "practice", "cluster"]) {
      return true
    }
    if words.contains(where: { $0.hasPrefix("decile") || $0.hasPrefix("quintile") }) { return true }
    // "Districts & UAs" holds authorities; "District" beside "County" or "UA" holds their parts.
    let isDistrict = has(["district", "districts", "ltla", "ltlas"]),
      hasAuthorities = types.contains { other in
        let parts = other.split { !$0.isLetter }.map(String.init)
        return parts.contains { ["county", "counties", "utla", "utlas"].contains($0) }
      }
    return isDistrict && hasAuthorities && !has(["county", "counties"])
  }

  /// How the table writes decimals; a table that writes them in both ways is refused at the first other one.
  private static func numbers(_ table: DelimitedTable, columns: [Int]) throws(TableError) -> PanelNumber {
    var mark: PanelNumber.DecimalMark?, first = ""
    for row in 0..<table.rowCount {
      for column in columns {
        let text = table.text(row: row, column: column)
        guard let own = PanelNumber.decimalMark(of: text) else { continue }
        if mark == nil { (mark, first) = (own, text) }
        guard own == mark else {
          throw TableError([
            table.flaw(
              row: row, column: column,
              "'\(text)' and '\(first)' mark decimals in different ways; use one of '.' and ',' throughout")
          ])
        }
      }
    }
    return PanelNumber(mark ?? .point)
  }

  static func format(of header: [String]) -> PanelLayout.Format {
    let names = Set(header.map { $0.lowercased() })
    if names.isSuperset(of: ["area code", "area name", "time period", "value"]) { return .fingertips }
    if names.isSuperset(of: ["time_period", "geographic_level"]) { return .exploreEducationStatistics }
    return .tidy
  }

  private struct Names {
    var unit: String?, time: String?, outcome: String?, numerator: String?, denominator: String?
    var code: String?, timeKind: String?, note: String?
  }

  private static func defaults(_ format: PanelLayout.Format) -> Names {
    switch format {
    case .tidy: Names(unit: "unit", time: "time", outcome: "outcome")
    case .fingertips:
      Names(
        unit: "Area Name", time: "Time period", outcome: "Value", numerator: "Count",
        denominator: "Denominator",
        code: "Area Code", note: "Value note")
    case .exploreEducationStatistics:
      Names(unit: "la_name", time: "time_period", code: "new_la_code", timeKind: "time_identifier")
    }
  }
}
