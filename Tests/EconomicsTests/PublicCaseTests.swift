// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import TableFiles
import Testing

@Suite(.enabled(if: PublicCases.areThere)) struct PublicCaseTests {
  @Test func incrementalTablesAreReproduced() throws {
    let statuses: [IncrementalAnalysis.Status: String] = [
      .reference: "ND", .efficient: "ND", .dominated: "D", .extendedDominated: "ED",
    ]
    for table in try PublicCases.decode(PublicICERTables.self, from: "icer_tables.json").tables {
      let rows = IncrementalAnalysis(
        table.input.map { StrategyOutcome(strategy: $0.strategy, cost: $0.cost, effect: $0.effect) }
      ).rows
      #expect(rows.map(\.strategy) == table.expected.map(\.strategy), "\(table.id)")
      for (row, expected) in zip(rows, table.expected) {
        #expect(statuses[row.status] == expected.status, "\(table.id) \(row.strategy)")
        #expect(row.versus == expected.comparedWith)
        #expect(
          isSame(row.icer, expected.icer) && isSame(row.incrementalCost, expected.incCost), "\(table.id)")
      }
    }
  }

  @Test(arguments: ["linear-normal-a", "multilinear-normal"])
  func valuesOfTheSampleAreReproduced(id: String) throws {
    let cases = try PublicCases.decode(PublicAnalyticCases.self, from: "analytic/expected.json").cases
    let found = try #require(cases.first { $0.id == id })
    let samples = try samples(of: found)
    let result = DecisionUncertainty(samples, thresholds: found.byWTP.map(\.wtp))
    for (i, expected) in found.byWTP.map(\.sample).enumerated() {
      let estimate = result.perfectInformation[i]
      #expect(isClose(estimate.value, expected.evpi, within: 1e-9))
      #expect(isClose(estimate.standardError, expected.evpiSE, within: 1e-9))
      #expect(result.acceptability[1][i] == expected.shareNewBest ?? expected.shareSecondBest)
    }
  }

  private func samples(of found: PublicAnalyticCases.Case) throws -> DecisionSamples {
    let costs = try table(found, "costs"), effects = try table(found, "effects")
    return DecisionSamples(
      strategies: costs.header, costs: try costs.allNumbers(), effects: try effects.allNumbers())
  }

  private func table(_ found: PublicAnalyticCases.Case, _ file: String) throws -> DelimitedTable {
    try DelimitedTable(contentsOfFile: PublicCases.path("analytic/\(try #require(found.files[file]))"))
  }

  private func isSame(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return isClose(a, b, within: 1e-9)
  }
}
