// SPDX-License-Identifier: GPL-3.0-or-later
public import Analyses
import EarlyYears
import Economics
import ScenarioFiles
import Studies
import TableFiles

extension CohortResults {
  /// The results in the form asked for.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: tableText
    case .json: json.text + "\n"
    case .csv: csv
    }
  }

  private static let printedCycles = 12

  private var tableText: String {
    let names = model.states.map(\.name)
    let people = zip(names, run.start).filter { $0.1 > 0 }.map { "\(readable($0.1)) in \($0.0)" }
    let uncertain = run.document.parameters.count
    var course = TextTable(
      ["Year"] + names + ["weight", "cost", "QALYs", "cost, discounted", "QALYs, discounted"])
    let last = cycles.count - 1
    let shown =
      last < Self.printedCycles
      ? Array(cycles.indices) : (0...Self.printedCycles).map { $0 * last / Self.printedCycles }
    for cycle in shown.map({ cycles[$0] }) {
      course.add(
        [readable(cycle.year, digits: 2)] + cycle.people.map { readable($0, digits: 4) } + [
          readable(cycle.weight, digits: 2), pounds(cycle.costs.reduce(0, +)), readable(cycle.qalys, digits: 4),
          pounds(cycle.discountedCosts.reduce(0, +)), readable(cycle.discountedQALYs, digits: 4),
        ])
    }
    var totals = TextTable(["In all", "undiscounted", "discounted"])
    for (payer, total) in costs where costs.count > 1 {
      totals.add(["cost to \(payer.words)", pounds(total.undiscounted), pounds(total.discounted)])
    }
    totals.add(["cost", pounds(cost.undiscounted), pounds(cost.discounted)])
    totals.add(["QALYs", readable(qalys.undiscounted, digits: 4), readable(qalys.discounted, digits: 4)])
    if let yearsAlive { totals.add(["years alive", readable(yearsAlive, digits: 4), ""]) }
    return """
      \(run.document.horizon.title)

      \(people.joined(separator: ", ")); \(readable(Double(last), digits: 0)) cycles of \(readable(model.cycleYears)) years, \
      \(model.correction.words); \(percent(run.discountRateCosts)) a year off costs and \
      \(percent(run.discountRateEffects)) off QALYs\(uncertain == 0 ? "" : "; \(uncertain) uncertain numbers at their means").

      \(course.text())\(shown.count < cycles.count ? "\n(\(shown.count) of \(cycles.count) rows; --format csv has all)" : "")

      \(totals.text())

      """
  }

  private var json: JSONValue {
    func total(_ total: Total) -> JSONValue {
      .object([("undiscounted", .number(total.undiscounted)), ("discounted", .number(total.discounted))])
    }
    return .object([
      ("horizon", .text(run.document.horizon.title)),
      ("start", .object(zip(model.states, run.start).map { ($0.name, .number($1)) })),
      ("cycle_years", .number(model.cycleYears)), ("correction", .text(model.correction.name)),
      ("discount_rate_costs", .number(run.discountRateCosts)),
      ("discount_rate_effects", .number(run.discountRateEffects)), ("cost", total(cost)),
      ("cost_by_payer", .object(costs.map { ($0.payer.rawValue, total($0.total)) })), ("qalys", total(qalys)),
      ("years_alive", .optional(yearsAlive)),
      (
        "cycles",
        .array(
          cycles.map { cycle in
            func byPayer(_ costs: [Double]) -> JSONValue {
              .object(paying.map { (Payer.allCases[$0].rawValue, .number(costs[$0])) })
            }
            return .object([
              ("year", .number(cycle.year)),
              ("people", .object(zip(model.states, cycle.people).map { ($0.name, .number($1)) })),
              ("weight", .number(cycle.weight)), ("cost", byPayer(cycle.costs)),
              ("cost_discounted", byPayer(cycle.discountedCosts)), ("qalys", .number(cycle.qalys)),
              ("qalys_discounted", .number(cycle.discountedQALYs)),
            ])
          })
      ),
    ])
  }

  /// A row for each cycle; states and payers are columns.
  private var csv: String {
    let payers = paying.map { Payer.allCases[$0].rawValue }
    var out = CSVText(
      header: ["year"] + model.states.map { "people.\($0.name)" } + ["weight"] + payers.map { "cost.\($0)" } + ["qalys"]
        + payers.map { "cost_discounted.\($0)" } + ["qalys_discounted"])
    for cycle in cycles {
      out.append(
        [.number(cycle.year)] + cycle.people.map { .number($0) } + [.number(cycle.weight)]
          + paying.map { .number(cycle.costs[$0]) } + [.number(cycle.qalys)]
          + paying.map { .number(cycle.discountedCosts[$0]) } + [.number(cycle.discountedQALYs)])
    }
    return out.text
  }
}

extension WithinCycleCorrection {
  /// As a file of a cohort model names it.
  fileprivate var name: String {
    switch self {
    case .none: "none"
    case .halfCycle: "half_cycle"
    case .simpson: "simpson"
    case .simpsonOfTutorial: "simpson_of_tutorial"
    }
  }

  fileprivate var words: String {
    switch self {
    case .none: "no correction within cycles"
    case .halfCycle: "half-cycle correction"
    case .simpson: "Simpson's rule"
    case .simpsonOfTutorial: "Simpson's weights as the Sick-Sicker tutorial has them"
    }
  }
}

extension Payer {
  fileprivate var words: String {
    switch self {
    case .commissioner: "the commissioner"
    case .nhs: "the NHS"
    case .socialCare: "social care"
    case .otherPublic: "other public services"
    }
  }
}
