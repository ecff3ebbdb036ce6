// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

/// Siblings under the age at which children leave: who belongs together, and what they share.
///
/// A birth joins the family of an earlier one, so that births stay the Poisson process that they are without
/// families. Whatever belongs to the family is addressed by the identity of its first child.
extension Replication {
  /// No two births of a mother are closer than this.
  private static let shortestInterval = 270.0

  // MARK: Becoming siblings

  /// The child that a newborn follows: of those in its quintile that nobody follows yet and who are still here,
  /// the one born nearest to the interval drawn for the newborn. A family that moves out before the birth is no
  /// longer here then, so that the chance of moving is the same for every child, with siblings or without.
  mutating func olderSibling(of id: UInt64, birth: Double, quintile: Int) -> Int? {
    guard let families = model.scenario.families else { return nil }
    stream.seek(entity: id, purpose: Purpose.siblings.rawValue << 56)
    guard stream.bernoulli(families.laterBirthsShare) else { return nil }
    let interval = max(Self.shortestInterval, stream.nonNegative(families.birthIntervalDays))
    let settings = model.scenario.children
    let target = birth - interval
    // Before the first birth that was simulated nobody is known; such a sibling has left by the time the clock starts.
    let firstBirth = model.scenario.clock.startsEmpty ? 0 : -settings.leaveAtAgeDays
    guard interval < settings.leaveAtAgeDays, target >= firstBirth else { return nil }
    return nearestBirth(to: target, before: birth, quintile: quintile)
  }

  private func nearestBirth(to target: Double, before birth: Double, quintile: Int) -> Int? {
    var after = recentBirths[quintile].position(of: target)
    var before = after - 1
    let first = recentBirths[quintile].first, count = recentBirths[quintile].entries.count
    while true {
      let back = before >= first ? target - recentBirths[quintile].entries[before].time : .infinity
      let isOpen = after < count && recentBirths[quintile].entries[after].time <= birth - Self.shortestInterval
      let ahead = isOpen ? recentBirths[quintile].entries[after].time - target : .infinity
      guard min(back, ahead) < .infinity else { return nil }
      let entry = recentBirths[quintile].entries[back <= ahead ? before : after]
      let child = Int(entry.child)
      if children[child].generation == entry.generation, children[child].isHere, children[child].younger < 0,
        children[child].movesOut > birth
      {
        return child
      }
      if back <= ahead { before -= 1 } else { after += 1 }
    }
  }

  /// Puts a new child in its place in the family, and into the list of those that a later birth may follow.
  mutating func joinFamily(_ child: Int, after older: Int?, isMover: Bool) {
    guard model.scenario.families != nil else { return }
    let birth = children[child].birth
    if !isMover {
      recentBirths[Int(children[child].quintile)].add(
        .init(time: birth, child: UInt32(child), generation: children[child].generation),
        forgettingBefore: birth - model.scenario.children.leaveAtAgeDays)
    }
    children[child].eldestSince = max(birth, now)
    guard let older else { return }
    children[child].older = Int32(older)
    children[older].younger = Int32(child)
    children[child].eldestSince = .infinity
    children[child].familySeenBy = children[older].familySeenBy
    children[child].movesOut = children[older].movesOut
  }

  mutating func leaveFamily(_ child: Int) {
    let older = Int(children[child].older), younger = Int(children[child].younger)
    if older >= 0 { children[older].younger = Int32(younger) }
    guard younger >= 0 else { return }
    children[younger].older = Int32(older)
    if older < 0 { children[younger].eldestSince = max(now, children[younger].birth) }
  }

  /// The first of a child's family who is still here; the others follow by `younger`.
  func eldest(of child: Int) -> Int {
    var eldest = child
    while children[eldest].older >= 0 { eldest = Int(children[eldest].older) }
    return eldest
  }

  // MARK: Practitioners

