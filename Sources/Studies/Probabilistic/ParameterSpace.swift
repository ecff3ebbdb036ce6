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

  /// Shares that add up to one, drawn from a Dirichlet distribution as gammas over their sum (Devroye 1986, chapter
  /// XI.4).
  public struct Shares: Sendable, Equatable {
    /// Positions in the space.
    public let columns: [Int]
    public let weights: [Double]

    public init(columns: [Int], weights: [Double]) {
      self.columns = columns
      self.weights = weights
    }

    /// - Parameter points: Of the unit interval, one for each share.
    func values(at points: [Double]) -> [Double] {
      let gammas = zip(weights, points).map { Uncertainty.gamma(shape: $0, scale: 1).quantile($1) }
      let sum = gammas.reduce(0, +)
      let total = weights.reduce(0, +)
      return sum > 0 ? gammas.map { $0 / sum } : weights.map { $0 / total }
    }
  }

  public let parameters: [UncertainParameter]
  public let correlations: [Correlation]
  public let joint: [JointDraws]
  public let shares: [Shares]
  /// For each strategy, and behind them each variant of one, which parameter of the space each of its paths takes its value from.
  public let paths: [[String: Int]]
  /// Parameters that follow evidence from elsewhere.
  public var shifts: [EvidenceShift]

  public init(
    parameters: [UncertainParameter], correlations: [Correlation] = [], joint: [JointDraws] = [],
    shares: [Shares] = [], paths: [[String: Int]], shifts: [EvidenceShift] = []
  ) {
    self.parameters = parameters
    self.correlations = correlations
    self.joint = joint
    self.shares = shares
    self.paths = paths
    self.shifts = shifts
  }

  /// With parameters that belong to no strategy, behind those that there are.
  public func adding(_ more: [UncertainParameter]) -> ParameterSpace {
    ParameterSpace(
      parameters: parameters + more, correlations: correlations, joint: joint, shares: shares, paths: paths,
      shifts: shifts)
  }

  /// A strategy's values by path, out of a draw of the whole space.
  /// - Parameter place: Of the paths, where the strategy is not as it stands but a variant of it.
  public func values(of draw: [Double], strategy: Int, pathsAt place: Int? = nil) -> [String: Double] {
    var values = paths[place ?? strategy].mapValues { draw[$0] }
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
