// SPDX-License-Identifier: GPL-3.0-or-later
public import Calibration
public import ResultsStore
public import ScenarioFiles
public import Statistics

/// What a calibration found.
public struct CalibrationResults: Sendable {
  /// The table that `calibrated:` of a scenario reads; a folder that has it is complete.
  public static let posteriorName = "posterior"

  /// A target beside the simulation.
  public struct TargetFit: Sendable {
    public let target: CalibrationTarget
    /// Simulated with the parameters' best values, with its Monte Carlo error.
    public let atBest, standardError: Double
    /// Over the posterior: the simulation's expectation, and the central 95 % of it; nil for a point fit.
    public let predicted: Double?
    public let interval: ConfidenceInterval?

    public var isMet: Bool { target.accepted.contains(atBest) }
  }

  public let document: CalibrationDocument
  public let targets: [TargetFit]
  /// Best values: the posterior's means, or the fitted point.
  public let best: [Double]
  /// Nil for a point fit.
  public let calibration: Calibration?
  public let fit: PointFit?
  public internal(set) var manifest: Manifest?
}
