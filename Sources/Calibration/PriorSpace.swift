// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// Parameters that are to be found, and what was thought of them before.
///
/// The work is done in normal scores: a parameter's score z is where Φ(z) is its prior probability, so that each
/// score is standard normal whatever the family. Scores are correlated as a copula says; without one, they are
/// independent.
public struct PriorSpace: Sendable {
  public let names: [String]
  public let priors: [Uncertainty]
  private let copula: GaussianCopula?

  /// - Parameter copula: Correlations of the parameters, by position; it must be invertible.
  public init(names: [String], priors: [Uncertainty], copula: GaussianCopula? = nil) {
    precondition(names.count == priors.count && copula?.isInvertible ?? true)
    self.names = names
    self.priors = priors
    self.copula = copula
  }

  public var count: Int { names.count }

  /// Scores of the prior made of independent standard normal variates.
  public func scores(ofIndependent variates: [Double]) -> [Double] {
    copula?.correlatedScores(variates) ?? variates
  }

  /// The independent standard normal variates that scores are made of: their sum of squares is minus twice the
  /// logarithm of the prior density, up to a constant.
  public func independent(ofScores scores: [Double]) -> [Double] { copula?.independentScores(scores) ?? scores }

  /// Scores drawn from the prior; the stream stands where they begin.
  func drawn(_ stream: borrowing RandomStream) -> [Double] {
    scores(ofIndependent: (0..<count).map { _ in stream.standardNormal() })
  }

  /// Values of the parameters at given scores.
  public func values(_ scores: [Double]) -> [Double] {
    zip(priors, scores).map { prior, score in
      prior.quantile(min(max(normalProbability(below: score), 0x1p-54), 1 - 0x1p-53))
    }
  }

  /// Independent draws of the prior, in scores.
  public func draws(_ count: Int, seed: UInt64) -> [[Double]] {
    let stream = RandomStream(seed: seed, domain: 5)
    return (0..<count).map { draw in
      stream.seek(entity: UInt64(draw), purpose: 1)
      return drawn(stream)
    }
  }

  /// A Latin hypercube over the prior, in scores (McKay, Beckman & Conover 1979); correlated afterwards, which leaves
  /// the strata of independent parameters as they are.
  public func latinHypercube(_ points: Int, seed: UInt64, stage: UInt64) -> [[Double]] {
    let stream = RandomStream(seed: seed, domain: 3)
    let columns = names.map { name -> [Double] in
      stream.seek(entity: stableKey(name), purpose: stage)
      return latinHypercubeColumn(points, order: stream) { _ in max(stream.uniform(), 0x1p-40) }.map(normalQuantile)
    }
    return (0..<points).map { point in scores(ofIndependent: columns.map { $0[point] }) }
  }
}
