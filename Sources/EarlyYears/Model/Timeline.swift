// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

/// The clock of a run in days: 0 is midnight of the first simulated day.
struct Timeline: Sendable {
  /// Days in a year, for rates and reporting years.
  static let year = 365.25

  let firstDay: CalendarDate
  /// Start and end of the reporting period.
  let reportStart: Double
  let end: Double
  /// Length of the periods into which results are divided, and how many there are: years, unless a run is
  /// watched month by month.
  let period: Double
  let years: Int
  let dayCount: Int
  let bankHolidays: [Int]
  /// Day of the year (1 January = 0) at time 0, for seasonality.
  let seasonOrigin: Double

  init(_ clock: Clock) {
    let warmUp = (clock.warmUpYears * Self.year).rounded(.up)
    self.init(
      clock, warmUp: warmUp, reportStart: warmUp, end: warmUp + clock.reportingYears * Self.year, period: Self.year)
  }

  /// The clock of a run that reports every month from its first day, warm-up included.
  init(monthly clock: Clock, years: Double) {
    self.init(
      clock, warmUp: (clock.warmUpYears * Self.year).rounded(.up), reportStart: 0, end: years * Self.year,
      period: Self.year / 12)
  }

  private init(_ clock: Clock, warmUp: Double, reportStart: Double, end: Double, period: Double) {
    self.reportStart = reportStart
    self.end = end
    self.period = period
    firstDay = clock.start + -Int(warmUp)
    years = max(1, Int(((end - reportStart) / period - 1e-9).rounded(.up)))
    dayCount = Int(end.rounded(.up)) + 1
    let last = firstDay + dayCount
    bankHolidays = (firstDay.year...last.year).flatMap(BankHolidays.englandAndWales).map { [firstDay] in $0 - firstDay }
    seasonOrigin = Double(clock.start - januaryFirst(clock.start.year)) - warmUp
  }

  /// Which reporting year a time falls in; nil outside the reporting period.
  func year(of time: Double) -> Int? {
    guard time >= reportStart, time < end else { return nil }
    return min(years - 1, Int((time - reportStart) / period))
  }

  /// Length of a reporting period in days; the last one may be a part.
  func length(ofYear year: Int) -> Double { min(period, end - reportStart - Double(year) * period) }
}

private func januaryFirst(_ year: Int) -> CalendarDate {
  CalendarDate(year: year, month: 1, day: 1) ?? CalendarDate(dayNumber: 0)
}
