// SPDX-License-Identifier: GPL-3.0-or-later

/// When someone can work: a daily shift on the days that are worked, or always.
///
/// Time is in days from the start of the run, day 0 starting at midnight. Arithmetic is exact to the
/// precision of a double: no working minute is rounded away.
public struct WorkingTime: Sendable, Equatable {
  /// Start of the shift as a share of the day.
  @usableFromInline var start: Double
  @inlinable public var shiftStart: Double { start }
  /// Length of the shift on each weekday (Monday first) as a share of the day.
  @usableFromInline var lengths: [7 of Double]
  @inlinable public var shiftLength: [7 of Double] { lengths }
  /// Weekday of day 0, Monday 0.
  @usableFromInline let firstWeekday: Int
  /// The days that are worked, a bit each.
  @usableFromInline var worked: [UInt64]
  @usableFromInline let dayCount: Int
  /// Works around the clock; nothing else then matters.
  public let isAlways: Bool
  /// Before this day the shift is shortened (a starter's reduced caseload).
  @usableFromInline var reducedUntilDay = 0
  @usableFromInline var reducedShare = 1.0

  public static let always = WorkingTime()

  private init() {
    isAlways = true
    start = 0
    lengths = .init(repeating: 1)
    firstWeekday = 0
    worked = []
    dayCount = .max
  }

  /// A weekly pattern over a run of `dayCount` days.
  /// - Parameters:
  ///   - shiftStart: Start of the shift as a share of the day (0.375 = 09:00).
  ///   - shiftLength: Length on each weekday, Monday first, as a share of the day; 0 is a day off.
  ///   - firstWeekday: Weekday of day 0, Monday 0.
  public init(shiftStart: Double, shiftLength: [7 of Double], firstWeekday: Int, dayCount: Int) {
    isAlways = false
    start = shiftStart
    lengths = shiftLength
    self.firstWeekday = firstWeekday
    self.dayCount = dayCount
    worked = Array(repeating: 0, count: (dayCount + 63) / 64)
    for day in 0..<dayCount where shiftLength[(firstWeekday + day) % 7] > 0 {
      worked[day >> 6] |= 1 << UInt64(day & 63)
    }
  }

  /// Takes a day off (leave, sickness, a bank holiday, training).
  public mutating func takeOff(day: Int) {
    guard !isAlways, day >= 0, day < dayCount else { return }
    worked[day >> 6] &= ~(1 << UInt64(day & 63))
  }

  /// Shortens every shift before `day` to `share` of its length.
  public mutating func reduce(to share: Double, untilDay day: Int) {
    guard !isAlways else { return }
    reducedUntilDay = day
    reducedShare = share
  }

  /// Whether the day is worked at all.
  @inlinable
  public func works(onDay day: Int) -> Bool {
    if isAlways { return true }
    guard day >= 0, day < dayCount else { return false }
    return worked[day >> 6] & (1 << UInt64(day & 63)) != 0
  }

  /// Length of the shift of a worked day as a share of the day.
  @inlinable
  func length(ofDay day: Int) -> Double {
    let full = lengths[(firstWeekday + day) % 7]
    return day < reducedUntilDay ? full * reducedShare : full
  }

  /// Hours worked on a day.
  @inlinable
  public func hours(onDay day: Int) -> Double {
    if isAlways { return 24 }
    return works(onDay: day) ? length(ofDay: day) * 24 : 0
  }

  /// When on a day work can begin, as shares of the day; nil on a day that is not worked.
  public func shift(onDay day: Int) -> (opens: Double, closes: Double)? {
    if isAlways { return (0, 1) }
    return works(onDay: day) ? (start, start + length(ofDay: day)) : nil
  }

  /// Whether work can begin at this time.
  @inlinable
  public func isWorking(at time: Double) -> Bool {
    if isAlways { return true }
    let day = Int(time.rounded(.down))
    guard works(onDay: day) else { return false }
    let clock = time - Double(day)
    return clock >= start && clock < start + length(ofDay: day)
  }

  /// The first worked day from `day` on; nil when none is left in the run.
  @inlinable
  func firstWorkedDay(from day: Int) -> Int? {
    var index = max(0, day) >> 6
    guard index < worked.count else { return nil }
    var word = worked[index] & (~0 << UInt64(max(0, day) & 63))
    while word == 0 {
      index += 1
      guard index < worked.count else { return nil }
      word = worked[index]
    }
    return index << 6 + word.trailingZeroBitCount
  }

  /// The first moment from `time` on at which work can begin; infinity when there is none in the run.
  @inlinable
  public func nextWorkingMoment(from time: Double) -> Double {
    if isAlways { return time }
    var day = Int(time.rounded(.down))
    if works(onDay: day) {
      let opens = Double(day) + start
      if time < opens { return opens }
      if time < opens + length(ofDay: day) { return time }
    }
    day += 1
    guard let next = firstWorkedDay(from: day) else { return .infinity }
    return Double(next) + start
  }

  /// The moment at which `work` days of working time have passed since `time`; infinity when the run ends
  /// first. Work that fills a shift exactly ends with it.
  @inlinable
  public func moment(after work: Double, from time: Double) -> Double {
    if isAlways { return time + work }
    var left = work
    var moment = nextWorkingMoment(from: time)
    while moment.isFinite {
      let day = Int(moment.rounded(.down))
      let end = Double(day) + start + length(ofDay: day)
      let available = end - moment
      if left <= available + 1e-9 { return min(moment + left, end) }  // 0.1 ms, for rounding
      left -= available
      moment = nextWorkingMoment(from: max(end, moment.nextUp))
    }
    return .infinity
  }

  /// Working time between two moments, in days.
  public func working(from start: Double, to end: Double) -> Double {
    guard end > start else { return 0 }
    if isAlways { return end - start }
    var total = 0.0
    var day = firstWorkedDay(from: Int(start.rounded(.down)))
    while let today = day, Double(today) < end {
      let opens = Double(today) + shiftStart
      let closes = opens + length(ofDay: today)
      total += max(0, min(end, closes) - max(start, opens))
      day = firstWorkedDay(from: today + 1)
    }
    return total
  }
}

extension WorkingTime {
  public static func == (a: Self, b: Self) -> Bool {
    a.isAlways == b.isAlways && a.shiftStart == b.shiftStart && a.worked == b.worked
      && a.firstWeekday == b.firstWeekday && a.dayCount == b.dayCount
      && a.reducedUntilDay == b.reducedUntilDay && a.reducedShare == b.reducedShare
      && (0..<7).allSatisfy { a.shiftLength[$0] == b.shiftLength[$0] }
  }
}
