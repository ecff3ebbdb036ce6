// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Statistics
import Testing

@testable import Calibration

@Suite struct EmulatorTests {
  private static func data(_ toy: ToySimulator, points: Int) -> ([[Double]], [[[Double]]]) {
    let scores = toy.prior.latinHypercube(points, seed: 3, stage: 1)
    return (scores, toy.simulate(1, scores, seed: 5))
  }

  /// Root mean squared error at new points, against the replication noise that is left in a mean (1/√4 = 0.5): an
  /// emulator that has averaged it out does better than any single point.
  @Test func aCurvedSurfaceIsFollowedBetterThanOneMoreSimulationWould() throws {
    let toy = ToySimulator.curved
    let (scores, results) = Self.data(toy, points: 120)
    let fresh = toy.prior.latinHypercube(200, seed: 9, stage: 2)
    for target in 0..<3 {
      let emulator = try #require(
        Emulator(scores: scores, means: results.map { mean($0[target]) }, noise: 0.25))
      // Inside the design; corners are extrapolation.
      let inside = fresh.filter { $0.allSatisfy { $0.magnitude < 2 } }
      let errors = inside.map { emulator.mean(at: $0) - toy.expectation($0)[target] }
      #expect((errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot() < 0.5)
      // Its own variance is honest: standardised errors of about one.
      let standard = inside.map {
        (emulator.mean(at: $0) - toy.expectation($0)[target]) / emulator.predict(at: $0).variance.squareRoot()
      }
      let size = (standard.reduce(0) { $0 + $1 * $1 } / Double(standard.count)).squareRoot()
      #expect((0.4...2).contains(size), "\(target): \(size)")
    }
  }

  @Test func withoutNoiseItGoesThroughItsPoints() throws {
    let toy = ToySimulator.curved
    let scores = toy.prior.latinHypercube(60, seed: 3, stage: 1)
    let values = scores.map { toy.expectation($0)[0] }
    let emulator = try #require(Emulator(scores: scores, means: values, noise: 0))
    for (score, value) in zip(scores, values) { #expect((emulator.mean(at: score) - value).magnitude < 0.05) }
  }

  /// Leave-one-out residuals without leaving any out (Dubrule 1983) against kriging with the point really left out,
  /// at the same length and variance.
  @Test func leaveOneOutIsWhatLeavingOutGives() throws {
    let toy = ToySimulator.curved
    let (scores, results) = Self.data(toy, points: 40)
    let means = results.map { mean($0[0]) }
    let emulator = try #require(Emulator(scores: scores, means: means, noise: 0.25))
    func covariance(_ a: [Double], _ b: [Double]) -> Double {
      let distance = emulator.active.reduce(0.0) { $0 + (a[$1] - b[$1]) * (a[$1] - b[$1]) }
      return emulator.variance * exp(-distance / (2 * emulator.length * emulator.length))
    }
    for left in [0, 13, 39] {
      let others = scores.indices.filter { $0 != left }
      var k = Matrix(rows: others.count, columns: others.count)
      for (i, a) in others.enumerated() {
        for (j, b) in others.enumerated() { k[i, j] = covariance(scores[a], scores[b]) }
        k[i, i] += 0.25 + 1e-8 * emulator.variance
      }
      let factor = try #require(CholeskyFactor(k))
      let basis = Matrix(columns: [others.map { _ in 1 }] + (0..<3).map { i in others.map { scores[$0][i] } })
      let solved = Matrix(columns: (0..<4).map { factor.solve(Array(basis.column($0))) })
      let y = others.map { means[$0] }
      let plane = try #require(CholeskyFactor(basis.transposed * solved)).solve(solved.transposedTimes(y))
      let weights = factor.solve(zip(y, basis * plane).map { $0 - $1 })
      let predicted =
        plane[0] + (0..<3).reduce(0.0) { $0 + plane[$1 + 1] * scores[left][$1] }
        + zip(others, weights).reduce(0.0) { $0 + $1.1 * covariance(scores[left], scores[$1.0]) }
      #expect((emulator.residuals[left] - (means[left] - predicted)).magnitude < 1e-6)
    }
  }

  @Test func tooFewPointsAreRefused() {
    #expect(Emulator(scores: [[0, 1], [1, 0], [1, 1]], means: [1, 2, 3], noise: 0) == nil)
  }
}
