// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import TableFiles

/// A PSA of another tool in a single table: long, with a row for each strategy and draw, or wide, with a row for each draw
/// and columns such as `Cost A`, `QALY_A` or `A (cost)`. Numeric columns that are neither are taken for parameters.
struct OneTableSamples {
  let samples: DecisionSamples
  /// Nil when the table has none.
  let parameters: ParameterSamples?

  /// Words for a cost, an effect, a strategy and a draw as BCEA, dampack, heemod, TreeAge and people's spreadsheets have
  /// them.
  private static let costs = ["cost", "costs", "total_cost", "total_costs", "cost_gbp"]
  private static let effects = [
    "effect", "effects", "effectiveness", "eff", "qaly", "qalys", "total_qalys", "ly", "lys", "utility", "outcome",
  ]
  private static let strategies = [
    "strategy", "strategies", "strategy_names", "strategy_name", "option", "intervention", "treatment", "arm",
    "comparator",
  ]
  private static let draws = [
    "draw", "iteration", "iter", "sim", "simulation", "sample", "run", "trial", "index", "psa_iteration", "id",
  ]

  init(contentsOfFile path: String) throws(TableError) {
    let table = try DelimitedTable(contentsOfFile: path, delimiter: DelimitedTable.delimiter(ofFile: path))
    guard table.rowCount > 0 else { throw TableError(file: path, line: 1, "no rows under the header") }
    let names = table.header.map(Self.plain)
    func place(_ words: [String]) -> Int? { names.firstIndex(where: words.contains) }
    if let strategy = place(Self.strategies), let cost = place(Self.costs), let effect = place(Self.effects) {
      self = try Self.long(table, strategy: strategy, cost: cost, effect: effect, draw: place(Self.draws))
    } else {
      self = try Self.wide(table, names: names, draw: place(Self.draws))
    }
  }

  private init(samples: DecisionSamples, parameters: ParameterSamples?) {
    self.samples = samples
    self.parameters = parameters
  }

  /// A column's name in small letters and underscores.
  private static func plain(_ name: String) -> String {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.joined(separator: "_")
  }

  // MARK: Long

  private static func long(
    _ table: DelimitedTable, strategy: Int, cost: Int, effect: Int, draw: Int?
  ) throws(TableError) -> OneTableSamples {
    let labels = table.texts(inColumn: strategy)
    var strategies: [String] = []
    for label in labels where !strategies.contains(label) { strategies.append(label) }
    // Rows of a draw by strategy; without a column for it, the rows of a strategy are its draws in turn.
    var keys: [String] = [], rows: [String: [Int?]] = [:], turns = strategies.map { _ in 0 }
    for (row, label) in labels.enumerated() {
      guard let s = strategies.firstIndex(of: label) else { continue }
      turns[s] += 1
      let key = draw.map { table.text(row: row, column: $0) } ?? String(turns[s])
      if rows[key] == nil {
        keys.append(key)
        rows[key] = strategies.map { _ in nil }
      }
      guard rows[key]?[s] == nil else {
        throw TableError([table.flaw(row: row, column: strategy, "draw \(key) has '\(label)' twice")])
      }
      rows[key]?[s] = row
    }
    for key in keys {
      guard let own = rows[key], let missing = own.firstIndex(where: { $0 == nil }) else { continue }
      let row = own.compactMap { $0 }.first ?? 0
      throw TableError([table.flaw(row: row, column: strategy, "draw \(key) lacks '\(strategies[missing])'")])
    }
    let order = keys.map { key in (rows[key] ?? []).compactMap { $0 } }
    let costs = try amounts(table, cost), effects = try amounts(table, effect)
    func byStrategy(_ values: [Double]) -> [[Double]] {
      strategies.indices.map { s in order.map { values[$0[s]] } }
    }
    // What is the same for all strategies of every draw is a parameter.
    var names: [String] = [], values: [[Double]] = []
    for column in table.header.indices where ![strategy, cost, effect, draw].contains(column) {
      guard let own = try? amounts(table, column),
        order.allSatisfy({ rows in rows.allSatisfy { own[$0] == own[rows[0]] } })
      else { continue }
      names.append(table.header[column])
      values.append(order.map { own[$0[0]] })
    }
    return OneTableSamples(
      samples: DecisionSamples(strategies: strategies, costs: byStrategy(costs), effects: byStrategy(effects)),
      parameters: names.isEmpty ? nil : ParameterSamples(names: names, values: values))
  }

  // MARK: Wide

