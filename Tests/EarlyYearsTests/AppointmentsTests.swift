// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Simulation
import Statistics
import Testing

/// Triage, diaries, rounds and sessions in services whose answers follow from a line of arithmetic.
@Suite struct AppointmentsTests {
  /// One practitioner every day of the week, without holidays.
  static func practitioner(hours: Double) -> Role {
    var role = Role(name: "visitor", wte: 1)
    role.workingPattern = .week(days: [0, 1, 2, 3, 4, 5, 6], startHour: 9, hoursPerDay: hours)
    role.observesBankHolidays = false
    return role
  }

  static func review(_ change: (inout ContactType) -> Void = { _ in }) -> ContactType {
    var review = ContactType(
      name: "review", kind: .statutoryReview, deliveredBy: Array(repeating: ["visitor"], count: 3),
      durationMinutes: .constant(45))
    review.dueAgeDays = .constant(20)
    review.opensAgeDays = 10
    review.closesAgeDays = 200
    change(&review)
    return review
  }

  static func service(
    births: Double, hours: Double = 7.5, change: (inout Scenario) -> Void = { _ in },
    review: (inout ContactType) -> Void
  ) -> (ServiceModel, ReplicationOutcome) {
    WorkedByHandTests.service(births: births) {
      $0.workforce = [practitioner(hours: hours)]
      $0.contacts = [Self.review(review)]
      change(&$0)
    }
  }

