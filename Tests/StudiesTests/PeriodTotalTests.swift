// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles
import Studies
import Testing

@Suite struct PeriodTotalTests {
  /// A small service over so many reporting years.
  private static func model(years: Double) throws -> ServiceModel {
    let text = """
      skillmix: 1
      name: Two years
      clock: {start: 2024-04-01, warm_up_years: 1, reporting_years: \(years)}
      children: {births_per_year: 120}
      workforce:
        health_visitor: {wte: 2, working_pattern: always, cost_per_hour_gbp: 50}
      contacts:
        visit: {kind: additional, due_age_days: 10, delivered_by: [health_visitor], duration_minutes: 60}

      """
    return ServiceModel(try ScenarioDocument(text: text).scenario())
  }

  @Test func laterYearsAreDiscountedAndTheLastCountsAsMuchAsThereIsOfIt() throws {
    let model = try Self.model(years: 2.5)
    let values = model.replication(0, seed: 3).values
    func value(_ measure: String, _ year: Int) throws -> Double {
      values[try #require(model.catalogue.index(of: OutcomeKey(measure, .year(year))))]
    }
    for (measure, rate, sign) in [("cost.commissioner", 0.035, 1.0), ("contacts.completed", 0.015, -1)] {
      let total = try #require(PeriodTotal(measure, in: model, ratePerYear: rate, sign: sign))
      let expected =
        try sign
        * (value(measure, 0) + value(measure, 1) / (1 + rate) + 0.5 * value(measure, 2) / ((1 + rate) * (1 + rate)))
      #expect((total.total { values[$0] } - expected).magnitude < 1e-9 * expected.magnitude)
    }
  }

  @Test func oneYearIsItselfAndAShareIsThatOfTheWholePeriod() throws {
    for (years, measure) in [(1.0, "cost.commissioner"), (2, "contacts.visit.completed_share")] {
      let model = try Self.model(years: years)
      let values = model.replication(0, seed: 3).values
      let total = try #require(PeriodTotal(measure, in: model, ratePerYear: 0.5))
      let whole = values[try #require(model.catalogue.index(of: OutcomeKey(measure)))]
      #expect(total.total { values[$0] } == whole)
    }
    #expect(PeriodTotal("nonsense", in: try Self.model(years: 1), ratePerYear: 0) == nil)
  }
}
