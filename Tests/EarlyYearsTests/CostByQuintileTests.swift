// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Testing

/// Staff are shared out between quintiles by the time that their children take.
@Suite struct CostByQuintileTests {
  private static func costs(_ scenario: Scenario, _ measure: String) throws -> (whole: Double, parts: [Double]) {
    let model = ServiceModel(scenario)
    let outcome = model.replication(0, seed: 3)
    func value(_ group: Group) throws -> Double {
      outcome.values[try #require(model.catalogue.index(of: OutcomeKey(measure, group)))]
    }
    return (try value(.overall), try (1...5).map { try value(.quintile($0)) })
  }

  @Test(arguments: ["cost.total", "cost.commissioner", "cost.nhs_and_social_services", "cost.public_sector"])
  func quintilesAddUpToTheWhole(measure: String) throws {
    let (whole, parts) = try Self.costs(SmallService.scenario(), measure)
    #expect(whole > 0 && parts.allSatisfy { $0 > 0 })
    #expect(abs(parts.reduce(0, +) - whole) < 1e-9 * whole)
  }

  /// Where all children are of one quintile, so is all of the cost.
  @Test func costFollowsTheChildren() throws {
    var scenario = SmallService.scenario()
    scenario.children.deprivationShares = [0, 0, 1, 0, 0]
    let (whole, parts) = try Self.costs(scenario, "cost.commissioner")
    #expect(abs(parts[2] - whole) < 1e-9 * whole && parts.enumerated().allSatisfy { $0.offset == 2 || $0.element == 0 })
  }

  /// The most deprived have more need and 1.8 times the additional contacts, so that a child of theirs costs more.
  @Test func moreContactsCostMore() throws {
    var scenario = SmallService.scenario(births: 1500)
    scenario.children.deprivationShares = [0.2, 0.2, 0.2, 0.2, 0.2]
    let (_, parts) = try Self.costs(scenario, "cost.commissioner")
    #expect(parts[0] > 1.05 * parts[4])
  }
}