  /// Ten reviews a day can be done and eleven fall due: by deadline alone hardly one is in time; with triage the ten
  /// are, and those whose deadline is lost lapse.
  @Test(arguments: [false, true])
  func whenNotAllCanBeDoneInTimeTheDoableIs(triages: Bool) {
    let (model, outcome) = Self.service(births: 11 * 365.25) {
      $0.caseload.triage = triages ? Triage() : nil
    } review: {
      $0.deadlineAgeDays = 30
      $0.closesAgeDays = 60
    }
    let inTime = model.value("contacts.review.in_time", of: outcome)
    let completed = model.value("contacts.review.completed_share", of: outcome)
    #expect(abs(completed - 100 * 10 / 11) < 0.5)
    if triages { #expect(inTime > 100 * 9.5 / 11 && inTime <= completed) } else { #expect(inTime < 5) }
  }

  /// A visit too late for its first limit is made by its second, before one that has time still.
  @Test func aSecondLimitIsKeptWhenTheFirstIsLost() {
    let (model, outcome) = Self.service(births: 10.2 * 365.25) {
      $0.caseload.triage = Triage()
    } review: {
      $0.deadlineAgeDays = 24
      $0.closesAgeDays = 90
      $0.metrics = [
        .init(code: "first", byAgeDays: 24, cohortAgeDays: 90), .init(code: "second", byAgeDays: 40, cohortAgeDays: 90),
      ]
    }
    // 10 of 10.2 can be done at all; what misses the first limit is done by the second.
    #expect(model.value("second", of: outcome) > 97)
    #expect(model.value("first", of: outcome) > 50)
  }

  @Test func pressedContactsAreShortened() {
    let (model, outcome) = Self.service(births: 12 * 365.25) {
      $0.caseload.triage = Triage(lostDeadlinesLast: false, pressedAfterDays: 2, shortenedTo: 0.5)
    } review: { _ in
    }
    // Ten a day can be done in full, twenty at half length: all twelve are done, and enough are shortened:
    // 12 − s + s/2 = 10 gives s = 4 of 12.
    #expect(model.value("contacts.review.completed_share", of: outcome) > 99.5)
    let shortened = model.value("work.shortened", of: outcome) / model.value("contacts.review.completed", of: outcome)
    #expect(abs(shortened - 1.0 / 3) < 0.03)
  }

  @Test func aFamilyIsSeenOnTheDayThatWasAgreed() {
    let (model, outcome) = Self.service(births: 365.25) {
      $0.appointments = Appointments(bookableShare: 1)
    } review: {
      $0.bookingDays = 7
      $0.opensAgeDays = 10
      $0.closesAgeDays = 30
    }
    // Booked for the day of the twentieth day of life, from 09:00 on: at ages of 19.4 (born at midnight's end) to 20.7.
    #expect(model.value("contacts.review.completed_share", of: outcome) == 100)
    #expect(model.value("contacts.review.age_days.p10", of: outcome) > 19.3)
    #expect(model.value("contacts.review.age_days.p90", of: outcome) < 21)
  }

  @Test func aFullDiaryPutsAppointmentsOff() {
    let (model, outcome) = Self.service(births: 4 * 365.25) {
      $0.appointments = Appointments(bookableShare: 0.5)
    } review: {
      $0.bookingDays = 7
      $0.closesAgeDays = 90
    }
    // Half of 450 minutes hold five appointments of 45: four a day on average find room within days, none lapses.
    #expect(model.value("contacts.review.lapsed_share", of: outcome) == 0)
    #expect(model.value("contacts.review.age_days.p90", of: outcome) < 40)
  }

  @Test func theWayToALoneVisitIsLongerThanInARound() {
    func ratio(visits: Double?) -> Double {
      let (model, outcome) = Self.service(births: 10) {
        $0.appointments = Appointments(bookableShare: 1, visitsADayBehindTravel: visits)
      } review: {
        $0.bookingDays = 7
        $0.durationMinutes = ByPlace(.constant(60))
        $0.travelMinutes = ByPlace(.constant(30))
      }
      return model.value("workforce.visitor.time.travel", of: outcome)
        / model.value("workforce.visitor.time.contact", of: outcome)
    }
    #expect(abs(ratio(visits: nil) - 0.5) < 1e-9)
    // Stated for rounds of four: √4 times as long when there is one visit a day, as there nearly always is here (of
    // 10 visits a year, one in about 37 shares its day with another and is then √2 longer, not 2).
    #expect(abs(ratio(visits: 4) - 1) < 0.03)
  }

  @Test func sessionsTakeTheirTimeWhetherTheyFillOrNot() {
    let (model, outcome) = Self.service(births: 200) { _ in
    } review: {
      $0.places = [PlaceShare(.group, 1)]
      $0.attendance = ByPlace(0.8)
      $0.bookingDays = nil
      $0.sessions = .init(places: [.group], everyDays: 10, capacity: 8, minutes: 120)
    }
    // 36.5 sessions a year less those put off from weekends onto one another; 200 families, 80 % of whom come, in
    // 292 places; each session takes two hours.
    let held = model.value("work.sessions_held", of: outcome)
    #expect(abs(held - 36.5) < 0.6)
    #expect(model.value("work.sessions_cancelled", of: outcome) == 0)
    let filled = model.value("work.session_places_filled", of: outcome)
    #expect(abs(filled - 100 * 160 / (8 * held)) < WorkedByHandTests.bound(0.55, 2900) + 2)
    let minutes = model.value("workforce.visitor.time.contact", of: outcome) / 100 * 365.25 * 450
    #expect(abs(minutes - 120 * held) < 1)
    #expect(outcome.conservation[0].isBalanced)
  }

  /// Every contact ends in exactly one way, and no bit depends on the order of keys, with everything switched on.
  @Test func theFullServiceWithAppointmentsBalancesAndDependsOnNoOrder() {
    var scenario = SmallService.scenario(births: 500)
    scenario.appointments = Appointments(bookableShare: 0.75, visitsADayBehindTravel: 3)
    scenario.caseload.triage = Triage(pressedAfterDays: 5, shortenedTo: 0.8, byTelephoneShare: 0.5)
    for k in scenario.contacts.indices where scenario.contacts[k].kind != .safeguardingVisit {
      scenario.contacts[k].bookingDays = 7
    }
    scenario.contacts[1].sessions = .init(places: [.clinic], everyDays: 7, capacity: 6, minutes: 240)
    var reversed = scenario
    reversed.workforce.reverse()
    reversed.teams.reverse()
    reversed.contacts.reverse()
    let a = ServiceModel(scenario), b = ServiceModel(reversed)
    let first = a.replication(0, seed: 3), second = b.replication(0, seed: 3)
    for contact in first.conservation { #expect(contact.isBalanced, "\(contact)") }
    #expect(first.conservation == second.conservation.reversed())
    #expect(a.value("C6i", of: first) == b.value("C6i", of: second))
    #expect(a.value("work.appointments_cancelled", of: first) > 0)
    #expect(a.value("backlog.mean", of: first) >= 0)
  }
}
