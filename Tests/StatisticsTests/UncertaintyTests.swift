// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Testing

/// Moments and quantiles computed with scipy 1.17.1.
@Suite struct UncertaintyTests {
  struct Known: CustomTestStringConvertible {
    let uncertainty: Uncertainty?
    let mean, sd: Double
    let q025, median, q975: Double

    init(
      _ uncertainty: Uncertainty?, mean: Double, sd: Double, _ q025: Double, _ median: Double, _ q975: Double
    ) {
      self.uncertainty = uncertainty
      self.mean = mean
      self.sd = sd
      self.q025 = q025
      self.median = median
      self.q975 = q975
    }

    var testDescription: String { uncertainty?.description ?? "none" }
  }

  static let known = [
    Known(
      .beta(mean: 0.1, se: 0.03), mean: 0.1, sd: 0.03, 0.04930194095117402, 0.0973077365625943,
      0.16592940472748255),
    Known(
      .gamma(mean: 55, se: 11), mean: 55, sd: 11, 35.593100065224526, 54.26843040737452, 78.56221470625707),
    Known(
      .lognormal(mean: 55, se: 11), mean: 55, sd: 11, 36.582399925013576, 53.93193716300061, 79.50965087353455
    ),
    Known(.normal(ci95: 40...60), mean: 50, sd: 5.102134569246539, 40, 50, 60),
    Known(
      .pert(low: 20, mode: 35, high: 60), mean: 36.66666666666667, sd: 7.453559924999299, 23.775613093773764,
      36.273797635727746, 51.623333436959804),
    Known(
      .triangular(low: 20, mode: 35, high: 60), mean: 38.33333333333333, sd: 8.249579113843055,
      23.872983346207416,
      37.6393202250021, 55.0),
    Known(
      .truncatedNormal(mean: 5, sd: 4, low: 0, high: 12), mean: 5.4512362121372755, sd: 2.948312464994118,
      0.43738558255756654, 5.329193818938145, 11.171965523394736),
    Known(.uniform(2, 10), mean: 6, sd: 8 / 12.0.squareRoot(), 2.2, 6, 9.8),
  ]

  static func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-7 * abs(b) }

  @Test(arguments: known)
  func momentsAreThoseOfTheDistribution(known: Known) throws {
    let uncertainty = try #require(known.uncertainty)
    #expect(Self.isClose(uncertainty.mean, known.mean), "\(uncertainty.mean)")
    #expect(Self.isClose(uncertainty.standardDeviation, known.sd), "\(uncertainty.standardDeviation)")
  }

  @Test(arguments: known)
  func quantilesAreThoseOfTheDistribution(known: Known) throws {
    let uncertainty = try #require(known.uncertainty)
    let interval = uncertainty.interval95
    #expect(Self.isClose(interval.lower, known.q025), "\(interval.lower)")
    #expect(Self.isClose(uncertainty.quantile(0.5), known.median), "\(uncertainty.quantile(0.5))")
    #expect(Self.isClose(interval.upper, known.q975), "\(interval.upper)")
  }

  /// Midpoint rule over the probability, 20,000 cells: better than 1e-3 relatively for these light tails.
  @Test(arguments: known)
  func theQuantileFunctionIntegratesToTheMean(known: Known) throws {
    let uncertainty = try #require(known.uncertainty)
    let cells = 20_000
    let integral = mean((0..<cells).map { uncertainty.quantile((Double($0) + 0.5) / Double(cells)) })
    #expect(abs(integral / uncertainty.mean - 1) < 1e-3)
  }

  @Test func aLognormalFromMedianAndIntervalKeepsBothEnds() {
    let uncertainty = Uncertainty.lognormal(median: 2, ci95: 1...4)
    #expect(Self.isClose(uncertainty.quantile(0.5), 2))
    #expect(Self.isClose(uncertainty.interval95.lower, 1) && Self.isClose(uncertainty.interval95.upper, 4))
  }

  @Test(arguments: [(0.5, 0.5), (0, 0.1), (1, 0.1), (0.5, 0), (0.01, 0.2)])
  func aBetaThatCannotHaveTheseMomentsIsRefused(mean: Double, se: Double) {
    #expect(Uncertainty.beta(mean: mean, se: se) == nil)
  }

  @Test func empiricalValuesAreEquallyLikely() {
    let uncertainty = Uncertainty.empirical([1, 2, 4, 9])
    #expect(uncertainty.mean == 4)
    #expect([0, 0.2, 0.25, 0.5, 0.74, 0.75, 1].map(uncertainty.quantile) == [1, 1, 2, 4, 4, 9, 9])
  }

  @Test func aDescriptionReadsAsInATableOfParameters() {
    #expect("\(Uncertainty.gamma(shape: 97.2, scale: 0.639))" == "gamma(shape 97.2, scale 0.639)")
    #expect("\(Uncertainty.beta(a: 9.9, b: 89.1))" == "beta(9.9, 89.1)")
    #expect("\(Uncertainty.empirical([1, 2]))" == "empirical(2 values)")
  }

  /// GSL's inverse gives NaN at some of these; the distribution function at what we give must be the probability.
  @Test(arguments: [
    Uncertainty.beta(a: 840.2, b: 98.57), .beta(a: 2000, b: 10), .beta(a: 0.3, b: 0.4), .beta(a: 394_580, b: 46_310),
    .gamma(shape: 2862, scale: 0.003738), .gamma(shape: 0.2, scale: 3),
  ])
  func quantilesExistEverywhere(uncertainty: Uncertainty) {
    var last = -Double.infinity
    for step in 1..<2000 {
      let value = uncertainty.quantile(Double(step) / 2000)
      #expect(value.isFinite && value >= last, "\(uncertainty) at \(step)")
      last = value
    }
    for score in stride(from: -8.0, through: 8, by: 0.05) {
      let p = min(max(normalProbability(below: score), 0x1p-54), 1 - 0x1p-53)
      #expect(uncertainty.quantile(p).isFinite, "\(uncertainty) at score \(score)")
    }
  }
}
