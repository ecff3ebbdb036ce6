// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Simulation
import Statistics

/// A service of two teams with everything in it, small enough to run in a moment.
enum SmallService {
  static func scenario(births: Double = 400) -> Scenario {
    var scenario = Scenario(
      name: "small",
      clock: Clock(start: CalendarDate(dayNumber: 20_179), warmUpYears: 3, reportingYears: 2),
      children: Children(
        birthsPerYear: births, seasonality: .sinusoidal(amplitude: 0.1, peakDayOfYear: 250), knownBeforeBirthDays: 150,
        movesOutPerYear: 0.05, movesInPerYear: 0.05, attendanceCorrelation: 0.3, needCorrelation: 0.2),
      teams: [Team(name: "north", birthsShare: 2, workforceShare: 2), Team(name: "south")],
      workforce: [healthVisitor, nurseryNurse], caseload: Caseload(model: .named, offeredToTeamBeforeDeadlineDays: 4),
      needs: needs, contacts: contacts,
      additionalContacts: AdditionalContacts(
        contact: "additional", perChildByYearOfAge: [1.5, 0.5], rateRatioMostDeprived: 1.8),
      pathways: [pathway], safeguarding: [protectionPlan])
    scenario.jointCompletions = [
      JointCompletion(
        name: "both", label: "Both reviews",
        parts: [
          .init(contact: "new_birth_visit", fromAgeDays: 8, toAgeDays: 30),
          .init(contact: "two_year_review", fromAgeDays: 691, toAgeDays: 914),
        ], cohortAgeDays: 914)
    ]
    return scenario
  }

  private static var healthVisitor: Role {
    var role = Role(name: "health_visitor", wte: 7.5)
    role.typicalWTE = 0.8
    role.clientFacingShare = 0.8
    role.annualLeaveDays = 29
    role.studyDays = 6
    role.sicknessRate = 0.055
    role.leaversPerYear = 0.12
    role.leaversPer50Children = 0.01
    role.vacancyRateAtStart = 0.15
    role.recruitment = .init(leadTimeDays: .gamma(mean: 130, sd: 60), intakeMonths: [9], intakeShare: 0.5)
    role.starterDays = 270
    role.starterShare = 0.65
    role.agencyShare = 0.3
    role.agencyCostRatio = 1.35
    role.costPerHour = 62
    role.holdsCaseload = true
    return role
  }

  private static var nurseryNurse: Role {
    var role = Role(name: "community_nursery_nurse", wte: 3)
    role.clientFacingShare = 0.85
    role.annualLeaveDays = 27
    role.relativeDetection = 0.9
    role.costPerHour = 46.5
    role.supervision = .init(
      by: "health_visitor", minutesPerDelegatedContact: 12.5, minutesPerMonth: 60, jointVisitShare: 0.05)
    return role
  }

  private static var needs: [Need] {
    var language = Need(name: "speech_language", prevalence: 0.15, onsetAgeDays: .uniform(300, 700))
    language.pathway = "language"
    language.countsAgainstExpectedLevel = true
    language.riskRatioMostDeprived = 1.6
    var mood = Need(name: "perinatal_mental_health", prevalence: 0.18, onsetAgeDays: .uniform(-60, 200))
    mood.persistsDays = .gamma(mean: 300, sd: 200)
    mood.identifiedElsewherePerYear = 0.4
    return [language, mood]
  }

  private static var contacts: [ContactType] {
    let visitor = Array(repeating: ["health_visitor"], count: 3)
    let either = [["community_nursery_nurse", "health_visitor"], ["health_visitor"], ["health_visitor"]]
    var newBirth = ContactType(
      name: "new_birth_visit", kind: .statutoryReview, deliveredBy: visitor,
      durationMinutes: .lognormal(mean: 75, sd: 20))
    newBirth.dueAgeDays = .gamma(mean: 12, sd: 2)
    newBirth.opensAgeDays = 8
    newBirth.closesAgeDays = 60
    newBirth.deadlineAgeDays = 14
    newBirth.attendance = ByPlace(0.93)
    newBirth.attempts = 4
    newBirth.travelMinutes = ByPlace(.gamma(mean: 25, sd: 10))
    newBirth.recordMinutes = 30
    newBirth.metrics = [.init(code: "C2", byAgeDays: 14, cohortAgeDays: 30)]
    newBirth.screens = [.init(need: "perinatal_mental_health", sensitivity: 0.45, specificity: 0.97)]
    var twoYear = ContactType(
      name: "two_year_review", kind: .statutoryReview, deliveredBy: either,
      durationMinutes: .lognormal(mean: 50, sd: 15))
    twoYear.dueAgeDays = .normal(mean: 800, sd: 30)
    twoYear.opensAgeDays = 691
    twoYear.closesAgeDays = 1003
    twoYear.deadlineAgeDays = 914
    twoYear.attendance = ByPlace(0.7, places: [.home: 0.8])
    twoYear.places = [PlaceShare(.home, 0.2), PlaceShare(.clinic, 0.8)]
    twoYear.attempts = 3
    twoYear.metrics = [.init(code: "C6i", byAgeDays: 914, cohortAgeDays: 914)]
    twoYear.screens = [.init(need: "speech_language", sensitivity: 0.8, specificity: 0.9)]
    var additional = ContactType(
      name: "additional", kind: .additional, deliveredBy: either, durationMinutes: .lognormal(mean: 40, sd: 20))
    additional.closesAfterDays = 60
    additional.attendance = ByPlace(0.9)
    var followUp = ContactType(name: "follow_up", kind: .followUp, deliveredBy: visitor, durationMinutes: .constant(40))
    followUp.closesAfterDays = 60
    followUp.confirms = [.init(need: "speech_language", keepsTrue: 0.92, dismissesFalse: 0.8)]
    var package = ContactType(name: "package", kind: .package, deliveredBy: either, durationMinutes: .constant(40))
    package.closesAfterDays = 42
    package.attendance = ByPlace(0.85)
    package.attempts = 2
    var visit = ContactType(
      name: "protection_visit", kind: .safeguardingVisit, deliveredBy: visitor, durationMinutes: .constant(50))
    visit.closesAfterDays = 28
    return [newBirth, twoYear, additional, followUp, package, visit]
  }

  private static var pathway: Pathway {
    var referral = Pathway.Referral(
      service: "speech and language therapy", probability: 0.4, waitDays: .gamma(mean: 120, sd: 60))
    referral.cost = 850
    referral.resolvesProbability = 0.25
    var pathway = Pathway(
      name: "language", steps: [.init(contact: "package", afterDays: 14, visits: 3, everyDays: 14)], referral: referral)
    pathway.escalationContact = "follow_up"
    pathway.resolvesProbability = 0.3
    return pathway
  }

  private static var protectionPlan: SafeguardingStatus {
    var status = SafeguardingStatus(
      name: "child_protection_plan", per10000: 55, durationDays: .gamma(mean: 320, sd: 195))
    status.activities = [.init(contact: "protection_visit", firstAfterDays: 7, everyDays: 30)]
    status.rateRatioMostDeprived = 4
    return status
  }
}

extension ServiceModel {
  /// A result of a replication for everyone.
  func value(_ measure: String, _ group: Group = .overall, of outcome: ReplicationOutcome) -> Double {
    catalogue.index(of: OutcomeKey(measure, group)).map { outcome.values[$0] } ?? .nan
  }
}
