// SPDX-License-Identifier: GPL-3.0-or-later

/// A period of a panel as it is labelled, with a number that only serves to put periods in order.
public struct TimePoint: Sendable, Hashable, Comparable {
  public let label: String
  /// Years and parts of a year: 2019.5 for the third quarter of 2019; any other number as it stands.
  public let order: Double
  /// Whether the label is itself that number.
  public let isNumber: Bool

  /// Reads integers, decimals, ISO dates, `01/04/2019` (day first), `2019Q3`, `Q3 2019`, `Apr-Jun 2019`, `April 2019`,
  /// `2019/20` and `2019/20 Q1` (financial years).
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
    if let months = months(text) { return months }
    var letters = marks.filter(\.isLetter).uppercased(), isCalledFinancial = false
    for word in ["FINANCIALYEAR", "FINANCIALQUARTER", "FINANCIAL", "FY"] where letters.contains(word) {
      letters = letters.replacing(word, with: "")
      isCalledFinancial = true
    }
    if letters == "Q" { return quarter(numbers, isCalledFinancial) }
    guard letters.isEmpty || letters == "TZ" || letters == "T" else { return nil }
    return date(numbers, marks)
  }

  /// `2019Q3`, `Q3 2019`, `2019/20 Q1`: a financial year begins in April.
  private static func quarter(_ numbers: [(value: Int, digits: Int)], _ isCalledFinancial: Bool) -> Double? {
    let years = numbers.filter { $0.digits == 4 }, short = numbers.filter { $0.digits == 1 }
    guard years.count == 1, short.count == 1, (1...4).contains(short[0].value) else { return nil }
    let quarters = Double(short[0].value - 1) / 4
    let isFinancial = numbers.contains { $0.digits == 2 && $0.value == (years[0].value + 1) % 100 }
    // "FY2023" may be the year that begins or ends in 2023.
    guard isFinancial || numbers.count == 2 && !isCalledFinancial else { return nil }
    return Double(years[0].value) + quarters + (isFinancial ? 0.25 : 0)
  }

  private static let monthNames = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]

  /// `Apr-Jun 2023`, `April to June 2023`, `Apr 2023`, `1 Apr 2023`: the first month named begins the period.
  private static func months(_ text: String) -> Double? {
    let words = text.split { !$0.isLetter && !$0.isNumber }.map { $0.uppercased() }
    var found: [Int] = [], years: [Int] = [], days: [Int] = []
    for word in words {
      if let month = monthNames.firstIndex(where: { word.hasPrefix($0) }), word.allSatisfy(\.isLetter) {
        guard word.count == 3 || Self.wholeMonths[month].hasPrefix(word) else { return nil }
        found.append(month)
      } else if let number = Int(word) {
        if word.count == 4 { years.append(number) } else { days.append(number) }
      } else if word != "TO" && word != "AND" {
        return nil
      }
    }
    if years.isEmpty, days.count == 1, days[0] > 0 { years = [2000 + days.removeLast()] }
    guard let first = found.first, found.count <= 2, years.count == 1, days.count <= 1 else { return nil }
    guard days.allSatisfy({ (1...31).contains($0) }), days.isEmpty || found.count == 1 else { return nil }
    // October to January ends in the year named.
    let year = found.count == 2 && found[1] < first ? years[0] - 1 : years[0]
    return Double(year) + Double(first) / 12 + (days.first.map { Double($0 - 1) / 365 } ?? 0)
  }

  private static let wholeMonths = [
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER",
    "DECEMBER",
  ]

  private static func date(_ numbers: [(value: Int, digits: Int)], _ marks: String) -> Double? {
    var numbers = numbers
    // A day first, as in Britain.
    if numbers.count >= 3, numbers[2].digits == 4, numbers[0].digits <= 2 { numbers.swapAt(0, 2) }
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
