// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A scenario compiled for simulation: names become indices, probabilities thresholds, gradients tables.
///
/// It is immutable and shared by all replications. A `Scenario` that `ScenarioFiles` has accepted always
/// compiles; the simulation checks nothing again.
public final class ServiceModel: Sendable {
  /// The scenario as it was stated; what is reported keeps its order.
  public let scenario: Scenario
  /// The same in an order that depends on names alone; every index in the simulation is one of this.
  let ordered: Scenario
  /// For each contact type as stated, its index in `ordered`.
  let contactOrder: [Int]
  let timeline: Timeline
  let births: [BirthProcess]
  let contacts: [ContactPlan]
  let screenings: [Screening]
  let needs: [NeedPlan]
  let pathways: [PathwayPlan]
  let statuses: [StatusPlan]
  let additional: AdditionalPlan?
  let eligibilities: [Eligibility]
  let roles: [RolePlan]
  let posts: [PostPlan]
  /// Sessions of every contact that has them, team by team; and where those of a contact begin, −1 for none.
  let sessions: [SessionPlan]
  let firstSession: [Int]
  let triage: Triage
  let bookableShare: Double
  /// Days within which a diary has room "soon".
  let soonDays: Int
  let visitsADayBehindTravel: Double?
  /// Probability of each team by quintile, cumulated.
  let teamByQuintile: [[Double]]
  let jointParts: [JointPlan]
  /// Official counts, by contact type.
  let countPlans: [[CountPlan]]
  /// The statutory review whose completion says that a child's development was looked at by 2½ years.
  let toddlerReview: Int?
  /// Yearly flow of families moving in, by quintile.
  let movesIn: [Double]
  /// What is counted and what is reported.
  let layout: CounterLayout
  let contactCounters: [ContactCounters]
  public let catalogue: OutcomeCatalogue

  var teamCount: Int { scenario.teams.count }

  public convenience init(_ scenario: Scenario) { self.init(scenario, timeline: Timeline(scenario.clock)) }

  /// The same service watched month by month from its first simulated day, for judging the warm-up: group
  /// `year(m)` of its results is month m.
  public convenience init(monthly scenario: Scenario, years: Double) {
    self.init(scenario, timeline: Timeline(monthly: scenario.clock, years: years))
  }

