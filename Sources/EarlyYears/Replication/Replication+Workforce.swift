// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// People in posts: starting, leaving, vacancies, agency cover, and who holds which children.
extension Replication {
  // MARK: Posts

  mutating func openPosts() {
    for (index, plan) in model.posts.enumerated() {
      let role = model.roles[plan.role]
      let vacant = role.supply?.vacantShare[monthOfYear(tick: 0)] ?? role.role.vacancyRateAtStart
      stream.seek(entity: plan.key, purpose: Purpose.vacancy.about(role.key))
      if stream.bernoulli(vacant) {
        fallVacant(index)
      } else {
        fill(index, isStarter: false)
      }
    }
  }

  /// Month of the year (January 0) that a tick of the workforce's months opens; a tick is a twelfth of a year, so
  /// that every month comes once a year.
  private func monthOfYear(tick: Int) -> Int { (model.timeline.firstDay.month - 1 + tick) % 12 }

  private mutating func fill(_ post: Int, isStarter: Bool, isAgency: Bool = false) {
    let role = model.roles[posts[post].role]
    posts[post].holder += 1
    posts[post].isAgency = isAgency
    posts[post].filledSince = now
    let rota = Rota(
      role: role, wte: posts[post].wte, place: posts[post].place, key: posts[post].key, timeline: model.timeline)
    var (planned, actual) = rota.workingTime(stream)
    posts[post].starterUntil = 0
    if isStarter {
      posts[post].starterUntil = now + role.role.starterDays
      actual.reduce(to: role.role.starterShare, untilDay: Int(posts[post].starterUntil))
      planned.reduce(to: role.role.starterShare, untilDay: Int(posts[post].starterUntil))
    }
    posts.fill(post, workingTime: actual)
    diaries.open(post, pool: posts[post].pool, from: Int(now), bookableShare: model.bookableShare, planned)
    if now > 0 { takeOverChildren(post) }
  }

  /// Someone may start in a vacant post, if anyone is left of those who can.
  mutating func vacancyMayBeFilled(_ post: Int) {
    let role = posts[post].role, recruitment = model.roles[role].role.recruitment
    guard let limit = recruitment.startersPerYear else { return postIsFilled(post) }
    let atIntakes = recruitment.intakeMonths.isEmpty ? 0 : recruitment.intakeShare
    if posts[post].waitsForIntake {
      let size = intakeSize(recruitment.intakeMonths, perYear: limit * atIntakes)
      if starterLimits[role].takeFromIntake(of: size, day: now) { return postIsFilled(post) }
      schedule(.postFilled, at: nextIntake(recruitment.intakeMonths, after: now + 1), subject: post)
    } else if let later = starterLimits[role].take(perYear: limit * (1 - atIntakes), at: now) {
      if later < end { schedule(.postFilled, at: later, subject: post) }
    } else {
      postIsFilled(post)
    }
  }

  /// Whole people of this intake, so that over the years they come to the stated number.
  private func intakeSize(_ months: [Int], perYear: Double) -> Int {
    let date = model.timeline.firstDay + Int(now)
    let intakesBefore = (date.year - model.timeline.firstDay.year) * months.count + months.count { $0 < date.month }
    let size = perYear / Double(months.count)
    return Int(size * Double(intakesBefore + 1) + 1e-9) - Int(size * Double(intakesBefore) + 1e-9)
  }

  private mutating func postIsFilled(_ post: Int) {
    if posts[post].isFilled { endEmployment(post) } else { endVacancy(post) }
    let l = model.layout
    if books.isReporting, let row = countRow(team: posts[post].team, at: now) {
      books.counters.add(1, l.role(posts[post].role, .starters), row: row)
    }
    fill(post, isStarter: true)
    lookForWork(post)
  }

  /// A post falls vacant: recruitment starts, and agency staff may fill in.
  private mutating func fallVacant(_ post: Int) {
    let role = model.roles[posts[post].role]
    posts.vacate(post)
    diaries.close(post, from: Int(now))
    posts[post].filledSince = now
    giveUpChildren(post)
    stream.seek(
      entity: posts[post].key, purpose: Purpose.vacancy.about(role.key), index: UInt64(posts[post].holder) + 1)
    let recruitment = role.role.recruitment
    let lead = stream.nonNegative(recruitment.leadTimeDays)
    posts[post].waitsForIntake = stream.bernoulli(recruitment.intakeShare) && !recruitment.intakeMonths.isEmpty
    let isCovered = stream.bernoulli(role.role.agencyShare)
    // Where the vacancy rate is stated, the months decide who starts.
    if role.supply == nil {
      let starts = posts[post].waitsForIntake ? nextIntake(recruitment.intakeMonths, after: now + lead) : now + lead
      schedule(.postFilled, at: max(starts, now + 1), subject: post)
    }
    if isCovered {
      endVacancy(post)
      fill(post, isStarter: false, isAgency: true)
    }
  }

