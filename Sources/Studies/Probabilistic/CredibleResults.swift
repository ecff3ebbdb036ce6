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
          strategy: result.strategy.name, key: key, value: ExpectedOutcome(draws: draws),
          difference: pairs.map { base in ExpectedOutcome(draws: zip(draws, base).map { $0 - $1 }) })
      }
    }
  }
}

/// What a strategy costs in a year, undiscounted, and how much more than the baseline: budget impact as ISPOR's
/// good practice has it (Sullivan et al. 2014, doi:10.1016/j.jval.2013.08.2291).
public struct BudgetImpact: Sendable {
  public let perspective: Perspective
  public let strategy: String
  /// From 1.
  public let year: Int
  public let cost: ExpectedOutcome
  public let difference: ExpectedOutcome?
}

extension ProbabilisticAnalysis {
  public func budgetImpact() -> [BudgetImpact] {
    plan.perspectives.flatMap { perspective in
      results.enumerated().flatMap { position, result -> [BudgetImpact] in
        years(result).compactMap { year, group in
          let key = OutcomeKey(perspective.measure, group)
          guard let costs = result.drawMeans(key) else { return nil }
          let base = position == 0 ? nil : results[0].drawMeans(key)
          return BudgetImpact(
            perspective: perspective, strategy: result.strategy.name, year: year, cost: ExpectedOutcome(draws: costs),
            difference: base.map { base in ExpectedOutcome(draws: zip(costs, base).map { $0 - $1 }) })
        }
      }
    }
  }

  /// A period of one year has no groups of its own.
  private func years(_ result: DrawResults) -> [(Int, Group)] {
    let years = result.strategy.model.catalogue.groups.compactMap { group -> (Int, Group)? in
      guard case .year(let year) = group else { return nil }
      return (year + 1, group)
    }
    return years.isEmpty ? [(1, .overall)] : years
  }
}
