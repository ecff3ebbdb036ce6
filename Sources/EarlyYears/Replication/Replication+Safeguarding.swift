// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Safeguarding statuses, and the needs-led contacts that families ask for.
extension Replication {
  // MARK: Safeguarding

  /// A child comes on the books. Some are born with a case; what happened before a family came is lived through
  /// without being counted, so that cases are open then as they are at any time.
  mutating func startSafeguarding(_ child: Int) {
    guard !model.statuses.isEmpty else { return }
    var time = children[child].birth
    var following = statusAtBirth(child)
    while time <= now {
      if let status = following {
        children[child].safeguardingSpell &+= 1
        let closes = time + duration(child, status: status)
        if closes > now { return resumeSafeguarding(child, status: status, since: time, closes: closes) }
        time = closes
        following = stepDown(child, from: status)
      } else {
        let opening = nextOpening(child, after: time)
        if opening.time > now { return scheduleOpening(child, opening) }
        time = opening.time
        following = opening.status
      }
    }
    // Not born yet: the case that was opened in pregnancy counts from birth.
    if let status = following { return scheduleOpening(child, (time, status)) }
    scheduleOpening(child, nextOpening(child, after: time))
  }

  private func statusAtBirth(_ child: Int) -> Int? {
    stream.seek(entity: children[child].id, purpose: Purpose.safeguarding.rawValue << 56, index: 1 << 40)
    var luck = stream.uniform()
    return model.statuses.firstIndex { status in
      luck -= status.bornWith[Int(children[child].quintile)]
      return luck < 0
    }
  }

  /// The next opening: all statuses compete while none is open.
  private func nextOpening(_ child: Int, after time: Double) -> (time: Double, status: Int) {
    let quintile = Int(children[child].quintile)
    let total = model.statuses.reduce(0.0) { $0 + $1.openingPerDay[quintile] }
    guard total > 0 else { return (.infinity, 0) }
    stream.seek(
      entity: children[child].id, purpose: Purpose.safeguarding.rawValue << 56,
      index: UInt64(children[child].safeguardingSpell))
    let opens = time + stream.exponential(mean: 1 / total)
    var luck = stream.uniform() * total
    let status = model.statuses.firstIndex { status in
      luck -= status.openingPerDay[quintile]
      return luck < 0
    }
    return (opens, status ?? 0)
  }

  private mutating func scheduleOpening(_ child: Int, _ opening: (time: Double, status: Int)) {
    schedule(
      .safeguardingOpens, at: opening.time, child: child, item: UInt32(children[child].safeguardingSpell),
      detail: opening.status)
  }

  mutating func safeguardingOpens(_ child: Int, status: Int, spell: UInt32) {
    // A case that a pathway opened meanwhile has an opening of its own scheduled after it.
    guard children[child].safeguarding == 255, UInt32(children[child].safeguardingSpell) == spell else { return }
    openSafeguarding(child, status: status)
  }

  mutating func openSafeguarding(_ child: Int, status s: Int) {
    if children[child].safeguarding != 255 {
      // A case that is open already is only replaced by a more serious one; the file lists them in that order.
      guard s > Int(children[child].safeguarding) else { return }
      endSafeguardingSpell(child)
    }
    children[child].safeguardingSpell &+= 1
    resumeSafeguarding(child, status: s, since: now, closes: now + duration(child, status: s))
  }

  /// A case is open from now on, opened now or before: when it closes, and the work that it brings from now.
  private mutating func resumeSafeguarding(_ child: Int, status s: Int, since opened: Double, closes: Double) {
    children[child].safeguarding = UInt8(s)
    children[child].safeguardingSince = now
    if opened == now { count(model.layout.status(s, .opened), child) }
    let spell = UInt32(children[child].safeguardingSpell)
    schedule(.safeguardingCloses, at: closes, child: child, item: spell)
    for (a, activity) in model.statuses[s].activities.enumerated() {
      var due = opened + activity.firstAfterDays
      if due < now {
        guard activity.everyDays.isFinite else { continue }
        due += ((now - due) / activity.everyDays).rounded(.up) * activity.everyDays
      }
      schedule(.activityDue, at: due, child: child, item: spell, detail: a)
    }
  }

