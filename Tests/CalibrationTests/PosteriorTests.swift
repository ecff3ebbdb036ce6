// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Statistics
import Testing

@testable import Calibration

@Suite struct PosteriorTests {
  private static let effort = Calibration.Effort(points: 60, waves: 2, candidates: 2000, particles: 1000)

  private static func calibrate(_ toy: ToySimulator, _ targets: [CalibrationTarget], seed: UInt64 = 1) async throws
    -> Calibration
  {
    try await Calibration(prior: toy.prior, fitted: targets, children: 1, effort: effort, seed: seed) {
      toy.simulate($0, $1, seed: seed)
    }
  }

  /// For a linear simulator the posterior is normal with precision I + AᵀV⁻¹A. Means are compared at four Monte Carlo
  /// errors of the particles (their effective number counts 250 of 1,000) plus what 240 runs leave of the slopes.
  @Test func aLinearSimulatorHasItsConjugatePosterior() async throws {
    let targets = [ToySimulator.target(58, deviation: 2), ToySimulator.target(17, deviation: 1)]
    let calibration = try await Self.calibrate(.linear, targets)
    let a = Matrix(columns: [[6, 2], [-3, 4], [0, 0]])
    var precision = a.transposed * Matrix(diagonal: [1.0 / 4, 1]) * a
    for i in 0..<3 { precision[i, i] += 1 }
    let factor = try #require(CholeskyFactor(precision))
    let expected = factor.solve(a.transposedTimes([(58 - 50) / 4.0, 17 - 20]))
    let deviations = factor.inverseDiagonal().map { $0.squareRoot() }
    for i in 0..<3 {
      let moments = RunningMoments(calibration.posterior.scores.map { $0[i] })
      #expect((moments.mean - expected[i]).magnitude < 4 * deviations[i] / 250.0.squareRoot() + 0.03)
      #expect((moments.standardDeviation / deviations[i] - 1).magnitude < 0.2)
    }
    let updates = calibration.updates
    #expect(updates[0].isInformed && updates[1].isInformed && !updates[2].isInformed)
    #expect(calibration.hasConverged)
    #expect(calibration.posterior.acceptance > 0.1 && calibration.posterior.ancestors > 50)
  }

