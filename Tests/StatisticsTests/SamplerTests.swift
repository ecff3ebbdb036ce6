// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Testing

/// Goodness of fit of every sampler by Pearson's chi-square, each draw at an address of its own as in a run.
/// There are twelve tests; each is held to the level 1e-3 / 12 (Bonferroni), so that with a random seed one
/// of them or more would fail by chance once in a thousand times. The seed is fixed.
@Suite struct SamplerTests {
  static let draws = 50_000
  static let bins = 50
  static let level = 1e-3 / 12

  /// Continuous samplers with their quantile functions.
  struct Sampler: CustomTestStringConvertible {
    let testDescription: String
    let draw: @Sendable (borrowing RandomStream) -> Double
    let quantile: @Sendable (Double) -> Double

    init(
      _ name: String, _ draw: @escaping @Sendable (borrowing RandomStream) -> Double,
      quantile: @escaping @Sendable (Double) -> Double
    ) {
      testDescription = name
      self.draw = draw
      self.quantile = quantile
    }
  }

  static let continuous = [
    Sampler("uniform", { $0.uniform() }, quantile: { $0 }),
    Sampler("exponential", { $0.exponential(mean: 3) }, quantile: { exponentialQuantile($0, mean: 3) }),
    Sampler(
      "gamma of shape below 1", { $0.gamma(shape: 0.4, scale: 2) },
      quantile: Uncertainty.gamma(shape: 0.4, scale: 2).quantile),
    Sampler(
      "gamma of shape above 1", { $0.gamma(shape: 6.25, scale: 8) },
      quantile: Uncertainty.gamma(shape: 6.25, scale: 8).quantile),
    Sampler(
      "lognormal", { $0.lognormal(mu: 1.5, sigma: 0.7) },
      quantile: Uncertainty.lognormal(mu: 1.5, sigma: 0.7).quantile),
    Sampler("normal", { $0.normal(mean: 5, sd: 4) }, quantile: Uncertainty.normal(mean: 5, sd: 4).quantile),
    Sampler("beta", { $0.beta(0.7, 3) }, quantile: Uncertainty.beta(a: 0.7, b: 3).quantile),
    Sampler(
      "Weibull", { $0.weibull(scale: 30, shape: 1.6) },
      quantile: { weibullQuantile($0, scale: 30, shape: 1.6) }),
    Sampler(
      "triangular", { $0.draw(.triangular(low: 20, mode: 35, high: 60)) },
      quantile: Uncertainty.triangular(low: 20, mode: 35, high: 60).quantile),
  ]

  @Test(arguments: continuous)
  func drawsFillEquiprobableBinsEvenly(sampler: Sampler) {
    let edges = (1..<Self.bins).map { sampler.quantile(Double($0) / Double(Self.bins)) }
    #expect(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 })
    let stream = RandomStream(seed: 2024, domain: 7)
    var observed = [Int](repeating: 0, count: Self.bins)
    for entity in 0..<UInt64(Self.draws) {
      stream.seek(entity: entity, purpose: 3)
      let value = sampler.draw(stream)
      var low = 0, high = edges.count
      while low < high {
        let middle = (low + high) / 2
        if edges[middle] <= value { low = middle + 1 } else { high = middle }
      }
      observed[low] += 1
    }
    Self.expectFit(observed, [Double](repeating: 1 / Double(Self.bins), count: Self.bins))
  }

  /// Samplers of whole numbers with their probabilities from 0 up.
  struct CountSampler: CustomTestStringConvertible {
    let testDescription: String
    let draw: @Sendable (borrowing RandomStream) -> Int
    let probabilities: [Double]
  }

  static let whole = [
    CountSampler(
      testDescription: "Poisson", draw: { $0.poisson(mean: 27) },
      probabilities: (0...120).map { poissonProbability($0, mean: 27) }),
    CountSampler(
      testDescription: "binomial", draw: { $0.binomial(probability: 0.3, trials: 60) },
      probabilities: (0...60).map { binomialProbability($0, probability: 0.3, trials: 60) }),
    CountSampler(
      testDescription: "integer", draw: { $0.integer(below: 50) },
      probabilities: [Double](repeating: 1 / 50, count: 50)),
  ]

  @Test(arguments: whole)
  func wholeNumbersComeWithTheirProbabilities(sampler: CountSampler) {
    let stream = RandomStream(seed: 2024, domain: 8)
    var observed = [Int](repeating: 0, count: sampler.probabilities.count)
    for entity in 0..<UInt64(Self.draws) {
      stream.seek(entity: entity, purpose: 3)
      let value = sampler.draw(stream)
      guard observed.indices.contains(value) else {
        Issue.record("\(value) is out of range")
        return
      }
      observed[value] += 1
    }
    // Rare values share a bin with their neighbours, so that twenty or more are expected in each.
    var counts: [Int] = [], shares: [Double] = []
    var count = 0, share = 0.0
    for (value, probability) in sampler.probabilities.enumerated() {
      count += observed[value]
      share += probability
      guard share * Double(Self.draws) >= 20 else { continue }
      counts.append(count)
      shares.append(share)
      count = 0
      share = 0
    }
    counts[counts.count - 1] += count
    shares[shares.count - 1] += share
    Self.expectFit(counts, shares)
  }

