// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Testing

@testable import Studies

@Suite struct ParameterSamplerTests {
  private static func space(
    _ uncertainties: [Uncertainty], correlations: [ParameterSpace.Correlation] = [], joint: [JointDraws] = []
  ) -> ParameterSpace {
    ParameterSpace(
      parameters: uncertainties.enumerated().map {
        UncertainParameter(name: "p\($0)", path: "p\($0)", uncertainty: $1, mean: $1.mean)
      }, correlations: correlations, joint: joint, paths: [[:]])
  }

  private static func columns(_ sampler: ParameterSampler) -> [[Double]] {
    sampler.space.parameters.indices.map { p in (1...sampler.drawCount).map { sampler.values(ofDraw: $0)[p] } }
  }

  @Test(arguments: Sampling.allCases) func marginsHaveTheirMomentsAndQuantiles(_ sampling: Sampling) throws {
    let uncertainties: [Uncertainty] = [
      .beta(a: 20, b: 5), .gamma(shape: 9, scale: 2), .lognormal(mu: 0.1, sigma: 0.4), .normal(mean: 3, sd: 2),
      .uniform(1, 4), .pert(low: 0, mode: 1, high: 3),
    ]
    let draws = 4000
    let sampler = try ParameterSampler(Self.space(uncertainties), draws: draws, sampling: sampling, seed: 5)
    for (values, uncertainty) in zip(Self.columns(sampler), uncertainties) {
      let moments = RunningMoments(values)
      // Four standard errors of plain Monte Carlo, which the other two stay well within.
      #expect(
        (moments.mean - uncertainty.mean).magnitude
          < 4 * uncertainty.standardDeviation / Double(draws).squareRoot())
      for p in [0.1, 0.5, 0.9] {
        let below = Double(values.count { $0 < uncertainty.quantile(p) }) / Double(draws)
        #expect((below - p).magnitude < 4 * (p * (1 - p) / Double(draws)).squareRoot())
      }
    }
  }

  @Test func aLatinHypercubeHasOneDrawInEveryStratum() throws {
    let draws = 50
    let sampler = try ParameterSampler(
      Self.space([.uniform(0, 1), .uniform(0, 1)]), draws: draws, sampling: .latinHypercube, seed: 2)
    for column in Self.columns(sampler) {
      #expect(Set(column.map { Int($0 * Double(draws)) }).count == draws)
    }
  }

  /// The mean of a smooth function of two uniforms: Sobol's error falls as 1/n, Monte Carlo's as 1/√n.
  @Test func aSobolSequenceIsMoreExactThanMonteCarlo() throws {
    func error(_ sampling: Sampling) throws -> Double {
      let errors = try (1...20).map { seed -> Double in
        let sampler = try ParameterSampler(
          Self.space([.uniform(0, 1), .uniform(0, 1)]), draws: 1024, sampling: sampling, seed: UInt64(seed))
        let columns = Self.columns(sampler)
        return mean(zip(columns[0], columns[1]).map { $0 * $1 }) - 0.25
      }
      return (errors.reduce(0) { $0 + $1 * $1 } / 20).squareRoot()
    }
    #expect(try error(.sobol) < error(.monteCarlo) / 5)
  }

  @Test func sobolGoesOnAsALatinHypercubeBeyondItsFortyDimensions() throws {
    let draws = 64
    let sampler = try ParameterSampler(
      Self.space([Uncertainty](repeating: .uniform(0, 1), count: 45)), draws: draws, sampling: .sobol, seed: 2)
    let columns = Self.columns(sampler)
    for column in columns { #expect(Set(column.map { Int($0 * Double(draws)) }).count >= draws - 1) }
    #expect(Set(columns.map { $0[0] }).count == 45)
  }

  /// Spearman's correlation; its standard error is about (1 − ρ²)/√n times 1.1.
  @Test(arguments: [-0.7, 0.3, 0.9]) func ranksAreCorrelatedAsAsked(_ rank: Double) throws {
    let draws = 4000
    let sampler = try ParameterSampler(
      Self.space(
        [.gamma(shape: 2, scale: 1), .beta(a: 2, b: 5), .normal(mean: 0, sd: 1)],
        correlations: [.init(first: 0, second: 1, rank: rank)]), draws: draws, sampling: .monteCarlo, seed: 3)
    let ranks = Self.columns(sampler).map(Self.ranks)
    let error = 1.1 * (1 - rank * rank) / Double(draws).squareRoot()
    #expect((Self.correlation(ranks[0], ranks[1]) - rank).magnitude < 4 * error)
    #expect(Self.correlation(ranks[0], ranks[2]).magnitude < 4 / Double(draws).squareRoot())
  }

  private static func ranks(_ values: [Double]) -> [Double] {
    var ranks = values
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      ranks[index] = Double(rank)
    }
    return ranks
  }

  private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    covariance(x, y) / (covariance(x, x) * covariance(y, y)).squareRoot()
  }

  @Test func impossibleCorrelationsAreRefused() {
    let space = Self.space(
      [.uniform(0, 1), .uniform(0, 1), .uniform(0, 1)],
      correlations: [
        .init(first: 0, second: 1, rank: 0.9), .init(first: 1, second: 2, rank: 0.9),
        .init(first: 0, second: 2, rank: -0.9),
      ])
    #expect(throws: ParameterSampler.ImpossibleCorrelations.self) {
      try ParameterSampler(space, draws: 10, sampling: .monteCarlo, seed: 1)
    }
  }

  /// A correlation with a parameter whose rows a calibration left says nothing more about the other, and must not narrow
  /// it: taken as one with a row at its middle, it had a standard deviation of √(1 − ρ²) times its own.
  @Test func correlationWithAJointColumnLeavesTheOtherItsSpread() throws {
    let draws = 4000
    let space = Self.space(
      [.uniform(0, 1), .normal(mean: 0, sd: 1)], correlations: [.init(first: 0, second: 1, rank: 0.8)],
      joint: [JointDraws(name: "j", columns: [0], rows: (0..<40).map { [Double($0)] })])
    let sampler = try ParameterSampler(space, draws: draws, sampling: .monteCarlo, seed: 7)
    let moments = RunningMoments(Self.columns(sampler)[1])
    #expect((moments.standardDeviation - 1).magnitude < 4 / (2 * Double(draws)).squareRoot())
  }

  @Test func jointRowsStayTogetherAndAreAllTaken() throws {
    let rows = (0..<40).map { [Double($0), Double(100 + $0)] }
    let space = Self.space(
      [.uniform(0, 1), .uniform(0, 1), .uniform(0, 1)], joint: [JointDraws(name: "j", columns: [0, 2], rows: rows)])
    let sampler = try ParameterSampler(space, draws: 40, sampling: .latinHypercube, seed: 7)
    let columns = Self.columns(sampler)
    #expect(zip(columns[0], columns[2]).allSatisfy { $1 - $0 == 100 })
    #expect(Set(columns[0]).count == 40)
  }

  @Test func aParameterThatIsAddedLeavesTheOthersDraws() throws {
    let few = try ParameterSampler(
      Self.space([.uniform(0, 1), .uniform(0, 1)]), draws: 30, sampling: .latinHypercube, seed: 1)
    let more = try ParameterSampler(
      Self.space([.uniform(0, 1), .uniform(0, 1), .uniform(0, 1)]), draws: 30, sampling: .latinHypercube, seed: 1)
    #expect(Self.columns(few) == Array(Self.columns(more).prefix(2)))
  }
}