  private init(_ stated: Scenario, timeline: Timeline) {
    let scenario = stated.inCanonicalOrder
    self.scenario = stated
    ordered = scenario
    self.timeline = timeline
    let shares = scenario.children.deprivationShares
    // Prevalences and rates belong to the mix in which they were measured.
    let reference = scenario.children.referenceShares
    let origin = scenario.clock.startsEmpty ? 0 : -scenario.children.leaveAtAgeDays
    births = (0..<5).map { BirthProcess(scenario.children, quintile: $0, from: origin, timeline: timeline) }
    let roleIndex = Dictionary(uniqueKeysWithValues: scenario.workforce.enumerated().map { ($1.name, $0) })
    let contactIndex = Dictionary(uniqueKeysWithValues: scenario.contacts.enumerated().map { ($1.name, $0) })
    let needIndex = Dictionary(uniqueKeysWithValues: scenario.needs.enumerated().map { ($1.name, $0) })
    let pathwayIndex = Dictionary(uniqueKeysWithValues: scenario.pathways.enumerated().map { ($1.name, $0) })
    let statusIndex = Dictionary(uniqueKeysWithValues: scenario.safeguarding.enumerated().map { ($1.name, $0) })
    let programmeIndex = Dictionary(uniqueKeysWithValues: scenario.programmes.enumerated().map { ($1.name, $0) })

    var eligible: [[Int]] = []
    func eligibility(_ names: [String]) -> UInt16 {
      let roles = names.compactMap { roleIndex[$0] }
      if let known = eligible.firstIndex(of: roles) { return UInt16(known) }
      eligible.append(roles)
      return UInt16(eligible.count - 1)
    }

    var screenings: [Screening] = []
    contacts = scenario.contacts.map { contact in
      let first = screenings.count
      screenings += contact.screens.compactMap { screen in
        needIndex[screen.need].map { Screening(screen, need: $0, workforce: scenario.workforce) }
      }
      let second = screenings.count
      screenings += contact.confirms.compactMap { confirmation in
        needIndex[confirmation.need].map { Screening(confirmation, need: $0, workforce: scenario.workforce) }
      }
      return ContactPlan(
        contact, screenings: first..<second, confirmations: second..<screenings.count,
        eligibility: contact.deliveredBy.map(eligibility),
        programme: contact.offeredTo.programme.flatMap { programmeIndex[$0] },
        exceptProgrammes: contact.offeredTo.exceptProgrammes.compactMap { programmeIndex[$0] },
        roles: scenario.workforce.map(\.name), children: scenario.children,
        hasAppointments: scenario.appointments != nil)
    }
    self.screenings = screenings
    needs = scenario.needs.map { need in
      NeedPlan(
        need, pathway: need.pathway.flatMap { pathwayIndex[$0] }, shares: reference,
        raisesRequests: scenario.additionalContacts?.isRaised(by: need.name) ?? false)
    }
    pathways = scenario.pathways.map { PathwayPlan($0, contacts: contactIndex, statuses: statusIndex) }
    statuses = StatusPlan.all(
      scenario.safeguarding, contacts: contactIndex, statuses: statusIndex, children: scenario.children)
    additional = scenario.additionalContacts.flatMap { AdditionalPlan($0, contacts: contactIndex, shares: reference) }
    roles = scenario.workforce.map { role in
      RolePlan(
        role,
        supervisor: role.supervision.flatMap { roleIndex[$0.by] }.map { eligibility([scenario.workforce[$0].name]) })
    }
    eligibilities = eligible.map(Eligibility.init)
    var sessions: [SessionPlan] = [], held = 0
    firstSession = scenario.contacts.enumerated().map { k, contact in
      guard let stated = contact.sessions else { return -1 }
      for team in scenario.teams.indices {
        let plan = SessionPlan(
          stated, contact: k, team: team, teams: scenario.teams.count, timeline: timeline, first: held)
        held += plan.days.count
        sessions.append(plan)
      }
      return sessions.count - scenario.teams.count
    }
    self.sessions = sessions
    triage = scenario.caseload.triage ?? Triage(lostDeadlinesLast: false)
    bookableShare = scenario.appointments?.bookableShare ?? 1
    soonDays = Int(scenario.appointments?.waitForPreferredDays ?? 0)
    visitsADayBehindTravel = scenario.appointments?.visitsADayBehindTravel
    posts = PostPlan.establishment(scenario.workforce, teams: scenario.teams)
    teamByQuintile = (0..<5).map { quintile in
      cumulated(scenario.teams.map { $0.birthsShare * $0.quintileWeights[quintile] })
    }
    movesIn = shares.map {
      scenario.children.movesInPerYear * scenario.children.birthsPerYear * $0 / shares.reduce(0, +)
        * scenario.children.leaveAtAgeDays / Timeline.year
    }
    jointParts = scenario.jointCompletions.map { JointPlan($0, contacts: contactIndex) }
    countPlans = scenario.contacts.map { $0.counts.map { CountPlan($0, roles: roleIndex) } }
    contactOrder = stated.contacts.compactMap { contactIndex[$0.name] }
    toddlerReview = scenario.contacts.indices.filter {
      scenario.contacts[$0].kind == .statutoryReview && (scenario.contacts[$0].dueAgeDays?.mean ?? .infinity) <= 914
    }.max { (scenario.contacts[$0].dueAgeDays?.mean ?? 0) < (scenario.contacts[$1].dueAgeDays?.mean ?? 0) }
    layout = CounterLayout(scenario)
    contactCounters = ContactCounters.all(scenario, layout)
    catalogue = OutcomeCatalogue(stated, ordered: scenario, layout: layout, years: timeline.years)
  }

  /// Posts of each role (outer) in each team (inner), for checking that every team can do its work.
  public static func postsByTeam(_ scenario: Scenario) -> [[Int]] {
    var counts = Array(repeating: Array(repeating: 0, count: scenario.teams.count + 1), count: scenario.workforce.count)
    for post in PostPlan.establishment(scenario.workforce, teams: scenario.teams) { counts[post.role][post.team] += 1 }
    return counts
  }

  /// Rough number of events a day, by which the event queue chooses its bucket width.
  var expectedEventsPerDay: Double {
    let perChild = Double(contacts.count) * 2 + 8
    let births = scenario.children.birthsPerYear / Timeline.year
    return max(0.5, births * perChild + Double(posts.count))
  }
}

