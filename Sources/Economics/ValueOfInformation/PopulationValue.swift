// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The people whose care a decision settles, over the time that it stands.
///
/// Tools differ in when the first year's people count; the convention is part of the value, so that a figure says
/// how it was made (Philips, Claxton & Palmer 2008, doi:10.1177/0272989X07312709, on the choice of horizon).
public struct AffectedPopulation: Sendable, Equatable {
  public enum Convention: String, Sendable, CaseIterable {
    /// Each year's people at the start of the year, (1 + r)^−t for t = 0 … T − 1.
    case annualFromYear0 = "annual_from_year0"
    /// Each year's people at the end of the year, t = 1 … T.
    case annualFromYear1 = "annual_from_year1"
    /// People arrive evenly; discounted continuously at ln(1 + r).
    case continuous
    /// People arrive evenly and the rate is itself continuous: (1 − e^−rT)/r, as the R package voi counts.
    case continuousRate = "continuous_rate"
  }

  public let peoplePerYear, years, ratePerYear: Double
  public let convention: Convention

  /// - Parameter years: Whole years, unless the convention is continuous.
  public init(
    peoplePerYear: Double, years: Double, ratePerYear: Double, convention: Convention = .annualFromYear0
  ) {
    self.peoplePerYear = peoplePerYear
    self.years = years
    self.ratePerYear = ratePerYear
    self.convention = convention
  }

  /// People, discounted to now: what a value for one person is multiplied by.
  public var discountedPeople: Double { peoplePerYear * discountedYears(from: 0) }

  /// The discounted people still to come after a delay, as when a study must first report.
  public func discountedPeople(afterYears delay: Double) -> Double {
    peoplePerYear * discountedYears(from: min(max(delay, 0), years))
  }

  private func discountedYears(from delay: Double) -> Double {
    let discounting = Discounting(ratePerYear: ratePerYear)
    switch convention {
    case .continuous: return discounting.integral(to: years) - discounting.integral(to: delay)
    case .continuousRate:
      guard ratePerYear != 0 else { return years - delay }
      return (exp(-ratePerYear * delay) - exp(-ratePerYear * years)) / ratePerYear
    case .annualFromYear0, .annualFromYear1:
      let shift = convention == .annualFromYear1 ? 1.0 : 0.0
      var sum = 0.0, year = 0.0
      while year < years {
        // Of the year in which a delay ends, or the last one, only the part that is left counts.
        let share = min(year + 1, years) - max(year, min(delay, year + 1))
        sum += max(share, 0) * discounting.factor(atYears: year + shift)
        year += 1
      }
      return sum
    }
  }
}

extension Estimate {
  /// The value for a whole population.
  public func forPopulation(_ population: AffectedPopulation) -> Estimate {
    scaled(by: population.discountedPeople)
  }
}
