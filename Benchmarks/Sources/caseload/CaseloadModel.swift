// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

/// The reference caseload model (benchmark model, version 1): a performance model with the structure of the
/// service, on the same event queue, waiting lists and addressed streams as the service model.
struct CaseloadModel: ~Copyable {
  static let day = 37.5 / 7
  static let year = 365.25 * day
  static let warmUp = 3 * year
  static let end = 8 * year
  static let never = 1e300

  /// One type of contact: ages in days (from birth), priority, pools, attendance, duration.
  struct ContactType {
    let release: Double
    let due: Double
    let deadline: Double
    let priority: Int
    let pool: Int
    let other: Int
    let nonAttendance: Double
    let shape: Double
    let scale: Double
  }

  static let types: [ContactType] = [
    .init(
      release: -84, due: 0, deadline: 0, priority: 3, pool: 0, other: -1, nonAttendance: 0.10, shape: 4, scale: 0.5),
    .init(
      release: 10, due: 14, deadline: 30, priority: 1, pool: 0, other: -1, nonAttendance: 0.04, shape: 5, scale: 0.54),
    .init(
      release: 42, due: 56, deadline: 84, priority: 2, pool: 0, other: -1, nonAttendance: 0.07, shape: 4, scale: 0.475),
    .init(
      release: 91, due: 122, deadline: 152, priority: 4, pool: 1, other: 0, nonAttendance: 0.10, shape: 4, scale: 0.225),
    .init(
      release: 335, due: 365, deadline: 456, priority: 4, pool: 1, other: 0, nonAttendance: 0.12, shape: 4, scale: 0.275
    ),
    .init(
      release: 730, due: 913, deadline: 1004, priority: 5, pool: 1, other: 0, nonAttendance: 0.12, shape: 4,
      scale: 0.275),
    .init(release: 0, due: 14, deadline: 28, priority: 3, pool: 2, other: 1, nonAttendance: 0.10, shape: 0, scale: 0.3),
    .init(
      release: 0, due: 7, deadline: 28, priority: 0, pool: 0, other: -1, nonAttendance: 0.08, shape: 3, scale: 1.05),
  ]
  static let package = 6
  static let safeguarding = 7

  enum Kind: UInt16 { case arrival, release, serviceEnd }

  /// A contact on its way: a child's next, or the current visit of a package or case.
  struct Journey {
    var birth = 0.0
    var due = 0.0
    var deadline = 0.0
    var released = 0.0
    var child: UInt32 = 0
    var draws: UInt32 = 0
    var type: UInt8 = 0
    var visitsLeft: UInt8 = 0
    var rebooks: UInt8 = 0
    var pool: UInt8 = 0
    var attended = false
    var onTime = false
    var busy = 0.0
    var next: Int32 = -1
  }

  struct Tally {
    var started = 0
    var waits = 0.0
    var completed = 0
    var onTime = 0
    var lostDeadline = 0
    var lostNonAttendance = 0
  }

  let types: UnsafeMutablePointer<ContactType>
  let stream: RandomStream
  let arrivalMean: Double
  var events: EventQueue
  var journeys: UnsafeMutablePointer<Journey>
  var capacity = 1 << 15
  var used = 0
  var freeJourney: Int32 = -1
  let queues: UnsafeMutablePointer<WaitingList>
  var free: [3 of Int]
  let staff: [3 of Int]
  var busy: [3 of Double] = .init(repeating: 0)
  var tallies: [8 of Tally] = .init(repeating: Tally())
  var sequence: UInt32 = 0
  var children: UInt32 = 0
  var now = 0.0

  init(births: Double, seed: UInt64, replication: UInt64) {
    types = .allocate(capacity: 8)
    types.initialize(from: Self.types, count: 8)
    stream = RandomStream(seed: seed, replication: replication)
    arrivalMean = Self.year / births
    events = EventQueue(from: 0, to: Self.end, bucketWidth: 0.05 * min(1, 4000 / births), expectedPending: 1 << 15)
    journeys = .allocate(capacity: capacity)
    queues = .allocate(capacity: 3)
    for pool in 0..<3 { (queues + pool).initialize(to: WaitingList(capacity: 1024)) }
    func members(_ base: Double) -> Int { max(1, Int((base * births / 4000 + 0.5).rounded(.down))) }
    staff = [members(30), members(12), members(10)]
    free = staff
  }

  deinit {
    types.deallocate()
    journeys.deallocate()
    queues.deinitialize(count: 3)
    queues.deallocate()
  }

  /// Runs to the end; the number of events.
  mutating func run() -> UInt64 {
    stream.seek(entity: 0, purpose: 1)
    events.schedule(Event(at: stream.exponential(mean: arrivalMean), kind: Kind.arrival.rawValue))
    while let event = events.next(), event.time <= Self.end {
      now = event.time
      switch event.kind {
      case Kind.arrival.rawValue: arrive()
      case Kind.release.rawValue: release(Int(event.subject))
      default: endService(Int(event.subject))
      }
    }
    return events.taken
  }

  private mutating func newJourney() -> Int {
    if freeJourney >= 0 {
      let slot = Int(freeJourney)
      freeJourney = journeys[slot].next
      return slot
    }
    if used == capacity {
      let larger = UnsafeMutablePointer<Journey>.allocate(capacity: capacity * 2)
      larger.moveInitialize(from: journeys, count: used)
      journeys.deallocate()
      journeys = larger
      capacity *= 2
    }
    used += 1
    return used - 1
  }