/// An official number of contacts, compiled.
struct CountPlan: Sendable {
  let fromAge: Double
  let isFaceToFaceOnly: Bool
  /// Bit r set when contacts of role r count.
  let roles: UInt64

  init(_ count: ContactType.Count, roles indices: [String: Int]) {
    fromAge = count.fromAgeDays
    isFaceToFaceOnly = count.isFaceToFaceOnly
    roles =
      count.roles.isEmpty
      ? .max : count.roles.compactMap { indices[$0] }.reduce(0) { $0 | 1 << UInt64($1) }
  }
}

/// Contacts that must all be completed in their windows, compiled.
struct JointPlan: Sendable {
  struct Part: Sendable {
    let contact: Int
    let from: Double
    let to: Double
  }

  let parts: [Part]
  let cohortAge: Double

  init(_ joint: JointCompletion, contacts: [String: Int]) {
    parts = joint.parts.compactMap { part in
      contacts[part.contact].map { Part(contact: $0, from: part.fromAgeDays, to: part.toAgeDays) }
    }
    cohortAge = joint.cohortAgeDays
  }
}

/// Cumulated shares of relative weights; the last is 1.
func cumulated(_ weights: [Double]) -> [Double] {
  let total = weights.reduce(0, +)
  var sum = 0.0
  return weights.map { weight in
    sum += weight
    return total > 0 ? sum / total : 1
  }
}

/// Roles that may do a piece of work, in order of preference. It holds no references, so that it can be read in place.
struct Eligibility: Sendable {
  let count: Int
  private let list: [16 of UInt8]
  private let set: UInt16

  init(roles: [Int]) {
    count = roles.count
    list = .init { $0 < roles.count ? UInt8(roles[$0]) : 0 }
    set = roles.reduce(0) { $0 | 1 << UInt16($1) }
  }

  /// The role of a rank, the first choice at 0.
  subscript(rank: Int) -> Int { Int(list[rank]) }
  var first: Int? { count > 0 ? self[0] : nil }
  func contains(_ role: Int) -> Bool { set & (1 << UInt16(role)) != 0 }
}

/// How well a contact finds one need, or confirms a finding of it, by role.
struct Screening: Sendable {
  let need: Int
  /// Probability of not finding a need that is absent, or of dismissing such a finding.
  let specificity: Double
  /// Probability of finding a need that is present, or of keeping such a finding, by role.
  let sensitivity: [Double]

  init(_ confirmation: ContactType.Confirmation, need: Int, workforce: [Role]) {
    self.need = need
    specificity = confirmation.dismissesFalse
    sensitivity = workforce.map {
      confirmation.keepsTrueByRole[$0.name]
        ?? min(1, confirmation.keepsTrue * $0.relativeDetection(of: confirmation.need))
    }
  }

  init(_ screen: ContactType.Screening, need: Int, workforce: [Role]) {
    self.need = need
    specificity = screen.specificity
    sensitivity = workforce.map {
      screen.sensitivityByRole[$0.name] ?? min(1, screen.sensitivity * $0.relativeDetection(of: screen.need))
    }
  }
}

/// A contact type, compiled. It holds no references, so that it can be read in place.
struct ContactPlan: Sendable {
  let key: UInt64
  let kind: ContactType.Kind
  let priority: Int
  let dueAge: Variate
  let isStartedByAge: Bool
  let opensAge: Double
  let closesAge: Double
  let deadlineAge: Double
  /// The deadline and the later ages by which the contact still counts officially, in order; infinity when there are
  /// fewer.
  let limits: [4 of Double]
  /// Whether it is booked with the family, and with how many days' notice.
  let isBooked: Bool
  let notice: Double
  let mayBeByTelephone: Bool
  let dueAfter: Double
  let deadlineAfter: Double
  let closesAfter: Double
  let offeredShare: Double
  /// Bit q − 1 set when quintile q is offered the contact.
  let offeredQuintiles: UInt8
  /// Bit i set when programme i is (not) offered it; with no programme named, everyone is.
  let onlyProgrammes: UInt64
  let exceptProgrammes: UInt64
  let fromLevel: ServiceLevel
  let eligibility: [3 of UInt16]
  /// Cumulated shares of the six places.
  let places: [6 of Double]
  /// Latent normal threshold below which an appointment is kept, by place and quintile.
  let threshold: [30 of Float]
  /// The probability itself.
  let attendance: [30 of Double]
  let rebookAfter: Variate
  let attempts: Int
  let duration: [6 of Variate]
  let travel: [6 of Variate]
  /// Time relative to the stated duration, for up to 16 roles.
  let multiplier: [16 of Double]
  let recordMinutes: Double
  let nonAttendanceMinutes: Double
  let groupSize: Double
  let firstScreening: Int
  let endScreening: Int
  let firstConfirmation: Int
  let endConfirmation: Int
  let cost: Double
  let payer: Payer

