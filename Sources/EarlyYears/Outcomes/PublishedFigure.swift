// SPDX-License-Identifier: GPL-3.0-or-later

/// A published figure that the simulation is compared with.
public struct PublishedFigure: Sendable, Equatable {
  /// Its number or name in the list of targets.
  public var target: String
  /// The measure that it is compared with.
  public var metric: String
  public var label: String
  public var value: Double
  /// What counts as met: within so much of the value …
  public var tolerance: Double?
  /// … or between these two.
  public var range: ClosedRange<Double>?
  public var unit: String
  /// The year or years that it is of, in the words of the file.
  public var period: String
  public var source: String
  public var provenance: String

  public init(
    target: String, metric: String, label: String, value: Double, tolerance: Double? = nil,
    range: ClosedRange<Double>? = nil, unit: String = "", period: String = "",
    source: String = "", provenance: String = "assumption"
  ) {
    self.target = target
    self.metric = metric
    self.label = label
    self.value = value
    self.tolerance = tolerance
    self.range = range
    self.unit = unit
    self.period = period
    self.source = source
    self.provenance = provenance
  }

  /// The values that meet the target.
  public var accepted: ClosedRange<Double> {
    if let range { return range }
    let tolerance = tolerance ?? 0
    return value - tolerance...value + tolerance
  }

  public func isMet(by simulated: Double) -> Bool { accepted.contains(simulated) }
}
