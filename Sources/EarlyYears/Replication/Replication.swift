// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

/// One run of the service from the start of the warm-up to the end of the reporting period.
///
/// This file is the run on one page; what each event does stands in the files beside it.
struct Replication: ~Copyable {
  /// Kinds of event.
  enum Kind: UInt16 {
    case birth, moveIn, contactDue, workRelease, appointment, sessionDay, workCloses, workWidens, serviceEnds,
      shiftStarts
    case additionalDue, safeguardingOpens, safeguardingCloses, activityDue, stepDue, specialistSees
    case identifiedElsewhere, falseFindingEnds, childLeaves, workforceMonth, postFilled, snapshot, reportingStarts
  }

  let model: ServiceModel
  let contactCount: Int
  let needCount: Int
  let roleCount: Int
  let teamCount: Int
  let end: Double
  let plans: UnsafeMutablePointer<ContactPlan>
  let stream: RandomStream

  var events: EventQueue
  var now = 0.0

  var nextBirths = Array(repeating: NextBirth(), count: 5)
  var recentBirths = Array(repeating: RecentBirths(), count: 5)

  var children: ChildRecords
  /// Scratch: children who change hands.
  var changingHands: [Int] = []

  // Work, and where it waits.
  var work = WorkInHand()
  var sequence: UInt32 = 0
  let waiting: WaitingLists
  /// Shared lists that a role may take from.
  let sharedOfRole: [[Int]]
  /// Scratch: the lists whose first piece of work someone who is free may take, by its place among all.
  var candidates = WaitingList()

  var posts: Establishment
  var diaries: Diaries
  /// A team's posts of a role, by team and role: those of a role that covers the authority are in the last team.
  let pools: [Int]
  /// Families with a place in each session, and the first of them.
  var sessionFamilies: [Int]
  var sessionHead: [Int32]
  /// Scratch: people free at the start of a shift, by team and role.
  var freeCount: [Int]
  /// By role.
  var starterLimits: [StarterLimit]

  var books: Books

  init(_ model: ServiceModel, seed: UInt64, draw: UInt64, replication: UInt64) {
    self.model = model
    contactCount = model.contacts.count
    needCount = model.needs.count
    roleCount = model.roles.count
    teamCount = model.teamCount
    end = model.timeline.end
    plans = .allocate(capacity: max(1, model.contacts.count))
    plans.initialize(from: model.contacts, count: model.contacts.count)
    stream = RandomStream(seed: seed, draw: draw, replication: replication)
    events = EventQueue(
      from: 0, to: model.timeline.end, bucketWidth: 0.5 / model.expectedEventsPerDay, expectedPending: 1 << 14)
    let teams = model.teamCount + 1
    children = ChildRecords(
      contacts: model.contacts.count, needs: model.needs.count, lists: model.posts.count + model.teamCount)
    waiting = WaitingLists(
      posts: model.posts.count, teamsAndRoles: teams * model.roles.count,
      teamsAndEligibilities: teams * model.eligibilities.count)
    sharedOfRole = model.roles.indices.map { role in
      model.eligibilities.indices.filter { model.eligibilities[$0].contains(role) }
    }
    pools = (0..<teams).flatMap { team in
      model.roles.indices.map { (model.roles[$0].role.coversAuthority ? teams - 1 : team) * model.roles.count + $0 }
    }
    posts = Establishment(model.posts, teams: teams, roles: model.roles.count)
    diaries = Diaries(
      posts: model.posts.count, pools: teams * model.roles.count,
      days: model.scenario.appointments == nil ? 0 : model.timeline.dayCount)
    freeCount = Array(repeating: 0, count: teams * model.roles.count)
    let sessions = model.sessions.reduce(0) { $0 + $1.days.count }
    sessionFamilies = Array(repeating: 0, count: sessions)
    sessionHead = Array(repeating: -1, count: sessions)
    starterLimits = Array(repeating: StarterLimit(), count: model.roles.count)
    books = Books(layout: model.layout, timeline: model.timeline, contacts: model.contacts.count)
  }

  deinit { plans.deallocate() }

  /// Runs to the end and says what came of it; nil when it was stopped on the way, which is asked now and then.
  mutating func run(until isStopped: () -> Bool) -> ReplicationOutcome? {
    openPosts()
    scheduleShifts()
    openSessions()
    startPopulation()
    schedule(.reportingStarts, at: model.timeline.reportStart)
    schedule(.snapshot, at: model.timeline.reportStart)
    schedule(.workforceMonth, at: Timeline.year / 12)
    while let event = events.next(), event.time < end {
      now = event.time
      fetchWhatIsComing()
      handle(event)
      if events.taken & 0x3FFF == 0, isStopped() { return nil }
    }
    now = end
    closeBooks()
    return outcome()
  }