  /// The same with correlated parameters: precision R⁻¹ + AᵀV⁻¹A. The third parameter is in no figure, and is informed
  /// through what it has in common with the others. Rank correlations of 0.6 are 2 sin(0.1 π) = 0.618 of the scores.
  @Test func correlatedParametersHaveTheirConjugatePosterior() async throws {
    let targets = [ToySimulator.target(58, deviation: 2), ToySimulator.target(17, deviation: 1)]
    let linear = ToySimulator.linear
    let pairs = [(0, 1), (0, 2), (1, 2)].map { GaussianCopula.Pair(first: $0.0, second: $0.1, rank: 0.6) }
    let copula = try #require(GaussianCopula(pairs))
    let toy = ToySimulator(
      prior: PriorSpace(names: linear.prior.names, priors: linear.prior.priors, copula: copula),
      expectation: linear.expectation, noise: linear.noise, replications: linear.replications)
    let calibration = try await Self.calibrate(toy, targets)
    let r = 2 * sin(0.1 * Double.pi)
    let factor = try #require(CholeskyFactor(Matrix(columns: [[1, r, r], [r, 1, r], [r, r, 1]])))
    let a = Matrix(columns: [[6, 2], [-3, 4], [0, 0]])
    let inverse = Matrix(columns: (0..<3).map { i in factor.solve((0..<3).map { $0 == i ? 1 : 0 }) })
    var precision = a.transposed * Matrix(diagonal: [1.0 / 4, 1]) * a
    for i in 0..<3 { for j in 0..<3 { precision[i, j] += inverse[i, j] } }
    let solved = try #require(CholeskyFactor(precision))
    let expected = solved.solve(a.transposedTimes([(58 - 50) / 4.0, 17 - 20]))
    let deviations = solved.inverseDiagonal().map { $0.squareRoot() }
    for i in 0..<3 {
      let moments = RunningMoments(calibration.posterior.scores.map { $0[i] })
      #expect((moments.mean - expected[i]).magnitude < 4 * deviations[i] / 250.0.squareRoot() + 0.03)
      #expect((moments.standardDeviation / deviations[i] - 1).magnitude < 0.2)
    }
    #expect(expected[2].magnitude > 0.05 && deviations[2] < 0.9)
    let fit = await PointFit(targets, deviations: [2, 1], prior: toy.prior, mostIterations: 12) { points in
      points.map(toy.expectation)
    }
    for i in 0..<3 { #expect((fit.scores[i] - expected[i]).magnitude < 0.02) }
  }

  @Test func theSameSeedGivesTheSameBits() async throws {
    let targets = [ToySimulator.target(58, deviation: 2), ToySimulator.target(17, deviation: 1)]
    let first = try await Self.calibrate(.linear, targets, seed: 4)
    let second = try await Self.calibrate(.linear, targets, seed: 4)
    #expect(first.posterior.scores == second.posterior.scores)
  }

  /// Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788): the truth's rank among posterior draws is
  /// uniform when it is drawn from the prior. 120 truths, three parameters, ten bins: chi-square with 9 degrees of
  /// freedom at a level of 0.001 each; and 90 % intervals hold the truth in 90 %, within four binomial errors of
  /// 360 (two of them, as the three parameters of one truth are not independent, in √120).
  @Test func ranksOfTheTruthAreUniformAndIntervalsCover() throws {
    let toy = ToySimulator.curved, deviations = [2.0, 1.5, 1.0]
    let stream = RandomStream(seed: 21, domain: 78)
    // One design serves all truths; only the targets differ.
    let scores = toy.prior.latinHypercube(150, seed: 2, stage: 1)
    var points = SimulatedPoints()
    for (score, result) in zip(scores, toy.simulate(1, scores, seed: 6)) { points.add(score, result) }
    var ranks = [[Int]](repeating: [Int](repeating: 0, count: 10), count: 3)
    var covered = 0
    let truths = 120
    for truth in 0..<truths {
      stream.seek(entity: UInt64(truth), purpose: 1)
      let score = (0..<3).map { _ in stream.standardNormal() }
      let observed = zip(toy.expectation(score), deviations).map { $0 + $1 * stream.standardNormal() }
      let targets = zip(observed, deviations).map { ToySimulator.target($0, deviation: $1) }
      let emulators = try #require(TargetEmulators(targets, points: points, children: 1))
      let posterior = PosteriorSampler(emulators, prior: toy.prior, particles: 300, seed: UInt64(truth) + 100)
      for i in 0..<3 {
        // Three hundred draws, of which every third is nearly independent of the next.
        let draws = stride(from: 0, to: 300, by: 3).map { posterior.scores[$0][i] }.prefix(99)
        let rank = draws.count { $0 < score[i] }
        ranks[i][rank / 10] += 1
        if (5..<95).contains(rank) { covered += 1 }
      }
    }
    let expected = Double(truths) / 10
    for bins in ranks {
      let chiSquare = bins.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
      #expect(chiSquare < 27.9, "\(bins)")
    }
    let share = Double(covered) / Double(3 * truths)
    #expect((share - 0.9).magnitude < 4 * (0.09 / Double(truths)).squareRoot(), "\(share)")
  }

  /// The least-squares solution of a linear problem with a standard normal prior, in closed form.
  @Test func thePointFitOfALinearSimulatorIsItsClosedForm() async throws {
    let targets = [ToySimulator.target(58, deviation: 2), ToySimulator.target(17, deviation: 1)]
    let fit = await PointFit(targets, deviations: [2, 1], prior: ToySimulator.prior(3), mostIterations: 12) { points in
      points.map(ToySimulator.linear.expectation)
    }
    let a = Matrix(columns: [[6, 2], [-3, 4], [0, 0]])
    var precision = a.transposed * Matrix(diagonal: [1.0 / 4, 1]) * a
    for i in 0..<3 { precision[i, i] += 1 }
    let expected = try #require(CholeskyFactor(precision)).solve(a.transposedTimes([8 / 4.0, -3]))
    #expect(fit.hasConverged && fit.last < fit.first)
    for i in 0..<3 { #expect((fit.scores[i] - expected[i]).magnitude < 0.02) }
  }

  /// 40 % of 400 children counted: binomial variance 0.4 × 0.6/400 of a share, in per cent squared 6; a simulation with
  /// twice a binomial's variance over 200 children says 2 × 12 × 200/400 = 12.
  @Test func aCountVariesAsTheSimulationSays() {
    let target = CalibrationTarget(
      metric: "m", label: "m", unit: "percent", value: 40, counts: .init(numerator: 160, denominator: 400),
      tolerance: 1,
      accepted: 38...42)
    #expect((target.variance(replicationVariance: 0, children: 200) - 7).magnitude < 1e-9)
    #expect((target.variance(replicationVariance: 24, children: 200) - 13).magnitude < 1e-9)
  }
}
