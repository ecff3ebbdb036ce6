// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// Parameters that are to be found, and what was thought of them before.
///
/// The work is done in normal scores: a parameter's score z is where Φ(z) is its prior probability, so that the prior
/// is a standard normal in every direction whatever the families.
public struct PriorSpace: Sendable {
  public let names: [String]
  public let priors: [Uncertainty]

  public init(names: [String], priors: [Uncertainty]) {
    precondition(names.count == priors.count)
    self.names = names
    self.priors = priors
  }

  public var count: Int { names.count }

  /// Values of the parameters at given scores.
  public func values(_ scores: [Double]) -> [Double] {
    zip(priors, scores).map { prior, score in
      prior.quantile(min(max(normalProbability(below: score), 0x1p-54), 1 - 0x1p-53))
    }
  }

  /// A Latin hypercube over the prior, in scores.
  public func latinHypercube(_ points: Int, seed: UInt64, stage: UInt64) -> [[Double]] {
    let stream = RandomStream(seed: seed, domain: 3)
    let columns = names.map { name -> [Double] in
      stream.seek(entity: stableKey(name), purpose: stage)
      return latinHypercubeColumn(points, order: stream) { _ in max(stream.uniform(), 0x1p-40) }.map(normalQuantile)
    }
    return (0..<points).map { point in columns.map { $0[point] } }
  }
}
