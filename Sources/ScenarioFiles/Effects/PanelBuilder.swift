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
  private var times: Set<TimePoint> = []
  private var missing: [String: Int] = [:]
  private var merged: [String: Set<String>] = [:]
  private var gated = 0, leftOut = 0, subsets = 0

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
          "'\(table.text(row: row, column: source.time))' is not a period; use 2019, 2019.25, 2019Q2, 2019/20 or 2019-04-01"
        ))
      return
    }
    let part = Part(
      row: row, code: source.code.map { table.text(row: row, column: $0) } ?? unit.original,
      outcome: number(row, source.outcome, counts: true), numerator: number(row, source.numerator),
      denominator: number(row, source.denominator), published: number(row, source.published),
      covariates: source.covariates.map { number(row, $0.column) })
    if !units.contains(unit.name) { units.append(unit.name) }
    times.insert(time)
    add(part, to: CellKey(unit: unit.name, time: time), isMerged: unit.isMerged)
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
    if kind.hasPrefix("q") || kind.contains("quarter"), let digit = kind.first(where: \.isNumber) {
      return TimePoint("\(year) Q\(digit)") ?? TimePoint("\(text)Q\(digit)")
    }
    return TimePoint(year)
  }

  private mutating func number(_ row: Int, _ column: Int?, counts: Bool = false) -> Double {
    guard let column else { return .nan }
    let text = source.table.text(row: row, column: column)
    if let reason = suppressionMarkers[text.lowercased()] {
      if counts {
        let note = source.note.map { source.table.text(row: row, column: $0) } ?? ""
        missing[note.isEmpty ? reason : "\(reason): \(note)", default: 0] += 1
      }
      return .nan
    }
    let plain = text.filter { $0 != "," && $0 != " " }
    let digits = plain.hasSuffix("%") ? String(plain.dropLast()) : plain
    guard let value = Double(digits), value.isFinite else {
      flaws.append(source.table.flaw(row: row, column: column, "'\(text)' is not a number"))
      return .nan
    }
    return value
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
    for (a, b) in zip(ordered, ordered.dropFirst()) where a.order == b.order {
      throw TableError(file: source.table.file, "the periods '\(a.label)' and '\(b.label)' are the same")
    }
    var outcome: [[Double]] = [], counts: [[Double]] = []
    var covariates = source.covariates.map { ($0.name, [[Double]]()) }
    for unit in units {
      let parts = ordered.map { cells[CellKey(unit: unit, time: $0)]?.parts ?? [] }
      let combined = parts.map { combine($0) }
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

  /// One value from the parts of a merged authority: percentages weighed by their denominators.
  private mutating func combine(_ parts: [Part]) -> Part {
    var parts = parts.map { gate($0) }
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
    for (unit, codes) in merged.sorted(by: { $0.key < $1.key }) {
      notes.append(
        "\(codes.sorted().joined(separator: ", ")) read as \(unit), weighed by denominators where known")
    }
  }
}