  private static func wide(
    _ table: DelimitedTable, names: [String], draw: Int?
  ) throws(TableError) -> OneTableSamples {
    /// The strategy of a column that has one of the words at its beginning or end.
    func strategy(_ name: String, _ words: [String]) -> String? {
      for word in words.sorted(by: { $0.count > $1.count }) {
        if name.hasPrefix(word + "_") { return String(name.dropFirst(word.count + 1)) }
        if name.hasSuffix("_" + word) { return String(name.dropLast(word.count + 1)) }
      }
      return nil
    }
    var strategies: [String] = [], costColumns: [String: Int] = [:], effectColumns: [String: Int] = [:]
    var others: [Int] = []
    for (column, name) in names.enumerated() where column != draw {
      if let own = strategy(name, costs) {
        if costColumns[own] == nil, effectColumns[own] == nil { strategies.append(own) }
        costColumns[own] = column
      } else if let own = strategy(name, effects) {
        if costColumns[own] == nil, effectColumns[own] == nil { strategies.append(own) }
        effectColumns[own] = column
      } else {
        others.append(column)
      }
    }
    let complete = strategies.filter { costColumns[$0] != nil && effectColumns[$0] != nil }
    guard !complete.isEmpty, complete.count == strategies.count else {
      let lacking = strategies.first { costColumns[$0] == nil || effectColumns[$0] == nil }
      throw TableError(
        file: table.file, line: 1,
        lacking.map {
          "'\($0)' has a column for \(costColumns[$0] == nil ? "its effect, but none for its cost" : "its cost, but none for its effect")"
        }
          ?? "found neither a long table (columns strategy, cost and effect, with a row for each strategy and draw) nor a wide one (columns such as 'Cost A' and 'Effect A'); the columns are \(table.header.quotedList)"
      )
    }
    var costs: [[Double]] = [], effects: [[Double]] = []
    for name in complete {
      costs.append(try amounts(table, costColumns[name] ?? 0))
      effects.append(try amounts(table, effectColumns[name] ?? 0))
    }
    var parameterNames: [String] = [], values: [[Double]] = []
    for column in others {
      guard let own = try? amounts(table, column) else { continue }
      parameterNames.append(table.header[column])
      values.append(own)
    }
    return OneTableSamples(
      samples: DecisionSamples(
        strategies: complete.map { label(of: $0, in: table, costColumns, names) }, costs: costs, effects: effects),
      parameters: parameterNames.isEmpty ? nil : ParameterSamples(names: parameterNames, values: values))
  }

  /// A strategy's name with the capitals that its column has.
  private static func label(
    of name: String, in table: DelimitedTable, _ columns: [String: Int], _ names: [String]
  ) -> String {
    guard let column = columns[name] else { return name }
    let words = table.header[column].split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let count = name.split(separator: "_").count
    return (names[column].hasSuffix(name) ? words.suffix(count) : words.prefix(count)).joined(separator: " ")
  }

  // MARK: Numbers as spreadsheets write them

  /// A column of numbers that may have a currency sign, separators of thousands or a decimal comma.
  private static func amounts(_ table: DelimitedTable, _ column: Int) throws(TableError) -> [Double] {
    var values: [Double] = []
    for row in 0..<table.rowCount {
      let text = table.text(row: row, column: column)
      guard let value = number(text), value.magnitude <= DecisionSamples.largestMagnitude else {
        throw TableError([
          table.flaw(
            row: row, column: column,
            "row \(row + 1) of column '\(table.header[column])' must be a finite number; \(text.isEmpty ? "the cell is empty" : "found '\(text)'")"
          )
        ])
      }
      values.append(value)
    }
    return values
  }

  /// `1234.5`, `£1,234.50`, `€ 1.234,50`, `(1,234)` for a negative amount.
  static func number(_ text: String) -> Double? {
    var text = text.filter { !$0.isWhitespace && !"£$€".contains($0) }
    let isNegative = text.hasPrefix("(") && text.hasSuffix(")")
    if isNegative { text = String(text.dropFirst().dropLast()) }
    if text.wholeMatch(of: /[-+−]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?/) != nil {
      text.removeAll { $0 == "," }
    } else if text.wholeMatch(of: /[-+−]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+/) != nil {
      text.removeAll { $0 == "." }
      text = text.replacing(",", with: ".")
    } else if text.wholeMatch(of: /[-+−]?[0-9]+,[0-9]+/) != nil {
      text = text.replacing(",", with: ".")
    }
    text = text.replacing("−", with: "-")
    guard text.wholeMatch(of: /[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?/) != nil, let value = Double(text),
      value.isFinite
    else { return nil }
    return isNegative ? -value : value
  }
}
