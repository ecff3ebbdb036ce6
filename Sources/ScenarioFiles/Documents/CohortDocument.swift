// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
public import Economics
public import Studies

/// A cohort model as a file has it, without the study that would name it under `horizon`.
public struct CohortDocument: Sendable {
  public let path: String
  public let horizon: Horizon
  /// What is uncertain in it.
  public let parameters: [UncertainParameter]
  /// People by state at the start; nil when the file does not say.
  public let start: [Double]?

  /// - Throws: `ScenarioError` with everything that is wrong with the file.
  public init(path: String) throws(ScenarioError) {
    let reader = try HorizonReader(path: path, first: 0, measures: nil, priceYear: nil)
    self.path = path
    horizon = reader.horizon
    parameters = reader.parameters
    start = reader.start
  }

  /// The model with everything uncertain at its mean.
  /// - Parameters: Discount rates a year.
  public func model(discountCosts: Double, discountEffects: Double) throws(CohortModel.Flaw) -> CohortModel {
    try horizon.model(
      parameters.map(\.mean), costs: Costs(discountRateCosts: discountCosts, discountRateEffects: discountEffects))
  }
}
