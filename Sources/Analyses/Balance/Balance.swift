// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
public import ScenarioFiles

/// The whole-time equivalents of one role with which a strategy's planned establishment costs what another's does, so
/// that the two are compared for the same money.
public struct Balance: Sendable {
  public let strategy: String
  public let budgetOf: String
  public let role: String
  /// Planned cost a year of the other strategy, in pounds.
  public let budget: Double
  /// Planned cost a year of this one as it is stated.
  public let stated: Double
  public let statedWTE: Double
  /// Exactly the same money; the cost is linear in the role's WTE.
  public let wte: Double

  /// - Throws: `AnalysisError.request` when the strategy has no such role, the role costs nothing, or the other roles
  ///   alone cost more than the budget.
  public init(_ strategy: ScenarioDocument, budgetOf other: ScenarioDocument, by role: String) throws(AnalysisError) {
    let scenario = strategy.scenario()
    guard let balancing = scenario.workforce.first(where: { $0.name == role }) else {
      let near = didYouMean(role, in: scenario.workforce.map(\.name))
      throw .request("'\(strategy.name)' has no role '\(role)'\(near)")
    }
    let perWTE = balancing.hoursPerYear * balancing.costPerHour
    guard perWTE > 0 else { throw .request("an hour of '\(role)' costs nothing in '\(strategy.name)'") }
    self.strategy = strategy.name
    budgetOf = other.name
    self.role = role
    budget = other.scenario().plannedEstablishmentCost
    stated = scenario.plannedEstablishmentCost
    statedWTE = balancing.wte
    wte = (budget - stated + balancing.plannedCost) / perWTE
    guard wte >= 0 else {
      throw .request("the other roles of '\(strategy.name)' alone cost more than '\(other.name)'")
    }
  }
}
