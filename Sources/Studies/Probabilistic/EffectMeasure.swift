// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
import Economics

/// What a study counts as effect: a measure, and which way is better.
public struct EffectMeasure: Sendable, Equatable {
  /// What the study calls it, as in `needs_identified_and_seen`; it names columns and files.
  public let name: String
  /// The measure behind it.
  public let measure: String
  /// Whether less of the measure is better; the effect is then its negative.
  public let isHarm: Bool
  /// The value of a unit of effect, where the study gives one for this outcome alone.
  public let thresholds: [Double]?

  public init(name: String, measure: String, isHarm: Bool = false, thresholds: [Double]? = nil) {
    self.name = name
    self.measure = measure
    self.isHarm = isHarm
    self.thresholds = thresholds
  }

  /// Needs that there were, of an effect that counts those met; what is left is unmet need.
  var needMeasure: String? {
    let parts = measure.split(separator: ".")
    guard parts.count == 3, parts[0] == "needs", ["identified", "identified_and_seen", "resolved"].contains(parts[2])
    else { return nil }
    return "needs.\(parts[1]).present"
  }

  public static let qalys = EffectMeasure(name: "qalys", measure: "qaly.lost", isHarm: true)

  /// Effects by the names that studies use.
  public static let known: [EffectMeasure] = [
    EffectMeasure(name: "needs_identified_and_seen", measure: "needs.all.identified_and_seen"),
    EffectMeasure(name: "needs_identified", measure: "needs.all.identified"),
    EffectMeasure(name: "on_time_reviews", measure: "reviews.in_time"),
    EffectMeasure(name: "completed_reviews", measure: "reviews.completed"),
    EffectMeasure(name: "children_at_expected_level", measure: "development.children_at_expected_level"),
    qalys,
  ]

  /// An effect in a strategy's words and unit.
  /// - Parameter years: Length of the period that it is the total of.
  public func label(in catalogue: OutcomeCatalogue, over years: Double) -> String {
    let label = name == "qalys" ? "QALYs a year" : catalogue.measure(measure)?.label ?? name
    guard years != 1 else { return label }
    let period = "over \(years == years.rounded() ? String(Int(years)) : String(years)) years"
    for ending in [", a year", " a year"] where label.hasSuffix(ending) {
      return "\(label.dropLast(ending.count)) \(period)"
    }
    return "\(label), years added up \(period)"
  }
}

/// Whose costs count.
public enum Perspective: String, Sendable, CaseIterable {
  case commissioner
  case nhsAndSocialServices = "nhs_and_social_services"
  case publicSector = "public_sector"

  public var measure: String { "cost.\(rawValue)" }

  public var label: String {
    switch self {
    case .commissioner: "the commissioner of the service"
    case .nhsAndSocialServices: "the NHS and social services"
    case .publicSector: "the public sector"
    }
  }
}

/// One result over the reporting period, put together from its years.
///
/// The sum of its years, each discounted by (1 + r)^−y with the first year in full, so that it stands beside costs that
/// are summed likewise. A share, ratio or mean is summed too: a percentage point that is had for three years counts
/// three times, as it is paid for three times. With one reporting year it is simply that year's.
public struct PeriodTotal: Sendable {
  /// Positions among a replication's values, and what each is multiplied by.
  private let terms: [(index: Int, factor: Double)]

  /// Nil when the strategy does not report the measure. QALYs are nil where nothing in a strategy gains or loses any.
  public init?(_ measure: String, in model: ServiceModel, ratePerYear: Double, sign: Double = 1) {
    let catalogue = model.catalogue
    if measure == EffectMeasure.qalys.measure, catalogue.measure(measure) == nil {
      terms = []
      return
    }
    guard catalogue.measure(measure) != nil, let whole = catalogue.index(of: OutcomeKey(measure)) else {
      return nil
    }
    let years = model.scenario.clock.reportingYears
    let yearly = catalogue.groups.compactMap { group -> (Int, Int)? in
      guard case .year(let year) = group, let index = catalogue.index(of: OutcomeKey(measure, group)) else {
        return nil
      }
      return (index, year)
    }
    guard !yearly.isEmpty else {
      terms = [(whole, sign * Self.presentValue(ratePerYear: ratePerYear, years: years))]
      return
    }
    let discounting = Discounting(ratePerYear: ratePerYear)
    terms = yearly.sorted { $0.1 < $1.1 }.map { index, year in
      (index, sign * discounting.factor(atYears: Double(year)) * min(1, years - Double(year)))
    }
  }

  /// Of one a year, each year's at its start.
  static func presentValue(ratePerYear: Double, years: Double) -> Double {
    let discounting = Discounting(ratePerYear: ratePerYear)
    return stride(from: 0, to: years, by: 1).reduce(0) { $0 + discounting.factor(atYears: $1) * min(1, years - $1) }
  }

  /// - Parameter value: A replication's value at a position.
  public func total(_ value: (Int) -> Double) -> Double {
    terms.reduce(0) { $0 + $1.factor * value($1.index) }
  }

  /// Positions that are needed.
  public var indices: [Int] { terms.map(\.index) }
}
