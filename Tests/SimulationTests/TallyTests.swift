// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Testing

@Suite struct TimeWeightedTallyTests {
  /// 0 for 2 days, 3 for 1, 1 for 4, 0 for 3.
  static func example() -> TimeWeightedTally {
    var tally = TimeWeightedTally(from: 10)
    tally.add(3, at: 12)
    tally.add(-2, at: 13)
    tally.add(-1, at: 17)
    tally.advance(to: 20)
    return tally
  }

  @Test func averagesAreWeightedByTime() {
    let tally = Self.example()
    #expect(tally.value == 0)
    #expect(tally.mean == 0.7)
    #expect(abs(tally.variance - (1.3 - 0.49)) < 1e-15)
    #expect(tally.shareOfTimeAtZero == 0.5)
    #expect(tally.risesFromZero == 1)
    #expect(tally.meanPeriodAboveZero == 5)
  }

  @Test func aRestartForgetsThePastAndKeepsTheValue() {
    var tally = Self.example()
    tally.add(2, at: 21)
    tally.advance(to: 25)
    tally.restart(at: 25)
    tally.advance(to: 29)
    #expect(tally.value == 2)
    #expect(tally.mean == 2)
    #expect(tally.variance == 0)
    #expect(tally.shareOfTimeAtZero == 0)
    #expect(tally.risesFromZero == 0)
  }

  /// Changes on a grid of 1/64 day, so that every sum is exact.
  @Test func aLongHistoryIsSummedExactly() {
    var random = SplitMix64(seed: 11)
    var tally = TimeWeightedTally(from: 0)
    var level = 0, now = 0, area = 0, squares = 0, atZero = 0, rises = 0
    for _ in 0..<10_000 {
      let span = Int.random(in: 0..<20, using: &random)
      area += level * span
      squares += level * level * span
      if level == 0 { atZero += span }
      now += span
      let change = level == 0 ? 1 : Int.random(in: 0..<2, using: &random) * 2 - 1
      if level == 0 { rises += 1 }
      level += change
      tally.add(change, at: Double(now) / 64)
    }
    let mean = Double(area) / Double(now)
    #expect(tally.value == level)
    #expect(tally.mean == mean)
    #expect(tally.variance == Double(squares) / Double(now) - mean * mean)
    #expect(tally.shareOfTimeAtZero == Double(atZero) / Double(now))
    #expect(tally.risesFromZero == rises)
  }
}

@Suite struct DurationHistogramTests {
  /// Seconds to years, a tenth of them no wait at all.
  static func durations(seed: UInt64, count: Int = 20_000) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      if Int.random(in: 0..<10, using: &random) == 0 { return 0 }
      let exponent = Int.random(in: -16...10, using: &random)
      return Double(sign: .plus, exponent: exponent, significand: Double.random(in: 1..<2, using: &random))
    }
  }

  static func histogram(_ durations: [Double]) -> DurationHistogram {
    var histogram = DurationHistogram()
    for duration in durations { histogram.add(duration) }
    return histogram
  }

  /// The value lies in the bin of the order statistic, and a bin is at most 1/64 of its values wide.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func aQuantileIsWithinOneSixtyFourthOfTheOrderStatistic(seed: UInt64) {
    let durations = Self.durations(seed: seed), sorted = durations.sorted()
    let histogram = Self.histogram(durations)
    for probability in [0.001, 0.05, 0.2, 0.25, 0.5, 0.75, 0.9, 0.92, 0.95, 0.99, 0.9999, 1] {
      let rank = Int((probability * Double(sorted.count)).rounded(.up))
      let exact = sorted[rank - 1]
      #expect(abs(histogram.quantile(probability) - exact) <= exact / 64, "\(probability)")
    }
  }

  /// Sums of 20,000 terms in any order agree to 1e-12 relatively; the variance subtracts little here.
  @Test func countMeanAndStandardDeviationAreExact() {
    let durations = Self.durations(seed: 4), histogram = Self.histogram(durations)
    let n = Double(durations.count), mean = durations.reduce(0, +) / n
    let sd = (durations.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)).squareRoot()
    #expect(histogram.count == durations.count)
    #expect(histogram.zeros == durations.count { $0 == 0 })
    #expect(abs(histogram.mean / mean - 1) < 1e-12)
    #expect(abs(histogram.standardDeviation / sd - 1) < 1e-12)
  }

  /// Only the durations that share the threshold's bin are estimated.
  @Test(arguments: [0, 1e-3, 0.5, 1, 18.0, 42, 365])
  func theShareAboveAThresholdErrsByOneBinAtMost(threshold: Double) {
    let durations = Self.durations(seed: 5), histogram = Self.histogram(durations)
    let exact = Double(durations.count { $0 > threshold }) / Double(durations.count)
    let near = Double(durations.count { abs($0 - threshold) <= threshold / 64 }) / Double(durations.count)
    #expect(abs(histogram.share(above: threshold) - exact) <= near + 1e-12)
  }

  @Test func histogramsAddUp() {
    let first = Self.durations(seed: 6), second = Self.durations(seed: 7, count: 500)
    var sum = Self.histogram(first)
    sum.add(Self.histogram(second))
    let whole = Self.histogram(first + second)
    #expect(sum.count == whole.count && sum.zeros == whole.zeros)
    #expect(abs(sum.mean / whole.mean - 1) < 1e-12)
    for probability in [0.1, 0.5, 0.9, 0.99] {
      #expect(sum.quantile(probability) == whole.quantile(probability))
    }
  }

  @Test func anEmptyHistogramHasNoQuantileAndNoShare() {
    let empty = DurationHistogram()
    #expect(empty.quantile(0.5).isNaN)
    #expect(empty.share(above: 1).isNaN)
  }

  @Test func withoutAnyWaitEveryQuantileIsZero() {
    let histogram = Self.histogram([0, 0, 0])
    #expect(histogram.quantile(0.5) == 0 && histogram.quantile(1) == 0)
    #expect(histogram.share(above: 0) == 0)
    #expect(histogram.mean == 0)
  }
}
