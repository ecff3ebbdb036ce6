// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Simulation
import Statistics
import Testing

/// Services whose answers follow from a line of arithmetic. Bounds are four standard errors of a proportion
/// or mean over the stated number of children, so one of these comparisons fails by chance once in 16,000.
@Suite struct WorkedByHandTests {
  /// Plenty of staff around the clock, `births` a year for ten years.
  static func service(births: Double, change: (inout Scenario) -> Void) -> (ServiceModel, ReplicationOutcome) {
    var scenario = TextbookServices.queue(
      arrivalsPerDay: births / 365.25, serviceDays: .constant(30.0 / 1440), servers: 40, days: 3652.5, warmUpDays: 1000)
    scenario.children.leaveAtAgeDays = 1826
    scenario.clock.startsEmpty = false
    change(&scenario)
    let model = ServiceModel(scenario)
    return (model, model.replication(0, seed: 42))
  }

  static func bound(_ p: Double, _ n: Double) -> Double { 4 * 100 * (p * (1 - p) / n).squareRoot() }

  @Test(arguments: [0.0, 0.5])
  func anAppointmentIsKeptWithItsProbabilityWhateverTheCorrelation(correlation: Double) {
    let (model, outcome) = Self.service(births: 4000) {
      $0.children.attendanceCorrelation = correlation
      $0.contacts[0].attendance = ByPlace(0.7)
    }
    let notKept = model.value("contacts.visit.not_kept", of: outcome)
    #expect(abs(notKept - 30) < Self.bound(0.3, 40_000))
  }

  @Test func threeIndependentAttemptsLeaveTheCubeOfTheFailures() {
    let (model, outcome) = Self.service(births: 4000) {
      $0.contacts[0].attendance = ByPlace(0.7)
      $0.contacts[0].attempts = 3
    }
    let completed = model.value("contacts.visit.completed_share", of: outcome)
    #expect(abs(completed - 100 * (1 - 0.027)) < Self.bound(0.027, 40_000))
  }

  @Test func correlatedAttemptsFailTogether() {
    let (model, outcome) = Self.service(births: 4000) {
      $0.children.attendanceCorrelation = 0.5
      $0.contacts[0].attendance = ByPlace(0.5)
      $0.contacts[0].attempts = 2
    }
    // Two latent normals with correlation ½ and median thresholds fail together with probability 1/4 + asin(½)/2π = 1/3
    // (Sheppard 1899).
    let completed = model.value("contacts.visit.completed_share", of: outcome)
    #expect(abs(completed - 100 * 2 / 3) < Self.bound(1.0 / 3, 40_000))
  }

  @Test func attendanceGradientKeepsTheAverageAndTheOddsRatio() {
    let (model, outcome) = Self.service(births: 20_000) {
      $0.contacts[0].attendance = ByPlace(0.8)
      $0.contacts[0].attendanceOddsRatioMostDeprived = 0.5
      $0.children.referenceShares = $0.children.deprivationShares
    }
    #expect(abs(model.value("contacts.visit.not_kept", of: outcome) - 20) < Self.bound(0.2, 200_000))
    func odds(_ quintile: Int) -> Double {
      let missed = model.value("contacts.visit.not_kept", .quintile(quintile), of: outcome) / 100
      return (1 - missed) / missed
    }
    // Standard error of a log odds ratio from two samples of 40,000: about √(2/(40,000 × 0.16)) = 0.018.
    #expect(abs(odds(1) / odds(5) - 0.5) < 4 * 0.018 * 0.5)
  }

  @Test func staffTimeIsContactsTimesMinutes() {
    let (model, outcome) = Self.service(births: 5000) {
      $0.workforce[0].workingPattern = .week(days: [0, 1, 2, 3, 4], startHour: 9, hoursPerDay: 7.5)
      $0.workforce[0].observesBankHolidays = false
      $0.workforce[0].wte = 10
      $0.contacts[0].durationMinutes = ByPlace(.constant(60))
      $0.contacts[0].travelMinutes = ByPlace(.constant(20))
      $0.contacts[0].recordMinutes = 10
    }
    // 5,000 × 1.5 h of 10 × 37.5 h a week: 7,500 / 19,566 = 38.33 %; births vary by √50,000 in ten years.
    let hoursPerYear: Double = 10 * 37.5 * 365.25 / 7
    let expected = 100 * 7500 / hoursPerYear
    let tolerance = 4 * expected / (50_000.0).squareRoot() + 0.02
    #expect(abs(model.value("workforce.server.utilisation", of: outcome) - expected) < tolerance)
    let contact = model.value("workforce.server.time.contact", of: outcome)
    let travel = model.value("workforce.server.time.travel", of: outcome)
    #expect(abs(contact / travel - 3) < 1e-9)
  }

  @Test func aVacantPostCostsNothingAndAgencyCostsItsPremium() {
    let (model, outcome) = Self.service(births: 100) {
      $0.workforce[0].wte = 10
      $0.workforce[0].costPerHour = 50
      $0.workforce[0].hoursPerYear = 1500
    }
    #expect(abs(model.value("cost.total", of: outcome) - 10 * 50 * 1500) < 1e-6)
    let (second, withVacancies) = Self.service(births: 100) {
      $0.workforce[0].wte = 10
      $0.workforce[0].costPerHour = 50
      $0.workforce[0].hoursPerYear = 1500
      $0.workforce[0].vacancyRateAtStart = 1
      $0.workforce[0].recruitment = .init(leadTimeDays: .constant(1e6))
      $0.workforce[0].agencyShare = 1
      $0.workforce[0].agencyCostRatio = 1.4
    }
    #expect(abs(second.value("cost.total", of: withVacancies) - 10 * 50 * 1500 * 1.4) < 1e-6)
  }

