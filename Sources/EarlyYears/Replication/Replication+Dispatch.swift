// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

/// Who does what next: safeguarding first, then metric deadline, then due date, with a preference for the
/// named practitioner and for the first-choice role as long as the scenario lets work wait for them.
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
  private func namedPost(for item: Int) -> Int? {
    guard work[item].hasChild else { return nil }
    let named = Int(children[Int(work[item].child)].named)
    guard named >= 0, model.eligibilities[Int(work[item].eligibility)].roles.first == posts[named].role else {
      return nil
    }
    return named
  }

  /// When work that waits for one practitioner is offered to the team.
  private func offeredToTeam(_ item: Int) -> Double {
    let deadline =
      work[item].deadline.isFinite ? work[item].deadline : min(work[item].closes, work[item].requested + 28)
    return deadline - model.scenario.caseload.offeredToTeamBeforeDeadlineDays
  }

  private func waitsForNamed(_ item: Int) -> Bool { offeredToTeam(item) > now }

  func order(of item: Int) -> WaitingOrder {
    let priority = work[item].contact == Work.supervision ? 2 : plans[Int(work[item].contact)].priority
    let deadline = work[item].deadline.isFinite ? work[item].deadline : work[item].requested
    return WaitingOrder(priority: priority, deadline: deadline, due: work[item].requested, sequence: sequence)
  }

  private mutating func enqueue(_ item: Int) {
    sequence &+= 1
    let order = order(of: item), stamp = work[item].stamp
    if let named = namedPost(for: item), waitsForNamed(item) {
      personalLists[named].add(UInt32(item), stamp: stamp, order: order)
      return schedule(.workWidens, at: offeredToTeam(item), subject: item, generation: stamp)
    }
    let roles = model.eligibilities[Int(work[item].eligibility)].roles
    let hold = model.scenario.caseload.preferenceHoldDays
    if hold > 0, roles.count > 1 {
      roleLists[Int(work[item].team) * roleCount + roles[0]].add(UInt32(item), stamp: stamp, order: order)
      return schedule(.workWidens, at: work[item].ready + hold, subject: item, generation: stamp)
    }
    addToShared(item, order: order)
  }

  private mutating func addToShared(_ item: Int, order: WaitingOrder) {
    let list = Int(work[item].team) * model.eligibilities.count + Int(work[item].eligibility)
    sharedLists[list].add(UInt32(item), stamp: work[item].stamp, order: order)
  }

  /// Work has waited long enough for its first choice: everyone eligible may take it.
  mutating func offerToTeam(_ item: Int, stamp: UInt32) {
    guard work[item].stamp == stamp, work[item].state == .waiting else { return }
    for role in model.eligibilities[Int(work[item].eligibility)].roles {
      if let post = freePost(team: Int(work[item].team), role: role) { return start(item, by: post) }
    }
    sequence &+= 1
    addToShared(item, order: order(of: item))
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
    if let order = firstOrder(&personalLists[post]) { consider(order, kind: 0, index: post) }
    let teams = posts[post].team == teamCount ? 0..<teamCount + 1 : posts[post].team..<posts[post].team + 1
    for team in teams {
      let own = team * roleCount + role
      if let order = firstOrder(&roleLists[own]) { consider(order, kind: 1, index: own) }
      for eligibility in sharedOfRole[role] {
        let list = team * model.eligibilities.count + eligibility
        if let order = firstOrder(&sharedLists[list]) { consider(order, kind: 2, index: list) }
      }
    }
    guard best != nil else { return }
    let item: UInt32
    switch source.kind {
    case 0: item = takeFirst(&personalLists[source.index])
    case 1: item = takeFirst(&roleLists[source.index])
    default: item = takeFirst(&sharedLists[source.index])
    }
    start(Int(item), by: post)
  }

  /// The first entry that still waits; entries whose work went elsewhere are dropped on the way.
  private func firstOrder(_ list: inout WaitingList) -> WaitingOrder? {
    while !list.isEmpty {
      let item = Int(list.firstItem)
      if work[item].stamp == list.firstStamp, work[item].state == .waiting { return list.firstOrder }
      list.removeFirst()
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
    while firstOrder(&personalLists[post]) != nil {
      let item = Int(takeFirst(&personalLists[post]))
      offerToTeam(item, stamp: work[item].stamp)
    }
  }
}
