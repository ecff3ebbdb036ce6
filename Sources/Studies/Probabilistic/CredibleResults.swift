// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
public import Economics
import Statistics

/// A result of a strategy over the draws: what it is expected to be and how far it is known.
public struct CredibleResult: Sendable {
  public let strategy: String
  public let key: OutcomeKey
  /// Mean over draws with its Monte Carlo error, and the central 95 % of the draws.
  public let value: ExpectedOutcome
  /// Less the baseline, paired by draw; nil for the baseline itself.
  public let difference: ExpectedOutcome?
}

extension ProbabilisticAnalysis {
  /// Every result that was kept and is defined in every draw.
  ///
  /// A draw's value is a mean over replications, so an interval here has a little of their noise in it; for the
  /// results that a decision rests on, `DecisionAnalysis` takes it out.
  public func credibleResults() -> [CredibleResult] {
    let baseline = Dictionary(
      uniqueKeysWithValues: results[0].keys.enumerated().map { ($1, results[0].drawMeans(ofKey: $0)) })
    return results.enumerated().flatMap { position, result in
      result.keys.enumerated().compactMap { index, key -> CredibleResult? in
        let draws = result.drawMeans(ofKey: index)
        guard draws.allSatisfy(\.isFinite) else { return nil }
        let pairs = position == 0 ? nil : baseline[key].flatMap { $0.allSatisfy(\.isFinite) ? $0 : nil }
        return CredibleResult(
          strategy: result.strategy.name, key: key, value: ExpectedOutcome(draws: draws, errorFactor: errorFactor),
          difference: pairs.map { base in
            ExpectedOutcome(draws: zip(draws, base).map { $0 - $1 }, errorFactor: errorFactor)
          })
      }
    }
  }
}
