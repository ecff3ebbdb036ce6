// SPDX-License-Identifier: GPL-3.0-or-later

/// A period of a panel as it is labelled, with a number that only serves to put periods in order.
public struct TimePoint: Sendable, Hashable, Comparable {
  public let label: String
  /// Years and parts of a year: 2019.5 for the third quarter of 2019; any other number as it stands.
  public let order: Double
  /// Whether the label is itself that number.
  public let isNumber: Bool

  /// Reads integers, decimals, ISO dates, `2019Q3`, `Q3 2019`, `2019/20` and `2019/20 Q1` (financial years).
  public init?(_ label: String) {
    let text = String(label.drop { $0 == " " })
    self.label = text
    if let number = Double(text), number.isFinite {
      order = number
      isNumber = true
      return
    }
    guard let order = Self.order(of: text) else { return nil }
    self.order = order
    isNumber = false
  }

  public static func < (a: TimePoint, b: TimePoint) -> Bool { a.order < b.order }

  private static func order(of text: String) -> Double? {
    var numbers: [(value: Int, digits: Int)] = []
    var current = "", marks = ""
    for character in text + " " {
      if character.isASCII, character.isNumber {
        current.append(character)
      } else {
        if let value = Int(current) { numbers.append((value, current.count)) }
        current = ""
        marks.append(character)
      }
    }
    let letters = marks.filter(\.isLetter).uppercased()
    if letters == "Q" { return quarter(numbers, marks) }
    guard letters.isEmpty || letters == "TZ" || letters == "T" else { return nil }
    return date(numbers, marks)
  }

  /// `2019Q3`, `Q3 2019`, `2019/20 Q1`: a financial year begins in April.
  private static func quarter(_ numbers: [(value: Int, digits: Int)], _ marks: String) -> Double? {
    let years = numbers.filter { $0.digits == 4 }, short = numbers.filter { $0.digits == 1 }
    guard years.count == 1, short.count == 1, (1...4).contains(short[0].value) else { return nil }
    let quarters = Double(short[0].value - 1) / 4
    let isFinancial = numbers.contains { $0.digits == 2 && $0.value == (years[0].value + 1) % 100 }
    guard isFinancial || numbers.count == 2 else { return nil }
    return Double(years[0].value) + quarters + (isFinancial ? 0.25 : 0)
  }

  private static func date(_ numbers: [(value: Int, digits: Int)], _ marks: String) -> Double? {
    guard numbers.count >= 2, numbers[0].digits == 4 else { return nil }
    let year = numbers[0].value
    if numbers.count == 2, numbers[1].digits == 2 {
      if marks.hasPrefix("/") || numbers[1].value > 12 {
        return numbers[1].value == (year + 1) % 100 ? Double(year) + 0.25 : nil
      }
      guard (1...12).contains(numbers[1].value) else { return nil }
      return Double(year) + Double(numbers[1].value - 1) / 12
    }
    guard numbers.count >= 3, (1...12).contains(numbers[1].value), (1...31).contains(numbers[2].value) else {
      return nil
    }
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let leapDay = isLeap && numbers[1].value > 2 ? 1 : 0
    let day = before[numbers[1].value - 1] + numbers[2].value - 1 + leapDay
    return Double(year) + Double(day) / (isLeap ? 366 : 365)
  }
}
