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

  // Children, with a slot for each contact type and need beside them.
  var children: GrowingBuffer<Child>
  var freeChildren: [Int] = []
  var completedAge: GrowingBuffer<Float>
  var occurrences: GrowingBuffer<UInt16>
  var needs: GrowingBuffer<NeedState>

  // Work, and where it waits.
  var work: GrowingBuffer<Work>
  var freeWork: Int32 = -1
  var sequence: UInt32 = 0
  /// Visible to one post (the named practitioner), to one role of a team, or to all eligible roles of a team.
  /// Changed through `pointee`: the thread sanitizer cannot compile a change through the subscript.
  let personalLists: UnsafeMutablePointer<WaitingList>
  let roleLists: UnsafeMutablePointer<WaitingList>
  let sharedLists: UnsafeMutablePointer<WaitingList>
  let listCounts: (personal: Int, role: Int, shared: Int)
  /// Shared lists that a role may take from.
  let sharedOfRole: [[Int]]

  var posts: GrowingBuffer<Post>
  /// Minutes booked, and home visits among them, by post and day; empty without appointments.
  var diary: [Float] = []
  var homeVisits: [UInt8] = []
  /// Families with a place in each session, and the first of them.
  var sessionFamilies: [Int]
  var sessionHead: [Int32]
  /// Posts of a team and role.
  let postRanges: [Range<Int>]
  var nextSearch: [Int]
  /// Scratch: people free at the start of a shift, by team and role.
  var freeCount: [Int]
  /// By role.
  var starterLimits: [StarterLimit]

  // Observation.
  var isReporting = false
  var counters: Counters
  var conservation: [Conservation]
  var observation: Observation

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
    children = GrowingBuffer(capacity: 1 << 12)
    completedAge = GrowingBuffer(capacity: (1 << 12) * model.contacts.count)
    occurrences = GrowingBuffer(capacity: (1 << 12) * model.contacts.count)
    needs = GrowingBuffer(capacity: (1 << 12) * max(1, model.needs.count))
    work = GrowingBuffer(capacity: 1 << 12)
    posts = GrowingBuffer(capacity: model.posts.count)
    let teams = model.teamCount + 1
    listCounts = (
      model.posts.count, teams * model.roles.count, teams * model.eligibilities.count
    )
    personalLists = Self.lists(listCounts.personal)
    roleLists = Self.lists(listCounts.role)
    sharedLists = Self.lists(listCounts.shared)
    sharedOfRole = model.roles.indices.map { role in
      model.eligibilities.indices.filter { model.eligibilities[$0].roles.contains(role) }
    }
    postRanges = Self.ranges(of: model.posts, teams: teams, roles: model.roles.count)
    nextSearch = postRanges.map(\.lowerBound)
    freeCount = postRanges.map { _ in 0 }
    let sessions = model.sessions.reduce(0) { $0 + $1.days.count }
    sessionFamilies = Array(repeating: 0, count: sessions)
    sessionHead = Array(repeating: -1, count: sessions)
    if model.scenario.appointments != nil {
      diary = Array(repeating: 0, count: model.posts.count * model.timeline.dayCount)
      homeVisits = Array(repeating: 0, count: diary.count)
    }
    starterLimits = Array(repeating: StarterLimit(), count: model.roles.count)
    counters = Counters(layout: model.layout, years: model.timeline.years)
    conservation = Array(repeating: Conservation(), count: model.contacts.count)
    observation = Observation(contacts: model.contacts.count)
  }

  deinit {
    plans.deallocate()
    for (lists, count) in [
      (personalLists, listCounts.personal), (roleLists, listCounts.role), (sharedLists, listCounts.shared),
    ] {
      lists.deinitialize(count: count)
      lists.deallocate()
    }
  }

  private static func lists(_ count: Int) -> UnsafeMutablePointer<WaitingList> {
    let lists = UnsafeMutablePointer<WaitingList>.allocate(capacity: max(1, count))
    for index in 0..<count { (lists + index).initialize(to: WaitingList()) }
    return lists
  }

  private static func ranges(of posts: [PostPlan], teams: Int, roles: Int) -> [Range<Int>] {
    var ranges = Array(repeating: 0..<0, count: teams * roles)
    for (index, post) in posts.enumerated() {
      let place = post.team * roles + post.role
      ranges[place] = ranges[place].isEmpty ? index..<index + 1 : ranges[place].lowerBound..<index + 1
    }
    return ranges
  }

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
      handle(event)
      if events.taken & 0x3FFF == 0, isStopped() { return nil }
    }
    now = end
    closeBooks()
    return outcome()
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
    model.timeline.year(of: time).map {
      counters.row(year: $0, quintile: Int(children[child].quintile), team: Int(children[child].team))
    }
  }

  mutating func count(_ counter: Int, _ child: Int, amount: Double = 1) {
    guard isReporting, let row = row(child, at: now) else { return }
    counters.add(amount, counter, row: row)
  }

  /// Adds an amount for each day of a span to the reporting years that the span meets.
  mutating func spread(_ perDay: Double, _ counter: Int, from start: Double, to stop: Double, quintile: Int, team: Int)
  {
    let timeline = model.timeline
    for year in 0..<timeline.years {
      let opens = timeline.reportStart + Double(year) * timeline.period
      let closes = opens + timeline.length(ofYear: year)
      let days = min(stop, closes) - max(start, opens)
      guard days > 0 else { continue }
      counters.add(days * perDay, counter, row: counters.row(year: year, quintile: quintile, team: team))
    }
  }
}

/// What became of the contacts of one type over the whole run, warm-up included.
///
/// Every contact that fell due ends in exactly one way or is still open.
public struct Conservation: Sendable, Equatable {
  public var fellDue = 0
  public var completed = 0
  public var lapsed = 0
  public var writtenOff = 0
  public var movedAway = 0
  public var stillOpen = 0

  public var isBalanced: Bool { fellDue == completed + lapsed + writtenOff + movedAway + stillOpen }
}
