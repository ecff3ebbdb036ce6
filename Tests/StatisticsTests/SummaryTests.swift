// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Testing

@Suite struct SummaryTests {
  static let data = [12.1, 11.4, 13.0, 12.6, 11.9, 12.2, 12.8, 11.7, 12.4, 12.0]

  static func isClose(_ a: Double, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
    abs(a - b) <= tolerance * abs(b)
  }

  /// Computed with scipy 1.17.1.
  @Test func momentsAndIntervalOfKnownData() {
    let moments = RunningMoments(Self.data)
    let interval = moments.confidenceInterval()
    #expect(moments.count == 10)
    #expect(Self.isClose(moments.mean, 12.21))
    #expect(Self.isClose(moments.standardDeviation, 0.49766119666562986))
    #expect(Self.isClose(moments.standardError, 0.49766119666562986 / 10.0.squareRoot()))
    #expect(Self.isClose(interval.halfWidth, 0.3560053738683834, 1e-10))
    #expect(Self.isClose((interval.lower + interval.upper) / 2, 12.21))
    #expect(interval.contains(12) && !interval.contains(11.8))
  }

  @Test func oneValueHasNoVarianceAndNoInterval() {
    let moments = RunningMoments([3])
    #expect(moments.mean == 3)
    #expect(moments.variance.isNaN && moments.confidenceInterval().lower.isNaN)
  }

  /// The sum of squares would lose every digit of this variance.
  @Test func aLargeMeanDoesNotSpoilTheVariance() {
    let moments = RunningMoments([4, 7, 13, 16].map { 1e9 + $0 })
    #expect(moments.mean == 1e9 + 10)
    #expect(moments.variance == 30)
  }

  @Test func aSumKeepsWhatLargeTermsHide() {
    var sum = CompensatedSum()
    for value in [1, 1e100, 1, -1e100] { sum.add(value) }
    #expect(sum.value == 2)
    #expect(mean([1, 1e100, 1, -1e100]) == 0.5)
  }

  @Test func covarianceOfKnownData() {
    #expect(covariance([1, 2, 3, 4], [2, 4, 6, 9]) == 11.5 / 3)
  }

  /// Type 7: between the values at (n − 1) p and the next.
  @Test(arguments: [(0, 11.4), (0.25, 11.925), (0.5, 12.15), (0.9, 12.82), (1, 13.0)])
  func quantilesAreInterpolated(probability: Double, expected: Double) {
    #expect(Self.isClose(quantile(Self.data, probability), expected))
    #expect(Self.isClose(quantile(sorted: Self.data.sorted(), probability), expected))
  }

  @Test func theQuantileOfOneValueIsTheValue() { #expect(quantile([7], 0.3) == 7) }

  @Test(arguments: [
    (0.975, 9.0, 2.2621571627409915), (0.95, 1, 6.313751514675043), (0.025, 30, -2.042272456301238),
  ])
  func studentQuantiles(probability: Double, degrees: Double, expected: Double) {
    #expect(Self.isClose(studentQuantile(probability, degreesOfFreedom: degrees), expected, 1e-10))
  }

  @Test func normalQuantilesAndProbabilitiesAreInverse() {
    #expect(Self.isClose(normalQuantile(0.975), 1.959963984540054))
    for x in [-4.0, -1, 0.5, 3] {
      #expect(Self.isClose(normalQuantile(normalProbability(below: x)), x, 1e-9))
    }
  }

  /// GSL's own handler would end the process.
  @Test func aRoutineOutOfItsDomainThrows() throws {
    let error = #expect(throws: NumericalError.self) {
      try checkingGSL("quantile of a beta") { Uncertainty.beta(a: 2, b: 3).quantile(2) }
    }
    let found = try #require(error)
    #expect(found.code == 1)  // GSL_EDOM
    #expect(found.operation == "quantile of a beta")
    #expect(!found.reason.isEmpty)
    #expect("\(found)" == "quantile of a beta: \(found.reason)")
  }

  @Test func anErrorIsNotedOnceAndNotCarriedToTheNextRoutine() throws {
    _ = Uncertainty.beta(a: 2, b: 3).quantile(2)
    let value = try checkingGSL("quantile of a beta") { Uncertainty.beta(a: 1, b: 1).quantile(0.25) }
    #expect(Self.isClose(value, 0.25))
  }
}
