// SPDX-License-Identifier: GPL-3.0-or-later
import Calibration
import EarlyYears
import Foundation
import TableFiles

/// Reads the CSV of figures that a calibration is to reproduce.
///
/// Columns: metric; value, or numerator and denominator; then any of group, label, lower and upper (a 95 % interval),
/// tolerance (what counts as met on either side), period, source, provenance, use (fitted or held_out).
struct CalibrationTargetReader {
  let path: String
  /// Where the calibration file names the CSV.
  let named: SourcePosition
  let scenario: ScenarioDocument
  /// Of counts, on the logit scale.
  let overdispersion: Double

  static let columns = [
    "metric", "group", "label", "value", "numerator", "denominator", "lower", "upper", "tolerance", "period", "source",
    "provenance", "use", "note",
  ]

  func read() throws(ScenarioError) -> [CalibrationTarget] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ScenarioError([Flaw(named, "no such file: '\(path)'")])
    }
    let table: DelimitedTable
    do { table = try DelimitedTable(contentsOfFile: path) } catch {
      throw ScenarioError([Flaw(named, "'targets': \(error)")])
    }
    for (column, name) in table.header.enumerated() where !Self.columns.contains(name) {
      let near = didYouMean(name, in: Self.columns)
      throw error(table.flaw(inHeader: column, "unknown column '\(name)'\(near)"))
    }
    guard table.columnIndex(named: "metric") != nil else {
      throw ScenarioError([Flaw(SourcePosition(file: path, line: 1, column: 1), "no column 'metric'")])
    }
    let catalogue = ServiceModel(scenario.scenario()).catalogue
    var targets: [CalibrationTarget] = []
    for row in 0..<table.rowCount { targets.append(try target(row, table, catalogue)) }
    return targets
  }

  private func target(
    _ row: Int, _ table: DelimitedTable, _ catalogue: OutcomeCatalogue
  ) throws(ScenarioError) -> CalibrationTarget {
    func text(_ name: String) -> String? {
      guard let column = table.columnIndex(named: name) else { return nil }
      let text = table.text(row: row, column: column)
      return text.isEmpty ? nil : text
    }
    func fail(_ name: String, _ message: String) -> ScenarioError {
      error(table.flaw(row: row, column: table.columnIndex(named: name) ?? 0, message))
    }
    func number(_ name: String) throws(ScenarioError) -> Double? {
      guard let text = text(name) else { return nil }
      guard let value = Double(text), value.isFinite else {
        throw fail(name, "'\(name)' must be a number; found '\(text)'")
      }
      return value
    }
    let id = text("metric") ?? ""
    guard let measure = catalogue.measure(id) else {
      let near = didYouMean(id, in: catalogue.measures.map(\.id))
      throw fail("metric", "'\(id)' is no measure of the scenario\(near)")
    }
    guard let group = Group(names: text("group") ?? "overall:all"),
      catalogue.index(of: OutcomeKey(id, group)) != nil
    else { throw fail("group", "'\(text("group") ?? "")' is no group for which '\(id)' is reported; write quintile:1") }
    let numerator = try number("numerator"), denominator = try number("denominator")
    guard (numerator == nil) == (denominator == nil) else {
      throw fail("numerator", "numerator and denominator go together")
    }
    if let numerator, let denominator, !(denominator > 0 && numerator >= 0 && numerator <= denominator) {
      throw fail("numerator", "the numerator must lie between 0 and the denominator")
    }
    let counts = numerator.flatMap { n in denominator.map { CalibrationTarget.Counts(numerator: n, denominator: $0) } }
    guard let value = try number("value") ?? counts.map({ 100 * $0.numerator / $0.denominator }) else {
      throw fail("metric", "'\(id)' has neither a value nor a numerator and denominator")
    }
    let lower = try number("lower"), upper = try number("upper"), tolerance = try number("tolerance")
    if let lower, let upper, lower > upper { throw fail("lower", "the interval runs backwards") }
    if let tolerance, tolerance < 0 { throw fail("tolerance", "a tolerance must not be negative") }
    guard let use = CalibrationTarget.Use(rawValue: text("use") ?? "fitted") else {
      throw fail("use", "'use' must be fitted or held_out; found '\(text("use") ?? "")'")
    }
    let provenance = text("provenance") ?? "assumption"
    guard ScenarioFormat.provenances.contains(provenance) else {
      throw fail("provenance", "provenance must be one of \(ScenarioFormat.provenances.joined(separator: ", "))")
    }
    let (deviation, accepted) = spread(value, counts, lower, upper, tolerance)
    guard deviation > 0 || counts != nil || use == .heldOut else {
      throw fail("metric", "'\(id)' needs a numerator and denominator, an interval or a tolerance above 0")
    }
    let suffix = group == .overall ? "" : " (\(group.names.kind) \(group.names.name))"
    return CalibrationTarget(
      metric: group == .overall ? id : "\(id)@\(group.names.kind):\(group.names.name)",
      label: text("label") ?? measure.label + suffix, unit: measure.unit.rawValue, value: value, counts: counts,
      tolerance: deviation, overdispersion: counts == nil ? 0 : overdispersion, accepted: accepted,
      period: text("period") ?? "", source: text("source") ?? "",
      provenance: provenance, use: use)
  }

  /// A tolerance counts as two standard deviations, an interval as 95 %. What is met: the tolerance, else the
  /// interval, else two binomial errors.
  private func spread(
    _ value: Double, _ counts: CalibrationTarget.Counts?, _ lower: Double?, _ upper: Double?, _ tolerance: Double?
  ) -> (deviation: Double, accepted: ClosedRange<Double>) {
    if let tolerance { return (tolerance / 2, (value - tolerance)...(value + tolerance)) }
    if let lower, let upper { return ((upper - lower) / (2 * 1.959964), lower...upper) }
    guard let counts else { return (0, value...value) }
    let share = counts.numerator / counts.denominator
    let half = 200 * (max(share * (1 - share), 0) / counts.denominator).squareRoot()
    return (0, (value - half)...(value + half))
  }

  private func error(_ flaw: TableFlaw) -> ScenarioError {
    ScenarioError([
      Flaw(SourcePosition(file: flaw.file, line: flaw.line, column: max(1, flaw.column)), flaw.message)
    ])
  }
}
