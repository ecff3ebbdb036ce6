// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Simulation
import Statistics
import Testing

/// Findings, true and false, in services whose answers follow from a line of arithmetic. Bounds are four standard
/// errors of a proportion over the stated number of children.
@Suite struct FindingsTests {
  static let supervisor = "visitor"

  /// A nurse, who is supervised, looks for needs in a visit at birth; a visitor takes a closer look at what she finds.
  static func delegated(
    births: Double = 4000, change: (inout Scenario) -> Void = { _ in }
  ) -> (ServiceModel, ReplicationOutcome) {
    WorkedByHandTests.service(births: births) {
      $0.workforce[0].supervision = .init(by: supervisor, minutesPerDelegatedContact: 0)
      var visitor = Role(name: supervisor, wte: 40)
      visitor.workingPattern = .always
      $0.workforce.append(visitor)
      var present = Need(name: "present", prevalence: 0.2, onsetAgeDays: .constant(-1))
      present.pathway = "closer_look"
      let absent = Need(name: "absent", prevalence: 0, onsetAgeDays: .constant(-1))
      $0.needs = [present, absent]
      $0.contacts[0].screens = [.init(need: "present", sensitivity: 0.8, specificity: 0.9)]
      var closer = ContactType(
        name: "closer_look", kind: .followUp, deliveredBy: Array(repeating: [supervisor], count: 3),
        durationMinutes: .constant(30))
      closer.confirms = [
        .init(need: "present", keepsTrue: 0.9, dismissesFalse: 0.75), .init(need: "absent", dismissesFalse: 0.5),
      ]
      $0.contacts.append(closer)
      var pathway = Pathway(name: "closer_look")
      pathway.escalationContact = "closer_look"
      $0.pathways = [pathway]
      change(&$0)
    }
  }

  @Test func aContactThatConfirmsLooksAtTheFindingThatAskedForItAndAtNothingElse() {
    let (model, outcome) = Self.delegated()
    #expect(model.value("needs.absent.false_positive", of: outcome) == 0)
    // Of 20 % with the need, 80 % are found and 90 % of those kept; of 80 % without, 10 % are found falsely and 75 % of
    // those dismissed.
    let births = model.value("population.births", of: outcome)
    let found = model.value("needs.present.identified", of: outcome)
    let dismissed = model.value("needs.present.dismissed", of: outcome)
    #expect(abs(100 * found / births - 14.4) < WorkedByHandTests.bound(0.144, 40_000))
    #expect(abs(100 * dismissed / (found + dismissed) - 10) < WorkedByHandTests.bound(0.1, 6400))
    let falsely = model.value("needs.present.false_positive", of: outcome)
    #expect(abs(100 * falsely / births - 8) < WorkedByHandTests.bound(0.08, 40_000))
    let dismissedFalse = model.value("needs.present.false_dismissed", of: outcome)
    #expect(abs(100 * dismissedFalse / falsely - 75) < WorkedByHandTests.bound(0.75, 3200))
    // What is dismissed counts as found no longer: 72 % of those who turn 2½ are identified.
    let identified = model.value("needs.present.identified_by_30_months", of: outcome)
    #expect(abs(identified - 72) < WorkedByHandTests.bound(0.72, 8000))
  }

  @Test func ordinaryScreeningInTheSameVisitIsABlockOfItsOwn() {
    let (model, outcome) = Self.delegated {
      $0.contacts[1].screens = [
        .init(need: "absent", sensitivity: 1, specificity: 0.5), .init(need: "present", sensitivity: 1, specificity: 0),
      ]
    }
    // Half of the visits find what is not there, once a child; the need just looked at is not looked for again.
    let visits = model.value("contacts.closer_look.completed", of: outcome)
    let absent = model.value("needs.absent.false_positive", of: outcome)
    #expect(abs(100 * absent / visits - 50) < WorkedByHandTests.bound(0.5, 9600))
    let births = model.value("population.births", of: outcome)
    let falsely = model.value("needs.present.false_positive", of: outcome)
    #expect(abs(100 * falsely / births - 8) < WorkedByHandTests.bound(0.08, 40_000))
  }

  @Test func whatIsNeverFoundIsNotReportedAsFound() {
    let (model, outcome) = WorkedByHandTests.service(births: 2000) {
      $0.needs = [Need(name: "language", prevalence: 0.3, onsetAgeDays: .constant(400))]
      $0.contacts[0].screens = [.init(need: "language", sensitivity: 0, specificity: 0.5)]
    }
    #expect(model.value("needs.language.identified_by_30_months", of: outcome) == 0)
    #expect(model.value("needs.language.identified", of: outcome) == 0)
    let births = model.value("population.births", of: outcome)
    let falsely = model.value("needs.language.false_positive", of: outcome)
    #expect(abs(100 * falsely / births - 50) < WorkedByHandTests.bound(0.5, 20_000))
  }

