// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles
import Statistics
import Testing

/// Prices of different years do not stand side by side.
@Suite struct PriceIndexTests {
  private static func text(_ cost: String, _ costs: String) -> String {
    MinimalScenario.adding(after: 13, cost) + costs + "\n"
  }

  @Test func pricesOfAnotherYearAreBroughtToTheScenarios() throws {
    let folder = try TemporaryFolder()
    try folder.write("index.csv", "year,index,source\n2022,100,made up for a test\n2025,112.5,made up for a test\n")
    let path = try folder.write(
      "a.yaml",
      Self.text(
        "cost_per_hour_gbp: {gamma: {mean: 40, se: 4}, price_year: 2022, source: somewhere}",
        "costs: {price_year: 2025, price_index: index.csv, travel_per_visit_gbp: 3}"))
    let document = try ScenarioDocument(path: path)
    let cost = try #require(document.parameters.first { $0.path == "workforce.server.cost_per_hour_gbp" })
    #expect(abs(cost.mean - 45) < 1e-12)
    #expect(abs((cost.uncertainty?.standardDeviation ?? 0) - 4.5) < 1e-12)
    #expect(cost.source.contains("prices of 2022 times 1.125"))
    // What says nothing is in the scenario's prices.
    #expect(document.parameters.first { $0.path == "costs.travel_per_visit_gbp" }?.mean == 3)
    #expect(document.scenario().workforce[0].costPerHour == cost.mean)
  }

  @Test(arguments: [
    ("costs: {price_year: 2025}", "give 'costs.price_index'"),
    ("costs: {price_year: 2025, price_index: nowhere.csv}", "no such file"),
    ("costs: {price_year: 2024, price_index: index.csv}", "lacks 2024"),
  ]) func mixedYearsAreRefusedWithoutAnIndexThatHasThem(costs: String, words: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("index.csv", "year,index,source\n2022,100,made up for a test\n2025,112.5,made up for a test\n")
    let path = try folder.write("a.yaml", Self.text("cost_per_hour_gbp: {value: 40, price_year: 2022}", costs))
    do throws(ScenarioError) {
      _ = try ScenarioDocument(path: path)
      Issue.record("read without complaint: \(costs)")
    } catch {
      #expect(error.flaws.contains { $0.message.contains(words) }, "\(error)")
    }
  }
}
