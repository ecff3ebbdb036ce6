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
    targetVariances = zip(targets, variances).map {
      max($0.variance(replicationVariance: $1, children: children), 1e-12)
    }
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
