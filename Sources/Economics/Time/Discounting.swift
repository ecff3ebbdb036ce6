// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Present value of amounts that fall due later, at a rate that may fall with time.
///
/// NICE's reference case takes 3.5 % a year for costs and effects (NICE 2022, PMG36, 4.5); the Green Book takes 3.5 %
/// that declines after 30 years, and 1.5 % for health (HM Treasury 2022, annex 6).
public struct Discounting: Sendable, Equatable {
  /// A rate a year that holds from a number of years on.
  public struct Step: Sendable, Equatable {
    public let fromYear, ratePerYear: Double

    public init(fromYear: Double, ratePerYear: Double) {
      self.fromYear = fromYear
      self.ratePerYear = ratePerYear
    }
  }

  /// By starting year; the first starts at 0.
  public let steps: [Step]

  public init(ratePerYear: Double) { steps = [Step(fromYear: 0, ratePerYear: ratePerYear)] }

  public init(steps: [Step]) {
    precondition(steps.first?.fromYear == 0)
    self.steps = steps
  }

  /// HM Treasury's schedule for years 0 to 125 (Green Book 2022, table A6.1).
  public static let greenBook = Discounting(steps: [
    Step(fromYear: 0, ratePerYear: 0.035), Step(fromYear: 30, ratePerYear: 0.03),
    Step(fromYear: 75, ratePerYear: 0.025),
  ])

  /// Value today of one unit at a time: (1 + r)^−t at a constant rate.
  public func factor(atYears time: Double) -> Double {
    spans(to: time).reduce(1) { $0 * pow(1 + $1.rate, -$1.years) }
  }

  /// When in the year an amount falls due.
  public enum Timing: Sendable, CaseIterable {
    case startOfYear, endOfYear, midYear
    /// Spread evenly over the year.
    case continuous
  }

  /// Present value of a yearly amount over whole years.
  public func presentValue(ofYearly amount: Double, years: Int, timing: Timing) -> Double {
    amount * (0..<years).reduce(0) { $0 + yearFactor($1, timing) }
  }

  /// Present value of amounts that differ by year.
  public func presentValue(of amounts: [Double], timing: Timing) -> Double {
    amounts.enumerated().reduce(0) { $0 + $1.element * yearFactor($1.offset, timing) }
  }

  /// Mean discount factor of a year counted from 0.
  private func yearFactor(_ year: Int, _ timing: Timing) -> Double {
    let start = Double(year)
    switch timing {
    case .startOfYear: return factor(atYears: start)
    case .endOfYear: return factor(atYears: start + 1)
    case .midYear: return factor(atYears: start + 0.5)
    case .continuous: return integral(to: start + 1) - integral(to: start)
    }
  }

  /// ∫ of the factor from now to a time.
  func integral(to time: Double) -> Double {
    var sum = 0.0, atStart = 1.0
    for span in spans(to: time) {
      let force = log1p(span.rate)
      sum += atStart * (force == 0 ? span.years : -expm1(-force * span.years) / force)
      atStart *= exp(-force * span.years)
    }
    return sum
  }

  private func spans(to time: Double) -> [(rate: Double, years: Double)] {
    steps.indices.compactMap { i in
      let end = i + 1 < steps.count ? min(steps[i + 1].fromYear, time) : time
      return end > steps[i].fromYear ? (steps[i].ratePerYear, end - steps[i].fromYear) : nil
    }
  }

  /// The continuous rate with the same factor after a year, ln(1 + r).
  public static func continuousRate(equivalentToYearly rate: Double) -> Double { log1p(rate) }
}

/// When in the year the yearly payment of an annuity falls due.
public enum AnnuityTiming: Sendable { case inArrears, inAdvance }

/// The yearly payment over an asset's life that has the present value of its purchase less its resale.
///
/// Drummond et al. 2015, chapter 7.
public func equivalentAnnualCost(
  capital: Double, ratePerYear: Double, lifeYears: Double, resale: Double = 0,
  timing: AnnuityTiming = .inArrears
) -> Double {
  let endFactor = pow(1 + ratePerYear, -lifeYears)
  let annuity = ratePerYear == 0 ? lifeYears : (1 - endFactor) / ratePerYear
  let payment = (capital - resale * endFactor) / annuity
  return timing == .inArrears ? payment : payment / (1 + ratePerYear)
}
