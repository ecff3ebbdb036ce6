// SPDX-License-Identifier: GPL-3.0-or-later
import CPrefetch

/// A buffer of slots addressed by number that grows by doubling and never moves a slot's number.
///
/// The event loop allocates only when more slots are in use than ever before in the run.
struct GrowingBuffer<Element>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int) {
    self.capacity = max(1, capacity)
    base = .allocate(capacity: self.capacity)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  // In place: nothing is copied out and back.
  subscript(index: Int) -> Element {
    @inline(__always) get { base[index] }
    @inline(__always) _modify { yield &base[index] }
  }

  mutating func append(_ element: Element) {
    if count == capacity { grow(to: capacity * 2) }
    (base + count).initialize(to: element)
    count += 1
  }

  /// Asks for a slot that will soon be read.
  @inline(__always)
  func fetch(_ index: Int) { prefetch(base + index) }

  private mutating func grow(to newCapacity: Int) {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity = newCapacity
  }
}
