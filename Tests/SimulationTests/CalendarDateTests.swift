// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Testing

@Suite struct CalendarDateTests {
  static func length(ofMonth month: Int, _ year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    default: 31
    }
  }

  /// Every day of three centuries, counted one by one from Monday 1 January 1900.
  @Test func everyDayFrom1900To2200KeepsItsNumberAndWeekday() {
    var number = -25_567, weekday = 0
    var wrong: [String] = []
    for year in 1900...2200 {
      for month in 1...12 {
        for day in 1...Self.length(ofMonth: month, year) {
          let date = CalendarDate(dayNumber: number)
          let same = CalendarDate(year: year, month: month, day: day)
          if date.year != year || date.month != month || date.day != day || date.weekday != weekday
            || same != date
            || CalendarDate(iso8601: date.description) != date
          {
            wrong.append("\(year)-\(month)-\(day)")
          }
          number += 1
          weekday = (weekday + 1) % 7
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  @Test(
    arguments: [
      (1970, 1, 1, 0, 3), (1969, 12, 31, -1, 2), (1900, 1, 1, -25_567, 0), (2000, 2, 29, 11_016, 1),
      (2024, 12, 31, 20_088, 1), (2025, 4, 1, 20_179, 1), (2100, 3, 1, 47_541, 0),
    ])
  func knownDates(year: Int, month: Int, day: Int, number: Int, weekday: Int) throws {
    let date = try #require(CalendarDate(year: year, month: month, day: day))
    #expect(date.dayNumber == number)
    #expect(date.weekday == weekday)
  }

  @Test(
    arguments: [
      (2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0), (0, 1, 1),
    ])
  func aDayThatDoesNotExistIsRefused(year: Int, month: Int, day: Int) {
    #expect(CalendarDate(year: year, month: month, day: day) == nil)
  }

  @Test(
    arguments: [
      "2025-4-1", "2025-02-29", "25-04-01", "2025/04/01", "", "2025-04", "2025-04-01-", "2025-04-0x",
    ])
  func textThatIsNoDateIsRefused(text: String) {
    #expect(CalendarDate(iso8601: text) == nil)
  }

  /// `Int` accepts a sign, a date does not.
  @Test(arguments: ["2025-+4-01", "+025-04-01"])
  func aSignIsNoPartOfADate(text: String) {
    #expect(CalendarDate(iso8601: text) == nil)
  }

  @Test func datesAreOrderedAndCounted() throws {
    let first = try #require(CalendarDate(iso8601: "2024-02-28"))
    let second = try #require(CalendarDate(iso8601: "2024-03-01"))
    #expect(second - first == 2)
    #expect(first + 2 == second)
    #expect(first < second)
    #expect("\(first + 1)" == "2024-02-29")
  }
}
