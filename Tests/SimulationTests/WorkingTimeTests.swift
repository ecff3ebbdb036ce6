// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Testing

/// Working time against a calendar that goes minute by minute. Moments lie within minutes, not between
/// them, so that rounding of a shift's ends decides nothing; 1e-9 days (0.1 ms) is allowed on results.
@Suite struct WorkingTimeTests {
  static let tolerance = 1e-9

  /// A random weekly pattern with days off and a reduced start, and the same as a list of working minutes.
  struct Calendar {
    static let days = 35
    static let minutes = days * 1440
    let time: WorkingTime
    /// Whether each minute of the run is worked.
    let isWorked: [Bool]
    /// Worked minutes in order.
    let worked: [Int]
    /// How many minutes before each minute are worked.
    let before: [Int]

    init(_ random: inout SplitMix64) {
      let firstWeekday = Int.random(in: 0..<7, using: &random)
      let start = Int.random(in: 0...(10 * 60), using: &random)
      var tens = [7 of Int](repeating: 0), shares = [7 of Double](repeating: 0)
      // Full-timers to those who work one day; some days shorter.
      let daysAWeek = Int.random(in: 1...7, using: &random)
      for day in (0..<7).shuffled(using: &random).prefix(daysAWeek) {
        tens[day] = Int.random(in: 1...72, using: &random)
        shares[day] = Double(tens[day] * 10) / 1440
      }
      var time = WorkingTime(
        shiftStart: Double(start) / 1440, shiftLength: shares, firstWeekday: firstWeekday, dayCount: Self.days
      )
      var isOff = [Bool](repeating: false, count: Self.days)
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let day = Int.random(in: 0..<Self.days, using: &random)
        isOff[day] = true
        time.takeOff(day: day)
      }
      let reducedDays = Int.random(in: 0...20, using: &random),
        tenths = Int.random(in: 1...10, using: &random)
      time.reduce(to: Double(tenths) / 10, untilDay: reducedDays)
      var isWorked = [Bool](repeating: false, count: Self.minutes)
      for day in 0..<Self.days where !isOff[day] {
        let length = tens[(firstWeekday + day) % 7] * (day < reducedDays ? tenths : 10)
        for minute in start..<(start + length) { isWorked[day * 1440 + minute] = true }
      }
      self.init(time: time, isWorked: isWorked)
    }

    init(time: WorkingTime, isWorked: [Bool]) {
      self.time = time
      self.isWorked = isWorked
      worked = isWorked.indices.filter { isWorked[$0] }
      var before = [0]
      for minute in isWorked.indices { before.append(before[minute] + (isWorked[minute] ? 1 : 0)) }
      self.before = before
    }

    /// The moment in the middle of a minute.
    static func middle(_ minute: Int) -> Double { (Double(minute) + 0.5) / 1440 }

    func nextWorkingMoment(fromMiddleOf minute: Int) -> Double {
      if isWorked[minute] { return Self.middle(minute) }
      let index = before[minute]
      return index < worked.count ? Double(worked[index]) / 1440 : .infinity
    }

    /// When a number of whole working minutes and a quarter have passed.
    func moment(afterMinutes minutes: Int, fromMiddleOf minute: Int) -> Double {
      let index = before[minute] + minutes
      guard index < worked.count else { return .infinity }
      return (Double(worked[index]) + (isWorked[minute] ? 0.75 : 0.25)) / 1440
    }

