// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import Economics
import ScenarioFiles
import Statistics
import Studies
import TableFiles

extension SensitivityResults {
  /// The results in the form asked for.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: tables.first?.csv ?? ""
    }
  }

  private var tableText: String {
    let label = effect.name
    var parts = [
      """
      \(study.title)
      At \(pounds(threshold)) for a unit of \(label), costs to \(perspective.label); \(replications) \
      replications at each point, the same children at all of them. Parameters that are not moved are at their means.
      """
    ]
    if let tornado { parts += tornadoText(tornado) }
    for (parameter, points) in oneWay { parts.append(curveText(parameter, points)) }
    for grid in twoWay { parts.append(gridText(grid)) }
    for found in switches { parts += [curveText(found.parameter, found.curve), switchText(found)] }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func signed(_ moments: RunningMoments) -> String {
    "\(pounds(moments.mean)) ± \(pounds(moments.confidenceInterval().halfWidth))"
  }

  /// A quantity more than the baseline, with its Monte Carlo error.
  private func signed(_ moments: RunningMoments, _ quantity: Tornado.Quantity) -> String {
    quantity == .effect
      ? "\(readable(moments.mean)) ± \(readable(moments.confidenceInterval().halfWidth))" : signed(moments)
  }

  private func words(_ quantity: Tornado.Quantity) -> String {
    switch quantity {
    case .netBenefit: "net benefit"
    case .effect: effect.name
    case .cost: "cost"
    case .costPerUnit: "cost per unit"
    }
  }

  private func tornadoText(_ tornado: Tornado) -> [String] {
    tornado.bars.enumerated().dropFirst().map { s, bars in
      var table = TextTable(["Parameter", "from", "to", words(tornado.quantity), "to", "best", "provenance"])
      for bar in bars.prefix(20) {
        let best = [bar.bestAtLow, bar.bestAtHigh].filter { $0 != tornado.bestAtBase }
        table.add([
          bar.parameter, readable(bar.low), readable(bar.high), signed(bar.lowQuantity, tornado.quantity),
          signed(bar.highQuantity, tornado.quantity),
          best.isEmpty ? "same" : strategies[best[0]], provenance[bar.parameter] ?? "",
        ])
      }
      let more = bars.count > 20 ? "\n(20 of \(bars.count) parameters; --format csv or --out has all)" : ""
      return """
        \(strategies[s]): \(words(tornado.quantity)) more than \(strategies[0]), \
        \(signed(tornado.baseQuantity[s], tornado.quantity)) with every \
        parameter at its mean
        \(table.text(lastColumnIsText: true))\(more)
        """
    }
  }

  private func curveText(_ parameter: String, _ points: [SensitivityPoint]) -> String {
    // With a budget that is held, what makes up for the move, and how far.
    let madeUp = Set(points.flatMap(\.changes.keys)).subtracting([parameter]).sorted()
    var table = TextTable(
      [parameter] + madeUp + strategies.dropFirst().map { "\($0), more than baseline" } + ["best"])
    for point in points {
      table.add(
        ([parameter] + madeUp).map { readable(point.changes[$0] ?? .nan) }
          + strategies.indices.dropFirst().map { signed(point.increment(of: $0, at: threshold)) }
          + [strategies[point.best(at: threshold)]])
    }
    return table.text(lastColumnIsText: true) + movedIn(parameter)
  }

  /// In which strategies a parameter moves.
  private func movedIn(_ parameter: String) -> String {
    guard let moved = moves[parameter], strategies.count > 1, !parameter.hasSuffix("]") else { return "" }
    return "\nMoved in \(moved.count == strategies.count ? "every strategy" : moved.joined(separator: ", "))."
  }

  private func gridText(
    _ grid: (first: ParameterRange, second: ParameterRange, points: [SensitivityPoint])
  ) -> String {
    var table = TextTable(["\(grid.first.name) ↓  \(grid.second.name) →"] + grid.second.values.map { readable($0) })
    for (row, value) in grid.first.values.enumerated() {
      table.add(
        [readable(value)]
          + grid.second.values.indices.map { column in
            let point = grid.points[row * grid.second.values.count + column]
            return "\(point.best(at: threshold) + 1)"
          })
    }
    let key = strategies.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: ", ")
    return "Best strategy (\(key))\n" + table.text()
  }

  private func switchText(_ found: SensitivityResults.Switches) -> String {
    var lines: [String] = []
    if found.bySimulator.isEmpty, found.unresolved.isEmpty {
      let best = found.curve.first.map { strategies[$0.best(at: threshold)] } ?? ""
      lines.append(
        "No value of \(found.parameter) between \(readable(found.low)) and \(readable(found.high)) changes the preferred strategy: it is \(best) throughout."
      )
    }
    for point in found.bySimulator {
      let interval =
        point.interval.lower.isFinite
        ? " (95 % interval of the simulation \(readable(point.interval.lower)) to \(readable(point.interval.upper)), \(point.replications) replications at each point around it)"
        : ""
      lines.append(
        "The preferred strategy changes where \(found.parameter) is \(readable(point.value))\(interval): \(strategies[point.below]) below, \(strategies[point.above]) above."
      )
    }
    for stretch in found.unresolved {
      lines.append(
        "No switch value is known between \(readable(stretch.low)) and \(readable(stretch.high)): with \(stretch.replications) replications at each point the simulation cannot tell \(strategies[stretch.first]) from \(strategies[stretch.second]) there."
      )
    }
    if let metamodel = found.byMetamodel {
      let values = metamodel.map {
        "\(readable($0.value)) (\(strategies[$0.below]) below, \(strategies[$0.above]) above)"
      }
      lines.append(
        "By the \(MetamodelCurve.label): "
          + (values.isEmpty ? "no change within the middle 95 % of its draws." : values.joined(separator: "; ") + "."))
    }
    return lines.joined(separator: "\n")
  }

  private var json: JSONValue {
    .object([
      ("study", .text(study.title)), ("outcome", .text(effect.name)), ("perspective", .text(perspective.rawValue)),
      ("wtp", .number(threshold)), ("replications", .integer(replications)),
      ("strategies", .texts(strategies)),
      ("tornado", .array(tornado.map { table($0).json } ?? [])), ("one_way", .array(oneWayTable.json)),
      ("two_way", .array(twoWayTable.json)), ("switch_points", .array(switchTable.json)),
    ])
  }
}
