// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import Testing

@testable import Studies

@Test func marginalStandardErrorByHand() throws {
  // Batch means 10, 2, 2, 4 of five equal observations each. Cut 0: mean 4.5, sum of squares 43, over 16 = 2.6875.
  // Cut 1: mean 8/3, sum 8/3, over 9 = 0.2963. Cut 2 (the most): mean 3, sum 2, over 4 = 0.5. The least is at one batch.
  let means: [Double] = [10, 2, 2, 4]
  let series: [Double] = means.flatMap { [Double](repeating: $0, count: 5) } + [99]
  let cut = try #require(MarginalStandardErrorCut(series))
  #expect(cut.observations == 5)
  #expect(abs(cut.statistic - 8.0 / 27) < 1e-12)
  #expect(!cut.isAtLimit)
  #expect(MarginalStandardErrorCut([1, 2, 3]) == nil)
  let rising = try #require(MarginalStandardErrorCut((0..<40).map(Double.init)))
  #expect(rising.isAtLimit && rising.observations == 20)
}

@Test func marginalStandardErrorAsInOtherSoftware() throws {
  // 200 observations that rise to 20; truncation and statistic as in sim-tools and JaamSim's definition
  // (reference case "warmup_mser5").
  let noise: [Double] = [0.6, -0.4, 0.3, -0.7, 0.2]
  let series = (0..<200).map { (i: Int) -> Double in 20 - 15 * exp(-Double(i) / 12) + noise[i % 5] }
  let cut = try #require(MarginalStandardErrorCut(series))
  #expect(cut.observations == 100)
  #expect(abs(cut.statistic - 3.159946544428035e-08) < 1e-14)
}

@Test func welchAverageShrinksAtTheEnds() {
  let expected: [Double] = [1, 3, 5, 22.0 / 3, 12]
  #expect(zip(welchAverage([1, 2, 6, 4, 12], halfWidth: 2), expected).allSatisfy { abs($0 - $1) < 1e-12 })
}