    func working(fromMiddleOf first: Int, toMiddleOf last: Int) -> Double {
      let halves = (isWorked[first] ? -0.5 : 0) + (isWorked[last] ? 0.5 : 0)
      return (Double(before[last] - before[first]) + halves) / 1440
    }
  }

  static func isClose(_ a: Double, _ b: Double) -> Bool { a == b || abs(a - b) < tolerance }

  /// Fifty calendars and 400 moments of each.
  static func forEachMoment(seed: UInt64, _ body: (Calendar, Int, inout SplitMix64) -> Bool) -> Int {
    var random = SplitMix64(seed: seed)
    var wrong = 0
    for _ in 0..<50 {
      let calendar = Calendar(&random)
      for _ in 0..<400 where !body(calendar, Int.random(in: 0..<Calendar.minutes, using: &random), &random) {
        wrong += 1
      }
    }
    return wrong
  }

  @Test func workCanBeginInTheMinutesOfTheShiftOnly() {
    let wrong = Self.forEachMoment(seed: 1) { calendar, minute, _ in
      calendar.time.isWorking(at: Calendar.middle(minute)) == calendar.isWorked[minute]
    }
    #expect(wrong == 0)
  }

  @Test func aDayIsWorkedWhenOneOfItsMinutesIs() {
    let wrong = Self.forEachMoment(seed: 2) { calendar, minute, _ in
      let day = minute / 1440
      return calendar.time.works(onDay: day)
        == (calendar.before[(day + 1) * 1440] > calendar.before[day * 1440])
    }
    #expect(wrong == 0)
  }

  @Test func theNextWorkingMomentIsTheFirstWorkedMinute() {
    let wrong = Self.forEachMoment(seed: 3) { calendar, minute, _ in
      Self.isClose(
        calendar.time.nextWorkingMoment(from: Calendar.middle(minute)),
        calendar.nextWorkingMoment(fromMiddleOf: minute))
    }
    #expect(wrong == 0)
  }

  @Test func workEndsAfterThatManyWorkedMinutes() {
    let wrong = Self.forEachMoment(seed: 4) { calendar, minute, random in
      let minutes = Int.random(in: 0..<3000, using: &random)
      return Self.isClose(
        calendar.time.moment(after: (Double(minutes) + 0.25) / 1440, from: Calendar.middle(minute)),
        calendar.moment(afterMinutes: minutes, fromMiddleOf: minute))
    }
    #expect(wrong == 0)
  }

  @Test func workingTimeIsTheNumberOfWorkedMinutesBetween() {
    let wrong = Self.forEachMoment(seed: 5) { calendar, minute, random in
      let last = Int.random(in: minute..<Calendar.minutes, using: &random)
      return Self.isClose(
        calendar.time.working(from: Calendar.middle(minute), to: Calendar.middle(last)),
        calendar.working(fromMiddleOf: minute, toMiddleOf: last))
    }
    #expect(wrong == 0)
  }

  /// At any moments, aligned or not.
  @Test func workingTimeUntilWorkIsDoneIsTheWork() {
    var done = 0
    let wrong = Self.forEachMoment(seed: 6) { calendar, minute, random in
      let start = Double(minute) / 1440 + Double.random(in: 0..<0.001, using: &random)
      let work = Double.random(in: 0..<2, using: &random)
      let end = calendar.time.moment(after: work, from: start)
      guard end.isFinite else { return calendar.time.working(from: start, to: 1e6) < work }
      done += 1
      return Self.isClose(calendar.time.working(from: start, to: end), work)
    }
    #expect(wrong == 0)
    #expect(done > 10_000)
  }

  @Test func workingTimeOfPartsAddsUp() {
    let wrong = Self.forEachMoment(seed: 7) { calendar, minute, random in
      let a = Double(minute) / 1440
      let b = a + Double.random(in: 0..<5, using: &random), c = b + Double.random(in: 0..<5, using: &random)
      return Self.isClose(
        calendar.time.working(from: a, to: b) + calendar.time.working(from: b, to: c),
        calendar.time.working(from: a, to: c))
    }
    #expect(wrong == 0)
  }

  @Test func aroundTheClockEveryMomentIsWorked() {
    var time = WorkingTime.always
    time.takeOff(day: 3)
    time.reduce(to: 0.5, untilDay: 10)
    #expect(time == .always && time.isAlways)
    #expect(time.isWorking(at: 3.1) && time.works(onDay: 3) && time.isWorking(at: 1e6))
    #expect(time.nextWorkingMoment(from: 3.1) == 3.1)
    #expect(time.moment(after: 2.5, from: 3.25) == 5.75)
    #expect(time.working(from: 3.25, to: 5.75) == 2.5)
    #expect(time.working(from: 5, to: 4) == 0)
  }

  /// Monday to Friday from 09:00; by default 7.5 hours, which a double holds exactly.
  static func office(hours: Double = 7.5, startHour: Double = 9, days: Int = 4000) -> WorkingTime {
    var lengths = [7 of Double](repeating: hours / 24)
    lengths[5] = 0
    lengths[6] = 0
    return WorkingTime(shiftStart: startHour / 24, shiftLength: lengths, firstWeekday: 0, dayCount: days)
  }

  @Test func workThatFillsAShiftEndsWithIt() {
    let time = Self.office()
    #expect(time.moment(after: 7.5 / 24, from: 0) == 16.5 / 24)
    #expect(time.moment(after: 15.0 / 24, from: 0) == 1 + 16.5 / 24)
    #expect(time.moment(after: 5 * 7.5 / 24, from: 0) == 4 + 16.5 / 24)
    #expect(time.moment(after: 6 * 7.5 / 24, from: 0) == 7 + 16.5 / 24)
  }

  /// Shifts whose ends are no binary fractions, late in the run, worked in equal visits.
  @Test(arguments: [(8.5, 7.0, 7), (8.75, 7.4, 4), (7.9, 10.1, 9)])
  func visitsThatFillAShiftEndWithItWhateverTheRounding(startHour: Double, hours: Double, visits: Int) {
    let time = Self.office(hours: hours, startHour: startHour)
    var late = 0
    for day in stride(from: 0, to: 3990, by: 7) {
      var moment = Double(day)
      for _ in 0..<visits { moment = time.moment(after: hours / 24 / Double(visits), from: moment) }
      if abs(moment - (Double(day) + (startHour + hours) / 24)) > Self.tolerance { late += 1 }
    }
    #expect(late == 0)
  }

  @Test func theShiftBeginsWithItsFirstMomentAndEndsBeforeItsLast() {
    let time = Self.office()
    #expect(time.isWorking(at: 9.0 / 24))
    #expect(!time.isWorking(at: (9.0 / 24).nextDown))
    #expect(time.isWorking(at: (16.5 / 24).nextDown))
    #expect(!time.isWorking(at: 16.5 / 24))
    #expect(time.nextWorkingMoment(from: 16.5 / 24) == 1 + 9.0 / 24)
    #expect(time.nextWorkingMoment(from: 4 + 16.5 / 24) == 7 + 9.0 / 24)
  }

  @Test func nothingIsWorkedOutsideTheRun() {
    let time = Self.office(days: 5)
    #expect(!time.works(onDay: -1) && !time.works(onDay: 5) && !time.works(onDay: 1000))
    #expect(time.nextWorkingMoment(from: -3) == 9.0 / 24)
    #expect(time.nextWorkingMoment(from: 5) == .infinity)
    #expect(time.nextWorkingMoment(from: 1000) == .infinity)
    #expect(time.moment(after: 2, from: 0) == .infinity)
    #expect(time.working(from: -10, to: 1000) == 5 * 7.5 / 24)
  }

  @Test func workingTimesThatDifferInTheirReducedStartAreNotEqual() {
    let full = Self.office()
    var half = full, short = full
    half.reduce(to: 0.5, untilDay: 30)
    short.reduce(to: 0.5, untilDay: 20)
    #expect(full == Self.office())
    #expect(half != full && half != short)
  }
}
