// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Testing

@Suite struct EventQueueTests {
  /// What a sorted array would hold: time, then order of scheduling.
  struct Reference {
    private var pending: [(time: Double, item: UInt32)] = []

    var isEmpty: Bool { pending.isEmpty }

    mutating func schedule(_ time: Double, _ item: UInt32) {
      // Items are numbered as they are scheduled, so a new one goes after all of the same time.
      var low = 0, high = pending.count
      while low < high {
        let middle = (low + high) / 2
        if pending[middle].time <= time { low = middle + 1 } else { high = middle }
      }
      pending.insert((time, item), at: low)
    }

    mutating func next() -> (time: Double, item: UInt32)? { pending.isEmpty ? nil : pending.removeFirst() }
  }

  @Test(arguments: [(1, 0.01), (2, 0.5), (3, 7.0), (4, 1000.0), (5, 0.25), (6, 2.0)] as [(UInt64, Double)])
  func eventsComeByTimeThenInOrderOfScheduling(seed: UInt64, bucketWidth: Double) {
    var random = SplitMix64(seed: seed)
    var queue = EventQueue(from: 0, to: 100, bucketWidth: bucketWidth)
    var reference = Reference()
    var now = 0.0
    var scheduled: UInt32 = 0, taken = 0, wrong = 0
    for _ in 0..<20_000 {
      if Double.random(in: 0..<1, using: &random) < 0.55, now < 100 {
        // A quarter on a grid of half days, so that ties are common; some at this very moment; some beyond
        // the end.
        let time: Double
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: time = now.rounded(.up) + Double(Int.random(in: 0..<20, using: &random)) / 2
        case 2: time = now
        case 3: time = now + Double.random(in: 0..<1e-3, using: &random)
        case 4: time = now + Double.random(in: 0..<200, using: &random)
        default: time = now + Double.random(in: 0..<1, using: &random)
        }
        queue.schedule(Event(at: time, kind: 1, item: scheduled))
        reference.schedule(time, scheduled)
        scheduled += 1
      } else {
        let event = queue.next(), expected = reference.next()
        if event?.time != expected?.time || event?.item != expected?.item { wrong += 1 }
        if let event {
          now = event.time
          taken += 1
        }
      }
    }
    while let event = queue.next() {
      let expected = reference.next()
      if event.time != expected?.time || event.item != expected?.item { wrong += 1 }
      taken += 1
    }
    #expect(wrong == 0)
    #expect(reference.isEmpty)
    let scheduledCount = queue.scheduled, takenCount = queue.taken
    #expect(scheduledCount == UInt64(scheduled))
    #expect(takenCount == UInt64(taken))
  }

  @Test func tiesAreTakenInOrderOfScheduling() {
    var queue = EventQueue(from: 0, to: 10, bucketWidth: 1)
    for item in 0..<1000 {
      queue.schedule(Event(at: item.isMultiple(of: 2) ? 5 : 3, kind: 0, item: UInt32(item)))
    }
    let order = Self.drain(&queue).map(\.item)
    let odd = (0..<500).map { UInt32(2 * $0 + 1) }, even = (0..<500).map { UInt32(2 * $0) }
    #expect(order == odd + even)
  }

  @Test func anEventForThePresentMomentComesBeforeLaterOnesOfItsBucket() {
    var queue = EventQueue(from: 0, to: 10, bucketWidth: 5)
    queue.schedule(Event(at: 1, kind: 0))
    queue.schedule(Event(at: 2, kind: 1))
    let first = queue.next()
    #expect(first?.kind == 0)
    queue.schedule(Event(at: 1, kind: 2))
    queue.schedule(Event(at: 1.5, kind: 3))
    #expect(Self.drain(&queue).map(\.kind) == [2, 3, 1])
  }

  /// What is announced is pending, and comes soon.
  @Test func eventsAreAnnouncedBeforeTheyCome() {
    var queue = EventQueue(from: 0, to: 1000, bucketWidth: 0.5)
    var random = SplitMix64(seed: 8)
    for item in 0..<2000 {
      queue.schedule(Event(at: Double.random(in: 0..<1000, using: &random), kind: 0, item: UInt32(item)))
    }
    var announced: Set<UInt32> = [], taken: Set<UInt32> = [], late = 0, far = 0
    while let event = queue.next() {
      if !announced.contains(event.item) { late += 1 }
      taken.insert(event.item)
      while let first = queue.takeComing() {
        var coming = first
        while true {
          let next = queue.event(coming)
          if taken.contains(next.item) || next.time > event.time + 20 { far += 1 }
          announced.insert(next.item)
          guard let following = queue.next(coming: coming) else { break }
          coming = following
        }
      }
    }
    // Those of the first and last buckets are not announced, nor those behind a long gap.
    #expect(far == 0)
    #expect(late < 60)
  }

  @Test func eventsBeyondTheEndComeLastAndInOrder() {
    var queue = EventQueue(from: 100, to: 110, bucketWidth: 0.1)
    for time in [1e12, 111, .infinity, 110, 105, 109.99, 200] { queue.schedule(Event(at: time, kind: 0)) }
    #expect(Self.drain(&queue).map(\.time) == [105, 109.99, 110, 111, 200, 1e12, .infinity])
  }

  @Test func itGrowsBeyondTheExpectedNumberOfEvents() {
    var queue = EventQueue(from: 0, to: 1, bucketWidth: 0.5, expectedPending: 1)
    var random = SplitMix64(seed: 7)
    let times = (0..<50_000).map { _ in Double.random(in: 0..<1, using: &random) }
    for time in times { queue.schedule(Event(at: time, kind: 0)) }
    #expect(Self.drain(&queue).map(\.time) == times.sorted())
  }

  @Test func anEventKeepsWhatItCarries() throws {
    var queue = EventQueue(from: 0, to: 1, bucketWidth: 0.1)
    queue.schedule(Event(at: 0.7, kind: 65_535, subject: 4_000_000_000, item: 3, detail: 12, generation: 9))
    let next = queue.next(), nothing = queue.next()
    let event = try #require(next)
    #expect(event.time == 0.7 && event.kind == 65_535 && event.subject == 4_000_000_000)
    #expect(event.item == 3 && event.detail == 12 && event.generation == 9)
    #expect(nothing == nil)
  }

  static func drain(_ queue: inout EventQueue) -> [Event] {
    var events: [Event] = []
    while let event = queue.next() { events.append(event) }
    return events
  }
}

/// A small seeded generator for the tests of this target (Steele, Lea & Flood 2014,
/// doi:10.1145/2660193.2660195).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
