// SPDX-License-Identifier: GPL-3.0-or-later
public import Economics

/// How far practice follows the study's strategies today, and what it would cost to change it.
public struct PresentPractice: Sendable, Equatable {
  /// Of the population, by strategy; they add up to 1.
  public let shares: [Double]
  /// Cost of bringing everyone under another strategy, beyond the strategy's own.
  public let costOfChange: Double

  public init(shares: [Double], costOfChange: Double = 0) {
    self.shares = shares
    self.costOfChange = costOfChange
  }
}

/// What implementing the best strategy would be worth, beside what more information would be.
public struct ImplementationResult: Sendable {
  /// Position of the decision.
  public let decision: Int
  /// For the authority and period.
  public let value: ImplementationValue
  /// For everyone affected while the decision stands, less the cost of the change; at each threshold.
  public let net: [Estimate]
}

extension ProbabilisticAnalysis {
  /// Of every decision; practice is the baseline's for everyone unless the study says otherwise.
  func implementationResults() -> [ImplementationResult] {
    let count = results.count
    let practice =
      plan.presentPractice ?? PresentPractice(shares: (0..<count).map { $0 == 0 ? 1 : 0 })
    let people = perPerson(1) * population.discountedPeople
    return decisions.enumerated().map { index, decision in
      let value = ImplementationValue(decision.analysis, shares: practice.shares)
      return ImplementationResult(
        decision: index, value: value,
        net: value.implementation.map { worth in
          let gain = worth.scaled(by: people)
          return Estimate(value: gain.value - practice.costOfChange, standardError: gain.standardError)
        })
    }
  }
}