  /// Asks for what the next events will read, while this one is handled.
  private mutating func fetchWhatIsComing() {
    while let first = events.takeComing() {
      var coming = first
      while true {
        fetch(events.event(coming))
        guard let next = events.next(coming: coming) else { break }
        coming = next
      }
    }
  }

  private func fetch(_ event: Event) {
    let subject = Int(event.subject)
    switch Kind(rawValue: event.kind) {
    case .workRelease, .appointment, .workCloses, .workWidens: work.fetch(subject)
    case .contactDue, .additionalDue, .safeguardingOpens, .safeguardingCloses, .activityDue, .stepDue,
      .specialistSees, .identifiedElsewhere, .falseFindingEnds, .childLeaves:
      children.fetch(subject)
    case .serviceEnds: if posts[subject].work >= 0 { work.fetch(Int(posts[subject].work)) }
    default: break
    }
  }

  private mutating func handle(_ event: Event) {
    guard let kind = Kind(rawValue: event.kind) else { return }
    let subject = Int(event.subject)
    switch kind {
    case .birth: nextBirth(quintile: subject)
    case .moveIn: familyMovesIn(quintile: subject, number: event.item)
    case .workRelease: rebookedWorkIsReady(subject, stamp: event.generation)
    case .sessionDay: sessionDay(subject, number: Int(event.item))
    case .appointment: appointmentComes(subject, stamp: event.generation)
    case .workCloses: workCloses(subject, life: event.generation)
    case .workWidens: offerToTeam(subject, stamp: event.generation)
    case .serviceEnds: serviceEnds(post: subject)
    case .shiftStarts: shiftStarts(subject)
    case .workforceMonth: workforceMonth()
    case .postFilled: vacancyMayBeFilled(subject)
    case .snapshot: takeSnapshot()
    case .reportingStarts: startReporting()
    case .contactDue, .additionalDue, .safeguardingOpens, .safeguardingCloses, .activityDue, .stepDue,
      .specialistSees, .identifiedElsewhere, .falseFindingEnds, .childLeaves:
      guard children[subject].generation == event.generation else { return }
      handle(kind, child: subject, event)
    }
  }

  private mutating func handle(_ kind: Kind, child: Int, _ event: Event) {
    switch kind {
    case .contactDue: request(Int(event.detail), of: child)
    case .additionalDue: additionalContactIsAskedFor(child)
    case .safeguardingOpens: safeguardingOpens(child, status: Int(event.detail), spell: event.item)
    case .safeguardingCloses: safeguardingCloses(child, spell: event.item)
    case .activityDue: activityIsDue(child, activity: Int(event.detail), spell: event.item)
    case .stepDue: stepIsDue(child, event.item)
    case .specialistSees: specialistSees(child, need: Int(event.detail), finding: event.item)
    case .identifiedElsewhere: identifiedElsewhere(child, need: Int(event.detail))
    case .falseFindingEnds: falseFindingEnds(child, need: Int(event.detail), number: event.item)
    default: leave(child)
    }
  }

  mutating func schedule(
    _ kind: Kind, at time: Double, subject: Int = 0, item: UInt32 = 0, detail: Int = 0, generation: UInt32 = 0
  ) {
    events.schedule(
      Event(
        at: time, kind: kind.rawValue, subject: UInt32(truncatingIfNeeded: subject), item: item,
        detail: UInt16(truncatingIfNeeded: detail), generation: generation))
  }

  /// Schedules something about a child that is void once the child has left.
  mutating func schedule(_ kind: Kind, at time: Double, child: Int, item: UInt32 = 0, detail: Int = 0) {
    guard time < end else { return }
    schedule(kind, at: time, subject: child, item: item, detail: detail, generation: children[child].generation)
  }

  // MARK: Counting

  /// The row of counters for a child at a time; nil outside the reporting period.
  func row(_ child: Int, at time: Double) -> Int? {
    books.row(quintile: Int(children[child].quintile), team: Int(children[child].team), at: time)
  }

  mutating func count(_ counter: Int, _ child: Int, amount: Double = 1) {
    guard books.isReporting, let row = row(child, at: now) else { return }
    books.counters.add(amount, counter, row: row)
  }

  /// Adds an amount for each day of a span to the reporting years that the span meets.
  mutating func spread(_ perDay: Double, _ counter: Int, from start: Double, to stop: Double, quintile: Int, team: Int)
  {
    books.spread(perDay, counter, from: start, to: stop, quintile: quintile, team: team)
  }
}
