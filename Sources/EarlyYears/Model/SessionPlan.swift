// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The sessions of one contact type in one team, compiled: a clinic or a group on its days.
struct SessionPlan: Sendable {
  let contact: Int
  let team: Int
  /// Bit p set when the contact's place p is a session.
  let places: UInt8
  let capacity: Int
  let minutes: Double
  /// Days on which a session is held, in order.
  let days: [Int]
  /// Number of the first of them among all sessions of the service.
  let first: Int

  /// - Parameter first: How many sessions come before those of this plan.
  init(_ sessions: ContactType.Sessions, contact: Int, team: Int, teams: Int, timeline: Timeline, first: Int) {
    self.contact = contact
    self.team = team
    self.first = first
    places = sessions.places.reduce(0) { $0 | 1 << UInt8($1.rawValue) }
    capacity = sessions.capacity
    minutes = sessions.minutes
    let holidays = Set(timeline.bankHolidays)
    // Teams hold theirs on different days; a day that nobody works is put off.
    let offset = sessions.everyDays * Double(team) / Double(teams)
    var days: [Int] = []
    var due = offset
    while due < timeline.end {
      var day = Int(due)
      while (timeline.firstDay + day).weekday > 4 || holidays.contains(day) { day += 1 }
      if Double(day) < timeline.end, day > days.last ?? -1 { days.append(day) }
      due += max(1, sessions.everyDays)
    }
    self.days = days
  }

  func holds(place: UInt8) -> Bool { places & (1 << place) != 0 }
}
