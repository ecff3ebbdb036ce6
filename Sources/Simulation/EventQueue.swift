// SPDX-License-Identifier: GPL-3.0-or-later
public import CPrefetch

/// The events still to come, on a wheel of time buckets that spans the whole run.
///
/// A bucket is an unordered chain until its time comes; then its events go through a small heap. Scheduling
/// is O(1) and taking the next event O(log of one bucket), whatever the number pending (a calendar queue
/// that never resizes: Brown 1988, doi:10.1145/63039.63045). It allocates only when more events are pending
/// than ever before in the run.
///
/// What was scheduled long ago has left the cache: the queue asks for the events of a bucket some time before it opens,
/// and says which are coming (`firstComing`), so that a model can ask for what they will touch.
@frozen
public struct EventQueue: ~Copyable {
  @usableFromInline
  struct Node {
    @usableFromInline var event: Event
    @usableFromInline var next: Int32

    @inlinable
    init(event: Event, next: Int32) {
      self.event = event
      self.next = next
    }
  }

  @usableFromInline let start: Double
  @usableFromInline let bucketsPerUnit: Double
  @usableFromInline let bucketCount: Int
  @usableFromInline let heads: UnsafeMutablePointer<Int32>
  @usableFromInline var nodes: UnsafeMutablePointer<Node>
  @usableFromInline var nodeCapacity: Int
  @usableFromInline var nodeCount = 0
  @usableFromInline var freeNode: Int32 = -1
  @usableFromInline var present: UnsafeMutablePointer<Event>
  @usableFromInline var presentCapacity: Int
  @usableFromInline var presentCount = 0
  @usableFromInline var cursor = 0
  /// Buckets soon to be opened, until they have been asked for.
  @usableFromInline var coming = [8 of Int32](repeating: -1)
  @usableFromInline var comingCount = 0
  @usableFromInline var nextSequence: UInt64 = 0
  @usableFromInline var takenCount: UInt64 = 0

  /// Events scheduled so far.
  @inlinable public var scheduled: UInt64 { nextSequence }

  /// Events taken so far.
  @inlinable public var taken: UInt64 { takenCount }

  /// An empty queue for a run from `start` to `end`.
  /// - Parameter bucketWidth: Of the order of the mean time between events; only speed depends on it.
  public init(from start: Double, to end: Double, bucketWidth: Double, expectedPending: Int = 1024) {
    precondition(end >= start && bucketWidth > 0)
    let limit = 1 << 23
    self.start = start
    bucketCount = max(1, min(limit, Int(((end - start) / bucketWidth).rounded(.up)) + 1))
    bucketsPerUnit = Double(bucketCount - 1) / max(end - start, .leastNormalMagnitude)
    heads = .allocate(capacity: bucketCount)
    heads.initialize(repeating: -1, count: bucketCount)
    nodeCapacity = max(64, expectedPending)
    nodes = .allocate(capacity: nodeCapacity)
    presentCapacity = 256
    present = .allocate(capacity: presentCapacity)
  }

  deinit {
    heads.deallocate()
    nodes.deallocate()
    present.deallocate()
  }

  /// Adds an event. An event beyond the end of the run is kept in the last bucket and may never be taken.
  @inlinable
  public mutating func schedule(_ event: Event) {
    var event = event
    event.sequence = nextSequence
    nextSequence += 1
    let position = (event.time - start) * bucketsPerUnit
    let bucket = position < Double(bucketCount - 1) ? Int(position) : bucketCount - 1
    guard bucket > cursor else { return addToPresent(event) }
    let node: Int32
    if freeNode >= 0 {
      node = freeNode
      freeNode = nodes[Int(node)].next
    } else {
      if nodeCount == nodeCapacity { growNodes() }
      node = Int32(truncatingIfNeeded: nodeCount)
      nodeCount += 1
    }
    nodes[Int(node)] = Node(event: event, next: heads[bucket])
    heads[bucket] = node
  }

  /// Removes and returns the next event; nil when none is left.
  @inlinable
  public mutating func next() -> Event? {
    comingCount = 0
    while presentCount == 0 {
      guard cursor + 1 < bucketCount else { return nil }
      cursor += 1
      lookAhead()
      var node = heads[cursor]
      guard node >= 0 else { continue }
      heads[cursor] = -1
      while node >= 0 {
        addToPresent(nodes[Int(node)].event)
        let following = nodes[Int(node)].next
        nodes[Int(node)].next = freeNode
        freeNode = node
        node = following
      }
    }
    return takeFromPresent()
  }

  /// Buckets ahead at which events are fetched into the cache, and at which they are announced.
  @inlinable static var fetchedAhead: Int { 24 }
  @inlinable static var announcedAhead: Int { 10 }

  @inlinable
  mutating func lookAhead() {
    guard cursor + Self.fetchedAhead < bucketCount else { return }
    let far = heads[cursor + Self.fetchedAhead]
    if far >= 0 { prefetch(nodes + Int(far)) }
    let near = cursor + Self.announcedAhead
    if heads[near] >= 0, comingCount < 8 {
      coming[comingCount] = Int32(truncatingIfNeeded: near)
      comingCount += 1
    }
  }

  /// Takes the first event of a bucket that will soon be opened; nil when there are no new ones to be told of. The others
  /// of its bucket follow by `next(coming:)`. To be asked for between two calls of `next`, until it is nil.
  @inlinable
  public mutating func takeComing() -> Coming? {
    while comingCount > 0 {
      comingCount -= 1
      // A bucket that has been opened since is empty.
      let node = heads[Int(coming[comingCount])]
      if node >= 0 { return Coming(node: node) }
    }
    return nil
  }

  /// An event that is pending.
  @frozen
  public struct Coming {
    @usableFromInline let node: Int32

    @inlinable
    init(node: Int32) { self.node = node }
  }

  /// The event that was announced.
  @inlinable
  public func event(_ coming: Coming) -> Event { nodes[Int(coming.node)].event }

  /// The next event of the same bucket.
  @inlinable
  public func next(coming: Coming) -> Coming? {
    let next = nodes[Int(coming.node)].next
    return next >= 0 ? Coming(node: next) : nil
  }

  @inlinable
  mutating func addToPresent(_ event: Event) {
    if presentCount == presentCapacity { growPresent() }
    var hole = presentCount
    presentCount += 1
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard Event.precedes(event, present[parent]) else { break }
      present[hole] = present[parent]
      hole = parent
    }
    present[hole] = event
  }

  @inlinable
  mutating func takeFromPresent() -> Event {
    let first = present[0]
    presentCount -= 1
    takenCount += 1
    guard presentCount > 0 else { return first }
    let moved = present[presentCount]
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < presentCount else { break }
      if child + 1 < presentCount, Event.precedes(present[child + 1], present[child]) { child += 1 }
      guard Event.precedes(present[child], moved) else { break }
      present[hole] = present[child]
      hole = child
    }
    present[hole] = moved
    return first
  }

  @usableFromInline
  mutating func growNodes() {
    let larger = UnsafeMutablePointer<Node>.allocate(capacity: nodeCapacity * 2)
    larger.moveInitialize(from: nodes, count: nodeCount)
    nodes.deallocate()
    nodes = larger
    nodeCapacity *= 2
  }

  @usableFromInline
  mutating func growPresent() {
    let larger = UnsafeMutablePointer<Event>.allocate(capacity: presentCapacity * 2)
    larger.moveInitialize(from: present, count: presentCount)
    present.deallocate()
    present = larger
    presentCapacity *= 2
  }
}