  @Test func aNeedThatBeginsAfterAFalseFindingIsStillFound() {
    let (model, outcome) = WorkedByHandTests.service(births: 4000) {
      var need = Need(name: "language", prevalence: 1, onsetAgeDays: .constant(100))
      need.falseFindingEndsAfterDays = 1000
      $0.needs = [need]
      $0.contacts[0].screens = [.init(need: "language", sensitivity: 0.6, specificity: 0.5)]
      var second = $0.contacts[0]
      second.name = "second"
      second.dueAgeDays = .constant(200)
      $0.contacts.append(second)
    }
    // Half are found falsely at birth and still thought to have it at 200 days, when 60 % of all are found.
    let identified = model.value("needs.language.identified_by_30_months", of: outcome)
    #expect(abs(identified - 60) < WorkedByHandTests.bound(0.6, 40_000))
  }

  /// Little's law: findings a year × their length = those open at a time.
  @Test(arguments: [false, true])
  func aFalseFindingEndsAfterItsTimeOrWhenTheSpecialistSeesTheChild(isReferred: Bool) {
    let (model, outcome) = WorkedByHandTests.service(births: 4000) {
      var need = Need(name: "language", prevalence: 0, onsetAgeDays: .constant(0))
      need.falseFindingEndsAfterDays = 100
      if isReferred {
        need.pathway = "therapy"
        $0.pathways = [
          Pathway(name: "therapy", referral: .init(service: "therapy", probability: 1, waitDays: .constant(40)))
        ]
      }
      $0.needs = [need]
      $0.contacts[0].screens = [.init(need: "language", sensitivity: 1, specificity: 0.5)]
      $0.clock.snapshotEveryDays = 20
    }
    let days = isReferred ? 40.0 : 100.0
    let expected: Double = 2000 * days / 365.25
    let tolerance = 4 * expected / (20_000.0).squareRoot() + 0.02 * expected
    #expect(abs(model.value("needs.language.false_open", of: outcome) - expected) < tolerance)
    #expect((model.value("needs.language.falsely_seen", of: outcome) > 0) == isReferred)
    // 20,000 children under five, and those alone above the universal level, in snapshots 20 days apart.
    let targeted = model.value("population.targeted", of: outcome)
    #expect(abs(targeted - 100 * expected / 20_000) < 0.1 * targeted)
    #expect(model.value("needs.language.referred", of: outcome) == 0)
  }

  @Test func inTimeIsTheClockOfTheOfficialMetric() {
    let (model, outcome) = WorkedByHandTests.service(births: 4000) {
      $0.contacts[0].kind = .statutoryReview
      $0.contacts[0].dueAgeDays = .uniform(10, 20)
      $0.contacts[0].closesAgeDays = 30
      $0.contacts[0].deadlineAgeDays = 14
      $0.contacts[0].durationMinutes = ByPlace(.constant(0.001))
      $0.contacts[0].metrics = [.init(code: "C2", byAgeDays: 14, cohortAgeDays: 30)]
      $0.contacts[0].counts = [.init(code: "C1", fromAgeDays: 12, isFaceToFaceOnly: true, roles: ["server"])]
    }
    // By the fourteenth day is before the fifteenth birthday in days: half of a uniform age from 10 to 20.
    let inTime = model.value("contacts.visit.in_time", of: outcome), c2 = model.value("C2", of: outcome)
    #expect(abs(inTime - 50) < WorkedByHandTests.bound(0.5, 40_000))
    // The two differ by the children whose thirtieth day falls outside the period in which they were seen.
    #expect(abs(inTime - c2) < 0.2)
    let births = model.value("population.births", of: outcome)
    let counted = model.value("C1", of: outcome)
    #expect(abs(100 * counted / births - 80) < WorkedByHandTests.bound(0.8, 40_000))
    // Deciles of a uniform age; a bin is half a day, the standard error of a median 10 √(1/4 / 40,000) = 0.025 days.
    for decile in 1...9 {
      let age = model.value("contacts.visit.age_days.p\(decile)0", of: outcome)
      #expect(abs(age - (10 + Double(decile))) < 0.15)
    }
    let histogram = model.catalogue.measures.filter { $0.id.hasPrefix("contacts.visit.age_days.from_") }
    let shares = histogram.map { model.value($0.id, .quintile(1), of: outcome) }
    #expect(histogram.count == 20 && abs(shares.reduce(0, +) - 100) < 1e-9)
  }
}
