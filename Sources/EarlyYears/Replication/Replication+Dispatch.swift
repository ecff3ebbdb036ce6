// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

/// Who does what next: safeguarding first, then metric deadline, then due date, with a preference for the
/// named practitioner and for the first-choice role as long as the scenario lets work wait for them.
/// What gives when not everything can be done in time stands in `Replication+Triage`.
extension Replication {
  /// Work is ready: a free member of staff takes it now, or it joins a queue.
  mutating func release(_ item: Int) {
    work[item].state = .waiting
    work[item].ready = now
    observeReady(item)
    if let post = freePost(for: item) { return start(item, by: post) }
    enqueue(item)
  }

  /// The named practitioner if free, else the first eligible role with someone free who need not hold back.
  private mutating func freePost(for item: Int) -> Int? {
    if let named = namedPost(for: item) {
      if canStart(named) { return named }
      if waitsForNamed(item) { return nil }
    }
    let roles = model.eligibilities[Int(work[item].eligibility)].roles
    let mayTake = model.scenario.caseload.preferenceHoldDays > 0 ? roles.prefix(1) : roles[...]
    for role in mayTake {
      if let post = freePost(team: Int(work[item].team), role: role) { return post }
    }
    return nil
  }

  private mutating func freePost(team: Int, role: Int) -> Int? {
    let place = placeOf(team: team, role: role)
    let range = postRanges[place]
    guard !range.isEmpty else { return nil }
    // The search starts after the last one chosen, so that work is shared out.
    var post = nextSearch[place]
    for _ in range {
      if post >= range.upperBound { post = range.lowerBound }
      if canStart(post) {
        nextSearch[place] = post + 1
        return post
      }
      post += 1
    }
    return nil
  }

  /// Index of a team's posts of a role; a role that covers the authority has its posts in the last team.
  func placeOf(team: Int, role: Int) -> Int {
    (model.roles[role].role.coversAuthority ? teamCount : team) * roleCount + role
  }

  func canStart(_ post: Int) -> Bool {
    posts[post].isFilled && !posts[post].isBusy && posts[post].workingTime.isWorking(at: now)
  }

  /// The post that holds the child's named caseload, if its role is the first choice for this work; what is
  /// delegated first to another role goes to that role.
  func namedPost(for item: Int) -> Int? {
    guard work[item].hasChild else { return nil }
    let named = Int(children[Int(work[item].child)].named)
    guard named >= 0, model.eligibilities[Int(work[item].eligibility)].roles.first == posts[named].role else {
      return nil
    }
    return named
  }

  /// When work that waits for one practitioner is offered to the team.
  func offeredToTeam(_ item: Int) -> Double {
    let deadline =
      work[item].deadline.isFinite ? work[item].deadline : min(work[item].closes, work[item].requested + 28)
    return deadline - model.scenario.caseload.offeredToTeamBeforeDeadlineDays
  }

  private func waitsForNamed(_ item: Int) -> Bool { offeredToTeam(item) > now }

  private mutating func enqueue(_ item: Int) {
    sequence &+= 1
    let order = order(of: item, sequence: sequence), stamp = work[item].stamp
    if let named = namedPost(for: item), waitsForNamed(item) {
      (personalLists + named).pointee.add(UInt32(item), stamp: stamp, order: order)
      return schedule(.workWidens, at: offeredToTeam(item), subject: item, generation: stamp)
    }
    let roles = model.eligibilities[Int(work[item].eligibility)].roles
    let hold = model.scenario.caseload.preferenceHoldDays
    if hold > 0, roles.count > 1 {
      let own = Int(work[item].team) * roleCount + roles[0]
      (roleLists + own).pointee.add(UInt32(item), stamp: stamp, order: order)
      return schedule(.workWidens, at: work[item].ready + hold, subject: item, generation: stamp)
    }
    addToShared(item, order: order)
  }

  private mutating func addToShared(_ item: Int, order: WaitingOrder) {
    let list = Int(work[item].team) * model.eligibilities.count + Int(work[item].eligibility)
    (sharedLists + list).pointee.add(UInt32(item), stamp: work[item].stamp, order: order)
  }

  /// Work has waited long enough for its first choice, or its appointment was not kept by us: everyone eligible may
  /// take it.
  mutating func offerToTeam(_ item: Int, stamp: UInt32) {
    guard work[item].stamp == stamp, work[item].state == .waiting else { return }
    work[item].appointmentDay = -1
    for role in model.eligibilities[Int(work[item].eligibility)].roles {
      if let post = freePost(team: Int(work[item].team), role: role) { return start(item, by: post) }
    }
    sequence &+= 1
    addToShared(item, order: order(of: item, sequence: sequence))
  }

  // MARK: A shift starts

  /// Many are free at once: the most pressing work that someone may do goes first, each piece to its first choice among
  /// those still free, so that it does not matter whose shift is looked at first.
  mutating func handOutWaitingWork() {
    if model.roles.contains(where: \.role.coversAuthority) {
      handOutWaitingWork(teams: 0..<teamCount + 1)
    } else {
      for team in 0..<teamCount { handOutWaitingWork(teams: team..<team + 1) }
    }
  }

