// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

/// Where ready work waits: a practitioner's own list, a role's list in a team, and a team's lists by who is eligible.
struct WaitingLists: ~Copyable {
  /// A list: of one post (the named practitioner), of one role of a team, or shared by all eligible roles of a team.
  enum Source {
    case personal(Int), role(Int), shared(Int)
  }

  /// Changed through `pointee`: the thread sanitizer cannot compile a change through the subscript.
  private let lists: UnsafeMutablePointer<WaitingList>
  private let count: Int
  private let firstOfRoles: Int
  private let firstShared: Int

  init(posts: Int, teamsAndRoles: Int, teamsAndEligibilities: Int) {
    firstOfRoles = posts
    firstShared = posts + teamsAndRoles
    count = firstShared + teamsAndEligibilities
    lists = .allocate(capacity: max(1, count))
    for index in 0..<count { (lists + index).initialize(to: WaitingList()) }
  }

  deinit {
    lists.deinitialize(count: count)
    lists.deallocate()
  }

  func number(of source: Source) -> Int {
    switch source {
    case .personal(let post): post
    case .role(let place): firstOfRoles + place
    case .shared(let list): firstShared + list
    }
  }

  func source(of list: Int) -> Source {
    if list < firstOfRoles { return .personal(list) }
    return list < firstShared ? .role(list - firstOfRoles) : .shared(list - firstShared)
  }

  subscript(list: Int) -> UnsafeMutablePointer<WaitingList> { lists + list }

  /// The post whose own list it is; nil when it is not one post's.
  func owner(of list: Int) -> Int? { list < firstOfRoles ? list : nil }

  func add(_ item: Int, stamp: UInt32, order: WaitingOrder, to source: Source) {
    self[number(of: source)].pointee.add(UInt32(item), stamp: stamp, order: order)
  }

  func takeFirst(of list: Int) -> Int {
    let item = self[list].pointee.firstItem
    self[list].pointee.removeFirst()
    return Int(item)
  }
}