  /// First day of the next intake month.
  private func nextIntake(_ months: [Int], after time: Double) -> Double {
    var day = Int(time.rounded(.up))
    for _ in 0..<800 {
      let date = model.timeline.firstDay + day
      if date.day == 1, months.contains(date.month) { return Double(day) }
      day += 1
    }
    return time
  }

  /// Once a month: who leaves, who starts where a vacancy rate is stated, and regular supervision.
  mutating func workforceMonth() {
    let tick = Int((now / (Timeline.year / 12)).rounded())
    if model.roles.contains(where: { $0.role.leaversPer50Children > 0 }) { noteTeamRatios() }
    for post in 0..<posts.count {
      let role = model.roles[posts[post].role]
      if posts[post].isFilled, let supervision = role.role.supervision, let supervisor = role.supervisor,
        supervision.minutesPerMonth > 0
      {
        let team = min(posts[post].team, teamCount - 1)
        requestSupervision(minutes: supervision.minutesPerMonth, eligibility: supervisor, team: UInt16(team))
      }
      if posts[post].isFilled, !posts[post].isAgency {
        stream.seek(entity: posts[post].key, purpose: Purpose.leaving.about(role.key), index: UInt64(tick))
        if stream.bernoulli(leavingChance(post)) { personLeaves(post) }
      } else if let supply = role.supply {
        let chance = supply.fillingPerLeaving[monthOfYear(tick: tick)] * leavingChance(ofRole: posts[post].role)
        stream.seek(
          entity: posts[post].key, purpose: Purpose.vacancy.about(role.key), index: 1 << 40 | UInt64(tick))
        if stream.bernoulli(chance) { postIsFilled(post) }
      }
    }
    schedule(.workforceMonth, at: now + Timeline.year / 12)
  }

  /// Chance that the holder of a post leaves this month.
  private func leavingChance(_ post: Int) -> Double {
    let role = model.roles[posts[post].role].role
    guard role.leaversPerYear > 0 || role.leaversPer50Children > 0 else { return 0 }
    let excess = role.leaversPer50Children > 0 ? max(0, childrenPerWTE(post) - role.referenceCaseload) / 50 : 0
    return StarterSupply.monthly(min(0.99, role.leaversPerYear + role.leaversPer50Children * excess))
  }

  /// The same on average over a role's staff: the supply of starters follows it.
  private func leavingChance(ofRole role: Int) -> Double {
    guard model.roles[role].role.leaversPer50Children > 0 else {
      return StarterSupply.monthly(model.roles[role].role.leaversPerYear)
    }
    var sum = 0.0, staff = 0.0
    for post in 0..<posts.count where posts[post].role == role && posts[post].isFilled && !posts[post].isAgency {
      sum += leavingChance(post)
      staff += 1
    }
    return staff > 0 ? sum / staff : StarterSupply.monthly(model.roles[role].role.leaversPerYear)
  }

  private mutating func personLeaves(_ post: Int) {
    if books.isReporting, let row = countRow(team: posts[post].team, at: now) {
      books.counters.add(1, model.layout.role(posts[post].role, .leavers), row: row)
    }
    endEmployment(post)
    fallVacant(post)
  }

  /// Books the time of whoever is in the post, up to now.
  private mutating func endEmployment(_ post: Int) {
    let l = model.layout, role = posts[post].role, team = posts[post].team
    let since = posts[post].filledSince, wte = posts[post].wte
    let counter: CounterLayout.Role = posts[post].isAgency ? .agencyWTEDays : .employedWTEDays
    spread(wte, l.role(role, counter), from: since, to: now, quintile: 0, team: team)
    let plan = model.roles[role]
    let minutesPerDay = plan.hoursPerDay * 60 * Double(plan.daysPerWeek) / 7 * wte
    spread(minutesPerDay, l.role(role, .paidMinutes), from: since, to: now, quintile: 0, team: team)
    let timeline = model.timeline
    for year in 0..<timeline.years {
      let opens = timeline.reportStart + Double(year) * timeline.period
      let from = max(since, opens), to = min(now, opens + timeline.length(ofYear: year))
      guard to > from else { continue }
      books.counters.add(
        posts[post].workingTime.working(from: from, to: to) * 1440, l.role(role, .availableMinutes),
        row: books.counters.row(year: year, quintile: 0, team: team))
    }
    posts[post].filledSince = now
  }

  private mutating func endVacancy(_ post: Int) {
    spread(
      posts[post].wte, model.layout.role(posts[post].role, .vacantWTEDays), from: posts[post].filledSince, to: now,
      quintile: 0, team: posts[post].team)
    posts[post].filledSince = now
  }

  mutating func closePosts() {
    for post in 0..<posts.count {
      if posts[post].isFilled { endEmployment(post) } else { endVacancy(post) }
    }
  }

  // MARK: Shifts

  /// The hours at which shifts start; a role that works always has none.
  mutating func scheduleShifts() {
    var hours = Set<Double>()
    for role in model.roles {
      if case .week(_, let startHour, _) = role.role.workingPattern { hours.insert(startHour) }
    }
    for (number, hour) in hours.sorted().enumerated() { schedule(.shiftStarts, at: hour / 24, subject: number) }
  }

