// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears

/// A published figure beside the one that a strategy simulates, hit or miss.
public struct PublishedComparison: Sendable, Equatable {
  /// Name of the strategy.
  public var strategy: String
  public var figure: PublishedFigure
  public var simulated: Double
  /// Monte Carlo standard error of the simulated value; NaN below two replications.
  public var standardError: Double

  public init(strategy: String, figure: PublishedFigure, simulated: Double, standardError: Double) {
    self.strategy = strategy
    self.figure = figure
    self.simulated = simulated
    self.standardError = standardError
  }
}
