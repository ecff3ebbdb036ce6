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
    return freePost(for: item, ranks: model.scenario.caseload.preferenceHoldDays > 0 ? 1 : .max)
  }

  /// Someone free of the first of the eligible roles that has anyone, down to a rank.
  private mutating func freePost(for item: Int, ranks: Int) -> Int? {
    let team = Int(work[item].team), eligible = model.eligibilities[Int(work[item].eligibility)]
    for rank in 0..<min(ranks, eligible.count) {
      if let post = freePost(team: team, role: eligible[rank]) { return post }
    }
    return nil
  }

  private mutating func freePost(team: Int, role: Int) -> Int? {
    posts.takeFree(in: poolOf(team: team, role: role), at: now)
  }

  /// A team's posts of a role; a role that covers the authority has its posts in the last team.
  func poolOf(team: Int, role: Int) -> Int { pools[team * roleCount + role] }

  private mutating func canStart(_ post: Int) -> Bool { posts.canStart(post, at: now) }

  /// The post that holds the child's named caseload, if its role is the first choice for this work; what is
  /// delegated first to another role goes to that role.
  func namedPost(for item: Int) -> Int? {
    guard work[item].hasChild else { return nil }
    let named = Int(children[Int(work[item].child)].named)
    guard named >= 0, model.eligibilities[Int(work[item].eligibility)].first == posts[named].role else {
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
      waiting.add(item, stamp: stamp, order: order, to: .personal(named))
      return schedule(.workWidens, at: offeredToTeam(item), subject: item, generation: stamp)
    }
    let eligible = model.eligibilities[Int(work[item].eligibility)]
    let hold = model.scenario.caseload.preferenceHoldDays
    if hold > 0, eligible.count > 1 {
      let own = Int(work[item].team) * roleCount + eligible[0]
      waiting.add(item, stamp: stamp, order: order, to: .role(own))
      return schedule(.workWidens, at: work[item].ready + hold, subject: item, generation: stamp)
    }
    addToShared(item, order: order)
  }

  private mutating func addToShared(_ item: Int, order: WaitingOrder) {
    let list = Int(work[item].team) * model.eligibilities.count + Int(work[item].eligibility)
    waiting.add(item, stamp: work[item].stamp, order: order, to: .shared(list))
  }

  /// Work has waited long enough for its first choice, or its appointment was not kept by us: everyone eligible may
  /// take it.
  mutating func offerToTeam(_ item: Int, stamp: UInt32) {
    guard work[item].stamp == stamp, work[item].state == .waiting else { return }
    work[item].appointmentDay = -1
    if let post = freePost(for: item, ranks: .max) { return start(item, by: post) }
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
    for team in teams {
      for role in 0..<roleCount {
        let pool = team * roleCount + role
        freeCount[pool] = posts.freeCount(in: pool, at: now)
      }
    }
    gatherCandidates(teams: teams)
    while !candidates.isEmpty {
      let list = Int(candidates.firstItem), order = candidates.firstOrder
      candidates.removeFirst()
      // The list's first piece of work may have been done alongside another since, or nobody be left for it.
      guard someoneIsFree(for: list), let present = firstOrder(list) else { continue }
      guard !order.precedes(present) else {
        candidates.add(UInt32(list), stamp: 0, order: present)
        continue
      }
      let item = waiting.takeFirst(of: list)
      guard let post = waiting.owner(of: list) ?? firstChoice(for: item) else { return }
      freeCount[posts[post].pool] -= 1
      start(item, by: post)
      if let next = firstOrder(list) { candidates.add(UInt32(list), stamp: 0, order: next) }
    }
  }

  /// The lists of these teams, each in the place of its most pressing piece of work.
  private mutating func gatherCandidates(teams: Range<Int>) {
    while !candidates.isEmpty { candidates.removeFirst() }
    for team in teams {
      for role in 0..<roleCount {
        let own = team * roleCount + role
        if freeCount[own] > 0 { for post in posts.ranges[own] { consider(waiting.number(of: .personal(post))) } }
        consider(waiting.number(of: .role(own)))
      }
      for eligibility in model.eligibilities.indices {
        consider(waiting.number(of: .shared(team * model.eligibilities.count + eligibility)))
      }
    }
  }

  private mutating func consider(_ list: Int) {
    guard !waiting[list].pointee.isEmpty, someoneIsFree(for: list), let order = firstOrder(list) else { return }
    candidates.add(UInt32(list), stamp: 0, order: order)
  }

  /// Whether someone who may take from a list has nothing in hand at the start of the shift.
  private mutating func someoneIsFree(for list: Int) -> Bool {
    switch waiting.source(of: list) {
    case .personal(let post): return canStart(post)
    case .role(let own):
      return freeCount[poolOf(team: own / roleCount, role: own % roleCount)] > 0
    case .shared(let shared):
      let (team, eligibility) = shared.quotientAndRemainder(dividingBy: model.eligibilities.count)
      let eligible = model.eligibilities[eligibility]
      for rank in 0..<eligible.count where freeCount[poolOf(team: team, role: eligible[rank])] > 0 { return true }
      return false
    }
  }

  /// The named practitioner if she is free, else someone free of the first eligible role that has anyone.
  private mutating func firstChoice(for item: Int) -> Int? {
    if let named = namedPost(for: item), canStart(named) { return named }
    return freePost(for: item, ranks: .max)
  }

  /// A member of staff who is free and at work takes the most pressing piece of work that is open to them.
  mutating func lookForWork(_ post: Int) {
    guard canStart(post) else { return }
    let role = posts[post].role
    var best: WaitingOrder?
    var source = 0
    func consider(_ list: Int, _ order: WaitingOrder) {
      if let current = best, !order.precedes(current) { return }
      best = order
      source = list
    }
    let own = waiting.number(of: .personal(post))
    if let order = firstOrder(own) { consider(own, order) }
    let teams = posts[post].team == teamCount ? 0..<teamCount + 1 : posts[post].team..<posts[post].team + 1
    for team in teams {
      let ofRole = waiting.number(of: .role(team * roleCount + role))
      if let order = firstOrder(ofRole) { consider(ofRole, order) }
      for eligibility in sharedOfRole[role] {
        let shared = waiting.number(of: .shared(team * model.eligibilities.count + eligibility))
        if let order = firstOrder(shared) { consider(shared, order) }
      }
    }
    guard best != nil else { return }
    start(waiting.takeFirst(of: source), by: post)
  }

  /// The first entry that still waits; entries whose work went elsewhere are dropped on the way, and work whose place
  /// has changed with time is put where it now belongs. What comes first in its class has the earliest deadline, so
  /// no other entry can have lost its place.
  private func firstOrder(_ list: Int) -> WaitingOrder? {
    let entries = waiting[list]
    while !entries.pointee.isEmpty {
      let item = Int(entries.pointee.firstItem)
      guard work[item].stamp == entries.pointee.firstStamp, work[item].state == .waiting else {
        entries.pointee.removeFirst()
        continue
      }
      let order = entries.pointee.firstOrder
      guard triages else { return order }
      let current = self.order(of: item, sequence: order.sequence)
      if current.priority == order.priority, current.deadline == order.deadline { return order }
      entries.pointee.removeFirst()
      entries.pointee.add(UInt32(item), stamp: work[item].stamp, order: current)
    }
    return nil
  }

  /// Work that waited for a practitioner who has left is offered to the team.
  mutating func emptyPersonalList(of post: Int) {
    let list = waiting.number(of: .personal(post))
    while firstOrder(list) != nil {
      let item = waiting.takeFirst(of: list)
      offerToTeam(item, stamp: work[item].stamp)
    }
  }
}
