// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Replication {
  private static let moverBit: UInt64 = 1 << 62

  /// Brings in the children already on the books and the first arrivals after them.
  mutating func startPopulation() {
    let settings = model.scenario.children
    let origin = model.scenario.clock.startsEmpty ? 0 : -settings.leaveAtAgeDays
    for quintile in 0..<5 where model.births[quintile].highestRate > 0 {
      nextBirths[quintile] = NextBirth(number: 0, time: origin)
      nextBirth(quintile: quintile)
    }
    guard settings.movesInPerYear > 0 else { return }
    for quintile in 0..<5 where model.movesIn[quintile] > 0 { scheduleMoveIn(quintile: quintile, number: 0) }
  }

  /// Admits the pending child and finds the next birth; births before the clock starts are admitted at once.
  mutating func nextBirth(quintile: Int) {
    let process = model.births[quintile]
    let known = model.scenario.children.knownBeforeBirthDays
    if nextBirths[quintile].isPending {
      admit(id: nextBirths[quintile].id, birth: nextBirths[quintile].time, quintile: quintile, isMover: false)
    }
    while true {
      var next = nextBirths[quintile]
      next.id = UInt64(quintile) << 48 | next.number
      stream.seek(entity: next.id, purpose: Purpose.birth.rawValue << 56)
      next.time += stream.exponential(mean: 1 / process.highestRate)
      let isBirth = stream.uniform() * process.highestRate < process.rate(at: next.time)
      next.number += 1
      next.isPending = isBirth
      nextBirths[quintile] = next
      guard next.time - known < end else { return }
      guard isBirth else { continue }
      if next.time - known > now { return schedule(.birth, at: next.time - known, subject: quintile) }
      admit(id: next.id, birth: next.time, quintile: quintile, isMover: false)
    }
  }

  private mutating func scheduleMoveIn(quintile: Int, number: UInt32) {
    let id = Self.moverBit | UInt64(quintile) << 48 | UInt64(number)
    stream.seek(entity: id, purpose: Purpose.move.rawValue << 56)
    let time = now + stream.exponential(mean: Timeline.year / model.movesIn[quintile])
    if time < end { schedule(.moveIn, at: time, subject: quintile, item: number) }
  }

  mutating func familyMovesIn(quintile: Int, number: UInt32) {
    let id = Self.moverBit | UInt64(quintile) << 48 | UInt64(number)
    stream.seek(entity: id, purpose: Purpose.move.rawValue << 56, index: 1)
    let age = stream.uniform() * model.scenario.children.leaveAtAgeDays
    admit(id: id, birth: now - age, quintile: quintile, isMover: true)
    scheduleMoveIn(quintile: quintile, number: number + 1)
  }

  /// Opens a record: who the child is, what it needs, and all that can be scheduled for it now.
  private mutating func admit(id: UInt64, birth: Double, quintile: Int, isMover: Bool) {
    let settings = model.scenario.children
    guard birth + settings.leaveAtAgeDays > now else { return }
    let older = isMover ? nil : olderSibling(of: id, birth: birth, quintile: quintile)
    let child = children.open()
    var record = Child()
    record.id = id
    record.family = older.map { children[$0].family } ?? id
    record.birth = birth
    record.entered = now
    record.generation = children[child].generation
    record.isHere = true
    record.quintile = UInt8(quintile)
    stream.seek(entity: record.family, purpose: Purpose.family.rawValue << 56)
    let teamLuck = stream.uniform(), programmeLuck = stream.uniform()
    let adversity = stream.standardNormal()
    let link = settings.adversityAttendanceCorrelation
    record.adversity = Float(adversity)
    record.propensity = Float(link * adversity + (1 - link * link).squareRoot() * stream.standardNormal())
    if let additional = model.additional, additional.shape.isFinite {
      record.additionalFactor = Float(stream.gamma(shape: additional.shape, scale: 1 / additional.shape))
    }
    record.team = UInt16(model.teamByQuintile[quintile].firstIndex { teamLuck < $0 } ?? teamCount - 1)
    record.programme = programme(adversity: adversity, luck: programmeLuck)
    children[child] = record
    joinFamily(child, after: older, isMover: isMover)
    drawNeeds(child)
    nameAPractitioner(for: child)
    countAdmission(child)
    scheduleLeaving(child)
    scheduleContacts(child, isMover: isMover)
    scheduleAdditional(child)
    startSafeguarding(child)
  }

  /// Programmes are filled in the order of the file; those for most adversity from the top of its range.
  private func programme(adversity: Double, luck: Double) -> UInt8 {
    var below = 0.0
    for (index, programme) in model.scenario.programmes.enumerated() where programme.share > 0 {
      let position = programme.selectsMostAdverse ? 0.5 * erfc(adversity / 2.0.squareRoot()) : luck
      if position >= below, position < below + programme.share { return UInt8(index) }
      below += programme.share
    }
    return 255
  }

  /// Needs share the family's adversity: a one-factor Gaussian copula, so that each keeps its prevalence.
  private mutating func drawNeeds(_ child: Int) {
    let correlation = model.scenario.children.needCorrelation
    let adversity = Double(children[child].adversity)
    for n in 0..<needCount {
      let plan = model.needs[n]
      let holder = plan.isSharedInFamily ? children[child].family : children[child].id
      stream.seek(entity: holder, purpose: Purpose.need.about(plan.key))
      let latent = correlation.squareRoot() * adversity + (1 - correlation).squareRoot() * stream.standardNormal()
      guard latent > plan.threshold[Int(children[child].quintile)] else { continue }
      if plan.raisesRequests { children[child].asksForMore = true }
      let onset: Double
      if let begun = takesOverNeed(child, need: n) {
        onset = begun
      } else {
        if holder != children[child].id {
          // What the family had is over: the child's own spell.
          stream.seek(entity: children[child].id, purpose: Purpose.need.about(plan.key))
          _ = stream.standardNormal()
        }
        onset = stream.draw(plan.onset)
        children[child, need: n].onset = Float(onset)
        if let persists = plan.persists {
          children[child, need: n].end = Float(onset + stream.nonNegative(persists))
        }
      }
      guard plan.elsewherePerDay > 0 else { continue }
      stream.seek(entity: children[child].id, purpose: Purpose.elsewhere.about(plan.key))
      let found = children[child].birth + onset + stream.exponential(mean: 1 / plan.elsewherePerDay)
      if found > now { schedule(.identifiedElsewhere, at: found, child: child, detail: n) }
    }
  }

  private mutating func scheduleLeaving(_ child: Int) {
    let settings = model.scenario.children
    if settings.movesOutPerYear > 0, children[child].older < 0 {
      stream.seek(entity: children[child].id, purpose: Purpose.move.rawValue << 56, index: 2)
      let from = max(now, children[child].birth)
      children[child].movesOut = from + stream.exponential(mean: Timeline.year / settings.movesOutPerYear)
    }
    let leaves = min(children[child].birth + settings.leaveAtAgeDays, children[child].movesOut)
    schedule(.childLeaves, at: leaves, child: child)
  }

  /// Contacts that age brings. What fell due before the family came was done elsewhere if an appointment
  /// would have been kept; otherwise it is asked for now, if its window is still open.
  private mutating func scheduleContacts(_ child: Int, isMover: Bool) {
    let age = children[child].age(at: now)
    for k in 0..<contactCount {
      if plans[k].kind == .transferIn, !plans[k].isStartedByAge {
        if isMover, plans[k].isOffered(to: children[child]) {
          schedule(.contactDue, at: now + plans[k].dueAfter, child: child, detail: k)
        }
        continue
      }
      guard plans[k].isStartedByAge, plans[k].isOffered(to: children[child]) else { continue }
      if plans[k].offeredShare < 1 {
        stream.seek(entity: children[child].id, purpose: Purpose.offer.about(plans[k].key))
        guard stream.bernoulli(plans[k].offeredShare) else { continue }
      }
      stream.seek(entity: children[child].id, purpose: Purpose.offer.about(plans[k].key), index: 1)
      let due = min(max(stream.draw(plans[k].dueAge), plans[k].opensAge), plans[k].closesAge)
      if due >= age {
        // The family hears of it beforehand.
        schedule(.contactDue, at: max(now, children[child].birth + due - plans[k].notice), child: child, detail: k)
      } else if wouldAttend(child, contact: k) {
        children[child, completed: k] = Float(due)
      } else if age < plans[k].closesAge {
        schedule(.contactDue, at: now, child: child, detail: k)
      }
    }
  }

  mutating func leave(_ child: Int) {
    var item = children[child].firstWork
    while item >= 0 {
      let following = work[Int(item)].next
      familyLeft(Int(item))
      item = following
    }
    if children[child].safeguarding != 255 { endSafeguardingSpell(child) }
    evaluate(child, until: now)
    leaveFamily(child)
    if children[child].named >= 0 { posts[Int(children[child].named)].namedChildren -= 1 }
    children.move(child, toList: -1)
    children.close(child)
  }
}

/// The birth that comes next in a quintile's stream.
struct NextBirth {
  var number: UInt64 = 0
  var time = 0.0
  var id: UInt64 = 0
  var isPending = false
}
