// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// A need that a child or family may have, seen or unseen.
public struct Need: Sendable, Equatable {
  public var name: String
  public var label: String
  /// Share of children who ever have it before they leave the service.
  public var prevalence: Double
  /// Risk ratio, most against least deprived quintile, log-linear between; in the reference mix the average is `prevalence`.
  public var riskRatioMostDeprived: Double
  /// Age at which it begins; below zero is before birth.
  public var onsetAgeDays: Variate
  /// How long it lasts by itself; nil for as long as the child is with the service.
  public var persistsDays: Variate?
  /// Service level while it is identified and open.
  public var serviceLevel: ServiceLevel
  /// What follows its identification.
  public var pathway: String?
  /// Yearly rate at which others (general practice, nursery, social care) identify it.
  public var identifiedElsewherePerYear: Double
  /// Days after which a false finding that nobody has dismissed is dropped.
  public var falseFindingEndsAfterDays: Double
  /// Whether a child with it, unresolved, is below the expected level of development.
  public var countsAgainstExpectedLevel: Bool
  /// Quality-adjusted life years lost for each year it is open and not resolved; nil when the scenario has none.
  public var qalyLossPerYear: Double?
  /// Whether siblings have it together: it is the family's, and so is its identification.
  public var isSharedInFamily: Bool

  public init(name: String, prevalence: Double, onsetAgeDays: Variate) {
    self.name = name
    label = name
    self.prevalence = prevalence
    riskRatioMostDeprived = 1
    self.onsetAgeDays = onsetAgeDays
    persistsDays = nil
    serviceLevel = .targeted
    pathway = nil
    identifiedElsewherePerYear = 0
    falseFindingEndsAfterDays = 182
    countsAgainstExpectedLevel = false
    qalyLossPerYear = nil
    isSharedInFamily = false
  }
}

/// Needs-led contacts: what families ask for beyond the schedule.
public struct AdditionalContacts: Sendable, Equatable {
  /// The contact type that is requested.
  public var contact: String
  /// Requests per child in the first, second … year of life; the last value holds from then on.
  public var perChildByYearOfAge: [Double]
  /// Coefficient of variation of a family's own rate (gamma); 1 makes yearly counts geometric.
  public var betweenFamilyCV: Double
  /// Rate ratio, most against least deprived quintile, log-linear between; the average is kept in the
  /// reference mix.
  public var rateRatioMostDeprived: Double
  /// Rate ratio for children who ever have one of `rateRatioNeeds`.
  public var rateRatioWithNeed: Double
  /// Names of the needs with which families ask for more; any need when empty.
  public var rateRatioNeeds: [String]
  /// Share that repeats what another service has already given: it takes time and finds nothing.
  public var duplicatedShare: Double

  public init(
    contact: String, perChildByYearOfAge: [Double], betweenFamilyCV: Double = 1, rateRatioMostDeprived: Double = 1,
    rateRatioWithNeed: Double = 1, rateRatioNeeds: [String] = [], duplicatedShare: Double = 0
  ) {
    self.contact = contact
    self.perChildByYearOfAge = perChildByYearOfAge
    self.betweenFamilyCV = betweenFamilyCV
    self.rateRatioMostDeprived = rateRatioMostDeprived
    self.rateRatioWithNeed = rateRatioWithNeed
    self.rateRatioNeeds = rateRatioNeeds
    self.duplicatedShare = duplicatedShare
  }

  func isRaised(by need: String) -> Bool { rateRatioNeeds.isEmpty || rateRatioNeeds.contains(need) }
}

/// What follows the identification of a need.
public struct Pathway: Sendable, Equatable {
  /// Visits of a package of care, or a single follow-up.
  public struct Step: Sendable, Equatable {
    public var contact: String
    /// From identification to the first visit's request.
    public var afterDays: Double
    public var visits: Int
    /// Between visits.
    public var everyDays: Double

    public init(contact: String, afterDays: Double, visits: Int = 1, everyDays: Double = 14) {
      self.contact = contact
      self.afterDays = afterDays
      self.visits = visits
      self.everyDays = everyDays
    }
  }

  /// Referral to a specialist service: identified, referred, accepted and seen are separate states.
  public struct Referral: Sendable, Equatable {
    public var service: String
    public var probability: Double
    public var acceptedProbability: Double
    public var waitDays: Variate
    /// Share of accepted children who are seen when their turn comes.
    public var seenProbability: Double
    /// Cost of an episode that is seen, and who pays.
    public var cost: Double
    public var paidBy: Payer
    /// Probability that being seen resolves the need.
    public var resolvesProbability: Double

    public init(service: String, probability: Double, waitDays: Variate) {
      self.service = service
      self.probability = probability
      acceptedProbability = 1
      self.waitDays = waitDays
      seenProbability = 1
      cost = 0
      paidBy = .nhs
      resolvesProbability = 0
    }
  }

