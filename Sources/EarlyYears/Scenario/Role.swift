// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// A kind of staff: health visitor, community nursery nurse, family support worker …
public struct Role: Sendable, Equatable {
  /// Days and hours of a full-time week.
  public enum WorkingPattern: Sendable, Equatable {
    /// 24 hours, 7 days, no leave: a textbook server.
    case always
    /// Weekdays worked by a full-timer (Monday 0), start of the day and hours a day.
    case week(days: [Int], startHour: Double, hoursPerDay: Double)
  }

  /// How vacant posts are filled.
  public struct Recruitment: Sendable, Equatable {
    /// From the post falling vacant to someone starting by open recruitment.
    public var leadTimeDays: Variate
    /// Months (1–12) in which newly trained staff start; empty when there is no yearly intake.
    public var intakeMonths: [Int]
    /// Share of vacancies that wait for an intake instead of open recruitment.
    public var intakeShare: Double
    /// The most people who can start in a year; nil when there is always somebody. `intakeShare` of them come with
    /// the intakes, the others evenly over the year.
    public var startersPerYear: Double?

    public init(
      leadTimeDays: Variate = .constant(0), intakeMonths: [Int] = [], intakeShare: Double = 0,
      startersPerYear: Double? = nil
    ) {
      self.leadTimeDays = leadTimeDays
      self.intakeMonths = intakeMonths
      self.intakeShare = intakeShare
      self.startersPerYear = startersPerYear
    }
  }

  /// What delegated work asks of a supervisor.
  public struct Supervision: Sendable, Equatable {
    /// Role of the supervisor.
    public var by: String
    public var minutesPerDelegatedContact: Double
    public var minutesPerMonth: Double
    /// Share of delegated contacts that the supervisor attends in person.
    public var jointVisitShare: Double

    public init(
      by: String, minutesPerDelegatedContact: Double, minutesPerMonth: Double = 0, jointVisitShare: Double = 0
    ) {
      self.by = by
      self.minutesPerDelegatedContact = minutesPerDelegatedContact
      self.minutesPerMonth = minutesPerMonth
      self.jointVisitShare = jointVisitShare
    }
  }

  public var name: String
  public var label: String
  /// Established posts in whole-time equivalents.
  public var wte: Double
  /// Contracted hours of one person, as a share of whole time.
  public var typicalWTE: Double
  public var workingPattern: WorkingPattern
  public var observesBankHolidays: Bool
  /// Share of a working day that is left for contacts, travel, records, safeguarding and supervision.
  public var clientFacingShare: Double
  public var annualLeaveDays: Double
  public var studyDays: Double
  /// Share of working days lost to sickness, and the length of a spell in calendar days.
  public var sicknessRate: Double
  public var sicknessSpellDays: Variate
  /// Share of staff who leave in a year.
  public var leaversPerYear: Double
  /// Added to the yearly share of leavers for each 50 children a WTE above `referenceCaseload`.
  public var leaversPer50Children: Double
  public var referenceCaseload: Double
  /// Share of posts vacant when the clock starts; counts where `vacancyRate` is nil.
  public var vacancyRateAtStart: Double
  /// Share of posts vacant on average over a year, with agency cover or without: the supply of starters is the one
  /// that holds it. Nil where the supply is stated instead.
  public var vacancyRate: Double?
  public var recruitment: Recruitment
  /// Length of a starter's reduced caseload, and its size relative to a full one.
  public var starterDays: Double
  public var starterShare: Double
  /// Share of vacancies covered by agency staff, and what agency staff cost relative to employed staff.
  public var agencyShare: Double
  public var agencyCostRatio: Double
  /// Cost of a working hour with on-costs and overheads, and the working hours of a WTE a year behind it.
  public var costPerHour: Double
  public var hoursPerYear: Double
  /// Shares of the hourly cost: pay, on-costs, overheads; they sum to one.
  public var payShare: Double
  public var onCostShare: Double
  public var overheadShare: Double
  public var trainingCostPerStarter: Double
  /// Probability of identifying a need that is there, relative to a health visitor.
  public var relativeDetection: Double
  /// The same of single needs, relative to `relativeDetection`; 1 where a need is not named.
  public var relativeDetectionByNeed: [String: Double]
  public var supervision: Supervision?
  /// Whether a named caseload can be held, and the caseload measured.
  public var holdsCaseload: Bool
  /// Whether the role serves all teams from one place.
  public var coversAuthority: Bool
  /// Who pays.
  public var paidBy: Payer

