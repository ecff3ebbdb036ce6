// SPDX-License-Identifier: GPL-3.0-or-later
import CPrefetch

/// The children on the books: one record a child, what is read most first, then its needs, then a slot for each contact
/// type.
///
/// A record is addressed by its slot, which never moves; slots are used again, the latest first. It also keeps lists of
/// who holds which children, so that a change of staff need not look at all of them. Space is taken only when more
/// children are on the books than ever before in the run.
struct ChildRecords: ~Copyable {
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  /// Slots in use so far, whether or not anyone is in them now.
  private(set) var count = 0
  private var free: [Int] = []
  private let contacts: Int
  private let needs: Int
  private let needsStart: Int
  private let completedStart: Int
  private let occurrencesStart: Int
  private let stride: Int
  /// First child of each list, −1 for none.
  private var heads: [Int32]

  /// - Parameter lists: How many lists of children there are.
  init(contacts: Int, needs: Int, lists: Int) {
    self.contacts = contacts
    self.needs = needs
    needsStart = MemoryLayout<Child>.stride
    completedStart = needsStart + needs * MemoryLayout<NeedState>.stride
    occurrencesStart = completedStart + contacts * MemoryLayout<Float>.stride
    let size = occurrencesStart + contacts * MemoryLayout<UInt16>.stride
    stride = (size + Self.line - 1) / Self.line * Self.line
    capacity = 1 << 12
    base = .allocate(byteCount: capacity * stride, alignment: Self.line)
    heads = Array(repeating: -1, count: lists)
  }

  // Records hold no references, so that there is nothing to deinitialise.
  deinit { base.deallocate() }

  /// Bytes that come into the cache together.
  private static let line = 64

  // MARK: Records

  @inline(__always)
  private func record(_ child: Int) -> UnsafeMutablePointer<Child> {
    (base + child * stride).assumingMemoryBound(to: Child.self)
  }

  @inline(__always)
  private func need(_ child: Int, _ n: Int) -> UnsafeMutablePointer<NeedState> {
    (base + (child * stride + needsStart)).assumingMemoryBound(to: NeedState.self) + n
  }

  @inline(__always)
  private func completed(_ child: Int, _ k: Int) -> UnsafeMutablePointer<Float> {
    (base + (child * stride + completedStart)).assumingMemoryBound(to: Float.self) + k
  }

  @inline(__always)
  private func occurrences(_ child: Int, _ k: Int) -> UnsafeMutablePointer<UInt16> {
    (base + (child * stride + occurrencesStart)).assumingMemoryBound(to: UInt16.self) + k
  }

  // In place: nothing is copied out and back.
  subscript(child: Int) -> Child {
    @inline(__always) get { record(child).pointee }
    @inline(__always) _modify { yield &record(child).pointee }
  }

  subscript(child: Int, need n: Int) -> NeedState {
    @inline(__always) get { need(child, n).pointee }
    @inline(__always) _modify { yield &need(child, n).pointee }
  }

  /// Age at which a contact was completed first; infinity when it was not.
  subscript(child: Int, completed k: Int) -> Float {
    @inline(__always) get { completed(child, k).pointee }
    @inline(__always) nonmutating set { completed(child, k).pointee = newValue }
  }

  /// Contacts of a type asked for so far.
  subscript(child: Int, occurrences k: Int) -> UInt16 {
    @inline(__always) get { occurrences(child, k).pointee }
    @inline(__always) nonmutating set { occurrences(child, k).pointee = newValue }
  }

  /// Counts the needs of which there is a finding, after one was made, taken over or has ended.
  func countFindings(_ child: Int) {
    var findings: UInt8 = 0
    for n in 0..<needs where need(child, n).pointee.isFound || need(child, n).pointee.isFalselyFound {
      findings &+= findings < .max ? 1 : 0
    }
    record(child).pointee.findings = findings
  }

  /// Asks for what an event about a child will read.
  @inline(__always)
  func fetch(_ child: Int) {
    let start = base + child * stride
    prefetch(start)
    prefetch(start + Self.line)
    prefetch(start + completedStart)
  }

  // MARK: Coming and going

  /// A slot for another child, with nothing in it but its count of lives.
  mutating func open() -> Int {
    let child: Int
    if let slot = free.popLast() {
      child = slot
    } else {
      if count == capacity { grow() }
      child = count
      count += 1
      record(child).initialize(to: Child())
    }
    if needs > 0 { need(child, 0).initialize(repeating: NeedState(), count: needs) }
    if contacts > 0 {
      completed(child, 0).initialize(repeating: .infinity, count: contacts)
      occurrences(child, 0).initialize(repeating: 0, count: contacts)
    }
    return child
  }

  /// Gives a slot back; events meant for this life of it are void from now on.
  mutating func close(_ child: Int) {
    record(child).pointee.isHere = false
    record(child).pointee.generation &+= 1
    free.append(child)
  }

  private mutating func grow() {
    let larger = UnsafeMutableRawPointer.allocate(byteCount: 2 * capacity * stride, alignment: Self.line)
    larger.copyMemory(from: base, byteCount: count * stride)
    base.deallocate()
    base = larger
    capacity *= 2
  }

  // MARK: Lists

  /// Puts a child into a list and takes it out of the one it was in; −1 for none.
  mutating func move(_ child: Int, toList list: Int) {
    let links = record(child).pointee.links
    if links.list >= 0 {
      if links.previous >= 0 {
        record(Int(links.previous)).pointee.links.next = links.next
      } else {
        heads[Int(links.list)] = links.next
      }
      if links.next >= 0 { record(Int(links.next)).pointee.links.previous = links.previous }
    }
    record(child).pointee.links = Links()
    guard list >= 0 else { return }
    let first = heads[list]
    if first >= 0 { record(Int(first)).pointee.links.previous = Int32(child) }
    record(child).pointee.links = Links(list: Int32(list), next: first, previous: -1)
    heads[list] = Int32(child)
  }

  /// Adds the children of a list to some others, in no order.
  func add(list: Int, to children: inout [Int]) {
    var child = heads[list]
    while child >= 0 {
      children.append(Int(child))
      child = record(Int(child)).pointee.links.next
    }
  }

  /// A child's place among those whom the same post holds.
  struct Links {
    var list: Int32 = -1
    var next: Int32 = -1
    var previous: Int32 = -1
  }
}
