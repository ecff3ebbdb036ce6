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
  /// Standard deviation, on the logit scale, of one authority's percentage around what the model gives it with its
  /// parameters: what a place has of its own that no parameter stands for.
  public let overdispersion: Double
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
    overdispersion: Double = 0, accepted: ClosedRange<Double>, period: String = "", source: String = "",
    provenance: String = "assumption",
    use: Use = .fitted
  ) {
    self.metric = metric
    self.label = label
    self.unit = unit
    self.value = value
    self.counts = counts
    self.tolerance = tolerance
    self.overdispersion = overdispersion
    self.accepted = accepted
    self.period = period
    self.source = source
    self.provenance = provenance
    self.use = use
  }

  /// Whether it is a percentage, to which the logit scale applies.
  public var isPercentage: Bool { unit == "percent" && value > 0 && value < 100 }

  /// The same figure with another value, counted among so many children where it is a count.
  public func observed(_ value: Double, among children: Double) -> CalibrationTarget {
    CalibrationTarget(
      metric: metric, label: label, unit: unit, value: value,
      counts: counts.map { _ in Counts(numerator: value / 100 * children, denominator: children) },
      tolerance: tolerance, overdispersion: overdispersion, accepted: accepted, period: period, source: source,
      provenance: provenance, use: use)
  }

  /// Variance of the figure around the simulation's expectation.
  ///
  /// A count varies as the simulated one does between replications (binomial with over-dispersion), scaled by how many
  /// more children were counted; never less than a binomial. The variances of the tolerance and of what a place has of
  /// its own come on top.
  /// - Parameters:
  ///   - replicationVariance: Of the simulated figure, between replications.
  ///   - children: Simulated children behind a replication's figure.
  ///   - expectation: The simulation's expectation, at which a count's variance is taken; the figure when nil.
  public func variance(replicationVariance: Double, children: Double, at expectation: Double? = nil) -> Double {
    let share = min(max((expectation ?? value) / 100, 0), 1)
    let own = isPercentage ? 100 * overdispersion * share * (1 - share) : 0
    let beyond = tolerance * tolerance + own * own
    guard let counts, counts.denominator > 0 else { return beyond }
    let binomial = 1e4 * share * (1 - share) / counts.denominator
    return max(binomial, replicationVariance * children / counts.denominator) + beyond
  }
}
