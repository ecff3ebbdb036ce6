// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore

/// What the reporting standards ask for, as the run has it.
struct ReportFacts: Sendable {
  let title: String
  let strategies: [String]
  let baseline: String
  let perspective: String
  let priceYear: String
  /// Length of the reporting period in words.
  let period: String
  let outcomes: [String]
  let draws, replications: Int
  let baseReplications: Int
  let seed: String
  let sampling: String
  let warmUp: String
  let uncertain, assumptions, parameters: Int
  /// Numbers of the baseline by provenance.
  let provenance: String
  let discounting: String
  /// Children on the books of the baseline, with the interval.
  let children: Sentence
  let births: Sentence
  let leavingAge: String
  /// What the baseline costs, by perspective.
  let costs: Sentence
  let setting: String
  /// Roles and their whole-time equivalents in the baseline.
  let staff: String
  /// What follows the reporting period.
  let horizon: String
  /// What a unit of effect may be worth.
  let valuation: Sentence
  /// How many published figures the baseline met; empty where it names none.
  let agreement: String
  let isCalibrated: Bool
  let version, build, gsl, platform, duration: String
  let jobs: Int
  let isStudy: Bool
  let files: [String]

  init(_ data: BriefingData) throws(ResultsError) {
    let manifest = data.store.manifest, study = data.study
    let base = data.parameters.filter { $0.text("strategy") == data.baseline && Self.isInput($0) }
    func number(_ path: String) -> Double? { data.parameter(path, of: data.baseline) }
    title = data.title
    strategies = data.strategies
    baseline = data.baseline
    isStudy = data.isStudy
    perspective = (study?.text("perspective") ?? "commissioner").replacing("_", with: " ")
    priceYear = data.priceYear
    func years(_ number: Double) -> String { number == 1 ? "1 year" : "\(Rounding.plain(number)) years" }
    period = years(number("clock.reporting_years") ?? study?.number("period_years") ?? 1)
    warmUp = number("clock.warm_up_years").map(years) ?? "the scenario's years"
    outcomes =
      data.outcomes.isEmpty ? ["review completion", "needs found"] : data.outcomes.compactMap { $0.text("label") }
    draws = Int(study?.number("draws") ?? 0)
    replications = Int(study?.number("replications") ?? 0)
    baseReplications = manifest.strategies.first?.replications ?? 0
    seed = String(manifest.seed)
    sampling = (study?.text("sampling") ?? "none").replacing("_", with: " ")
    parameters = base.count
    uncertain = base.count { $0.text("distribution") != nil }
    assumptions = base.count { $0.text("provenance") == "assumption" }
    provenance = ["found", "found_secondary", "derived", "memory", "assumption"].compactMap { tag in
      let count = base.count { $0.text("provenance") == tag }
      return count > 0 ? "\(count) \(tag == "found_secondary" ? "found in a secondary source" : tag)" : nil
    }.joined(separator: ", ")
    func rate(_ path: String) -> String { Rounding.fixed(100 * (number(path) ?? 0.035), places: 1) }
    discounting =
      "Costs \(rate("costs.discount_rate_costs")) %, effects \(rate("costs.discount_rate_effects")) % a year, the first year in full"
    func figure(_ measure: String, _ words: String) -> Sentence? {
      data.quantity(measure, of: data.baseline).map { quantity in
        let value = Rounding.text(quantity.value, unit: quantity.unit)
        return
          "\(number: value, source: quantity.source)\(words) (\(quantity.hasInterval ? Phrases.interval(quantity) : "interval not known"))"
      }
    }
    children = figure("population.children", " on the books") ?? "their number is not reported"
    births = figure("population.births", " births a year").map { ", \($0)" } ?? ""
    let payers = [
      ("cost.commissioner", "the commissioner"), ("cost.nhs_and_social_services", "NHS and social services"),
      ("cost.public_sector", "the public sector"),
    ].compactMap { measure, who in figure(measure, " a year to \(who)") }
    costs = payers.dropFirst().reduce(payers.first ?? "not reported") { "\($0); \($1)" }
    leavingAge = number("children.leave_at_age_years").map { "\(Rounding.plain($0)) years" } ?? "the leaving age"
    let country = data.parameters.first { $0.text("path") == "programme_of.country" }?.text("text")
    setting = "The health visiting service of one authority in \(country?.capitalized ?? "England")"
    staff = data.roles.compactMap { role in
      number("workforce.\(role).wte").map { "\(role.replacing("_", with: " ")) \(Rounding.plain($0)) WTE" }
    }.joined(separator: ", ")
    horizon =
      try data.store.rows("horizon").isEmpty
      ? "consequences beyond it are left out"
      : "what follows is in a cohort model, and the decision is given with and without it"
    valuation = try Self.valuation(data)
    let met = data.published.count { $0.number("met") == 1 }
    agreement =
      data.published.isEmpty ? "" : "; \(met) of \(data.published.count) published figures are met by \(data.baseline)"
    isCalibrated = manifest.files.contains { $0.path.hasSuffix("posterior.csv") }
    version = manifest.programVersion
    build = manifest.build ?? "not known"
    gsl = manifest.gslVersion
    platform = "\(manifest.platform.operatingSystem), \(manifest.platform.architecture)"
    duration = Self.words(manifest.finished.timeIntervalSince(manifest.started))
    jobs = manifest.jobs
    files = manifest.files.map(\.path)
  }

  /// A number that decides what is simulated, and no figure that it is compared with.
  private static func isInput(_ row: StoredResults.Row) -> Bool {
    let path = row.text("path") ?? ""
    return row.number("value") != nil && path != "skillmix" && !path.hasPrefix("published[")
      && !path.hasPrefix("service_check[")
  }

  /// The thresholds of the study, with those in use for a QALY where QALYs are its effect.
  private static func valuation(_ data: BriefingData) throws(ResultsError) -> Sentence {
    guard data.isStudy else { return "No value is put on a unit of effect." }
    var ranges: [String] = []
    for outcome in data.outcomes {
      guard let name = outcome.text("outcome") else { continue }
      let thresholds = try data.store.rows("net_benefit", where: ["outcome": name]).compactMap { $0.number("wtp") }
      guard let low = thresholds.min(), let high = thresholds.max() else { continue }
      ranges.append(
        "\(outcome.text("label") ?? name): \(Rounding.money(low))\(high > low ? " to \(Rounding.money(high))" : "")")
    }
    let isOfQALYs = data.outcomes.contains { $0.text("unit") == "QALY" || $0.text("outcome") == "qalys" }
    return """
      A range of values of a unit of effect, none put forward: \(ranges.joined(separator: "; ")). \
      \(isOfQALYs
        ? "In use for a QALY: £20,000 to £30,000 (NICE until 2026), £25,000 to £35,000 (medicines, from April 2026), about £3,800 (local public health spending)."
        : "No value of these is accepted; those in use for a QALY are in docs/economics.md and do not apply.")
      """
  }

  private static func words(_ seconds: TimeInterval) -> String {
    seconds < 90 ? "\(Int(seconds.rounded(.up))) s" : "\(Int((seconds / 60).rounded(.up))) min"
  }
}