  /// The practitioner who holds a child's sibling, −1 for none.
  func namedOfSiblings(_ child: Int) -> Int {
    children[child].older >= 0 ? Int(children[Int(children[child].older)].named) : -1
  }

  /// Earlier contacts of anyone in the family with a practitioner.
  func familyContacts(_ child: Int, with practitioner: Int32) -> Int {
    var contacts = 0, member = eldest(of: child)
    while member >= 0 {
      contacts += children[member].seen.contacts(with: practitioner)
      member = Int(children[member].younger)
    }
    return contacts
  }

  /// Whether the family meets whom it met last, whichever of its children that was for.
  mutating func countFamilyContact(_ child: Int, by practitioner: Int32) {
    guard model.scenario.families != nil else { return }
    let l = model.layout
    if children[child].familySeenBy >= 0 {
      count(l.continuity(.familyContacts), child)
      if children[child].familySeenBy == practitioner { count(l.continuity(.familySamePractitioner), child) }
    }
    var member = eldest(of: child)
    while member >= 0 {
      children[member].familySeenBy = practitioner
      member = Int(children[member].younger)
    }
  }

  /// Days for which the child was the eldest of its family on the books: a family counts once.
  mutating func countFamilyDays(_ child: Int, until time: Double) {
    guard model.scenario.families != nil else { return }
    spread(
      1, model.layout.population(.familyDays), from: children[child].eldestSince, to: time,
      quintile: Int(children[child].quintile), team: Int(children[child].team))
  }

  // MARK: Needs of the family

  /// Takes over a need of the family that is not over when the child comes: the age from which the child has it,
  /// or nil when there is none.
  mutating func takesOverNeed(_ child: Int, need n: Int) -> Double? {
    let older = Int(children[child].older)
    guard older >= 0, model.needs[n].isSharedInFamily else { return nil }
    var state = children[older, need: n]
    // Both count from their own birth.
    let gap = Float(children[child].birth - children[older].birth)
    state.onset -= gap
    state.end -= gap
    state.found -= gap
    state.falselyFound = .infinity
    let age = children[child].age(at: now)
    guard state.onset < .infinity, Double(state.end) > age else { return nil }
    children[child, need: n] = state
    children.countFindings(child)
    return max(age, Double(state.onset))
  }

  /// What becomes of a need of the family in one child's record becomes of it in its siblings'.
  enum FamilyNeedChange { case identified, identifiedElsewhere, dismissed, helped, resolved }

  mutating func tellSiblings(_ child: Int, need n: Int, _ change: FamilyNeedChange) {
    guard model.needs[n].isSharedInFamily, children[child, need: n].isFound else { return }
    let began = children[child].birth + Double(children[child, need: n].onset)
    var sibling = eldest(of: child)
    while sibling >= 0 {
      // Only the same spell: a later child may have had one of its own. A day allows for rounding of ages.
      if sibling != child, abs(children[sibling].birth + Double(children[sibling, need: n].onset) - began) < 1 {
        record(change, of: sibling, need: n)
      }
      sibling = Int(children[sibling].younger)
    }
  }

  private mutating func record(_ change: FamilyNeedChange, of child: Int, need n: Int) {
    let age = children[child].age(at: now), l = model.layout
    switch change {
    case .identified, .identifiedElsewhere:
      guard !children[child, need: n].isFound else { return }
      noteFound(child, need: n, elsewhere: change == .identifiedElsewhere)
    case .dismissed:
      guard children[child, need: n].isFound else { return }
      withdraw(child, need: n)
    case .helped:
      guard !children[child, need: n].isHelped else { return }
      children[child, need: n].isHelped = true
      count(l.need(n, .identifiedAndSeen), child)
    case .resolved:
      guard !children[child, need: n].isResolvedByHelp else { return }
      children[child, need: n].isResolvedByHelp = true
      children[child, need: n].end = Float(age)
      count(l.need(n, .resolved), child)
    }
  }
}
