// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Simulation
import Statistics

/// Scenarios so plain that theory knows the answer.
enum TextbookServices {
  /// Arrivals (births) a day, one contact at birth, `servers` members of staff who never rest.
  static func queue(
    arrivalsPerDay: Double, serviceDays: Variate, servers: Int, days: Double, warmUpDays: Double
  ) -> Scenario {
    var staff = Role(name: "server", wte: Double(servers))
    staff.workingPattern = .always
    var visit = ContactType(
      name: "visit", kind: .additional, deliveredBy: Array(repeating: ["server"], count: 3),
      durationMinutes: serviceDays.scaled(by: 1440))
    visit.dueAgeDays = .constant(0)
    visit.opensAgeDays = 0
    let start = CalendarDate(dayNumber: 20_089)  // 2025-01-01
    return Scenario(
      name: "queue",
      clock: Clock(
        start: start, warmUpYears: warmUpDays / 365.25, reportingYears: days / 365.25, snapshotEveryDays: days,
        waitThresholdsDays: [1, 5], startsEmpty: true),
      children: Children(birthsPerYear: arrivalsPerDay * 365.25, leaveAtAgeDays: 36_525),
      teams: [Team(name: "all")], workforce: [staff], contacts: [visit])
  }
}
