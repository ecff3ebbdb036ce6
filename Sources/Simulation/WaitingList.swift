// SPDX-License-Identifier: GPL-3.0-or-later

/// The place of a piece of work in its queue: priority class, then deadline, then due time, then first come.
@frozen
public struct WaitingOrder: Sendable {
  /// Lower is served first.
  public var priority: Int32
  public var sequence: UInt32
  public var deadline: Double
  public var due: Double

  @inlinable
  public init(priority: Int, deadline: Double, due: Double, sequence: UInt32) {
    self.priority = Int32(truncatingIfNeeded: priority)
    self.deadline = deadline
    self.due = due
    self.sequence = sequence
  }

  @inlinable
  public func precedes(_ other: WaitingOrder) -> Bool {
    if priority != other.priority { return priority < other.priority }
    if deadline != other.deadline { return deadline < other.deadline }
    if due != other.due { return due < other.due }
    return sequence < other.sequence
  }
}

/// Work waiting for someone to do it, most pressing first (a binary heap).
///
/// Work that ended otherwise (lapsed, moved away, taken from another list) is left in place; the model
/// recognises it when it comes to the front.
@frozen
public struct WaitingList: ~Copyable {
  @usableFromInline
  struct Entry {
    @usableFromInline var order: WaitingOrder
    @usableFromInline var item: UInt32
    @usableFromInline var stamp: UInt32

    @inlinable
    init(order: WaitingOrder, item: UInt32, stamp: UInt32) {
      self.order = order
      self.item = item
      self.stamp = stamp
    }
  }

  @usableFromInline var entries: UnsafeMutablePointer<Entry>
  @usableFromInline var capacity: Int
  @usableFromInline var used = 0

  public init(capacity: Int = 16) {
    self.capacity = max(1, capacity)
    entries = .allocate(capacity: self.capacity)
  }

  deinit { entries.deallocate() }

  @inlinable public var isEmpty: Bool { used == 0 }

  /// Entries held, stale ones included.
  @inlinable public var count: Int { used }

  /// The order of the first entry; the list must not be empty.
  @inlinable public var firstOrder: WaitingOrder { entries[0].order }

  /// The item of the first entry; the list must not be empty.
  @inlinable public var firstItem: UInt32 { entries[0].item }

  /// The stamp given with the first entry; the list must not be empty.
  @inlinable public var firstStamp: UInt32 { entries[0].stamp }

  /// Adds an item. `stamp` lets the model see later whether the entry is stale.
  @inlinable
  public mutating func add(_ item: UInt32, stamp: UInt32, order: WaitingOrder) {
    if used == capacity { grow() }
    var hole = used
    used += 1
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard order.precedes(entries[parent].order) else { break }
      entries[hole] = entries[parent]
      hole = parent
    }
    entries[hole] = Entry(order: order, item: item, stamp: stamp)
  }

  /// Removes the first entry; the list must not be empty.
  @inlinable
  public mutating func removeFirst() {
    used -= 1
    guard used > 0 else { return }
    let moved = entries[used]
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < used else { break }
      if child + 1 < used, entries[child + 1].order.precedes(entries[child].order) { child += 1 }
      guard entries[child].order.precedes(moved.order) else { break }
      entries[hole] = entries[child]
      hole = child
    }
    entries[hole] = moved
  }

  @usableFromInline
  mutating func grow() {
    let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: entries, count: used)
    entries.deallocate()
    entries = larger
    capacity *= 2
  }
}
