// SPDX-License-Identifier: GPL-3.0-or-later

/// Where each count stands in a cell's row of counters. A cell is a reporting year, quintile and team.
///
/// It holds no references, so that events read it in place; what differs between contacts is in `ContactCounters`.
struct CounterLayout: Sendable {
  /// Counters of a contact type; after them come completions by role and by place, and minutes by role.
  enum Contact: Int, CaseIterable {
    case requested, completed, lapsed, writtenOff, movedAway, appointments, notKept, inTime
  }

  enum FirstYear: Int, CaseIterable {
    case children, seen, anyAdditional, threeAdditional, additional, contacts
  }

  /// First-year contacts are counted up to this number, for their median.
  static let mostFirstYearContacts = 40

  enum Need: Int, CaseIterable {
    case present, identified, missed, delayDays, ageDays, elsewhere, referred, accepted, seen
    case specialistWaitDays, identifiedAndSeen, resolved, cohort, cohortIdentified, unresolvedDays
    // Findings of needs that are not there, and findings that a closer look withdrew.
    case falsePositive, falselyReferred, falselyAccepted, falselySeen, falseDismissed, trueDismissed, falseDays
  }

  enum Development: Int, CaseIterable { case children, atLevel, reviewed, reviewedAtLevel }

  enum Status: Int, CaseIterable { case opened, openDays }

  enum Continuity: Int, CaseIterable {
    case contacts, samePractitioner, children, contactsOfChildren, modalContacts, biceBoxerman, namedContacts
    case namedKept, childDays, familyContacts, familySamePractitioner
  }

  enum Role: Int, CaseIterable {
    case contactMinutes, travelMinutes, recordMinutes, safeguardingMinutes, supervisionMinutes, availableMinutes
    case paidMinutes, employedWTEDays, agencyWTEDays, vacantWTEDays, starters, leavers, reviews, contacts
    // Minutes of work for a child, in the child's own cell; the others are in their team's.
    case childMinutes
  }

  enum Population: Int, CaseIterable {
    case births, childDays, supervisionRequested, supervisionGiven, supervisionLapsed, enrolled, qalyLoss, duplicated
    // Children noted at each snapshot, by service level.
    case atUniversal, atTargeted, atSpecialist
    // Appointments that we did not keep, contacts shortened and made by telephone for want of time.
    case cancelled, shortened, telephoned
    case sessionsHeld, sessionsCancelled, sessionPlaces, sessionFamilies
    case familyDays, birthsWithSibling, jointVisits
  }

  /// Money that belongs to no role, by payer.
  enum Money: Int, CaseIterable { case contacts, travel, referrals, safeguarding, programmes }

  let roles: Int
  let teams: Int
  let contactStart: Int
  let contactWidth: Int
  let ageStart: Int
  let officialCountStart: Int
  let metricStart: Int
  let jointStart: Int
  let firstYearStart: Int
  let needStart: Int
  let developmentStart: Int
  let statusStart: Int
  let continuityStart: Int
  let roleStart: Int
  let populationStart: Int
  let moneyStart: Int
  let width: Int

  init(_ scenario: Scenario) {
    roles = scenario.workforce.count
    // Roles that cover the authority work in a team of their own, the last.
    teams = scenario.teams.count + 1
    contactWidth = Contact.allCases.count + 2 * roles + Place.allCases.count
    contactStart = 0
    ageStart = contactStart + contactWidth * scenario.contacts.count
    let reviews = scenario.contacts.count { ReviewAges($0) != nil }
    officialCountStart = ageStart + reviews * ReviewAges.bins
    metricStart = officialCountStart + scenario.contacts.reduce(0) { $0 + $1.counts.count }
    let metrics = scenario.contacts.reduce(0) { $0 + $1.metrics.count }
    jointStart = metricStart + 2 * metrics
    firstYearStart = jointStart + 2 * scenario.jointCompletions.count
    needStart = firstYearStart + FirstYear.allCases.count + Self.mostFirstYearContacts + 1
    developmentStart = needStart + Need.allCases.count * scenario.needs.count
    statusStart = developmentStart + Development.allCases.count
    continuityStart = statusStart + Status.allCases.count * scenario.safeguarding.count
    roleStart = continuityStart + Continuity.allCases.count
    populationStart = roleStart + Role.allCases.count * roles
    moneyStart = populationStart + Population.allCases.count
    width = moneyStart + Money.allCases.count * Payer.allCases.count
  }

