// SPDX-License-Identifier: GPL-3.0-or-later
import SyntheticControl
import TableFiles

/// Gathers a table's rows into a panel and keeps account of what was left out.
struct PanelBuilder {
  let source: PanelSource
  let layout: PanelLayout
  private var flaws: [TableFlaw] = []
  private var notes: [String] = []
  private var cells: [CellKey: Cell] = [:]
  private var units: [String] = []
  private var seen: Set<String> = []
  /// The code and row under which each name came first.
  private var codes: [String: (code: String, row: Int)] = [:]
  private var spliceNamed: Set<String> = []
  private var times: Set<TimePoint> = []
  private var missing: [String: Int] = [:]
  private var merged: [String: Set<String>] = [:]
  private var gated = 0, leftOut = 0, subsets = 0
  /// Parts without a value, by merged authority.
  private var partly: [String: Set<String>] = [:]

  private struct CellKey: Hashable {
    let unit: String
    let time: TimePoint
  }

  /// The parts that were read for one unit and time; several where authorities were merged.
  private struct Cell {
    var parts: [Part] = []
  }

  private struct Part {
    let row: Int
    let code: String
    var outcome, numerator, denominator, published: Double
    var covariates: [Double]
  }

  init(source: PanelSource, layout: PanelLayout) {
    self.source = source
    self.layout = layout
  }

  mutating func read() throws(TableError) {
    try checkIndicator()
    for row in 0..<source.table.rowCount { readRow(row) }
    guard flaws.isEmpty else { throw TableError(flaws) }
  }

  private mutating func readRow(_ row: Int) {
    let table = source.table
    for filter in source.filters where table.text(row: row, column: filter.column) != filter.value { return }
    if let levels = source.levels {
      let level = table.text(row: row, column: levels.column).lowercased()
      if levels.dropped.contains(level) || (!levels.kept.isEmpty && !levels.kept.contains(level)) {
        leftOut += 1
        return
      }
    }
    if isSubset(row) {
      subsets += 1
      return
    }
    guard let unit = unitName(row) else {
      flaws.append(table.flaw(row: row, column: source.unit, "the unit has no name"))
      return
    }
    guard let time = timePoint(row) else {
      flaws.append(
        table.flaw(
          row: row, column: source.time,
          "'\(table.text(row: row, column: source.time))' is not a period; use 2019, 2019.25, 2019Q2, Apr-Jun 2019, 2019/20, 2019/20 Q1, 2019-04-01 or 01/04/2019"
        ))
      return
    }
    let part = Part(
      row: row, code: source.code.map { table.text(row: row, column: $0) } ?? unit.original,
      outcome: number(row, source.outcome, counts: true), numerator: number(row, source.numerator),
      denominator: number(row, source.denominator), published: number(row, source.published),
      covariates: source.covariates.map { number(row, $0.column) })
    if seen.insert(unit.name).inserted { units.append(unit.name) }
    if let flaw = spliced(unit, row: row, code: part.code) { flaws.append(flaw) }
    check(part, row: row)
    times.insert(time)
    add(part, to: CellKey(unit: unit.name, time: time), isMerged: unit.isMerged)
  }

  /// Two authorities of one name are not one series, nor is one whose code changed without the table of changes.
  private mutating func spliced(
    _ unit: (name: String, original: String, isMerged: Bool), row: Int, code: String
  ) -> TableFlaw? {
    guard let column = source.code, !unit.isMerged else { return nil }
    guard let first = codes[unit.name] else {
      codes[unit.name] = (code, row)
      return nil
    }
    guard first.code != code, !code.isEmpty, spliceNamed.insert(unit.name).inserted else { return nil }
    return source.table.flaw(
      row: row, column: column,
      "'\(unit.name)' has code \(code) here and \(first.code) in line \(source.table.line(ofRow: first.row)); name units by code (unit: \(source.table.header[column])), or list the one that continues the other in authority_changes"
    )
  }

