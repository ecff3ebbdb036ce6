// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
public import Economics
import Statistics

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