  mutating func shiftStarts(_ number: Int) {
    handOutWaitingWork()
    schedule(.shiftStarts, at: now + 1, subject: number)
  }

  // MARK: Named caseloads

  private var isNamed: Bool { model.scenario.caseload.model == .named }

  /// Children per WTE of a post, a starter's share counted as full WTE; the team's ratio when corporate.
  func childrenPerWTE(_ post: Int) -> Double {
    if isNamed, model.roles[posts[post].role].role.holdsCaseload {
      return Double(posts[post].namedChildren) / posts[post].wte
    }
    return books.observation.childrenPerWTE(team: min(posts[post].team, teamCount - 1))
  }

  /// The holder with the fewest children for their hours takes the next child.
  mutating func nameAPractitioner(for child: Int) {
    let named = namedOfSiblings(child)
    if named >= 0 { return assign(child, to: named) }
    guard isNamed else { return }
    if let post = lightestPost(team: Int(children[child].team)) {
      assign(child, to: post)
    } else {
      leaveUnheld(child)
    }
  }

  /// A family has one practitioner: its children change hands together.
  private mutating func assign(_ child: Int, to post: Int) {
    var member = eldest(of: child)
    while member >= 0 {
      if children[member].named >= 0 { posts[Int(children[member].named)].namedChildren -= 1 }
      children[member].named = Int32(post)
      children.move(member, toList: post)
      posts[post].namedChildren += 1
      member = Int(children[member].younger)
    }
  }

  /// Nobody holds the child, until someone of its team can.
  private mutating func leaveUnheld(_ child: Int) {
    children[child].named = -1
    children.move(child, toList: listOfUnheld(team: Int(children[child].team)))
  }

  private func listOfUnheld(team: Int) -> Int { posts.count + team }

  private func lightestPost(team: Int) -> Int? {
    var best: Int?
    var least = Double.infinity
    for role in 0..<roleCount where model.roles[role].role.holdsCaseload {
      for post in posts.ranges[poolOf(team: team, role: role)] where posts[post].isFilled {
        let load = Double(posts[post].namedChildren) / capacity(post)
        if load < least {
          least = load
          best = post
        }
      }
    }
    return best
  }

  /// WTE for the purpose of sharing out children; a starter counts in part.
  private func capacity(_ post: Int) -> Double {
    posts[post].wte * (now < posts[post].starterUntil ? model.roles[posts[post].role].role.starterShare : 1)
  }

  /// Someone left: colleagues take over the children, and the work that waited for them is open to the team.
  private mutating func giveUpChildren(_ post: Int) {
    guard posts[post].namedChildren > 0 else { return }
    changingHands.removeAll(keepingCapacity: true)
    children.add(list: post, to: &changingHands)
    changingHands.sort()
    for index in changingHands.indices {
      let child = changingHands[index]
      // A sibling may have taken the child along.
      guard Int(children[child].named) == post else { continue }
      if let other = lightestPost(team: Int(children[child].team)) {
        assign(child, to: other)
      } else {
        posts[post].namedChildren -= 1
        leaveUnheld(child)
      }
    }
    emptyPersonalList(of: post)
  }

  /// Someone started: they take children from colleagues with more until the team is level.
  private mutating func takeOverChildren(_ post: Int) {
    guard isNamed, model.roles[posts[post].role].role.holdsCaseload else { return }
    let team = posts[post].team
    var colleaguesCapacity = 0.0, total = 0
    for role in 0..<roleCount where model.roles[role].role.holdsCaseload {
      for other in posts.ranges[poolOf(team: team, role: role)] where posts[other].isFilled {
        colleaguesCapacity += capacity(other)
        total += posts[other].namedChildren
      }
    }
    guard colleaguesCapacity > 0 else { return }
    let fair = Double(total) / colleaguesCapacity
    let target = Int(fair * capacity(post))
    gatherChildren(ofTeam: team, above: fair)
    for index in changingHands.indices {
      guard posts[post].namedChildren < target else { return }
      let child = changingHands[index], holder = Int(children[child].named)
      guard holder != post else { continue }
      if holder < 0 || Double(posts[holder].namedChildren) > fair * capacity(holder) { assign(child, to: post) }
    }
  }

  /// Children of a team (of all teams, for its last number) whom nobody holds, or someone who holds more than is fair, in
  /// the order of their slots.
  private mutating func gatherChildren(ofTeam team: Int, above fair: Double) {
    changingHands.removeAll(keepingCapacity: true)
    for holder in 0..<posts.count
    where posts[holder].namedChildren > 0 && Double(posts[holder].namedChildren) > fair * capacity(holder) {
      guard team == teamCount || posts[holder].team == teamCount || posts[holder].team == team else { continue }
      children.add(list: holder, to: &changingHands)
    }
    for other in 0..<teamCount where team == teamCount || other == team {
      children.add(list: listOfUnheld(team: other), to: &changingHands)
    }
    if team < teamCount { changingHands.removeAll { Int(children[$0].team) != team } }
    changingHands.sort()
  }
}