  static func expectFit(_ observed: [Int], _ shares: [Double]) {
    #expect(observed.reduce(0, +) == draws)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    let statistic = zip(observed, shares).reduce(0.0) {
      let expected = $1.1 * Double(draws), difference = Double($1.0) - expected
      return $0 + difference * difference / expected
    }
    #expect(statistic < chiSquareQuantile(1 - level, degreesOfFreedom: Double(observed.count - 1)))
  }

  @Test func aWholeNumberStaysBelowItsBound() {
    let stream = RandomStream(seed: 1)
    for bound in [1, 2, 3, 52, 365, Int.max] {
      for _ in 0..<100 { #expect((0..<bound).contains(stream.integer(below: bound))) }
    }
  }

  @Test func certainAndImpossibleEventsAreSo() {
    let stream = RandomStream(seed: 1)
    for _ in 0..<1000 { #expect(stream.bernoulli(1) && !stream.bernoulli(0)) }
  }

  @Test func aDrawThatStandsForATimeIsNeverNegative() {
    let stream = RandomStream(seed: 1)
    let values = (0..<1000).map { _ in stream.nonNegative(.normal(mean: 0, sd: 1)) }
    #expect(values.allSatisfy { $0 >= 0 })
    // Half of them are below zero: 500 ± 4 standard errors of √(1000 / 4).
    #expect(abs(values.count { $0 == 0 } - 500) < 64)
  }

  /// Means of 50,000 draws against the stated mean: four standard errors, so each fails by chance once in
  /// 16,000 seeds.
  @Test(
    arguments: [
      .exponential(mean: 3), .gamma(mean: 50, sd: 20), .lognormal(mean: 55, sd: 11), .normal(mean: 5, sd: 4),
      .uniform(2, 9), .triangular(low: 20, mode: 35, high: 60), .weibull(scale: 30, shape: 1.6), .constant(4),
    ] as [Variate])
  func theMeanOfDrawsIsTheMeanOfTheVariate(variate: Variate) {
    let stream = RandomStream(seed: 77)
    let moments = RunningMoments((0..<Self.draws).map { _ in stream.draw(variate) })
    #expect(abs(moments.mean - variate.mean) <= 4 * moments.standardError)
  }

  /// The same addresses, so the same luck: equal up to rounding.
  @Test(
    arguments: [
      .constant(4), .exponential(mean: 3), .gamma(shape: 2, scale: 5), .lognormal(mu: 1, sigma: 0.5),
      .normal(mean: 5, sd: 4), .uniform(2, 9), .triangular(low: 20, mode: 35, high: 60),
      .weibull(scale: 30, shape: 1.6),
    ] as [Variate])
  func aScaledVariateMultipliesEveryDraw(variate: Variate) {
    let plain = RandomStream(seed: 5), scaled = RandomStream(seed: 5)
    for _ in 0..<100 {
      let expected = 2.5 * plain.draw(variate), value = scaled.draw(variate.scaled(by: 2.5))
      #expect(abs(value - expected) <= 1e-12 * max(1, abs(expected)))
    }
  }

  /// Each variate's survival function against 50,000 of its draws: four standard errors at six values.
  @Test(arguments: [
    Variate.exponential(mean: 200), .gamma(mean: 240, sd: 180), .lognormal(mean: 130, sd: 60), .uniform(50, 700),
    .normal(mean: 200, sd: 90), .triangular(low: 20, mode: 150, high: 600), .weibull(scale: 300, shape: 1.6),
    .gammaMixture(share: 0.3, mean: 100, sd: 150, meanOfRest: 320, sdOfRest: 120), .constant(300),
  ])
  func survivalIsTheShareOfDrawsBeyond(variate: Variate) {
    let stream = RandomStream(seed: 7, domain: 7)
    let values = (0..<50_000).map { draw -> Double in
      stream.seek(entity: UInt64(draw), purpose: 5)
      return stream.nonNegative(variate)
    }
    for value in [0.0, 60, 149, 151, 400, 650] {
      let p = variate.survival(beyond: value)
      let share = Double(values.count { $0 > value }) / 50_000
      #expect(abs(share - p) <= 4 * (p * (1 - p) / 50_000).squareRoot() + 1e-9, "beyond \(value)")
    }
    #expect(abs(values.reduce(0, +) / 50_000 / variate.mean - 1) < 0.03)
  }
}
