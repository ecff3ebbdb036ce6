// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Testing

@Suite struct IncrementalAnalysisTests {
  @Test func aCheaperAndBetterStrategyDominates() {
    let rows = analysis([("usual", 1500, 10), ("new", 1000, 10.02)]).rows
    #expect(rows.map(\.strategy) == ["new", "usual"])
    #expect(rows.map(\.status) == [.reference, .dominated])
    #expect(rows[1].dominatedBy == ["new"])
    #expect(rows[1].icer == nil && rows[1].versus == nil)
  }

  @Test func icersAreBetweenNeighboursOnTheFrontier() {
    let rows = analysis([("nothing", 0, 0), ("x", -50, 0.1), ("y", -20, 0.3), ("z", 200, 0.4)]).rows
    #expect(rows.map(\.strategy) == ["x", "y", "z", "nothing"])
    #expect(rows.map(\.versus) == [nil, "x", "y", nil])
    #expect(rows.map(\.icer) == [nil, 150, 2200, nil])
    #expect(rows.map(\.incrementalEffect) == [nil, 0.2, 0.1, nil])
  }

  @Test func aChainBelowTheLineIsExtendedDominatedByTheEnds() {
    let rows = analysis([
      ("a", 0, 0), ("b", 100, 1), ("c", 190, 1.95), ("d", 290, 2.9), ("e", 380, 3.85), ("f", 400, 5),
    ]).rows
    #expect(rows.map(\.strategy) == ["a", "f", "b", "c", "d", "e"])
    #expect(rows[1].icer == 80)
    #expect(rows.dropFirst(2).allSatisfy { $0.status == .extendedDominated && $0.dominatedBy == ["a", "f"] })
  }

  /// In binary 0.2 − 0.1 and 0.3 − 0.2 differ; in the table they do not.
  @Test func pointsOnALineOfDecimalsStayEfficient() {
    let rows = analysis([("a", 10, 0.1), ("b", 20, 0.2), ("c", 30, 0.3), ("d", 70, 0.7)]).rows
    #expect(rows.allSatisfy { $0.status != .extendedDominated })
    #expect(rows.map(\.icer) == [nil, 100, 100, 100])
  }

  @Test func aHairAboveTheLineIsExtendedDominated() {
    let rows = analysis([("a", 10, 0.1), ("b", 20.000_000_000_001, 0.2), ("c", 30, 0.3)]).rows
    #expect(rows.map(\.status) == [.reference, .efficient, .extendedDominated])
    #expect(rows[2].dominatedBy == ["a", "c"])
  }

  @Test func poundsStillCountInNationalBudgets() {
    let rows = analysis([("a", 10_000_000_000, 5), ("b", 10_000_000_000.25, 5), ("c", 10_000_000_001, 6)])
      .rows
    #expect(rows.map(\.strategy) == ["a", "c", "b"])
    #expect(rows[1].icer == 1)
    #expect(rows[2].dominatedBy == ["a"])
  }

  @Test func strategiesWithTheSameOutcomesShareTheirPlace() {
    let rows = analysis([("a", 0, 0), ("b", 50, 2), ("twin", 50, 2), ("c", 100, 3)]).rows
    #expect(rows.map(\.strategy) == ["a", "b", "twin", "c"])
    #expect(rows.map(\.status) == [.reference, .efficient, .efficient, .efficient])
    #expect(rows.map(\.icer) == [nil, 25, nil, 50])
  }

  @Test func twinsAboveTheLineAreExtendedDominatedTogether() {
    let rows = analysis([("a", 0, 0), ("b", 50, 1), ("twin", 50, 1), ("c", 60, 3)]).rows
    #expect(rows.map(\.status) == [.reference, .efficient, .extendedDominated, .extendedDominated])
  }

  @Test func equalCostsOrEqualEffectsAreDominance() {
    let rows = analysis([("a", 100, 1), ("b", 100, 2), ("c", 200, 3), ("d", 250, 3)]).rows
    #expect(rows.map(\.strategy) == ["b", "c", "a", "d"])
    #expect(rows[2].dominatedBy == ["b"] && rows[3].dominatedBy == ["c"])
  }

  @Test func aSingleStrategyIsTheReference() {
    #expect(analysis([("only", 100, 1)]).rows.map(\.status) == [.reference])
  }

  private func analysis(_ outcomes: [(String, Double, Double)]) -> IncrementalAnalysis {
    IncrementalAnalysis(outcomes.map { StrategyOutcome(strategy: $0.0, cost: $0.1, effect: $0.2) })
  }
}
