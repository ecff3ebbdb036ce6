// SPDX-License-Identifier: GPL-3.0-or-later

/// What it would be worth if practice followed the evidence, beside what more evidence would be worth (Fenwick, Claxton &
/// Sculpher 2008, doi:10.1177/0272989X07308751).
///
/// Research and implementation are different investments: a strategy that is best on what is known, but used for few, is
/// worth implementing however little there is to learn.
public struct ImplementationValue: Sendable, Equatable {
  public let thresholds: [Double]
  /// The strategy to be implemented: the best with what is known now.
  public let optimal: [Int]
  /// Expected value of perfect implementation: the net benefit of everyone under the best strategy less that of present
  /// practice, with what is known now.
  public let implementation: [Estimate]
  /// EVPI, of practice that follows the evidence.
  public let information: [Estimate]
  /// Of both: everyone under what is best when all is known, less present practice with what is known now.
  public let both: [Estimate]

  /// - Parameter shares: Of the population under each strategy at present; they add up to 1.
  public init(_ analysis: CostEffectiveness, shares: [Double]) {
    let samples = analysis.samples, uncertainty = analysis.uncertainty
    precondition(shares.count == samples.strategies.count && abs(shares.reduce(0, +) - 1) < 1e-6)
    thresholds = uncertainty.thresholds
    optimal = uncertainty.optimal
    information = uncertainty.perfectInformation
    let implementation = zip(uncertainty.thresholds, uncertainty.optimal).map { threshold, best -> Estimate in
      let increments = samples.increments(against: best)
      var gains = [Double](repeating: 0, count: samples.drawCount)
      for (s, share) in shares.enumerated() where s != best && share > 0 {
        for (d, value) in increments.netBenefit(of: s, at: threshold).enumerated() { gains[d] -= share * value }
      }
      return ExpectedOutcome(draws: gains).mean
    }
    self.implementation = implementation
    both = zip(implementation, uncertainty.perfectInformation).map {
      // The two errors are of the same draws; their sum is an upper bound.
      Estimate(value: $0.value + $1.value, standardError: $0.standardError + $1.standardError)
    }
  }
}
