// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// How much of a result's variance lies between draws of the parameters and how much between replications of one
/// draw: one-way random-effects analysis of variance (O'Hagan, Stevenson & Madan 2007, doi:10.1002/hec.1199).
public struct VarianceComponents: Sendable, Equatable {
  /// Variance of the expected result over the parameters' uncertainty; never below zero.
  public let between: Double
  /// Variance between replications of one draw.
  public let within: Double

  public init(between: Double, within: Double) {
    self.between = between
    self.within = within
  }

  /// - Parameter draws: The replications of each draw; as many in each, and at least two.
  public init(_ draws: [[Double]]) {
    let replications = Double(draws.first?.count ?? 0)
    let within = mean(draws.map { RunningMoments($0).variance })
    let total = RunningMoments(draws.map { mean($0) }).variance
    self.within = within
    between = max(0, total - within / replications)
  }

  /// Variance of the estimate of `between`, times the number of runs, when each draw has n replications: what is
  /// learned about the spread of a PSA from a given amount of computing.
  ///
  /// With N draws of normal results it is 2 (between + within/n)²/(N − 1) + 2 within²/(n² N (n − 1)); N = runs/n.
  public func costOfSpread(replications n: Int) -> Double {
    let n = Double(n), mean = between + within / n
    return n * (2 * mean * mean + 2 * within * within / (n * n * (n - 1)))
  }

  /// The number of replications that learns most about the spread from a given number of runs; at least two, since
  /// one cannot tell noise from uncertainty.
  public func bestReplications(atMost limit: Int = 50) -> Int {
    guard within > 0 else { return 2 }
    return (2...limit).min { costOfSpread(replications: $0) < costOfSpread(replications: $1) } ?? 2
  }

  /// The best number for several results at once: the least sum of what each loses against its own best.
  public static func bestReplications(_ components: [VarianceComponents], atMost limit: Int = 50) -> Int {
    let useful = components.filter { $0.within > 0 && $0.between >= 0 }
    guard !useful.isEmpty else { return 2 }
    func regret(_ n: Int) -> Double {
      useful.reduce(0) { sum, component in
        let best = component.costOfSpread(replications: component.bestReplications(atMost: limit))
        return sum + component.costOfSpread(replications: n) / best
      }
    }
    return (2...limit).min { regret($0) < regret($1) } ?? 2
  }
}
