// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Statistics

/// Time: discounting, annuities, populations; and the quantiles that parameters are drawn by.
extension PublishedCase {
  static var time: [PublishedCase] { factors + streams }

  private static var factors: [PublishedCase] {
    [
      PublishedCase(
        name: "Green Book factor of year 50", source: "HM Treasury 2022: 1.035^−30 × 1.03^−20",
        expected: pow(1.035, -30) * pow(1.03, -20), found: Discounting.greenBook.factor(atYears: 50), tolerance: 1e-12),
      PublishedCase(
        name: "Equivalent annual cost of 1,000 over 10 years at 3.5 %", source: "annuity (1 − v¹⁰)/0.035",
        expected: 1000 * 0.035 / (1 - pow(1.035, -10)),
        found: equivalentAnnualCost(capital: 1000, ratePerYear: 0.035, lifeYears: 10), tolerance: 1e-9),
    ]
  }

  /// £1,000 a year for five years at 3.5 %.
  private static var streams: [PublishedCase] {
    let rate = 0.035, discounting = Discounting(ratePerYear: rate)
    let arrears = (1 - pow(1 + rate, -5)) / rate
    let known: [(Discounting.Timing, String, Double, String)] = [
      (.startOfYear, "at the start", arrears * (1 + rate), "annuity due"),
      (.endOfYear, "at the end", arrears, "annuity in arrears"),
      (.midYear, "in the middle", arrears * (1 + rate).squareRoot(), "annuity in arrears × √1.035"),
      (.continuous, "all through", arrears * rate / log1p(rate), "continuous annuity, (1 − v⁵)/ln 1.035"),
    ]
    return known.map { timing, when, annuity, source in
      PublishedCase(
        exactly: "1,000 a year for five years, paid \(when)", source: source,
        expected: 1000 * annuity, found: discounting.presentValue(ofYearly: 1000, years: 5, timing: timing))
    } + [
      PublishedCase(
        exactly: "Yearly payment in advance for 12,000 over 5 years", source: "12,000/annuity due",
        expected: 12_000 / (arrears * (1 + rate)),
        found: equivalentAnnualCost(capital: 12_000, ratePerYear: rate, lifeYears: 5, timing: .inAdvance))
    ]
  }

  // MARK: For everyone affected

  static var population: [PublishedCase] {
    func value(_ convention: AffectedPopulation.Convention) -> Double {
      12.5
        * AffectedPopulation(peoplePerYear: 1000, years: 10, ratePerYear: 0.035, convention: convention)
        .discountedPeople
    }
    let sampling = NetBenefitOfSampling(
      Estimate(value: 9, standardError: 0), sampleSize: 100,
      population: AffectedPopulation(peoplePerYear: 100, years: 10, ratePerYear: 0),
      costs: StudyCosts(fixed: 1000, perParticipant: 10, yearsToReport: 2))
    return [
      PublishedCase(
        exactly: "£12.50 for 1,000 people a year over ten years", source: "12,500 × annuity due at 3.5 %",
        expected: 12_500 * (1 - pow(1.035, -10)) / 0.035 * 1.035, found: value(.annualFromYear0)),
      PublishedCase(
        name: "the same as the R package voi counts it", source: "voi 1.0.3, pop_voi", expected: 105_468.53938617375,
        found: value(.continuousRate), tolerance: 1e-6),
      PublishedCase(
        exactly: "ENBS of 100 participants that report after two years",
        source: "9 × 100 × 8 − 1,000 − 10 × 100, by hand",
        expected: 5200, found: sampling.net.value),
    ]
  }

  /// Subgroups that gain and lose, and practice that lags, with outcomes that are certain.
  static var decisionsForParts: [PublishedCase] {
    func certain(_ effect: Double) -> CostEffectiveness {
      CostEffectiveness(
        DecisionSamples(
          strategies: ["current", "new"], costs: [[0, 0], [0, 0]], effects: [[0, 0], [effect, effect]]),
        thresholds: [1])
    }
    let subgroups = HeterogeneityValue(whole: certain(-1), subgroups: [certain(1), certain(-2)])
    let practice = ImplementationValue(certain(1), shares: [0.75, 0.25])
    return [
      PublishedCase(
        exactly: "Deciding by subgroup, +1 and −2",
        source: "max(0, 1) + max(0, −2) − max(0, −1) (Espinoza et al. 2014)",
        expected: 1, found: subgroups.decidingBySubgroup[0].value),
      PublishedCase(
        exactly: "Implementation, a quarter under the better of two", source: "0.75 × 1 (Fenwick et al. 2008)",
        expected: 0.75, found: practice.implementation[0].value),
    ]
  }

  // MARK: Distributions

  /// By their mean and standard error, as SciPy 1.17.1 has their quantiles.
  static var distributions: [PublishedCase] {
    let known: [(String, Uncertainty?, (lower: Double, upper: Double))] = [
      ("beta 0.85 (0.02)", .beta(mean: 0.85, se: 0.02), (0.8087830038726318, 0.8870468078177479)),
      ("beta 0.1 (0.03)", .beta(mean: 0.1, se: 0.03), (0.04930194095117402, 0.16592940472748255)),
      ("gamma 55 (11)", .gamma(mean: 55, se: 11), (35.593100065224526, 78.56221470625707)),
      ("gamma 1200 (600)", .gamma(mean: 1200, se: 600), (326.9596120878975, 2630.181920922697)),
      ("lognormal 55 (11)", .lognormal(mean: 55, se: 11), (36.582399925013576, 79.50965087353455)),
    ]
    return known.flatMap { name, uncertainty, interval -> [PublishedCase] in
      [(0.025, "2.5", interval.lower), (0.975, "97.5", interval.upper)].map { p, label, expected in
        PublishedCase(
          name: "\(label) % quantile of \(name)", source: "SciPy 1.17.1, method of moments", expected: expected,
          found: uncertainty?.quantile(p) ?? .nan, tolerance: 1e-8 * expected)
      }
    }
  }
}