  init(
    _ contact: ContactType, screenings: Range<Int>, confirmations: Range<Int>, eligibility: [UInt16], programme: Int?,
    exceptProgrammes: [Int],
    roles: [String], children: Children, hasAppointments: Bool
  ) {
    key = stableKey(contact.name)
    kind = contact.kind
    priority = contact.priority
    dueAge = contact.dueAgeDays ?? .constant(0)
    isStartedByAge = contact.dueAgeDays != nil
    opensAge = contact.opensAgeDays
    closesAge = contact.closesAgeDays
    deadlineAge = contact.deadlineAgeDays ?? .infinity
    let later = contact.metrics.map(\.byAgeDays).filter { [deadlineAge] in $0 > deadlineAge }
    let ages = (Set(later).union([deadlineAge]).sorted() + Array(repeating: .infinity, count: 4)).prefix(4).map { $0 }
    limits = .init { ages[$0] }
    isBooked = hasAppointments && contact.bookingDays != nil
    notice = hasAppointments ? contact.bookingDays ?? 0 : 0
    mayBeByTelephone = contact.kind.countsAsAdditional && !contact.kind.isSafeguarding
    dueAfter = contact.dueAfterDays
    deadlineAfter = contact.deadlineAfterDays ?? .infinity
    closesAfter = contact.closesAfterDays
    offeredShare = contact.offeredTo.share
    offeredQuintiles = contact.offeredTo.quintiles.reduce(0) { $0 | 1 << UInt8($1 - 1) }
    onlyProgrammes = programme.map { 1 << UInt64($0) } ?? 0
    self.exceptProgrammes = exceptProgrammes.reduce(0) { $0 | 1 << UInt64($1) }
    fromLevel = contact.offeredTo.fromServiceLevel
    self.eligibility = [eligibility[0], eligibility[1], eligibility[2]]
    var shares = Array(repeating: 0.0, count: 6)
    for place in contact.places { shares[place.place.rawValue] += place.share }
    let cumulatedShares = cumulated(shares)
    places = .init { cumulatedShares[$0] }
    let byQuintile = Place.allCases.map {
      Gradient.probabilities(
        contact.attendance[$0], oddsRatioMostDeprived: contact.attendanceOddsRatioMostDeprived,
        shares: children.referenceShares)
    }
    attendance = .init { byQuintile[$0 / 5][$0 % 5] }
    threshold = .init { Float(normalQuantile(byQuintile[$0 / 5][$0 % 5])) }
    rebookAfter = contact.rebookAfterDays
    attempts = contact.attempts
    duration = .init { contact.durationMinutes[Place.allCases[$0]] }
    travel = .init { contact.travelMinutes[Place.allCases[$0]] }
    multiplier = .init { $0 < roles.count ? contact.durationMultiplier[roles[$0]] ?? 1 : 1 }
    recordMinutes = contact.recordMinutes
    nonAttendanceMinutes = contact.nonAttendanceMinutes
    groupSize = contact.groupSize
    firstScreening = screenings.lowerBound
    endScreening = screenings.upperBound
    firstConfirmation = confirmations.lowerBound
    endConfirmation = confirmations.upperBound
    cost = contact.costPerContact
    payer = contact.paidBy
  }

  /// Whether a child is offered the contact, its own share apart.
  func isOffered(to child: Child) -> Bool {
    guard offeredQuintiles & (1 << child.quintile) != 0 else { return false }
    let bit: UInt64 = child.programme == 255 ? 0 : 1 << UInt64(child.programme)
    return (onlyProgrammes == 0 || onlyProgrammes & bit != 0) && exceptProgrammes & bit == 0
  }
}

