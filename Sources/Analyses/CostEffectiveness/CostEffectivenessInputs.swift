// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import TableFiles

/// Reads effects and costs; strategies are matched by name, draws by row.
func readDecisionSamples(effects effectsPath: String, costs costsPath: String) throws(TableError)
  -> DecisionSamples
{
  let effects = try DelimitedTable(contentsOfFile: effectsPath)
  let costs = try DelimitedTable(contentsOfFile: costsPath)
  var flaws = strategiesMissing(from: costs, in: effects) + strategiesMissing(from: effects, in: costs)
  flaws += emptyTable(effects) + emptyTable(costs)
  if flaws.isEmpty, effects.rowCount != costs.rowCount { flaws.append(unequalRows(costs, effects)) }
  guard flaws.isEmpty else { throw TableError(flaws) }
  let effectColumns = try usableNumbers(in: effects), costColumns = try usableNumbers(in: costs)
  let order = effects.header.map { name in costs.columnIndex(named: name) ?? 0 }
  return DecisionSamples(
    strategies: effects.header, costs: order.map { costColumns[$0] }, effects: effectColumns)
}

/// Reads the draws of the parameters, row for row with the outcomes.
func readParameterSamples(
  at path: String, drawsOf samples: DecisionSamples, in effectsPath: String
) throws(TableError) -> ParameterSamples {
  let table = try DelimitedTable(contentsOfFile: path)
  guard table.rowCount == samples.drawCount else {
    throw TableError(
      file: path, line: table.rowCount > 0 ? table.line(ofRow: table.rowCount - 1) : 1,
      "\(table.rowCount) rows of parameters; \(effectsPath) has \(samples.drawCount) draws")
  }
  return ParameterSamples(names: table.header, values: try usableNumbers(in: table))
}

/// Reads a table of expected outcomes with the columns strategy, cost and effect in any order.
func readStrategyOutcomes(at path: String) throws(TableError) -> [StrategyOutcome] {
  let table = try DelimitedTable(contentsOfFile: path)
  let flaws = emptyTable(table)
  guard flaws.isEmpty else { throw TableError(flaws) }
  guard let name = table.columnIndex(named: "strategy") else {
    throw TableError(file: path, line: 1, "no column 'strategy'; found \(table.header.quotedList)")
  }
  let costs = try table.numbers(inColumn: "cost"), effects = try table.numbers(inColumn: "effect")
  var seen: Set<String> = []
  for (row, strategy) in table.texts(inColumn: name).enumerated() where !seen.insert(strategy).inserted {
    throw TableError([table.flaw(row: row, column: name, "strategy '\(strategy)' is listed twice")])
  }
  if let row = (0..<table.rowCount).first(where: { isTooLarge(costs[$0]) || isTooLarge(effects[$0]) }) {
    throw TableError([table.flaw(row: row, column: 0, tooLarge(row))])
  }
  return zip(table.texts(inColumn: name), zip(costs, effects)).map { name, outcome in
    StrategyOutcome(strategy: name, cost: outcome.0, effect: outcome.1)
  }
}

/// The parameters of each `--evppi`: `all` is every one alone, commas join several.
func parameterGroups(_ requests: [String], in parameters: ParameterSamples, file: String) throws -> [[Int]] {
  var groups: [[Int]] = []
  for request in requests {
    if let whole = parameters.index(of: request) {
      groups.append([whole])
    } else if request == "all" {
      groups += parameters.names.indices.map { [$0] }
    } else {
      groups.append(try jointGroup(request, in: parameters, file: file))
    }
  }
  return groups.reduce(into: []) { unique, group in if !unique.contains(group) { unique.append(group) } }
}

private func jointGroup(_ request: String, in parameters: ParameterSamples, file: String) throws -> [Int] {
  var group: [Int] = []
  for part in request.split(separator: ",", omittingEmptySubsequences: false) {
    let name = trimmed(part)
    guard let index = parameters.index(of: name) else {
      throw AnalysisError.request(
        "--evppi '\(request)': no parameter '\(name)' in \(file); it has \(parameters.names.quotedList)")
    }
    if !group.contains(index) { group.append(index) }
  }
  return group
}

private func trimmed(_ text: Substring) -> String {
  var text = text
  while text.first == " " { text.removeFirst() }
  while text.last == " " { text.removeLast() }
  return String(text)
}

// MARK: What can be wrong between tables

/// The numbers of all columns; those so large that no arithmetic is left are refused.
private func usableNumbers(in table: DelimitedTable) throws(TableError) -> [[Double]] {
  let columns = try table.allNumbers()
  for (column, values) in columns.enumerated() {
    guard let row = values.firstIndex(where: isTooLarge) else { continue }
    throw TableError([table.flaw(row: row, column: column, tooLarge(row))])
  }
  return columns
}

private func isTooLarge(_ value: Double) -> Bool { value.magnitude > DecisionSamples.largestMagnitude }

private func tooLarge(_ row: Int) -> String {
  "row \(row + 1) has a number beyond \(DecisionSamples.largestMagnitude), which cannot be a cost, an effect or a parameter"
}

private func strategiesMissing(from table: DelimitedTable, in other: DelimitedTable) -> [TableFlaw] {
  other.header.indices.filter { table.columnIndex(named: other.header[$0]) == nil }.map { column in
    other.flaw(
      inHeader: column,
      "strategy '\(other.header[column])' is not in \(table.file), which has \(table.header.quotedList)")
  }
}

private func emptyTable(_ table: DelimitedTable) -> [TableFlaw] {
  table.rowCount > 0 ? [] : [TableFlaw(file: table.file, line: 1, message: "no rows under the header")]
}

private func unequalRows(_ costs: DelimitedTable, _ effects: DelimitedTable) -> TableFlaw {
  let longer = costs.rowCount > effects.rowCount ? costs : effects
  let shorter = costs.rowCount > effects.rowCount ? effects : costs
  return longer.flaw(
    row: shorter.rowCount, column: 0,
    "row \(shorter.rowCount + 1) has no counterpart: this file has \(longer.rowCount) rows, \(shorter.file) has \(shorter.rowCount)"
  )
}
