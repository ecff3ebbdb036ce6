// SPDX-License-Identifier: GPL-3.0-or-later

/// A date of the Gregorian calendar as a day number, 1970-01-01 being 0.
///
/// Conversion as in Hinnant, "chrono-compatible low-level date algorithms" (2013).
public struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let dayNumber: Int

  public init(dayNumber: Int) { self.dayNumber = dayNumber }

  /// The date, or nil when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    dayNumber = era * 146_097 + dayOfEra - 719_468
    guard self.year == year, self.month == month, self.day == day else { return nil }
  }

  /// Reads `2025-04-01`.
  public init?(iso8601 text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      !text.contains("+"), let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  private var civil: (year: Int, month: Int, day: Int) {
    let z = dayNumber + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  public var year: Int { civil.year }
  public var month: Int { civil.month }
  public var day: Int { civil.day }

  /// Monday 0 … Sunday 6.
  public var weekday: Int { ((dayNumber + 3) % 7 + 7) % 7 }

  public var description: String {
    let (y, m, d) = civil
    func padded(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(padded(y, 4))-\(padded(m, 2))-\(padded(d, 2))"
  }

  public static func < (a: Self, b: Self) -> Bool { a.dayNumber < b.dayNumber }

  public static func + (date: Self, days: Int) -> Self { Self(dayNumber: date.dayNumber + days) }

  public static func - (a: Self, b: Self) -> Int { a.dayNumber - b.dayNumber }
}
