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

  /// Effects by the names that studies use.
  public static let known: [EffectMeasure] = [
    EffectMeasure(name: "needs_identified_and_seen", measure: "needs.all.identified_and_seen"),
    EffectMeasure(name: "needs_identified", measure: "needs.all.identified"),
    EffectMeasure(name: "on_time_reviews", measure: "reviews.in_time"),
    EffectMeasure(name: "completed_reviews", measure: "reviews.completed"),
    EffectMeasure(name: "children_at_expected_level", measure: "development.children_at_expected_level"),
    EffectMeasure(name: "qalys", measure: "qaly.lost", isHarm: true),
  ]

  /// An effect in a strategy's words and unit.
  public func label(in catalogue: OutcomeCatalogue) -> String {
    if name == "qalys" { return "QALYs a year" }
    return catalogue.measure(measure)?.label ?? name
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
/// A quantity that adds up over time (money, counts, QALYs) is the sum of its years, each discounted by (1 + r)^−y
/// with the first year in full; a share or ratio is that of the whole period. With one reporting year it is simply
/// that year's.
public struct PeriodTotal: Sendable {
  /// Positions among a replication's values, and what each is multiplied by.
  private let terms: [(index: Int, factor: Double)]

  /// Nil when the strategy does not report the measure.
  public init?(_ measure: String, in model: ServiceModel, ratePerYear: Double, sign: Double = 1) {
    let catalogue = model.catalogue
    guard let definition = catalogue.measure(measure), let whole = catalogue.index(of: OutcomeKey(measure)) else {
      return nil
    }
    let addsUp = [.gbp, .count, .qaly, .hours, .children].contains(definition.unit)
    let years = model.scenario.clock.reportingYears
    let yearly = catalogue.groups.compactMap { group -> (Int, Int)? in
      guard case .year(let year) = group, let index = catalogue.index(of: OutcomeKey(measure, group)) else {
        return nil
      }
      return (index, year)
    }
    guard addsUp, !yearly.isEmpty else {
      terms = [(whole, addsUp ? sign * min(1, years) : sign)]
      return
    }
    let discounting = Discounting(ratePerYear: ratePerYear)
    terms = yearly.sorted { $0.1 < $1.1 }.map { index, year in
      (index, sign * discounting.factor(atYears: Double(year)) * min(1, years - Double(year)))
    }
  }

  /// - Parameter value: A replication's value at a position.
  public func total(_ value: (Int) -> Double) -> Double {
    terms.reduce(0) { $0 + $1.factor * value($1.index) }
  }

  /// Positions that are needed.
  public var indices: [Int] { terms.map(\.index) }
}
