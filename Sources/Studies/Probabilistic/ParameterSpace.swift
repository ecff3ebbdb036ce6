// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// A parameter of one or several strategies whose value is not known.
public struct UncertainParameter: Sendable, Equatable {
  /// Unlike that of any other in the study: its path, with the strategies' names where strategies differ.
  public let name: String
  public let path: String
  public let uncertainty: Uncertainty
  /// The value of a run at the means.
  public let mean: Double
  public let unit: String
  public let source: String
  /// found, found_secondary, derived, memory or assumption.
  public let provenance: String

  public init(
    name: String, path: String, uncertainty: Uncertainty, mean: Double, unit: String = "", source: String = "",
    provenance: String = "assumption"
  ) {
    self.name = name
    self.path = path
    self.uncertainty = uncertainty
    self.mean = mean
    self.unit = unit
    self.source = source
    self.provenance = provenance
  }
}

/// Rows of values that belong together, such as a calibration's posterior: a draw takes a whole row.
public struct JointDraws: Sendable, Equatable {
  /// Where the rows come from; it also names their random numbers.
  public let name: String
  /// For each column, the position of its parameter in the space.
  public let columns: [Int]
  /// By row, then column; equally likely.
  public let rows: [[Double]]

  public init(name: String, columns: [Int], rows: [[Double]]) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }
}

/// Everything uncertain in a study: each parameter once, however many strategies share it.
public struct ParameterSpace: Sendable {
  /// Spearman's rank correlation between two parameters of the space.
  public typealias Correlation = GaussianCopula.Pair

  public let parameters: [UncertainParameter]
  public let correlations: [Correlation]
  public let joint: [JointDraws]
  /// For each strategy, which parameter of the space each of its paths takes its value from.
  public let paths: [[String: Int]]
  /// Parameters that follow evidence from elsewhere.
  public var shifts: [EvidenceShift]

  public init(
    parameters: [UncertainParameter], correlations: [Correlation] = [], joint: [JointDraws] = [],
    paths: [[String: Int]], shifts: [EvidenceShift] = []
  ) {
    self.parameters = parameters
    self.correlations = correlations
    self.joint = joint
    self.paths = paths
    self.shifts = shifts
  }

  /// A strategy's values by path, out of a draw of the whole space.
  public func values(of draw: [Double], strategy: Int) -> [String: Double] {
    var values = paths[strategy].mapValues { draw[$0] }
    for shift in shifts where shift.strategy == strategy {
      values[shift.path] = shift.moved(values[shift.path] ?? shift.mean, by: draw[shift.effect])
    }
    return values
  }

  /// Names of parameters whose value is an assumption.
  public var assumptions: Set<String> {
    Set(parameters.filter { $0.provenance == "assumption" }.map(\.name))
  }
}
