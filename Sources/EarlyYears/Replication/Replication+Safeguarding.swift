// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Safeguarding statuses, and the needs-led contacts that families ask for.
extension Replication {
  // MARK: Safeguarding

  /// The next opening: all statuses compete while none is open.
  mutating func scheduleSafeguarding(_ child: Int) {
    let quintile = Int(children[child].quintile)
    let rate = model.statuses.reduce(0.0) { $0 + $1.openingPerDay[quintile] }
    guard rate > 0 else { return }
    stream.seek(
      entity: children[child].id, purpose: Purpose.safeguarding.rawValue << 56,
      index: UInt64(children[child].safeguardingSpell))
    schedule(
      .safeguardingOpens, at: max(now, children[child].birth) + stream.exponential(mean: 1 / rate), child: child,
      item: UInt32(children[child].safeguardingSpell))
  }

  mutating func safeguardingOpens(_ child: Int) {
    guard children[child].safeguarding == 255 else { return }
    let quintile = Int(children[child].quintile)
    stream.seek(
      entity: children[child].id, purpose: Purpose.safeguarding.rawValue << 56,
      index: 1 << 40 | UInt64(children[child].safeguardingSpell))
    let total = model.statuses.reduce(0.0) { $0 + $1.openingPerDay[quintile] }
    var luck = stream.uniform() * total
    let status = model.statuses.firstIndex { status in
      luck -= status.openingPerDay[quintile]
      return luck < 0
    }
    openSafeguarding(child, status: status ?? 0)
  }

  mutating func openSafeguarding(_ child: Int, status s: Int) {
    if children[child].safeguarding != 255 {
      // A case that is open already is only replaced by a more serious one; the file lists them in that order.
      guard s > Int(children[child].safeguarding) else { return }
      endSafeguardingSpell(child)
    }
    children[child].safeguarding = UInt8(s)
    children[child].safeguardingSpell &+= 1
    children[child].safeguardingSince = now
    let spell = children[child].safeguardingSpell
    count(model.layout.status(s, .opened), child)
    stream.seek(
      entity: children[child].id, purpose: Purpose.safeguarding.about(model.statuses[s].key), index: UInt64(spell))
    let duration = stream.nonNegative(model.statuses[s].duration)
    schedule(.safeguardingCloses, at: now + duration, child: child, item: UInt32(spell))
    for (a, activity) in model.statuses[s].activities.enumerated() {
      schedule(.activityDue, at: now + activity.firstAfterDays, child: child, item: UInt32(spell), detail: a)
    }
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
    let status = model.statuses[Int(children[child].safeguarding)]
    endSafeguardingSpell(child)
    if let next = status.stepsDownTo {
      stream.seek(
        entity: children[child].id, purpose: Purpose.safeguarding.about(status.key),
        index: 1 << 40 | UInt64(children[child].safeguardingSpell))
      if stream.bernoulli(status.stepsDownProbability) { return openSafeguarding(child, status: next) }
    }
    scheduleSafeguarding(child)
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
      * (children[child].anyNeed ? additional.withNeed : 1)
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
