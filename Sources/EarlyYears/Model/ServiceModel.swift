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
public struct ServiceModel: Sendable {
  public let scenario: Scenario
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
  /// Probability of each team by quintile, cumulated.
  let teamByQuintile: [[Double]]
  let jointParts: [JointPlan]
  /// The statutory review whose completion says that a child's development was looked at by 2½ years.
  let toddlerReview: Int?
  /// Yearly flow of families moving in, by quintile.
  let movesIn: [Double]
  /// What is counted and what is reported.
  let layout: CounterLayout
  public let catalogue: OutcomeCatalogue

  var teamCount: Int { scenario.teams.count }

  public init(_ scenario: Scenario) {
    self.scenario = scenario
    let timeline = Timeline(scenario.clock)
    self.timeline = timeline
    let shares = scenario.children.deprivationShares
    let origin = scenario.clock.startsEmpty ? 0 : -scenario.children.leaveAtAgeDays
    births = (0..<5).map { BirthProcess(scenario.children, quintile: $0, from: origin, timeline: timeline) }
    let roleIndex = Dictionary(uniqueKeysWithValues: scenario.workforce.enumerated().map { ($1.name, $0) })
    let contactIndex = Dictionary(uniqueKeysWithValues: scenario.contacts.enumerated().map { ($1.name, $0) })
    let needIndex = Dictionary(uniqueKeysWithValues: scenario.needs.enumerated().map { ($1.name, $0) })
    let pathwayIndex = Dictionary(uniqueKeysWithValues: scenario.pathways.enumerated().map { ($1.name, $0) })
    let statusIndex = Dictionary(uniqueKeysWithValues: scenario.safeguarding.enumerated().map { ($1.name, $0) })
    let programmeIndex = Dictionary(uniqueKeysWithValues: scenario.programmes.enumerated().map { ($1.name, $0) })

    var eligibilities: [Eligibility] = []
    func eligibility(_ names: [String]) -> UInt16 {
      let roles = names.compactMap { roleIndex[$0] }
      if let known = eligibilities.firstIndex(where: { $0.roles == roles }) { return UInt16(known) }
      eligibilities.append(Eligibility(roles: roles))
      return UInt16(eligibilities.count - 1)
    }

    var screenings: [Screening] = []
    contacts = scenario.contacts.map { contact in
      let first = screenings.count
      screenings += contact.screens.compactMap { screen in
        needIndex[screen.need].map { Screening(screen, need: $0, workforce: scenario.workforce) }
      }
      return ContactPlan(
        contact, screenings: first..<screenings.count, eligibility: contact.deliveredBy.map(eligibility),
        programme: contact.offeredTo.programme.flatMap { programmeIndex[$0] },
        exceptProgrammes: contact.offeredTo.exceptProgrammes.compactMap { programmeIndex[$0] },
        roles: scenario.workforce.map(\.name), children: scenario.children)
    }
    self.screenings = screenings
    needs = scenario.needs.map { need in
      NeedPlan(need, pathway: need.pathway.flatMap { pathwayIndex[$0] }, shares: shares)
    }
    pathways = scenario.pathways.map { PathwayPlan($0, contacts: contactIndex, statuses: statusIndex) }
    statuses = StatusPlan.all(scenario.safeguarding, contacts: contactIndex, statuses: statusIndex, shares: shares)
    additional = scenario.additionalContacts.flatMap { AdditionalPlan($0, contacts: contactIndex, shares: shares) }
    roles = scenario.workforce.map { role in
      RolePlan(
        role,
        supervisor: role.supervision.flatMap { roleIndex[$0.by] }.map { eligibility([scenario.workforce[$0].name]) })
    }
    self.eligibilities = eligibilities
    posts = PostPlan.establishment(scenario.workforce, teams: scenario.teams)
    teamByQuintile = (0..<5).map { quintile in
      cumulated(scenario.teams.map { $0.birthsShare * $0.quintileWeights[quintile] })
    }
    movesIn = shares.map {
      scenario.children.movesInPerYear * scenario.children.birthsPerYear * $0 / shares.reduce(0, +)
        * scenario.children.leaveAtAgeDays / Timeline.year
    }
    jointParts = scenario.jointCompletions.map { JointPlan($0, contacts: contactIndex) }
    toddlerReview = scenario.contacts.indices.last {
      scenario.contacts[$0].kind == .statutoryReview && scenario.contacts[$0].dueAgeDays != nil
        && (scenario.contacts[$0].dueAgeDays?.mean ?? 0) <= 914
    }
    layout = CounterLayout(scenario)
    catalogue = OutcomeCatalogue(scenario, layout: layout, years: timeline.years)
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

/// Roles that may do a piece of work, in order of preference.
struct Eligibility: Sendable {
  let roles: [Int]
}

/// How well a contact finds one need, by role.
struct Screening: Sendable {
  let need: Int
  let specificity: Double
  /// Probability of identifying a need that is present, by role.
  let sensitivity: [Double]

  init(_ screen: ContactType.Screening, need: Int, workforce: [Role]) {
    self.need = need
    specificity = screen.specificity
    sensitivity = workforce.map {
      screen.sensitivityByRole[$0.name] ?? min(1, screen.sensitivity * $0.relativeDetection)
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
  let confirms: Bool
  let cost: Double
  let payer: Payer

  init(
    _ contact: ContactType, screenings: Range<Int>, eligibility: [UInt16], programme: Int?, exceptProgrammes: [Int],
    roles: [String], children: Children
  ) {
    key = stableKey(contact.name)
    kind = contact.kind
    priority = contact.priority
    dueAge = contact.dueAgeDays ?? .constant(0)
    isStartedByAge = contact.dueAgeDays != nil
    opensAge = contact.opensAgeDays
    closesAge = contact.closesAgeDays
    deadlineAge = contact.deadlineAgeDays ?? .infinity
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
        shares: children.deprivationShares)
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
    confirms = contact.confirms
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
  let countsAgainstExpectedLevel: Bool
  let qalyLossPerYear: Double
  let isSharedInFamily: Bool

  init(_ need: Need, pathway: Int?, shares: [Double]) {
    key = stableKey(need.name)
    let factors = Gradient.multipliers(ratioMostDeprived: need.riskRatioMostDeprived, shares: shares)
    threshold = .init { normalQuantile(1 - min(1, need.prevalence * factors[$0])) }
    onset = need.onsetAgeDays
    persists = need.persistsDays
    level = need.serviceLevel
    self.pathway = pathway
    elsewherePerDay = need.identifiedElsewherePerYear / Timeline.year
    countsAgainstExpectedLevel = need.countsAgainstExpectedLevel
    qalyLossPerYear = need.qalyLossPerYear ?? 0
    isSharedInFamily = need.isSharedInFamily
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

/// A safeguarding status, compiled.
struct StatusPlan: Sendable {
  struct Activity: Sendable {
    let contact: Int
    let firstAfterDays: Double
    let everyDays: Double
  }

  let key: UInt64
  /// New cases a day and child without a status, by quintile.
  let openingPerDay: [Double]
  let duration: Variate
  let level: ServiceLevel
  let stepsDownTo: Int?
  let stepsDownProbability: Double
  let activities: [Activity]
  let attendanceOddsRatio: Double
  let costPerDay: Double
  let payer: Payer

  /// Opening rates follow from the stated numbers open at a point in time: open = openings × mean duration
  /// (Little 1961), less the openings that come from a step down.
  static func all(
    _ statuses: [SafeguardingStatus], contacts: [String: Int], statuses index: [String: Int], shares: [Double]
  ) -> [StatusPlan] {
    var openings = statuses.map { $0.per10000 / 10_000 / max($0.durationDays.mean, 1e-9) }
    for (i, status) in statuses.enumerated() {
      guard let target = status.stepsDownTo.flatMap({ index[$0] }) else { continue }
      openings[target] = max(0, openings[target] - openings[i] * status.stepsDownProbability)
    }
    return zip(statuses, openings).map { status, opening in
      let factors = Gradient.multipliers(ratioMostDeprived: status.rateRatioMostDeprived, shares: shares)
      return StatusPlan(
        key: stableKey(status.name), openingPerDay: factors.map { $0 * opening }, duration: status.durationDays,
        level: status.serviceLevel, stepsDownTo: status.stepsDownTo.flatMap { index[$0] },
        stepsDownProbability: status.stepsDownProbability,
        activities: status.activities.compactMap { activity in
          contacts[activity.contact].map {
            Activity(
              contact: $0, firstAfterDays: activity.firstAfterDays, everyDays: activity.everyDays ?? .infinity)
          }
        },
        attendanceOddsRatio: status.attendanceOddsRatio, costPerDay: status.costPerMonth * 12 / Timeline.year,
        payer: status.paidBy)
    }
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

  init(_ role: Role, supervisor: UInt16?) {
    key = stableKey(role.name)
    self.role = role
    self.supervisor = supervisor
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

/// An established post before anyone is in it.
struct PostPlan: Sendable {
  let role: Int
  let team: Int
  let wte: Double
  let number: Int

  /// Individual posts of every role and team.
  ///
  /// A role's whole-time equivalents are split into posts of its typical contract (the last one takes the
  /// remainder), and the posts go to teams in proportion to the teams' shares by largest remainder.
  static func establishment(_ workforce: [Role], teams: [Team]) -> [PostPlan] {
    var posts: [PostPlan] = []
    for (index, role) in workforce.enumerated() {
      let contracts = contracts(of: role)
      let byTeam =
        role.coversAuthority
        ? [(teams.count, contracts.count)]
        : Array(zip(0..., allocate(contracts.count, shares: teams.map(\.workforceShare))))
      var number = 0
      for (team, count) in byTeam {
        for _ in 0..<count {
          posts.append(PostPlan(role: index, team: team, wte: contracts[number], number: number))
          number += 1
        }
      }
    }
    return posts
  }

  private static func contracts(of role: Role) -> [Double] {
    guard role.wte > 0 else { return [] }
    let whole = Int((role.wte / role.typicalWTE + 1e-9).rounded(.down))
    var contracts = Array(repeating: role.typicalWTE, count: whole)
    let rest = role.wte - Double(whole) * role.typicalWTE
    if rest > 1e-9 { contracts.append(rest) }
    return contracts
  }

  /// Whole numbers in proportion to shares (largest remainder; ties to the earlier team).
  static func allocate(_ total: Int, shares: [Double]) -> [Int] {
    let sum = shares.reduce(0, +)
    let exact = shares.map { Double(total) * $0 / sum }
    var counts = exact.map { Int($0.rounded(.down)) }
    let order = exact.indices.sorted {
      let (a, b) = (exact[$0] - Double(counts[$0]), exact[$1] - Double(counts[$1]))
      return a == b ? $0 < $1 : a > b
    }
    for index in order.prefix(total - counts.reduce(0, +)) { counts[index] += 1 }
    return counts
  }
}
