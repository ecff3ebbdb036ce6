// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Dispatch
import Statistics

/// An emulator for every fitted target, with the variance that each figure has around the simulation's expectation.
public struct TargetEmulators: Sendable {
  public let targets: [CalibrationTarget]
  public let emulators: [Emulator]
  /// Of the figures around the simulator's expectation, by target.
  public let targetVariances: [Double]
  /// Variance of a simulated point's means, by target.
  public let noise: [Double]
  /// Variance of a target between replications.
  public let replicationVariances: [Double]

  /// - Parameters:
  ///   - targets: Those that are fitted, in the order of the points' results.
  ///   - children: Simulated children behind a replication's figures.
  /// - Returns: Nil when there are too few points for some target.
  public init?(_ targets: [CalibrationTarget], points: SimulatedPoints, children: Double) {
    let replications = Double(points.replicates.first?.first?.count ?? 1)
    let variances = targets.indices.map { points.replicationVariance(ofTarget: $0) ?? 0 }
    let noise = variances.map { $0 / replications }
    // Targets are emulated side by side; each is its own.
    nonisolated(unsafe) var found = [Emulator?](repeating: nil, count: targets.count)
    found.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let places = buffer
      DispatchQueue.concurrentPerform(iterations: targets.count) { t in
        places[t] = Emulator(scores: points.scores, means: points.means(ofTarget: t), noise: noise[t])
      }
    }
    let emulators = found.compactMap { $0 }
    guard emulators.count == targets.count else { return nil }
    self.targets = targets
    self.emulators = emulators
    self.noise = noise
    replicationVariances = variances
    targetVariances = Self.variances(targets, variances, children)
  }

  /// The same emulators beside other values of the targets.
  /// - Parameter positions: Which of the targets are kept.
  public func observing(_ targets: [CalibrationTarget], children: Double, positions: [Int]) -> TargetEmulators {
    TargetEmulators(
      targets: positions.map { targets[$0] }, emulators: positions.map { emulators[$0] },
      noise: positions.map { noise[$0] }, replicationVariances: positions.map { replicationVariances[$0] },
      children: children)
  }

  private init(
    targets: [CalibrationTarget], emulators: [Emulator], noise: [Double], replicationVariances: [Double],
    children: Double
  ) {
    self.targets = targets
    self.emulators = emulators
    self.noise = noise
    self.replicationVariances = replicationVariances
    targetVariances = Self.variances(targets, replicationVariances, children)
  }

  private static func variances(
    _ targets: [CalibrationTarget], _ replicationVariances: [Double], _ children: Double
  ) -> [Double] {
    zip(targets, replicationVariances).map {
      max($0.variance(replicationVariance: $1, children: children), 1e-12)
    }
  }

  /// Variance of a target's emulator where its points are: by leave-one-out, less the points' own noise.
  func emulatorVariance(ofTarget target: Int) -> Double {
    let residuals = emulators[target].residuals
    return max(0, residuals.reduce(0) { $0 + $1 * $1 } / Double(residuals.count) - noise[target])
  }

  /// How far a point is from the targets, in standard deviations: the worst target (Vernon et al. 2010).
  public func implausibility(_ score: [Double]) -> Double {
    emulators.indices.reduce(0) { worst, t in
      let (mean, variance) = emulators[t].predict(at: score)
      return max(worst, (targets[t].value - mean).magnitude / (variance + targetVariances[t]).squareRoot())
    }
  }

  /// Largest share of the emulator's variance in a target's, averaged over points: when it is small, more points
  /// would not change the answer.
  public func emulatorShare(at scores: [[Double]]) -> Double {
    emulators.indices.map { t in
      mean(scores.map { emulators[t].predict(at: $0).variance }) / targetVariances[t]
    }.max() ?? 0
  }
}
