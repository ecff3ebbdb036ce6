// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import Statistics
import SyntheticControl
import TableFiles

extension EffectsResults {
  /// The results in the form asked for.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: estimatesTable.csv
    }
  }

  /// The report for the terminal: what was found, what could be found at all, then where methods disagree.
  var tableText: String {
    var parts = [effectsTable] + [pooledTable].compactMap { $0 } + [detectableTable]
    parts += [besideTable, trendTable, periodTable, equivalenceTable, factorTable, completionTable].compactMap { $0 }
    parts += [disagreementTable, weightsTable, backtestTable].compactMap { $0 }
    parts += notes.map { "Note: \($0)." }
    parts += warningLines
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var detectableTable: String {
    var table = TextTable([
      "Smallest effect this panel can show", "Method", "80 % power", "Noise of counting",
    ])
    for site in sites {
      table.add([
        site.unit, site.method.rawValue, site.minimumDetectableEffect.map { readable($0) } ?? "–",
        site.noiseFloor.map { readable($0) } ?? "–",
      ])
    }
    return table.text()
  }

  private var effectsTable: String {
    let level = readable(100 * study.design.level, digits: 0)
    var table = TextTable([
      "Effect", "Method", "Average", "\(level) % interval", "by", "Placebo p", "Conformal p", "Miss before",
      "Donors",
    ])
    for site in sites {
      table.add([
        site.unit, site.method.rawValue, readable(site.fit.averageEffect), Self.range(site.interval),
        site.intervalMethod ?? "–",
        site.placeboSpace.map { "\(readable($0.pValue)) (\($0.rank)/\($0.of))" } ?? "–",
        site.conformal.map { readable($0.pValue) } ?? "–", readable(site.fit.preMSPE.squareRoot()),
        readable(site.fit.effectiveDonors),
      ])
    }
    return table.text()
  }

  /// What simpler methods say, and what donors that are in doubt do to the answer.
  private var besideTable: String? {
    let tiers = sites.flatMap { $0.tiers.map(\.tier) }.reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    var table = TextTable(
      ["Beside it", "Method", "Average", "Difference in differences", "Own straight line"]
        + tiers.map { "Without \($0)" })
    for site in sites {
      table.add(
        [
          site.unit, site.method.rawValue, readable(site.fit.averageEffect),
          readable(site.beside.differenceInDifferences),
          site.beside.interruptedTimeSeries.map { readable($0) } ?? "–",
        ] + tiers.map { tier in site.tiers.first { $0.tier == tier }.map { readable($0.effect) } ?? "–" })
    }
    return table.text()
  }

  private var pooledTable: String? {
    let pooled = methods.compactMap(\.pooled)
    guard !pooled.isEmpty else { return nil }
    var table = TextTable([
      "Sites together", "Average", "Interval", "p", "Any site p", "By population", "Between sites sd",
      "A further site",
    ])
    for one in pooled {
      table.add([
        one.method.rawValue, readable(one.averageEffect), Self.range(one.interval), readable(one.pValue),
        readable(one.jointPValue), one.populationWeightedEffect.map { readable($0) } ?? "–",
        one.between.map { readable($0.quantile(0.5)) } ?? "–", Self.range(one.newSiteInterval),
      ])
    }
    return table.text()
  }

  /// Units as rows, methods as columns, and how far apart the methods are.
  private var disagreementTable: String? {
    guard methods.count > 1 else { return nil }
    var table = TextTable(
      ["Do the methods agree?"] + methods.map(\.method.rawValue) + ["Apart by", "Same sign"])
    let units = study.sites.map(\.treated.unit) + (methods.contains { $0.pooled != nil } ? ["pooled"] : [])
    for unit in units {
      let effects = methods.map { results in
        unit == "pooled"
          ? results.pooled?.averageEffect : results.sites.first { $0.unit == unit }?.fit.averageEffect
      }
      let known = effects.compactMap { $0 }
      guard let low = known.min(), let high = known.max() else { continue }
      table.add(
        [unit] + effects.map { $0.map { readable($0) } ?? "–" }
          + [readable(high - low), low * high > 0 ? "yes" : "no"])
    }
    return table.text()
  }

  private var weightsTable: String? {
    guard let results = methods.first else { return nil }
    var table = TextTable(["Donors of \(results.method.rawValue)", "for", "Weight"])
    for site in results.sites {
      let panel = site.site.panel
      let ranked = zip(site.fit.comparison.donors, site.fit.weights).sorted {
        $0.1.magnitude > $1.1.magnitude
      }
      for (donor, weight) in ranked.prefix(6) where weight.magnitude > 0.005 {
        table.add([panel.units[donor], site.unit, readable(weight)])
      }
    }
    return table.text()
  }

  private var backtestTable: String? {
    guard !backtests.isEmpty else { return nil }
    var table = TextTable([
      "Tried on donors", "Trials", "Added", "Bias", "RMSE", "Interval", "Holds", "Finds nothing's effect",
    ])
    func words(_ one: Backtest.Coverage?) -> String {
      guard let one, one.said > 0 else { return "cannot be said" }
      let part = one.said < one.cases ? " of \(one.said)/\(one.cases)" : ""
      return "\(percent(one.share)) (± \(percent(one.error)))\(part)"
    }
    for test in backtests {
      for one in test.coverage {
        table.add([
          test.method.rawValue, "\(test.trials)", readable(test.addedEffect), readable(test.bias),
          readable(test.rootMeanSquareError), one.method, words(one),
          words(test.falsePositives.first { $0.method == one.method }),
        ])
      }
    }
    return table.text()
  }

  /// The same warning for several units or methods is said once.
  private var warningLines: [String] {
    var order: [String] = [], places: [String: [String]] = [:]
    for site in sites {
      for warning in site.warnings {
        let line = "Warning (\(warning.code)): \(warning.message)"
        if places[line] == nil { order.append(line) }
        places[line, default: []].append("\(site.method.rawValue) for \(site.unit)")
      }
    }
    return order.map { line in
      let where_ = places[line] ?? []
      return where_.count > 3
        ? "\(line). [\(where_.count) estimates]" : "\(line). [\(where_.joined(separator: "; "))]"
    }
  }

  static func range(_ interval: ConfidenceInterval?) -> String {
    interval.map { "\(readable($0.lower)) to \(readable($0.upper))" } ?? "–"
  }
}
