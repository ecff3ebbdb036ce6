// SPDX-License-Identifier: GPL-3.0-or-later
public import ResultsStore
public import ScenarioFiles
public import Studies

/// The headline measures at every point of a grid.
public struct GridResults: Sendable {
  public struct Point: Sendable {
    /// Of each parameter of the grid.
    public let values: [Double]
    /// Of each measure.
    public let summaries: [OutcomeSummary]
    /// Of each measure, from the scenario as it is.
    public let differences: [PairedDifference]
  }

  public let scenario: ScenarioDocument
  public let ranges: [ParameterRange]
  public let measures: [HeadlineMeasure]
  /// The scenario as it is, then the grid, the last parameter fastest.
  public let points: [Point]
  public let replications: Int
  public let seed: UInt64
  public let manifest: Manifest
}
