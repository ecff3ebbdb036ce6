// SPDX-License-Identifier: GPL-3.0-or-later
public import Economics
public import ResultsStore
public import ScenarioFiles
public import Studies

/// What became of net benefit when parameters were moved.
public struct SensitivityResults: Sendable {
  /// Where the preferred strategy changes along a parameter.
  public struct Switches: Sendable {
    public let parameter: String
    public let low, high: Double
    public let curve: [SensitivityPoint]
    public let bySimulator: [SwitchPoint]
    public let unresolved: [UnresolvedStretch]
    /// Nil without a PSA, or where the PSA did not draw the parameter.
    public let byMetamodel: [MetamodelCurve.Switch]?
  }

  public let study: StudyDocument
  public let effect: EffectMeasure
  public let strategies: [String]
  public let threshold: Double
  public let replications: Int
  public internal(set) var tornado: Tornado?
  public internal(set) var oneWay: [(parameter: String, points: [SensitivityPoint])] = []
  public internal(set) var twoWay: [(first: ParameterRange, second: ParameterRange, points: [SensitivityPoint])] = []
  public internal(set) var switches: [Switches] = []
  public internal(set) var manifest: Manifest?
  /// Strategies in which each parameter that was given a range moves.
  public internal(set) var moves: [String: [String]] = [:]
  /// What a reader of the command line should know.
  public internal(set) var notes: [String] = []
}