/// A need, compiled.
struct NeedPlan: Sendable {
  let key: UInt64
  /// Latent normal threshold above which the child has it, by quintile.
  let threshold: [5 of Double]
  let onset: Variate
  let persists: Variate?
  let level: ServiceLevel
  let pathway: Int?
  let elsewherePerDay: Double
  let falseFindingEndsAfter: Double
  let countsAgainstExpectedLevel: Bool
  let qalyLossPerYear: Double
  let isSharedInFamily: Bool
  /// Whether families with it ask for more contacts.
  let raisesRequests: Bool

  init(_ need: Need, pathway: Int?, shares: [Double], raisesRequests: Bool) {
    key = stableKey(need.name)
    let factors = Gradient.multipliers(ratioMostDeprived: need.riskRatioMostDeprived, shares: shares)
    threshold = .init { normalQuantile(1 - min(1, need.prevalence * factors[$0])) }
    onset = need.onsetAgeDays
    persists = need.persistsDays
    level = need.serviceLevel
    self.pathway = pathway
    elsewherePerDay = need.identifiedElsewherePerYear / Timeline.year
    falseFindingEndsAfter = need.falseFindingEndsAfterDays
    countsAgainstExpectedLevel = need.countsAgainstExpectedLevel
    qalyLossPerYear = need.qalyLossPerYear ?? 0
    isSharedInFamily = need.isSharedInFamily
    self.raisesRequests = raisesRequests
  }
}

/// A pathway, compiled.
struct PathwayPlan: Sendable {
  struct Step: Sendable {
    let contact: Int
    let afterDays: Double
    let visits: Int
    let everyDays: Double
  }

  let key: UInt64
  let escalationContact: Int?
  let steps: [Step]
  let referral: Pathway.Referral?
  let resolvesProbability: Double
  let opensStatus: Int?
  let opensStatusProbability: Double

  init(_ pathway: Pathway, contacts: [String: Int], statuses: [String: Int]) {
    key = stableKey(pathway.name)
    escalationContact = pathway.escalationContact.flatMap { contacts[$0] }
    steps = pathway.steps.compactMap { step in
      contacts[step.contact].map {
        Step(contact: $0, afterDays: step.afterDays, visits: step.visits, everyDays: step.everyDays)
      }
    }
    referral = pathway.referral
    resolvesProbability = pathway.resolvesProbability
    opensStatus = pathway.opensSafeguarding.flatMap { statuses[$0] }
    opensStatusProbability = pathway.opensSafeguardingProbability
  }
}

/// Needs-led contacts, compiled.
struct AdditionalPlan: Sendable {
  let contact: Int
  /// Requests a day in each year of age; the last value holds from then on.
  let perDay: [Double]
  /// Shape of the gamma distribution of families' own rates; infinite when all are alike.
  let shape: Double
  let byQuintile: [Double]
  let withNeed: Double
  let duplicatedShare: Double

  init?(_ additional: AdditionalContacts, contacts: [String: Int], shares: [Double]) {
    guard let contact = contacts[additional.contact] else { return nil }
    self.contact = contact
    perDay = additional.perChildByYearOfAge.map { $0 / Timeline.year }
    shape = additional.betweenFamilyCV > 0 ? 1 / (additional.betweenFamilyCV * additional.betweenFamilyCV) : .infinity
    byQuintile = Gradient.multipliers(ratioMostDeprived: additional.rateRatioMostDeprived, shares: shares)
    withNeed = additional.rateRatioWithNeed
    duplicatedShare = additional.duplicatedShare
  }
}

/// A role, compiled.
struct RolePlan: Sendable {
  let key: UInt64
  let role: Role
  /// Eligibility list of its supervisor.
  let supervisor: UInt16?
  /// Hours of work in a full-time working day.
  let hoursPerDay: Double
  let daysPerWeek: Int
  /// Where the scenario states a vacancy rate.
  let supply: StarterSupply?

  init(_ role: Role, supervisor: UInt16?) {
    key = stableKey(role.name)
    self.role = role
    self.supervisor = supervisor
    supply = role.vacancyRate.map { StarterSupply(vacancyRate: $0, role: role) }
    switch role.workingPattern {
    case .always:
      hoursPerDay = 24
      daysPerWeek = 7
    case .week(let days, _, let hours):
      hoursPerDay = hours
      daysPerWeek = days.count
    }
  }
}
