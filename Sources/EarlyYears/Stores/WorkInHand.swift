// SPDX-License-Identifier: GPL-3.0-or-later
import CPrefetch

/// All pieces of work that are not over, by slot.
///
/// A slot is used again when its work is over; `Work.life` then changes, so that what was meant for the earlier work is
/// recognised.
struct WorkInHand: ~Copyable {
  private var items: GrowingBuffer<Work>
  private var firstFree: Int32 = -1

  init() { items = GrowingBuffer(capacity: 1 << 12) }

  var count: Int { items.count }

  subscript(item: Int) -> Work {
    @inline(__always) get { items[item] }
    @inline(__always) _modify { yield &items[item] }
  }

  /// Asks for what an event about a piece of work will read.
  @inline(__always)
  func fetch(_ item: Int) { items.fetch(item) }

  /// Opens a slot for new work.
  mutating func open(_ work: Work) -> Int {
    let item: Int
    var work = work
    if firstFree >= 0 {
      item = Int(firstFree)
      firstFree = items[item].next
      work.stamp = items[item].stamp
      work.life = items[item].life
      items[item] = work
    } else {
      item = items.count
      items.append(work)
    }
    return item
  }

  /// Gives back the slot of work that is over.
  mutating func close(_ item: Int) {
    items[item].state = .free
    items[item].stamp &+= 1
    items[item].life &+= 1
    items[item].hasChild = false
    items[item].next = firstFree
    firstFree = Int32(item)
  }

  // MARK: A child's open work

  mutating func link(_ item: Int, to child: inout Child) {
    let first = child.firstWork
    items[item].next = first
    items[item].previous = -1
    if first >= 0 { items[Int(first)].previous = Int32(item) }
    child.firstWork = Int32(item)
  }

  mutating func unlink(_ item: Int, from child: inout Child) {
    let (next, previous) = (items[item].next, items[item].previous)
    if previous >= 0 {
      items[Int(previous)].next = next
    } else {
      child.firstWork = next
    }
    if next >= 0 { items[Int(next)].previous = previous }
  }
}