  func contact(_ contact: Int, _ counter: Contact) -> Int { contactStart + contact * contactWidth + counter.rawValue }
  func contact(_ contact: Int, byRole role: Int) -> Int {
    contactStart + contact * contactWidth + Contact.allCases.count + role
  }
  func contact(_ contact: Int, atPlace place: Int) -> Int {
    contactStart + contact * contactWidth + Contact.allCases.count + roles + place
  }
  func contact(_ contact: Int, minutesBy role: Int) -> Int {
    contactStart + contact * contactWidth + Contact.allCases.count + roles + Place.allCases.count + role
  }
  /// Denominator of a metric; its numerator follows.
  func metric(_ metric: Int) -> Int { metricStart + 2 * metric }
  /// Denominator of a joint completion; its numerator follows.
  func joint(_ joint: Int) -> Int { jointStart + 2 * joint }
  func firstYear(_ counter: FirstYear) -> Int { firstYearStart + counter.rawValue }
  /// Children with this number of contacts in their first year.
  func firstYear(contacts: Int) -> Int {
    firstYearStart + FirstYear.allCases.count + min(contacts, Self.mostFirstYearContacts)
  }
  func need(_ need: Int, _ counter: Need) -> Int { needStart + need * Need.allCases.count + counter.rawValue }
  func development(_ counter: Development) -> Int { developmentStart + counter.rawValue }
  func status(_ status: Int, _ counter: Status) -> Int {
    statusStart + status * Status.allCases.count + counter.rawValue
  }
  func continuity(_ counter: Continuity) -> Int { continuityStart + counter.rawValue }
  func role(_ role: Int, _ counter: Role) -> Int { roleStart + role * Role.allCases.count + counter.rawValue }
  func population(_ counter: Population) -> Int { populationStart + counter.rawValue }
  func money(_ kind: Money, _ payer: Payer) -> Int {
    moneyStart + kind.rawValue * Payer.allCases.count + payer.index
  }
}

/// Counters of which a contact type has as many as the scenario states.
struct ContactCounters: Sendable {
  /// Where the ages at a review are counted, and between which; nil for other contacts.
  let reviewAges: (first: Int, window: ReviewAges)?
  private let firstOfficialCount: Int
  private let firstMetric: Int

  /// Those of each contact type.
  static func all(_ scenario: Scenario, _ layout: CounterLayout) -> [ContactCounters] {
    var reviews = 0, counts = 0, metrics = 0
    return scenario.contacts.map { contact in
      let window = ReviewAges(contact)
      defer {
        reviews += window == nil ? 0 : 1
        counts += contact.counts.count
        metrics += contact.metrics.count
      }
      return ContactCounters(
        reviewAges: window.map { (first: layout.ageStart + reviews * ReviewAges.bins, window: $0) },
        firstOfficialCount: layout.officialCountStart + counts, firstMetric: layout.metric(metrics))
    }
  }

  /// Completed reviews by age, in bins of equal width over the review's window.
  func ageBin(_ bin: Int) -> Int? { reviewAges.map { $0.first + bin } }
  func ageBin(of age: Double) -> Int? { reviewAges.map { $0.first + $0.window.bin(of: age) } }
  func officialCount(_ offset: Int) -> Int { firstOfficialCount + offset }
  /// Denominator of a metric; its numerator follows.
  func metric(_ offset: Int) -> Int { firstMetric + 2 * offset }
}

extension Payer {
  var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The counters of one replication: a row for each cell.
struct Counters: Sendable {
  let layout: CounterLayout
  let years: Int
  private(set) var values: [Double]

  init(layout: CounterLayout, years: Int) {
    self.layout = layout
    self.years = years
    values = Array(repeating: 0, count: layout.width * years * 5 * layout.teams)
  }

  func row(year: Int, quintile: Int, team: Int) -> Int {
    ((year * 5 + quintile) * layout.teams + team) * layout.width
  }

  mutating func add(_ amount: Double = 1, _ counter: Int, row: Int) { values[row + counter] += amount }

  /// Sum over the cells that a group selects.
  func sum(years selectedYears: Range<Int>, quintile: Int? = nil, team: Int? = nil) -> [Double] {
    var total = Array(repeating: 0.0, count: layout.width)
    for year in selectedYears {
      for q in 0..<5 where quintile == nil || quintile == q {
        for t in 0..<layout.teams where team == nil || team == t {
          let start = row(year: year, quintile: q, team: t)
          for i in 0..<layout.width { total[i] += values[start + i] }
        }
      }
    }
    return total
  }
}
