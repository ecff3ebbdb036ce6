// SPDX-License-Identifier: GPL-3.0-or-later
public import Simulation

/// Bank holidays of England and Wales.
///
/// Rules of the Banking and Financial Dealings Act 1971, schedule 1, with substitute days for holidays at
/// weekends, and the days moved or added by royal proclamation since 2020. Easter by the anonymous
/// Gregorian algorithm (Meeus 1991, chapter 8).
public enum BankHolidays {
  /// The holidays of one year in order.
  public static func englandAndWales(year: Int) -> [CalendarDate] {
    let easter = easterSunday(year: year)
    var days = [easter + -2, easter + 1]
    days.append(substituted(date(year, 1, 1)))
    days.append(earlyMay(year: year))
    days.append(year == 2022 ? date(2022, 6, 2) : lastMonday(year, 5))
    days.append(lastMonday(year, 8))
    days += christmas(year: year)
    days += proclaimed[year, default: []].map { date(year, $0.month, $0.day) }
    return days.sorted()
  }

  /// Days added once: platinum jubilee, state funeral, coronation.
  private static let proclaimed: [Int: [(month: Int, day: Int)]] = [
    2022: [(6, 3), (9, 19)], 2023: [(5, 8)],
  ]

  private static func earlyMay(year: Int) -> CalendarDate {
    if year == 2020 { return date(2020, 5, 8) }  // moved for the 75th anniversary of VE Day
    let first = date(year, 5, 1)
    return first + (7 - first.weekday) % 7
  }

  /// Christmas Day and Boxing Day; the weekdays after them when they fall at a weekend.
  private static func christmas(year: Int) -> [CalendarDate] {
    let day = date(year, 12, 25)
    switch day.weekday {
    case 4: return [day, day + 3]  // Friday: Boxing Day's substitute is Monday
    case 5: return [day + 2, day + 3]  // Saturday: Monday and Tuesday
    case 6: return [day + 1, day + 2]  // Sunday: Boxing Day itself on Monday, Christmas's substitute Tuesday
    default: return [day, day + 1]
    }
  }

  private static func substituted(_ day: CalendarDate) -> CalendarDate {
    switch day.weekday {
    case 5: day + 2
    case 6: day + 1
    default: day
    }
  }

  private static func lastMonday(_ year: Int, _ month: Int) -> CalendarDate {
    let last = date(year, month, 31)
    return last + -last.weekday
  }

  private static func easterSunday(year: Int) -> CalendarDate {
    let a = year % 19, b = year / 100, c = year % 100
    let d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7
    let f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114
    return date(year, f / 31, f % 31 + 1)
  }

  private static func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    guard let date = CalendarDate(year: year, month: month, day: day) else {
      preconditionFailure("no such day: \(year)-\(month)-\(day)")
    }
    return date
  }
}
