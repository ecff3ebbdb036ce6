// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

/// The working days of a post: the weekly pattern less bank holidays, leave, study and sickness.
///
/// Leave and sickness are addressed by the post and the day, not by who is in it or since when: two strategies that
/// differ in who left then lose the same days.
struct Rota {
  let role: RolePlan
  let wte: Double
  let place: Int
  /// Names the post's random numbers (`PostPlan.key`).
  let key: UInt64
  let timeline: Timeline

  /// Working time of the whole run, as planned and less sickness.
  func workingTime(_ stream: borrowing RandomStream) -> (planned: WorkingTime, actual: WorkingTime) {
    guard case .week(let days, let startHour, let hours) = role.role.workingPattern else { return (.always, .always) }
    var time = WorkingTime(
      shiftStart: startHour / 24, shiftLength: shiftLength(days: days, hours: hours),
      firstWeekday: timeline.firstDay.weekday, dayCount: timeline.dayCount)
    if role.role.observesBankHolidays { for day in timeline.bankHolidays { time.takeOff(day: day) } }
    takeLeave(&time, stream: stream)
    let planned = time
    takeSickness(&time, stream: stream)
    return (planned, time)
  }

  /// A part-timer works whole days first, and a part of one day if hours are left; days off rotate from one
  /// post to the next so that the week is covered.
  private func shiftLength(days: [Int], hours: Double) -> [7 of Double] {
    var lengths = [7 of Double](repeating: 0)
    var left = wte * Double(days.count)
    for step in days.indices where left > 1e-9 {
      let day = days[(step + place) % days.count]
      lengths[day] = min(1, left) * hours / 24 * role.role.clientFacingShare
      left -= 1
    }
    return lengths
  }

  /// Leave in whole weeks spread over the year at random, and single days; study days too.
  private func takeLeave(_ time: inout WorkingTime, stream: borrowing RandomStream) {
    let daysPerWeek = Double(role.daysPerWeek)
    let weeks = Int(role.role.annualLeaveDays / daysPerWeek)
    let singles = (role.role.annualLeaveDays - Double(weeks) * daysPerWeek + role.role.studyDays) * wte
    for year in 0...timeline.dayCount / 365 {
      stream.seek(entity: key, purpose: Purpose.leave.about(role.key), index: UInt64(year))
      takeWeeks(&time, count: weeks, yearStart: year * 365, stream: stream)
      // A place of their own: their number depends on the hours of the post.
      stream.seek(entity: key, purpose: Purpose.leave.about(role.key), index: 1 << 32 | UInt64(year))
      takeSingleDays(&time, count: singles, yearStart: year * 365, stream: stream)
    }
  }

  private func takeWeeks(_ time: inout WorkingTime, count: Int, yearStart: Int, stream: borrowing RandomStream) {
    var taken: UInt64 = 0
    for _ in 0..<min(count, 52) {
      var week = stream.integer(below: 52)
      while taken & (1 << UInt64(week)) != 0 { week = (week + 1) % 52 }
      taken |= 1 << UInt64(week)
      for day in 0..<7 { time.takeOff(day: yearStart + week * 7 + day) }
    }
  }

  private func takeSingleDays(
    _ time: inout WorkingTime, count: Double, yearStart: Int, stream: borrowing RandomStream
  ) {
    let whole = Int(count)
    let days = whole + (stream.bernoulli(count - Double(whole)) ? 1 : 0)
    for _ in 0..<days {
      var day = yearStart + stream.integer(below: 365)
      var tries = 0
      while !time.works(onDay: day), tries < 365 {
        day = yearStart + (day - yearStart + 1) % 365
        tries += 1
      }
      time.takeOff(day: day)
    }
  }

  /// Spells of sickness alternate with health so that the stated share of days is lost.
  private func takeSickness(_ time: inout WorkingTime, stream: borrowing RandomStream) {
    let rate = role.role.sicknessRate
    guard rate > 0, rate < 1 else { return }
    stream.seek(entity: key, purpose: Purpose.sickness.about(role.key))
    let spell = role.role.sicknessSpellDays
    let healthy = max(1, spell.mean) * (1 - rate) / rate
    var day = stream.exponential(mean: healthy)
    while day < Double(timeline.dayCount) {
      let length = max(1, stream.nonNegative(spell).rounded())
      for offset in 0..<Int(length) { time.takeOff(day: Int(day) + offset) }
      day += length + stream.exponential(mean: healthy)
    }
  }
}
