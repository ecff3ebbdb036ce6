// SPDX-License-Identifier: GPL-3.0-or-later

/// A published figure beside the one that a strategy simulates, hit or miss.
public struct PublishedFigure: Sendable, Equatable {
  /// Name of the strategy.
  public var strategy: String
  /// Identifier of the measure that is compared.
  public var metric: String
  public var label: String
  /// Unit of the three values, as in the results.
  public var unit: String
  public var published: Double
  /// Largest difference that counts as agreement, on either side.
  public var tolerance: Double
  public var simulated: Double
  /// Monte Carlo standard error of the simulated value; NaN below two replications.
  public var standardError: Double
  public var source: String

  /// NaN agrees with nothing.
  public var isWithinTolerance: Bool { abs(simulated - published) <= tolerance }

  public init(
    strategy: String, metric: String, label: String, unit: String, published: Double, tolerance: Double,
    simulated: Double, standardError: Double, source: String
  ) {
    self.strategy = strategy
    self.metric = metric
    self.label = label
    self.unit = unit
    self.published = published
    self.tolerance = tolerance
    self.simulated = simulated
    self.standardError = standardError
    self.source = source
  }
}