  @Test func aNeedIsFoundWithTheSensitivityOfItsFinder() {
    let (model, outcome) = Self.service(births: 8000) {
      $0.needs = [Need(name: "language", prevalence: 0.2, onsetAgeDays: .constant(-1))]
      $0.workforce[0].relativeDetection = 0.8
      $0.contacts[0].screens = [.init(need: "language", sensitivity: 0.75, specificity: 0.9)]
    }
    let births = model.value("population.births", of: outcome)
    let identified = model.value("needs.language.identified", of: outcome)
    let missed = model.value("needs.language.missed", of: outcome)
    let falsePositive = model.value("needs.language.false_positive", of: outcome)
    #expect(abs(100 * identified / (identified + missed) - 60) < Self.bound(0.6, 16_000))
    #expect(abs(100 * (identified + missed) / births - 20) < Self.bound(0.2, 80_000))
    #expect(abs(100 * falsePositive / (births - identified - missed) - 10) < Self.bound(0.1, 64_000))
  }

  /// The role finds 0.8 of what a health visitor does, of abuse half of that: 0.75 × 0.8 and 0.75 × 0.4.
  @Test func howMuchARoleFindsDependsOnTheNeed() {
    let (model, outcome) = Self.service(births: 8000) {
      $0.needs = ["language", "abuse"].map { Need(name: $0, prevalence: 0.2, onsetAgeDays: .constant(-1)) }
      $0.workforce[0].relativeDetection = 0.8
      $0.workforce[0].relativeDetectionByNeed = ["abuse": 0.5]
      $0.contacts[0].screens = ["language", "abuse"].map { .init(need: $0, sensitivity: 0.75) }
    }
    for (need, share) in [("language", 0.6), ("abuse", 0.3)] {
      let identified = model.value("needs.\(need).identified", of: outcome)
      let missed = model.value("needs.\(need).missed", of: outcome)
      #expect(abs(100 * identified / (identified + missed) - 100 * share) < Self.bound(share, 16_000))
    }
  }

  @Test func aReferralGoesThroughItsStates() {
    let (model, outcome) = Self.service(births: 8000) {
      var need = Need(name: "language", prevalence: 0.5, onsetAgeDays: .constant(-1))
      need.pathway = "therapy"
      $0.needs = [need]
      var referral = Pathway.Referral(service: "therapy", probability: 0.6, waitDays: .constant(100))
      referral.acceptedProbability = 0.8
      referral.seenProbability = 0.9
      referral.cost = 700
      $0.pathways = [Pathway(name: "therapy", referral: referral)]
      $0.contacts[0].screens = [.init(need: "language", sensitivity: 1)]
    }
    let identified = model.value("needs.language.identified", of: outcome)
    let referred = model.value("needs.language.referred", of: outcome)
    let accepted = model.value("needs.language.accepted", of: outcome)
    let seen = model.value("needs.language.seen", of: outcome)
    #expect(abs(100 * referred / identified - 60) < Self.bound(0.6, 40_000))
    #expect(abs(100 * accepted / referred - 80) < Self.bound(0.8, 24_000))
    // Referrals seen in a year were made 100 days before; births are steady, so the ratio is that of the states.
    #expect(abs(100 * seen / accepted - 90) < 1.5 * Self.bound(0.9, 19_000))
    #expect(abs(model.value("needs.language.specialist_wait_days", of: outcome) - 100) < 1e-3)
    #expect(abs(model.value("cost.kind.downstream", of: outcome) - 700 * seen) < 1e-6 * 700 * seen)
  }

  @Test func statusesAreOpenInTheStatedNumbers() {
    let (model, outcome) = Self.service(births: 10_000) {
      var plan = SafeguardingStatus(name: "plan", per10000: 60, durationDays: .constant(200))
      plan.costPerMonth = 300
      $0.safeguarding = [plan]
    }
    let children = model.value("population.children", of: outcome)
    let open = model.value("safeguarding.plan.open", of: outcome)
    // Open at a time are as many as stated, although newborns have had no time to be open and a child with an open
    // case cannot open another. Spells in ten years: about 5,500.
    let expected = 60.0
    #expect(abs(open / children * 10_000 - expected) < 4 * expected / (5500.0).squareRoot())
    #expect(abs(model.value("cost.kind.downstream", of: outcome) - open * 3600) < 1e-6 * open * 3600)
  }

  @Test func movesKeepThePopulationAndMoveTheShareAsked() {
    let (model, outcome) = Self.service(births: 4000) {
      $0.children.movesOutPerYear = 0.1
      $0.children.movesInPerYear = 0.1
    }
    // 4,000 births a year × five years; a Poisson number observed over about two lifetimes.
    let expected: Double = 20_000 * 1826 / 1826.25
    #expect(abs(model.value("population.children", of: outcome) - expected) < 4 * expected.squareRoot())
    #expect(outcome.conservation[0].isBalanced)
  }

  @Test func workThatCannotStartAtOnceIsLostWhenItsWindowIsAPoint() {
    // Erlang's loss formula: one server, offered load ½, blocks one in three.
    var scenario = TextbookServices.queue(
      arrivalsPerDay: 0.5, serviceDays: .lognormal(mean: 1, sd: 1), servers: 1, days: 100_000, warmUpDays: 100)
    scenario.contacts[0].closesAgeDays = 0
    let model = ServiceModel(scenario)
    let outcome = model.replication(0, seed: 8)
    // Losses are positively correlated; twice the independent bound.
    #expect(abs(model.value("contacts.visit.lapsed_share", of: outcome) - 100.0 / 3) < 2 * Self.bound(1.0 / 3, 50_000))
  }
}