  public init(name: String, wte: Double) {
    self.name = name
    label = name
    self.wte = wte
    typicalWTE = 1
    workingPattern = .week(days: [0, 1, 2, 3, 4], startHour: 9, hoursPerDay: 7.5)
    observesBankHolidays = true
    clientFacingShare = 1
    annualLeaveDays = 0
    studyDays = 0
    sicknessRate = 0
    sicknessSpellDays = .constant(5)
    leaversPerYear = 0
    leaversPer50Children = 0
    referenceCaseload = 250
    vacancyRateAtStart = 0
    vacancyRate = nil
    recruitment = Recruitment()
    starterDays = 0
    starterShare = 1
    agencyShare = 0
    agencyCostRatio = 1
    costPerHour = 0
    hoursPerYear = 1550
    payShare = 1
    onCostShare = 0
    overheadShare = 0
    trainingCostPerStarter = 0
    relativeDetection = 1
    relativeDetectionByNeed = [:]
    supervision = nil
    holdsCaseload = false
    coversAuthority = false
    paidBy = .commissioner
  }

  /// Probability of identifying one need that is there, relative to a health visitor.
  public func relativeDetection(of need: String) -> Double {
    relativeDetection * (relativeDetectionByNeed[need] ?? 1)
  }
}

/// Who bears a cost; perspectives are sums of payers.
public enum Payer: String, Sendable, CaseIterable, Equatable {
  case commissioner, nhs, socialCare = "social_care", otherPublic = "other_public"
}

/// Who holds the children, and how far work waits for the practitioner who knows the family.
public struct Caseload: Sendable, Equatable {
  public enum Model: String, Sendable, CaseIterable { case named, corporate }

  public var model: Model
  /// With a named caseload, how long before its deadline work is offered to the whole team.
  public var offeredToTeamBeforeDeadlineDays: Double
  /// How long work waits for its first-choice role before other eligible roles may take it.
  public var preferenceHoldDays: Double
  /// Odds ratio of identifying a need for each earlier contact with the same practitioner.
  public var disclosureOddsRatioPerContact: Double
  /// At most so many earlier contacts count.
  public var disclosureContactsCounted: Int
  /// What gives when there is more work than time; nil: every piece of work keeps its place.
  public var triage: Triage?

  public init(
    model: Model = .corporate, offeredToTeamBeforeDeadlineDays: Double = 0, preferenceHoldDays: Double = 0,
    disclosureOddsRatioPerContact: Double = 1, disclosureContactsCounted: Int = 3
  ) {
    self.model = model
    self.offeredToTeamBeforeDeadlineDays = offeredToTeamBeforeDeadlineDays
    self.preferenceHoldDays = preferenceHoldDays
    self.disclosureOddsRatioPerContact = disclosureOddsRatioPerContact
    self.disclosureContactsCounted = disclosureContactsCounted
    triage = nil
  }
}

/// What a service does when it cannot do everything in time.
public struct Triage: Sendable, Equatable {
  /// Work whose deadline is lost steps behind work that can still make its own.
  public var lostDeadlinesLast: Bool
  /// A contact that has waited longer than this for staff is pressed …
  public var pressedAfterDays: Double
  /// … and takes this share of its usual time with the family;
  public var shortenedTo: Double
  /// unless it is a statutory review or safeguarding, this share of pressed contacts is made by telephone instead.
  public var byTelephoneShare: Double

  public init(
    lostDeadlinesLast: Bool = true, pressedAfterDays: Double = .infinity, shortenedTo: Double = 1,
    byTelephoneShare: Double = 0
  ) {
    self.lostDeadlinesLast = lostDeadlinesLast
    self.pressedAfterDays = pressedAfterDays
    self.shortenedTo = shortenedTo
    self.byTelephoneShare = byTelephoneShare
  }
}

/// How appointments with families are made; without it, whoever is free takes work the moment it is ready.
public struct Appointments: Sendable, Equatable {
  /// Share of a working day that may be booked; the rest is kept for unplanned work (duty).
  public var bookableShare: Double
  /// Home visits a day at which `travel_minutes` was stated: the more visits in a round, the shorter the way to each.
  /// Nil: travel does not depend on it.
  public var visitsADayBehindTravel: Double?
  /// How long a family waits for whom it prefers before somebody else is asked.
  public var waitForPreferredDays: Double

  public init(bookableShare: Double, visitsADayBehindTravel: Double? = nil, waitForPreferredDays: Double = 21) {
    self.bookableShare = bookableShare
    self.waitForPreferredDays = waitForPreferredDays
    self.visitsADayBehindTravel = visitsADayBehindTravel
  }
}
