// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Points of the parameter space with what was simulated there.
public struct SimulatedPoints: Sendable {
  /// By point, in normal scores.
  public private(set) var scores: [[Double]] = []
  /// By point, target and replication.
  public private(set) var replicates: [[[Double]]] = []

  public init() {}

  public var count: Int { scores.count }

  public mutating func add(_ score: [Double], _ replicates: [[Double]]) {
    scores.append(score)
    self.replicates.append(replicates)
  }

  public mutating func add(_ other: SimulatedPoints) {
    scores += other.scores
    replicates += other.replicates
  }

  /// Means over replications of one target, by point.
  public func means(ofTarget target: Int) -> [Double] { replicates.map { mean($0[target]) } }

  /// Variance of one target between replications, pooled over points; nil when no point has two.
  public func replicationVariance(ofTarget target: Int) -> Double? {
    let variances = replicates.map { RunningMoments($0[target]).variance }.filter(\.isFinite)
    return variances.isEmpty ? nil : mean(variances)
  }

  /// The points of the given positions.
  public func selecting(_ positions: [Int]) -> SimulatedPoints {
    var result = SimulatedPoints()
    for position in positions { result.add(scores[position], replicates[position]) }
    return result
  }
}
