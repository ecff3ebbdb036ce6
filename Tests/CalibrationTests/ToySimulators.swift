// SPDX-License-Identifier: GPL-3.0-or-later
import Calibration
import Statistics

/// A simulator whose expectation is known, with replication noise.
struct ToySimulator: Sendable {
  let prior: PriorSpace
  /// Expectation of each target at given scores.
  let expectation: @Sendable ([Double]) -> [Double]
  /// Standard deviation of a replication.
  let noise: Double
  let replications: Int

  func simulate(_ stage: Int, _ scores: [[Double]], seed: UInt64) -> [[[Double]]] {
    let stream = RandomStream(seed: seed, domain: 77)
    return scores.enumerated().map { p, score in
      stream.seek(entity: UInt64(stage) << 32 | UInt64(p), purpose: 1)
      return expectation(score).map { value in
        (0..<replications).map { _ in value + noise * stream.standardNormal() }
      }
    }
  }

  static func prior(_ count: Int) -> PriorSpace {
    PriorSpace(names: (0..<count).map { "p\($0)" }, priors: (0..<count).map { _ in .normal(mean: 0, sd: 1) })
  }

  static func target(_ value: Double, deviation: Double) -> CalibrationTarget {
    CalibrationTarget(
      metric: "m", label: "m", unit: "", value: value, tolerance: deviation,
      accepted: (value - 2 * deviation)...(value + 2 * deviation))
  }

  /// Two targets, linear in three parameters.
  static let linear = ToySimulator(
    prior: prior(3), expectation: { [50 + 6 * $0[0] - 3 * $0[1], 20 + 2 * $0[0] + 4 * $0[1]] }, noise: 1,
    replications: 4
  )

  /// Three targets that bend.
  static let curved = ToySimulator(
    prior: prior(3),
    expectation: { z in
      [50 + 6 * z[0] + 1.5 * z[0] * z[0] - 3 * z[1], 20 + 2 * z[0] + 4 * z[1] + z[0] * z[1], 10 + 3 * z[2] - z[1]]
    }, noise: 1, replications: 4)
}