  private mutating func handOutWaitingWork(teams: Range<Int>) {
    for place in freeCount.indices { freeCount[place] = 0 }
    for team in teams {
      for role in 0..<roleCount {
        for post in postRanges[team * roleCount + role] where canStart(post) { freeCount[team * roleCount + role] += 1 }
      }
    }
    while let (item, post) = mostPressingWork(teams: teams) {
      freeCount[posts[post].team * roleCount + posts[post].role] -= 1
      start(item, by: post)
    }
  }

  /// Takes the most pressing piece of work for which somebody is free from its list, and says who that is.
  private mutating func mostPressingWork(teams: Range<Int>) -> (item: Int, post: Int)? {
    var best: WaitingOrder?
    var source = (kind: 0, index: 0)
    func consider(_ order: WaitingOrder, kind: Int, index: Int) {
      if let current = best, !order.precedes(current) { return }
      best = order
      source = (kind, index)
    }
    for team in teams {
      for role in 0..<roleCount {
        let own = team * roleCount + role
        if freeCount[own] > 0 {
          for post in postRanges[own] where !(personalLists + post).pointee.isEmpty && canStart(post) {
            if let order = firstOrder(&(personalLists + post).pointee) { consider(order, kind: 0, index: post) }
          }
        }
        if freeCount[placeOf(team: team, role: role)] > 0, let order = firstOrder(&(roleLists + own).pointee) {
          consider(order, kind: 1, index: own)
        }
      }
      for eligibility in model.eligibilities.indices {
        let list = team * model.eligibilities.count + eligibility
        guard !(sharedLists + list).pointee.isEmpty,
          model.eligibilities[eligibility].roles.contains(where: { freeCount[placeOf(team: team, role: $0)] > 0 }),
          let order = firstOrder(&(sharedLists + list).pointee)
        else { continue }
        consider(order, kind: 2, index: list)
      }
    }
    guard best != nil else { return nil }
    let item = Int(takeFirst(kind: source.kind, index: source.index))
    if source.kind == 0 { return (item, source.index) }
    return firstChoice(for: item).map { (item, $0) }
  }

  /// The named practitioner if she is free, else someone free of the first eligible role that has anyone.
  private mutating func firstChoice(for item: Int) -> Int? {
    if let named = namedPost(for: item), canStart(named) { return named }
    for role in model.eligibilities[Int(work[item].eligibility)].roles {
      if let post = freePost(team: Int(work[item].team), role: role) { return post }
    }
    return nil
  }

  /// A member of staff who is free and at work takes the most pressing piece of work that is open to them.
  mutating func lookForWork(_ post: Int) {
    guard canStart(post) else { return }
    let role = posts[post].role
    var best: WaitingOrder?
    var source = (kind: 0, index: 0)
    func consider(_ order: WaitingOrder, kind: Int, index: Int) {
      if let current = best, !order.precedes(current) { return }
      best = order
      source = (kind, index)
    }
    if let order = firstOrder(&(personalLists + post).pointee) { consider(order, kind: 0, index: post) }
    let teams = posts[post].team == teamCount ? 0..<teamCount + 1 : posts[post].team..<posts[post].team + 1
    for team in teams {
      let own = team * roleCount + role
      if let order = firstOrder(&(roleLists + own).pointee) { consider(order, kind: 1, index: own) }
      for eligibility in sharedOfRole[role] {
        let list = team * model.eligibilities.count + eligibility
        if let order = firstOrder(&(sharedLists + list).pointee) { consider(order, kind: 2, index: list) }
      }
    }
    guard best != nil else { return }
    start(Int(takeFirst(kind: source.kind, index: source.index)), by: post)
  }

  private func takeFirst(kind: Int, index: Int) -> UInt32 {
    switch kind {
    case 0: takeFirst(&(personalLists + index).pointee)
    case 1: takeFirst(&(roleLists + index).pointee)
    default: takeFirst(&(sharedLists + index).pointee)
    }
  }

  /// The first entry that still waits; entries whose work went elsewhere are dropped on the way, and work whose place
  /// has changed with time is put where it now belongs. What comes first in its class has the earliest deadline, so
  /// no other entry can have lost its place.
  private func firstOrder(_ list: inout WaitingList) -> WaitingOrder? {
    while !list.isEmpty {
      let item = Int(list.firstItem)
      guard work[item].stamp == list.firstStamp, work[item].state == .waiting else {
        list.removeFirst()
        continue
      }
      let order = list.firstOrder
      guard triages else { return order }
      let current = self.order(of: item, sequence: order.sequence)
      if current.priority == order.priority, current.deadline == order.deadline { return order }
      list.removeFirst()
      list.add(UInt32(item), stamp: work[item].stamp, order: current)
    }
    return nil
  }

  private func takeFirst(_ list: inout WaitingList) -> UInt32 {
    let item = list.firstItem
    list.removeFirst()
    return item
  }

  /// Work that waited for a practitioner who has left is offered to the team.
  mutating func emptyPersonalList(of post: Int) {
    while firstOrder(&(personalLists + post).pointee) != nil {
      let item = Int(takeFirst(&(personalLists + post).pointee))
      offerToTeam(item, stamp: work[item].stamp)
    }
  }
}
