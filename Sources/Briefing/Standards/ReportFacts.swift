// SPDX-License-Identifier: GPL-3.0-or-later
import ResultsStore

/// What the reporting standards ask for, as the run has it.
struct ReportFacts: Sendable {
  let title: String
  let strategies: [String]
  let perspective: String
  let priceYear: String
  let periodYears: String
  let outcomes: [String]
  let draws, replications: Int
  let baseReplications: Int
  let seed: String
  let sampling: String
  let warmUpYears: String
  let uncertain, assumptions, parameters: Int
  let discounting: String
  let version: String
  let isStudy: Bool
  let files: [String]

  init(_ data: BriefingData) throws(ResultsError) {
    title = data.title
    strategies = data.strategies
    let study = data.study
    isStudy = data.isStudy
    perspective = (study?.text("perspective") ?? "commissioner").replacing("_", with: " ")
    priceYear = data.priceYear
    func number(_ path: String) -> Double? { data.parameter(path, of: data.baseline) }
    periodYears = Rounding.plain(number("clock.reporting_years") ?? study?.number("period_years") ?? 1)
    warmUpYears = number("clock.warm_up_years").map { Rounding.plain($0) } ?? "the scenario's"
    outcomes =
      data.outcomes.isEmpty ? ["review completion", "needs found"] : data.outcomes.compactMap { $0.text("label") }
    draws = Int(study?.number("draws") ?? 0)
    replications = Int(study?.number("replications") ?? 0)
    baseReplications = data.store.manifest.strategies.first?.replications ?? 0
    seed = String(data.store.manifest.seed)
    sampling = (study?.text("sampling") ?? "none").replacing("_", with: " ")
    let base = data.parameters.filter { $0.text("strategy") == data.baseline }
    parameters = base.count
    uncertain = base.count { $0.text("distribution") != nil }
    assumptions = base.count { $0.text("provenance") == "assumption" }
    let costs = number("costs.discount_rate_costs") ?? 0.035, effects = number("costs.discount_rate_effects") ?? 0.035
    discounting =
      "costs \(Rounding.fixed(100 * costs, places: 1)) %, effects \(Rounding.fixed(100 * effects, places: 1)) % a year, the first year in full"
    version = data.store.manifest.programVersion
    files = data.store.manifest.files.map(\.path)
  }
}

/// One item of a reporting standard.
struct ChecklistItem: Sendable, Equatable {
  let number, topic, reported, section: String

  init(_ number: String, _ topic: String, _ reported: String, _ section: String) {
    self.number = number
    self.topic = topic
    self.reported = reported
    self.section = section
  }
}
