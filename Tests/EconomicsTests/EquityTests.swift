// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Testing

/// Five deprivation groups with made-up values; indices computed independently from the formulas of Asaria, Griffin &
/// Cookson 2016.
@Suite struct EquityTests {
  private let impact = { (aversion: InequalityAversion) in
    DistributionalImpact(
      baseline: GroupDistribution([62, 65.5, 68, 70.5, 73]), gains: [0.03, 0.022, 0.015, 0.01, 0.006],
      opportunityCosts: [0.013, 0.011, 0.01, 0.009, 0.007], aversion: aversion)
  }

  @Test(arguments: [
    (InequalityAversion.atkinson(epsilon: 0), 67.8, 0.0066),
    (.atkinson(epsilon: 1), 67.69097597805947, 0.006987329414471333),
    (.atkinson(epsilon: 10.95), 66.59924138019055, 0.010909373205649331),
    (.atkinson(epsilon: 30), 64.93944320547125, 0.015603114525148953),
    (.kolm(alpha: 0.15), 66.70252885863852, 0.01037389874370831),
    (.kolm(alpha: 0.5), 64.78557154214629, 0.01543328302416569),
  ])
  func theEquallyDistributedEquivalentIsThatOfTheLiterature(
    aversion: InequalityAversion, equivalent: Double, change: Double
  ) {
    let impact = impact(aversion)
    #expect(isClose(impact.baseline.equallyDistributedEquivalent(aversion), equivalent))
    #expect(abs(impact.equivalentChange - change) < 1e-11)
  }

  @Test func indicesOfInequalityAreThoseOfTheLiterature() {
    let baseline = impact(.atkinson(epsilon: 1)).baseline
    #expect(isClose(baseline.inequality(.atkinson(epsilon: 2)), 0.0032277410293861664, within: 1e-9))
    #expect(isClose(baseline.inequality(.kolm(alpha: 0.05)), 0.3690470936802086, within: 1e-9))
    #expect(isClose(baseline.slopeIndex, 13.5))
    #expect(isClose(baseline.relativeIndex, 0.1991150442477885))
    #expect(isClose(baseline.gini, 0.031858407079646024))
  }

  @Test func gainsForTheDeprivedWinOnBothAxes() {
    let impact = impact(.atkinson(epsilon: 10.95))
    #expect(isClose(impact.efficiency, 0.0066, within: 1e-9))
    #expect(isClose(impact.equity, 0.010909373205649331 - 0.0066, within: 1e-8))
    #expect("\(impact.quadrant)" == "improves health and equity")
    #expect(isClose(impact.equityWeightedNetBenefit(threshold: 1000), 10.909373205649331, within: 1e-9))
  }

  @Test func withoutAversionOnlyTheMeanCounts() {
    let distribution = GroupDistribution([60, 70], shares: [3, 1])
    #expect(distribution.equallyDistributedEquivalent(.atkinson(epsilon: 0)) == 62.5)
    #expect(distribution.equallyDistributedEquivalent(.kolm(alpha: 0)) == 62.5)
    #expect(distribution.marginalWeights(.atkinson(epsilon: 0)) == [1, 1])
  }

  @Test func equalGroupsHaveNoInequality() {
    let equal = GroupDistribution([70, 70, 70])
    #expect(abs(equal.inequality(.atkinson(epsilon: 10.95))) < 1e-12)
    #expect(equal.gini == 0 && equal.slopeIndex == 0)
  }

  @Test func marginalWeightsRankSmallGainsAsTheEquivalentDoes() {
    for aversion in [InequalityAversion.atkinson(epsilon: 10.95), .kolm(alpha: 0.15)] {
      let baseline = GroupDistribution([62, 65.5, 68, 70.5, 73])
      let weights = baseline.marginalWeights(aversion)
      let changes = (0..<5).map { group in
        DistributionalImpact(
          baseline: baseline, gains: (0..<5).map { $0 == group ? 1e-4 : 0 },
          opportunityCosts: [0, 0, 0, 0, 0],
          aversion: aversion
        ).equivalentChange
      }
      for group in 1..<5 {
        #expect(isClose(changes[group] / changes[0], weights[group] / weights[0], within: 1e-4))
      }
    }
  }

  @Test func equalGainsAndNoGainsMakeNoDifference() {
    let baseline = GroupDistribution([62, 65.5, 68, 70.5, 73], shares: [3, 2, 2, 2, 1])
    func verdict(_ gains: [Double], forgone: Double) -> String {
      "\(DistributionalImpact(baseline: baseline, gains: gains, opportunityCosts: [Double](repeating: forgone, count: 5), aversion: .atkinson(epsilon: 10.95)).quadrant)"
    }
    #expect(verdict([0, 0, 0, 0, 0], forgone: 0) == "no difference")
    #expect(verdict([0.1 + 0.2, 0.3, 0.3, 0.3, 0.3], forgone: 0.3) == "no difference")
    #expect(verdict([0.3, 0.1 + 0.2, 0.3, 0.3, 0.3], forgone: 0.1) == "improves health, no difference in equity")
    #expect(verdict([0.01, 0.02, 0.03, 0.04, 0.05], forgone: 0) == "improves health, harms equity")
  }

  /// Worked with the formula of the equivalent at both ends: 0.1 for the least deprived fifth of five equal ones.
  @Test func theAnswerChangesAtTheAversionWhereTheEquivalentsAreEqual() throws {
    let impact = DistributionalImpact(
      baseline: GroupDistribution([62, 65.5, 68, 70.5, 73]), gains: [0, 0, 0, 0, 0.1],
      opportunityCosts: [0.01, 0.01, 0.01, 0.01, 0.01], aversion: .atkinson(epsilon: 0))
    let turn = try #require(impact.aversionAtWhichTheAnswerChanges())
    for (epsilon, isBetter) in [(turn - 0.01, true), (turn + 0.01, false)] {
      let aversion = InequalityAversion.atkinson(epsilon: epsilon)
      let change =
        impact.after.equallyDistributedEquivalent(aversion) - impact.baseline.equallyDistributedEquivalent(aversion)
      #expect((change > 0) == isBetter)
    }
    let evenly = DistributionalImpact(
      baseline: impact.baseline, gains: [0.1, 0.1, 0.1, 0.1, 0.1], opportunityCosts: [0, 0, 0, 0, 0],
      aversion: .atkinson(epsilon: 0))
    #expect(evenly.aversionAtWhichTheAnswerChanges() == nil)
  }

  /// By hand: ranks 0.1, 0.3, 0.5, 0.7, 0.9; 2 Σ (r − ½)(h − h̄)/5 of 1 … 5 is 2 × (0.8 + 0.2 + 0.2 + 0.8)/5.
  @Test func theConcentrationIndexHasTheSignOfTheGradient() {
    let rising = GroupDistribution([1, 2, 3, 4, 5]), falling = GroupDistribution([5, 4, 3, 2, 1])
    #expect(isClose(rising.generalisedConcentrationIndex, 0.8))
    #expect(isClose(rising.concentrationIndex, 0.8 / 3))
    #expect(isClose(falling.generalisedConcentrationIndex, -0.8))
  }
}