  private mutating func arrive() {
    children += 1
    let slot = newJourney()
    var journey = Journey()
    journey.birth = now + 84 * Self.day
    journey.child = children
    journey.due = journey.birth
    journey.deadline = journey.birth
    journeys[slot] = journey
    stream.seek(entity: UInt64(children), purpose: 1)
    let gap = stream.exponential(mean: arrivalMean)
    release(slot)
    events.schedule(Event(at: now + gap, kind: Kind.arrival.rawValue))
  }

  private mutating func release(_ slot: Int) {
    let type = Int(journeys[slot].type)
    journeys[slot].released = now
    let first = types[type].pool, other = types[type].other
    if free[first] > 0 { return turn(slot, pool: first) }
    if other >= 0, free[other] > 0 { return turn(slot, pool: other) }
    sequence &+= 1
    queues[first].add(
      UInt32(slot), stamp: 0,
      order: WaitingOrder(priority: types[type].priority, deadline: journeys[slot].due, due: 0, sequence: sequence))
  }

  /// A member of the pool is free for it: lost when too late, else begun.
  private mutating func turn(_ slot: Int, pool: Int) {
    let type = Int(journeys[slot].type)
    if now > journeys[slot].deadline {
      if now >= Self.warmUp { tallies[type].lostDeadline += 1 }
      return resolve(slot)
    }
    if now >= Self.warmUp {
      tallies[type].started += 1
      tallies[type].waits += now - journeys[slot].released
    }
    stream.seek(entity: UInt64(journeys[slot].child), purpose: 2 &+ UInt64(type), index: UInt64(journeys[slot].draws))
    journeys[slot].draws += 1
    let attended = stream.uniform() >= types[type].nonAttendance
    var time = stream.lognormal(mu: -1.0498221244986778, sigma: 0.5)
    if attended {
      time +=
        type == Self.package
        ? stream.lognormal(mu: 0, sigma: 0.3) : stream.gamma(shape: types[type].shape, scale: types[type].scale)
    }
    journeys[slot].attended = attended
    journeys[slot].onTime = now <= journeys[slot].due
    journeys[slot].busy = time
    journeys[slot].pool = UInt8(pool)
    free[pool] -= 1
    events.schedule(Event(at: now + time, kind: Kind.serviceEnd.rawValue, subject: UInt32(slot)))
  }

  private mutating func endService(_ slot: Int) {
    let pool = Int(journeys[slot].pool), type = Int(journeys[slot].type)
    let isCounted = now >= Self.warmUp
    if isCounted { busy[pool] += journeys[slot].busy }
    free[pool] += 1
    serve(pool)
    if journeys[slot].attended {
      if isCounted {
        tallies[type].completed += 1
        if journeys[slot].onTime { tallies[type].onTime += 1 }
      }
      if type < Self.package { spawn(from: slot) }
      return resolve(slot)
    }
    guard journeys[slot].rebooks < 2 else {
      if isCounted { tallies[type].lostNonAttendance += 1 }
      return resolve(slot)
    }
    journeys[slot].rebooks += 1
    stream.seek(entity: UInt64(journeys[slot].child), purpose: 20 &+ UInt64(type), index: UInt64(journeys[slot].draws))
    events.schedule(
      Event(
        at: now + stream.exponential(mean: 7 * Self.day), kind: Kind.release.rawValue, subject: UInt32(slot)))
  }

  private mutating func serve(_ pool: Int) {
    while free[pool] > 0, !queues[pool].isEmpty {
      let slot = Int(queues[pool].firstItem)
      queues[pool].removeFirst()
      turn(slot, pool: pool)
    }
  }

  private mutating func spawn(from slot: Int) {
    let child = journeys[slot].child
    stream.seek(entity: UInt64(child), purpose: 40 &+ UInt64(journeys[slot].type))
    let hasPackage = stream.bernoulli(0.12), hasCase = stream.bernoulli(0.02)
    if hasPackage { startVisits(type: Self.package, visits: 6, after: 14, child: child, draws: journeys[slot].draws) }
    if hasCase { startVisits(type: Self.safeguarding, visits: 9, after: 28, child: child, draws: journeys[slot].draws) }
  }

  private mutating func startVisits(type: Int, visits: UInt8, after days: Double, child: UInt32, draws: UInt32) {
    let slot = newJourney()
    var journey = Journey()
    journey.type = UInt8(type)
    journey.visitsLeft = visits
    // Visits of different spawns must not share an address.
    journey.child = child
    journey.draws = (draws &+ 1) &* 1000
    journeys[slot] = journey
    scheduleRelease(slot, at: now + days * Self.day)
  }

  private mutating func scheduleRelease(_ slot: Int, at time: Double) {
    let type = Int(journeys[slot].type)
    journeys[slot].rebooks = 0
    if type >= Self.package {
      journeys[slot].due = time + types[type].due * Self.day
      journeys[slot].deadline = time + types[type].deadline * Self.day
    } else {
      journeys[slot].due = journeys[slot].birth + types[type].due * Self.day
      journeys[slot].deadline = journeys[slot].birth + types[type].deadline * Self.day
    }
    events.schedule(Event(at: time, kind: Kind.release.rawValue, subject: UInt32(slot)))
  }

  /// Completed or lost: the next contact follows, or the journey is over.
  private mutating func resolve(_ slot: Int) {
    let type = Int(journeys[slot].type)
    if type >= Self.package {
      journeys[slot].visitsLeft -= 1
      if journeys[slot].visitsLeft > 0 {
        return scheduleRelease(slot, at: now + (type == Self.package ? 14 : 28) * Self.day)
      }
    } else if type < 5 {
      journeys[slot].type += 1
      let release = journeys[slot].birth + types[type + 1].release * Self.day
      return scheduleRelease(slot, at: max(now, release))
    }
    journeys[slot].next = freeJourney
    freeJourney = Int32(slot)
  }
}