  /// Length of the spell that the child is in.
  private func duration(_ child: Int, status s: Int) -> Double {
    stream.seek(
      entity: children[child].id, purpose: Purpose.safeguarding.about(model.statuses[s].key),
      index: UInt64(children[child].safeguardingSpell))
    return stream.nonNegative(model.statuses[s].duration)
  }

  private func stepDown(_ child: Int, from s: Int) -> Int? {
    guard let next = model.statuses[s].stepsDownTo else { return nil }
    stream.seek(
      entity: children[child].id, purpose: Purpose.safeguarding.about(model.statuses[s].key),
      index: 1 << 40 | UInt64(children[child].safeguardingSpell))
    return stream.bernoulli(model.statuses[s].stepsDownProbability) ? next : nil
  }

  /// Books the days and the cost of a spell that ends now, for whatever reason.
  mutating func endSafeguardingSpell(_ child: Int) {
    let s = Int(children[child].safeguarding)
    let since = children[child].safeguardingSince, l = model.layout
    let quintile = Int(children[child].quintile), team = Int(children[child].team)
    spread(1, l.status(s, .openDays), from: since, to: now, quintile: quintile, team: team)
    let cost = model.statuses[s].costPerDay
    if cost > 0 {
      spread(
        cost, l.money(.safeguarding, model.statuses[s].payer), from: since, to: now, quintile: quintile, team: team)
    }
    children[child].safeguarding = 255
  }

  mutating func safeguardingCloses(_ child: Int, spell: UInt32) {
    guard children[child].safeguarding != 255, UInt32(children[child].safeguardingSpell) == spell else { return }
    let status = Int(children[child].safeguarding)
    endSafeguardingSpell(child)
    if let next = stepDown(child, from: status) { return openSafeguarding(child, status: next) }
    scheduleOpening(child, nextOpening(child, after: now))
  }

  mutating func activityIsDue(_ child: Int, activity a: Int, spell: UInt32) {
    guard children[child].safeguarding != 255, UInt32(children[child].safeguardingSpell) == spell else { return }
    let activity = model.statuses[Int(children[child].safeguarding)].activities[a]
    request(activity.contact, of: child)
    schedule(.activityDue, at: now + activity.everyDays, child: child, item: spell, detail: a)
  }

  // MARK: Additional contacts

  mutating func additionalContactIsAskedFor(_ child: Int) {
    guard let additional = model.additional else { return }
    children[child].additionalRequests += 1
    var isDuplicate = false
    if additional.duplicatedShare > 0 {
      stream.seek(
        entity: children[child].id, purpose: Purpose.additional.rawValue << 56,
        index: 1 << 40 | UInt64(children[child].additionalRequests))
      isDuplicate = stream.bernoulli(additional.duplicatedShare)
      if isDuplicate { count(model.layout.population(.duplicated), child) }
    }
    request(additional.contact, of: child, isDuplicate: isDuplicate)
    scheduleAdditional(child)
  }

  /// The next request of a Poisson process whose rate changes with each birthday.
  mutating func scheduleAdditional(_ child: Int) {
    guard let additional = model.additional, !additional.perDay.isEmpty else { return }
    let own =
      Double(children[child].additionalFactor) * additional.byQuintile[Int(children[child].quintile)]
      * (children[child].asksForMore ? additional.withNeed : 1)
    stream.seek(
      entity: children[child].id, purpose: Purpose.additional.rawValue << 56,
      index: UInt64(children[child].additionalRequests))
    var hazard = stream.exponential(mean: 1)
    var age = max(0, children[child].age(at: now))
    let leaves = model.scenario.children.leaveAtAgeDays
    while age < leaves {
      let year = Int(age / Timeline.year)
      let rate = additional.perDay[min(year, additional.perDay.count - 1)] * own
      let birthday = Double(year + 1) * Timeline.year
      if rate * (birthday - age) >= hazard, rate > 0 {
        return schedule(.additionalDue, at: children[child].birth + age + hazard / rate, child: child)
      }
      hazard -= rate * (birthday - age)
      age = birthday
    }
  }
}
