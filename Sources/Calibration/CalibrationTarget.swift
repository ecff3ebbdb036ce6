// SPDX-License-Identifier: GPL-3.0-or-later

/// A published figure that a simulation is to reproduce, or is to be judged by.
public struct CalibrationTarget: Sendable, Equatable {
  public enum Use: String, Sendable, CaseIterable {
    case fitted
    /// Kept out of the fit, and compared with what the fitted model predicts.
    case heldOut = "held_out"
  }

  /// The measure that it is a figure of, overall or for a group.
  public let metric: String
  public let label: String
  public let unit: String
  public let value: Double
  /// Numerator and denominator where the figure is a proportion of counted children.
  public let counts: Counts?
  /// Standard deviation of everything else that keeps the figure from the simulation's expectation: error of
  /// measurement, and how far the model is trusted to come (model discrepancy).
  public let tolerance: Double
  /// What counts as met.
  public let accepted: ClosedRange<Double>
  public let period, source, provenance: String
  public let use: Use

  public struct Counts: Sendable, Equatable {
    public let numerator, denominator: Double

    public init(numerator: Double, denominator: Double) {
      self.numerator = numerator
      self.denominator = denominator
    }
  }

  public init(
    metric: String, label: String, unit: String, value: Double, counts: Counts? = nil, tolerance: Double,
    accepted: ClosedRange<Double>, period: String = "", source: String = "", provenance: String = "assumption",
    use: Use = .fitted
  ) {
    self.metric = metric
    self.label = label
    self.unit = unit
    self.value = value
    self.counts = counts
    self.tolerance = tolerance
    self.accepted = accepted
    self.period = period
    self.source = source
    self.provenance = provenance
    self.use = use
  }

  /// Variance of the figure around the simulation's expectation.
  ///
  /// A count varies as the simulated one does between replications (binomial with over-dispersion), scaled by how many
  /// more children were counted; never less than a binomial. The tolerance's variance comes on top.
  /// - Parameters:
  ///   - replicationVariance: Of the simulated figure, between replications.
  ///   - children: Simulated children behind a replication's figure.
  public func variance(replicationVariance: Double, children: Double) -> Double {
    guard let counts, counts.denominator > 0 else { return tolerance * tolerance }
    let share = counts.numerator / counts.denominator
    let binomial = 1e4 * share * (1 - share) / counts.denominator
    let scaled = replicationVariance * children / counts.denominator
    return max(binomial, scaled) + tolerance * tolerance
  }
}
