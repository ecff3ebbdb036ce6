// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Simulation
import Testing

@Suite struct BankHolidaysTests {
  /// As published for England and Wales (gov.uk/bank-holidays).
  @Test(
    arguments: [
      (2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
      (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
      (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
      (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
      (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
      (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
      (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
      (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
    ])
  func theHolidaysOfAYearAreThePublishedOnes(year: Int, days: String) {
    let published = days.split(separator: " ").map { "\(year)-\($0)" }
    #expect(BankHolidays.englandAndWales(year: year).map(\.description) == published)
  }

  @Test(arguments: 2028...2100)
  func aYearWithoutProclamationsHasEightDifferentWeekdays(year: Int) {
    let days = BankHolidays.englandAndWales(year: year)
    #expect(Set(days).count == 8)
    #expect(days.allSatisfy { $0.weekday < 5 && $0.year == year })
  }
}