  /// Counts that cannot be, each at its place.
  private mutating func check(_ part: Part, row: Int) {
    if part.numerator.isFinite, part.denominator.isFinite, part.numerator > part.denominator,
      source.numerator != nil, let column = source.numerator
    {
      flaws.append(
        source.table.flaw(
          row: row, column: column,
          "numerator \(source.table.text(row: row, column: column)) is above the denominator \(Self.short(part.denominator))"
        ))
    }
    if let column = source.denominator, part.denominator <= 0, part.outcome.isFinite || part.numerator > 0 {
      flaws.append(
        source.table.flaw(
          row: row, column: column, "a denominator of \(Self.short(part.denominator)) has no percentage of it"))
    }
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private mutating func add(_ part: Part, to key: CellKey, isMerged: Bool) {
    if let former = cells[key]?.parts.first(where: { $0.code == part.code }) {
      // A row repeated word for word is harmless; two different values are not.
      let same = former.outcome == part.outcome || (former.outcome.isNaN && part.outcome.isNaN)
      if !same {
        flaws.append(
          source.table.flaw(
            row: part.row, column: source.unit,
            "'\(key.unit)' has a second value for \(key.time.label); the first is in line \(source.table.line(ofRow: former.row))"
          ))
      }
      return
    }
    cells[key, default: Cell()].parts.append(part)
    if isMerged { merged[key.unit, default: []].insert(part.code) }
  }

  /// Rows for a sex, a category or an age group are parts of the total and never summed with it.
  private func isSubset(_ row: Int) -> Bool {
    guard source.format == .fingertips else { return false }
    let table = source.table
    if let category = table.columnIndex(named: "Category"), !table.text(row: row, column: category).isEmpty {
      return layout.filters["Category"] == nil
    }
    guard layout.filters["Sex"] == nil, let sex = table.columnIndex(named: "Sex") else { return false }
    return ["male", "female"].contains(table.text(row: row, column: sex).lowercased())
  }

  private func unitName(_ row: Int) -> (name: String, original: String, isMerged: Bool)? {
    let name = source.table.text(row: row, column: source.unit)
    guard !name.isEmpty else { return nil }
    guard layout.mergesAuthorities else { return (name, name, false) }
    let code = source.code.map { source.table.text(row: row, column: $0) } ?? name
    guard let change = layout.changes.first(where: { $0.oldCode == code }) else {
      return (name, name, false)
    }
    return (name == code ? change.newCode : change.newName, name, true)
  }

  private func timePoint(_ row: Int) -> TimePoint? {
    let text = source.table.text(row: row, column: source.time)
    guard source.format == .exploreEducationStatistics else { return TimePoint(text) }
    let kind = source.timeKind.map { source.table.text(row: row, column: $0).lowercased() } ?? ""
    let isSpan = text.count == 6 && Int(text) != nil
    let year = isSpan ? "\(text.prefix(4))/\(text.suffix(2))" : text
    // "Financial year Q1", "Q1", "Quarter 1".
    let words = kind.split(separator: " ")
    let names = words.contains { $0.count == 2 && $0.hasPrefix("q") } || kind.contains("quarter")
    if names, let digit = kind.first(where: \.isNumber) {
      return TimePoint("\(year) Q\(digit)") ?? TimePoint("\(text)Q\(digit)")
    }
    return TimePoint(year)
  }

  private mutating func number(_ row: Int, _ column: Int?, counts: Bool = false) -> Double {
    guard let column else { return .nan }
    let text = source.table.text(row: row, column: column)
    switch source.numbers.read(text) {
    case .number(let value): return value
    case .missing(let reason):
      if counts {
        let note = source.note.map { source.table.text(row: row, column: $0) } ?? ""
        missing[note.isEmpty ? reason : "\(reason): \(note)", default: 0] += 1
      }
      return .nan
    case .neither:
      flaws.append(source.table.flaw(row: row, column: column, "'\(text)' is not a number"))
      return .nan
    }
  }

  /// Several indicators in one file are different outcomes.
  private func checkIndicator() throws(TableError) {
    guard source.format == .fingertips, let column = source.table.columnIndex(named: "Indicator ID") else {
      return
    }
    guard layout.filters["Indicator ID"] == nil, layout.filters["Indicator Name"] == nil else { return }
    let ids = Set(source.table.texts(inColumn: column)).sorted()
    guard ids.count > 1 else { return }
    throw TableError(
      file: source.table.file, line: 1,
      "the file holds several indicators (\(ids.joined(separator: ", "))); choose one with filter: {Indicator ID: …}"
    )
  }

  // MARK: The panel

  mutating func panel() throws(TableError) -> PanelReading {
    guard !cells.isEmpty else {
      throw TableError(
        file: source.table.file, "no row is left to read\(leftOut > 0 ? " after the filters" : "")")
    }
    let ordered = times.sorted()
    try checkScale()
    for (a, b) in zip(ordered, ordered.dropFirst()) where a.order == b.order {
      throw TableError(file: source.table.file, "the periods '\(a.label)' and '\(b.label)' are the same")
    }
    var outcome: [[Double]] = [], counts: [[Double]] = []
    var covariates = source.covariates.map { ($0.name, [[Double]]()) }
    for unit in units {
      let parts = ordered.map { cells[CellKey(unit: unit, time: $0)]?.parts ?? [] }
      let combined = parts.map { combine(unit, $0) }
      outcome.append(combined.map(\.outcome))
      counts.append(combined.map(\.denominator))
      for k in covariates.indices { covariates[k].1.append(combined.map { $0.covariates[k] }) }
    }
    gather()
    let hasCounts = counts.contains { $0.contains { $0.isFinite } }
    var panel = Panel(
      units: units, times: ordered, outcomeName: source.outcomeName, outcome: outcome,
      denominator: hasCounts ? counts : nil,
      covariates: Dictionary(uniqueKeysWithValues: covariates.map { ($0.0, $0.1) }))
    let absent = outcome.joined().count { $0.isNaN }
    if absent > 0 { notes.append("\(absent) of \(units.count * ordered.count) unit-periods have no outcome") }
    if !hasCounts { panel.denominator = nil }
    return PanelReading(panel: panel, notes: notes)
  }

  /// Percentages and shares: one scale for all, and nothing beyond it.
  private func checkScale() throws(TableError) {
    guard let column = source.outcome else { return }
    var largest: [String: (value: Double, row: Int)] = [:], beyond: [TableFlaw] = []
    var known = 0, inside = 0
    for (key, cell) in cells {
      for part in cell.parts where part.outcome.isFinite {
        known += 1
        if part.outcome >= 0, part.outcome <= 100 {
          inside += 1
        } else {
          let text = source.table.text(row: part.row, column: column)
          beyond.append(source.table.flaw(row: part.row, column: column, "\(text) is not a percentage"))
        }
        if part.outcome > largest[key.unit]?.value ?? -.infinity { largest[key.unit] = (part.outcome, part.row) }
      }
    }
    let name = source.outcomeName.lowercased()
    let isNamed = ["percent", "%", "pct", "proportion", "share"].contains { name.contains($0) }
    // A rate per thousand has a denominator too: then many values are above 100.
    let isPercentage = isNamed || source.denominator != nil && source.numerator != nil || inside * 10 >= known * 9
    let isSaid = isPercentage && (isNamed || source.denominator != nil)
    if isSaid, !beyond.isEmpty { throw TableError(beyond.sorted { $0.line < $1.line }) }
    var small = largest.filter { $0.value.value <= 1 && $0.value.value > 0 }
    let others = largest.filter { $0.value.value > 1 }.map(\.value.value).sorted()
    guard let least = others.first, let most = others.last else { return }
    let typical = others[others.count / 2]
    if !isSaid {
      // Numbers of any kind, as a column 'value' may hold: shares only where a hundred times as much is like the others.
      guard beyond.isEmpty, least > 10 else { return }
      small = small.filter { (least / 2...most * 1.5).contains(100 * $0.value.value) }
    }
    guard !small.isEmpty, typical > 10 else { return }
    throw TableError(
      small.sorted { $0.value.row < $1.value.row }.map { unit, found in
        source.table.flaw(
          row: found.row, column: column,
          "'\(unit)' has no value above 1 while others go to \(Self.short(typical)): shares from 0 to 1 among percentages"
        )
      })
  }

  /// Why the parts of a merged authority do not make the whole in a period; nil when they do.
  ///
  /// A small part that joined an authority which goes on (Isles of Scilly and Cornwall) may lack.
  private func incomplete(_ parts: [Part], of unit: String) -> String? {
    guard let all = merged[unit] else { return nil }
    let lacking = Set(
      parts.filter { !$0.outcome.isFinite && !($0.numerator.isFinite && $0.denominator > 0) }.map(\.code))
    let here = Set(parts.map(\.code))
    // The successor's own row, or that of the authority which goes on.
    if parts.contains(where: { !all.contains($0.code) && !lacking.contains($0.code) }) { return nil }
    let missing = lacking.union(all.subtracting(here))
    guard !missing.isEmpty, missing != here.union(all) else { return nil }
    return missing.sorted().joined(separator: ", ")
  }

  /// One value from the parts of a merged authority: percentages weighed by their denominators.
  private mutating func combine(_ unit: String, _ given: [Part]) -> Part {
    var parts = given.map { gate($0) }
    if !given.isEmpty, let missing = incomplete(parts, of: unit) {
      partly[unit, default: []].insert(missing)
      for k in parts.indices { (parts[k].outcome, parts[k].numerator) = (.nan, .nan) }
    }
    guard var first = parts.first else {
      return Part(
        row: 0, code: "", outcome: .nan, numerator: .nan, denominator: .nan, published: .nan,
        covariates: source.covariates.map { _ in .nan })
    }
    for k in parts.indices where source.outcome == nil || parts[k].outcome.isNaN && layout.numerator != nil {
      if parts[k].denominator > 0 { parts[k].outcome = 100 * parts[k].numerator / parts[k].denominator }
    }
    first = parts[0]
    guard parts.count > 1 else { return first }
    let known = parts.filter(\.outcome.isFinite)
    let weights = known.map { $0.denominator.isFinite ? $0.denominator : 1 }
    let total = weights.reduce(0, +)
    first.outcome = total > 0 ? zip(known, weights).reduce(0) { $0 + $1.0.outcome * $1.1 } / total : .nan
    let sizes = parts.map(\.denominator).filter(\.isFinite)
    first.denominator = sizes.isEmpty ? .nan : sizes.reduce(0, +)
    first.covariates = first.covariates.indices.map { k in
      let values = parts.map { $0.covariates[k] }.filter(\.isFinite)
      return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
    }
    return first
  }

  /// A count far from the published one means that the return was not complete.
  private mutating func gate(_ part: Part) -> Part {
    guard let gate = layout.completeness, part.outcome.isFinite || part.numerator.isFinite else {
      return part
    }
    let own = part.denominator.isFinite ? part.denominator : part.numerator
    let percent = 100 * own / part.published
    guard percent.isFinite, percent >= gate.lowestPercent, percent <= gate.highestPercent else {
      var copy = part
      (copy.outcome, copy.numerator) = (.nan, .nan)
      gated += 1
      return copy
    }
    return part
  }

  private mutating func gather() {
    for (reason, count) in missing.sorted(by: { $0.key < $1.key }) {
      notes.append("\(count) outcome cells without a number (\(reason))")
    }
    if leftOut > 0 { notes.append("\(leftOut) rows left out because they are not about single authorities") }
    if subsets > 0 {
      notes.append("\(subsets) rows left out because they are parts of a total (sex or category)")
    }
    if let gate = layout.completeness, gated > 0 {
      notes.append(
        "\(gated) cells left out because their count is not \(Int(gate.lowestPercent))–\(Int(gate.highestPercent)) % of the published one"
      )
    }
    for (unit, missing) in partly.sorted(by: { $0.key < $1.key }) {
      notes.append(
        "\(unit) has no value in periods without one for its part \(missing.sorted().joined(separator: ", "))")
    }
    for (unit, codes) in merged.sorted(by: { $0.key < $1.key }) {
      notes.append(
        "\(codes.sorted().joined(separator: ", ")) read as \(unit), weighed by denominators where known")
    }
  }
}
