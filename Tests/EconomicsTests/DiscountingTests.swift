// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Testing

/// Figures of standard discounting formulas, evaluated independently in double precision.
@Suite struct DiscountingTests {
  @Test(arguments: [(0.035, 2.25, 0.9255166007078022), (0.015, 30, 0.6397624299064905), (0, 7, 1)])
  func factorsFollowTheYearlyRate(rate: Double, years: Double, factor: Double) {
    #expect(isClose(Discounting(ratePerYear: rate).factor(atYears: years), factor))
  }

  @Test(arguments: [
    (Discounting.Timing.startOfYear, 4673.079208612226), (.endOfYear, 4515.052375470749),
    (.midYear, 4593.386265230433), (.continuous, 4593.612771933608),
  ])
  func streamsOfAmountsDependOnWhenTheyFallDue(timing: Discounting.Timing, value: Double) {
    #expect(
      isClose(Discounting(ratePerYear: 0.035).presentValue(ofYearly: 1000, years: 5, timing: timing), value))
  }

  @Test func theGreenBookRateFallsAfterThirtyYears() {
    #expect(isClose(Discounting.greenBook.factor(atYears: 30), 0.35627841060230236))
    #expect(isClose(Discounting.greenBook.factor(atYears: 31), 0.35627841060230236 / 1.03))
    let jump = Discounting.greenBook.presentValue(ofYearly: 1, years: 40, timing: .continuous)
    #expect(jump > Discounting(ratePerYear: 0.035).presentValue(ofYearly: 1, years: 40, timing: .continuous))
  }

  @Test func capitalIsSpreadOverItsLife() {
    let arrears = equivalentAnnualCost(capital: 12_000, ratePerYear: 0.035, lifeYears: 5)
    let advance = equivalentAnnualCost(capital: 12_000, ratePerYear: 0.035, lifeYears: 5, timing: .inAdvance)
    #expect(isClose(arrears, 2657.7764778971996))
    #expect(isClose(advance, 2567.8999786446375))
    #expect(equivalentAnnualCost(capital: 12_000, ratePerYear: 0, lifeYears: 5, resale: 2000) == 2000)
  }

  @Test(arguments: [
    (WithinCycleCorrection.none, 3.35), (.halfCycle, 2.65), (.simpson, 2.6333333333333333),
  ])
  func cyclesAreCorrectedWithinThem(correction: WithinCycleCorrection, total: Double) {
    #expect(isClose(correction.total(of: [1, 0.8, 0.65, 0.5, 0.4]), total))
  }

  @Test(arguments: 2...7) func simpsonsRuleIsExactForCubics(cycles: Int) {
    let cubic = (0...cycles).map { Double($0 * $0 * $0) }
    let exact = Double(cycles * cycles * cycles * cycles) / 4
    #expect(isClose(WithinCycleCorrection.simpson.total(of: cubic), exact))
  }

  @Test(arguments: [
    (12.5, 1000, 10, 0.035, 107596.08136085232, 103957.56653222449, 105766.39331050393, 105468.53938617375),
    (3.2, 560_000, 5, 0.015, 8699057.288412713, 8570499.791539619, 8634619.037002604, 8632244.83328222),
    (3.2, 560_000, 5, 0, 8_960_000, 8_960_000, 8_960_000, 8_960_000),
  ])
  func eachConventionOfThePopulationsValueIsItsOwn(
    person: Double, people: Double, years: Double, rate: Double, year0: Double, year1: Double,
    continuous: Double,
    continuousRate: Double
  ) {
    let values = AffectedPopulation.Convention.allCases.map { convention in
      Estimate(value: person, standardError: 0).forPopulation(
        AffectedPopulation(peoplePerYear: people, years: years, ratePerYear: rate, convention: convention)
      ).value
    }
    for (value, expected) in zip(values, [year0, year1, continuous, continuousRate]) {
      #expect(isClose(value, expected))
    }
  }

  @Test(arguments: AffectedPopulation.Convention.allCases)
  func peopleBeforeAndAfterADelayAreAllPeople(convention: AffectedPopulation.Convention) {
    func people(_ years: Double) -> AffectedPopulation {
      AffectedPopulation(peoplePerYear: 10, years: years, ratePerYear: 0.035, convention: convention)
    }
    let before = people(3).discountedPeople, after = people(10).discountedPeople(afterYears: 3)
    #expect(isClose(before + after, people(10).discountedPeople))
  }
}

func isClose(_ a: Double, _ b: Double, within relative: Double = 1e-12) -> Bool {
  abs(a - b) <= relative * max(abs(a), abs(b))
}
