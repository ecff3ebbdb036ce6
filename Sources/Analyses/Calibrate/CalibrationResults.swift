// SPDX-License-Identifier: GPL-3.0-or-later
public import Calibration
public import ResultsStore
public import ScenarioFiles
public import Statistics

/// What a calibration found.
public struct CalibrationResults: Sendable {
  /// The table that `calibrated:` of a scenario reads.
  public static let posteriorName = "posterior"
  /// The file with what was found, of the posterior or of a point fit.
  public static let summaryName = "calibration.json"

  /// A target beside the simulation.
  public struct TargetFit: Sendable {
    public let target: CalibrationTarget
    /// Simulated with the parameters' best values, with its Monte Carlo error.
    public let atBest, standardError: Double
    /// What the posterior says that the figure will be; nil for a point fit.
    public let prediction: PosteriorPrediction?
    /// The central 95 % of it.
    public var interval: ConfidenceInterval? { prediction?.interval(0.95) }

    /// A fitted figure is met when the best values give what is accepted; one held out, when it lies where it was
    /// predicted, with all that is not known of it.
    public var isMet: Bool {
      if target.use == .heldOut, let prediction { return prediction.holds(target.value) }
      return target.accepted.contains(atBest)
    }
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
