// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Studies
import Testing

@Suite struct VarianceComponentsTests {
  /// Worked by hand: draw means 2 and 6, within variances 2 and 2, so within = 2, total = 8, between = 8 − 2/2 = 7.
  @Test func aTableWorkedByHand() {
    let components = VarianceComponents([[1, 3], [5, 7]])
    #expect(components.within == 2)
    #expect(components.between == 7)
  }

  @Test func noiseAloneLeavesNothingBetweenDraws() {
    #expect(VarianceComponents([[0, 4], [4, 0], [1, 3]]).between == 0)
  }

  /// The variance of the estimated between-draw variance that the choice rests on, against simulation.
  ///
  /// 400 studies of 30 draws; the sampling variance of a variance of 400 values has a relative standard error of
  /// √(2/399) = 7 %, and the two are compared at four of them.
  @Test(arguments: [2, 4]) func theCostOfSpreadIsItsVariance(_ replications: Int) {
    let between = 1.5, within = 2.0, draws = 30
    let stream = RandomStream(seed: 11, domain: 9)
    let estimates = (0..<400).map { study -> Double in
      stream.seek(entity: UInt64(study), purpose: UInt64(replications))
      let table = (0..<draws).map { _ -> [Double] in
        let center = between.squareRoot() * stream.standardNormal()
        return (0..<replications).map { _ in center + within.squareRoot() * stream.standardNormal() }
      }
      let means = RunningMoments(table.map { mean($0) }).variance
      return means - mean(table.map { RunningMoments($0).variance }) / Double(replications)
    }
    let expected =
      VarianceComponents(between: between, within: within).costOfSpread(replications: replications)
      / Double(draws * replications)
    // The formula has N where the exact variance has N − 1.
    #expect((RunningMoments(estimates).variance / expected - 1).magnitude < 4 * 0.071 + 1.0 / 29)
  }

  @Test func moreNoiseAsksForMoreReplications() {
    let quiet = VarianceComponents(between: 1, within: 0.1), noisy = VarianceComponents(between: 1, within: 8)
    #expect(quiet.bestReplications() == 2)
    #expect(noisy.bestReplications() > quiet.bestReplications())
    let best = noisy.bestReplications()
    for n in 2...50 { #expect(noisy.costOfSpread(replications: best) <= noisy.costOfSpread(replications: n)) }
    #expect(VarianceComponents.bestReplications([quiet, noisy]) <= best)
    #expect(VarianceComponents.bestReplications([]) == 2)
  }
}