  public var name: String
  public var label: String
  /// A finding by a role that is supervised comes back to the health visitor through this contact first.
  public var escalationContact: String?
  public var steps: [Step]
  public var referral: Referral?
  /// Probability that a completed package resolves the need.
  public var resolvesProbability: Double
  /// Safeguarding status that identification opens, and how probable that is.
  public var opensSafeguarding: String?
  public var opensSafeguardingProbability: Double

  public init(name: String, steps: [Step] = [], referral: Referral? = nil) {
    self.name = name
    label = name
    escalationContact = nil
    self.steps = steps
    self.referral = referral
    resolvesProbability = 0
    opensSafeguarding = nil
    opensSafeguardingProbability = 1
  }
}

/// A safeguarding status: early help, child in need, child protection plan, looked after.
public struct SafeguardingStatus: Sendable, Equatable {
  /// Work that the status brings, at intervals while it is open.
  public struct Activity: Sendable, Equatable {
    public var contact: String
    public var firstAfterDays: Double
    /// Nil for once only.
    public var everyDays: Double?

    public init(contact: String, firstAfterDays: Double, everyDays: Double? = nil) {
      self.contact = contact
      self.firstAfterDays = firstAfterDays
      self.everyDays = everyDays
    }
  }

  public var name: String
  public var label: String
  /// Open cases per 10,000 children at a point in time in the reference mix of deprivation; the rate of opening
  /// is the one that gives them.
  public var per10000: Double
  /// Children born with it, per 10,000 births: it was opened in pregnancy.
  public var bornWithPer10000: Double
  /// How many of `per10000` are opened by pathways in the service in which they were counted.
  public var fromPathwaysPer10000: Double
  public var rateRatioMostDeprived: Double
  public var durationDays: Variate
  public var serviceLevel: ServiceLevel
  public var stepsDownTo: String?
  public var stepsDownProbability: Double
  public var activities: [Activity]
  /// Odds ratio of keeping an appointment while it is open.
  public var attendanceOddsRatio: Double
  /// Cost a month beside the workforce simulated here, and who pays.
  public var costPerMonth: Double
  public var paidBy: Payer

  public init(name: String, per10000: Double, durationDays: Variate) {
    self.name = name
    label = name
    self.per10000 = per10000
    bornWithPer10000 = 0
    fromPathwaysPer10000 = 0
    rateRatioMostDeprived = 1
    self.durationDays = durationDays
    serviceLevel = .specialist
    stepsDownTo = nil
    stepsDownProbability = 0
    activities = []
    attendanceOddsRatio = 1
    costPerMonth = 0
    paidBy = .socialCare
  }
}

/// An arm for some children only, such as intensive home visiting.
public struct Programme: Sendable, Equatable {
  public var name: String
  public var label: String
  /// Share of births enrolled.
  public var share: Double
  /// Whether families with most adversity are enrolled first, or families at random.
  public var selectsMostAdverse: Bool
  /// Quality-adjusted life years gained per child enrolled, from a trial.
  public var qalyGainPerChild: Double
  /// Cost per child enrolled beside staff time.
  public var costPerChild: Double
  public var paidBy: Payer

  public init(
    name: String, share: Double, selectsMostAdverse: Bool = false, qalyGainPerChild: Double = 0,
    costPerChild: Double = 0, paidBy: Payer = .commissioner
  ) {
    self.name = name
    label = name
    self.share = share
    self.selectsMostAdverse = selectsMostAdverse
    self.qalyGainPerChild = qalyGainPerChild
    self.costPerChild = costPerChild
    self.paidBy = paidBy
  }
}

/// Several contacts that must all be completed, each in a window of ages.
public struct JointCompletion: Sendable, Equatable {
  /// A contact and the ages between which its completion counts.
  public struct Part: Sendable, Equatable {
    public var contact: String
    public var fromAgeDays: Double
    public var toAgeDays: Double

    public init(contact: String, fromAgeDays: Double, toAgeDays: Double) {
      self.contact = contact
      self.fromAgeDays = fromAgeDays
      self.toAgeDays = toAgeDays
    }
  }

  public var name: String
  public var label: String
  public var parts: [Part]
  /// Children enter the denominator of the period in which they turn this age.
  public var cohortAgeDays: Double

  public init(name: String, label: String, parts: [Part], cohortAgeDays: Double) {
    self.name = name
    self.label = label
    self.parts = parts
    self.cohortAgeDays = cohortAgeDays
  }
}

/// Prices that belong to no role or contact, and how money over time is added up.
public struct Costs: Sendable, Equatable {
  public var priceYear: Int
  /// Yearly rate at which costs after the first reporting year are discounted.
  public var discountRateCosts: Double
  public var discountRateEffects: Double
  /// Mileage and parking for a contact away from base.
  public var travelPerVisit: Double

  public init(
    priceYear: Int = 2025, discountRateCosts: Double = 0.035, discountRateEffects: Double = 0.035,
    travelPerVisit: Double = 0
  ) {
    self.priceYear = priceYear
    self.discountRateCosts = discountRateCosts
    self.discountRateEffects = discountRateEffects
    self.travelPerVisit = travelPerVisit
  }
}
