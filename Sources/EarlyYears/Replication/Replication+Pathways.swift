// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// What a finding starts: a package of care, a referral, and the level of service that goes with it.
extension Replication {
  /// Level of service: the highest that an identified need or a safeguarding status asks for.
  func serviceLevel(_ child: Int) -> ServiceLevel {
    var level = ServiceLevel.universal
    if children[child].safeguarding != 255 { level = model.statuses[Int(children[child].safeguarding)].level }
    guard children[child].findings > 0 else { return level }
    let age = children[child].age(at: now)
    for n in 0..<needCount where children[child, need: n].isOpen(atAge: age) {
      level = max(level, model.needs[n].level)
    }
    return level
  }

  /// What follows a finding: a safeguarding status, a closer look by the supervisor, or the pathway at once.
  mutating func respond(to n: Int, of child: Int, finder role: Int?) {
    guard let p = model.needs[n].pathway else { return }
    if let status = model.pathways[p].opensStatus {
      stream.seek(
        entity: children[child].id, purpose: Purpose.safeguarding.about(model.pathways[p].key),
        index: 1 << 32 | children[child, need: n].occasion)
      if stream.bernoulli(model.pathways[p].opensStatusProbability) { openSafeguarding(child, status: status) }
    }
    // A finding by someone who is supervised comes back to the supervisor before anything else follows.
    if let escalation = model.pathways[p].escalationContact, let role, model.roles[role].supervisor != nil {
      request(escalation, of: child, need: n, isEscalation: true)
    } else {
      startPathway(child, need: n)
    }
  }

  mutating func startPathway(_ child: Int, need n: Int) {
    guard let p = model.needs[n].pathway else { return }
    let finding = children[child, need: n].finding
    for (s, step) in model.pathways[p].steps.enumerated() {
      schedule(
        .stepDue, at: now + step.afterDays, child: child,
        item: Self.stepCode(need: n, step: s, finding: finding, visit: 0))
    }
    refer(child, need: n, model.pathways[p])
  }

  private static func stepCode(need: Int, step: Int, finding: UInt8, visit: Int) -> UInt32 {
    UInt32(need) << 24 | UInt32(step) << 16 | UInt32(finding) << 8 | UInt32(visit)
  }

  /// A visit of a package is due, unless the finding behind it is over.
  mutating func stepIsDue(_ child: Int, _ code: UInt32) {
    let n = Int(code >> 24), s = Int(code >> 16 & 0xff), finding = UInt8(code >> 8 & 0xff), visit = Int(code & 0xff)
    guard stands(child, need: n, finding: finding), let p = model.needs[n].pathway else { return }
    request(model.pathways[p].steps[s].contact, of: child, need: n, step: s, visit: visit)
  }

  /// Whether a finding is still the service's belief. A need that has passed by itself goes on being cared for.
  func stands(_ child: Int, need n: Int, finding: UInt8) -> Bool {
    let state = children[child, need: n]
    return state.finding == finding && (state.isFound || state.isFalselyFound)
  }

  /// The visit is over, kept or not: the next one follows; after the last the package may have helped.
  mutating func concludeStep(_ item: Int, child: Int, wasCompleted: Bool) {
    guard work[item].step != 255, let p = model.needs[Int(work[item].need)].pathway else { return }
    let n = Int(work[item].need), s = Int(work[item].step), visit = Int(work[item].visit)
    guard stands(child, need: n, finding: work[item].finding) else { return }
    let step = model.pathways[p].steps[s]
    if wasCompleted { isHelped(child, need: n) }
    if visit + 1 < step.visits {
      return schedule(
        .stepDue, at: now + step.everyDays, child: child,
        item: Self.stepCode(need: n, step: s, finding: work[item].finding, visit: visit + 1))
    }
    if wasCompleted, s == model.pathways[p].steps.count - 1 {
      mayResolve(child, need: n, probability: model.pathways[p].resolvesProbability, occasion: 0)
    }
  }

  private mutating func isHelped(_ child: Int, need n: Int) {
    guard !children[child, need: n].isHelped, children[child, need: n].isFound else { return }
    children[child, need: n].isHelped = true
    count(model.layout.need(n, .identifiedAndSeen), child)
    tellSiblings(child, need: n, .helped)
  }

  private mutating func mayResolve(_ child: Int, need n: Int, probability: Double, occasion: UInt64) {
    let age = children[child].age(at: now)
    guard children[child, need: n].isFound, children[child, need: n].isPresent(atAge: age),
      !children[child, need: n].isResolvedByHelp
    else { return }
    stream.seek(
      entity: children[child].id, purpose: Purpose.resolution.about(model.needs[n].key),
      index: children[child, need: n].occasion << 8 | occasion)
    guard stream.bernoulli(probability) else { return }
    children[child, need: n].isResolvedByHelp = true
    children[child, need: n].end = Float(age)
    count(model.layout.need(n, .resolved), child)
    tellSiblings(child, need: n, .resolved)
  }

  // MARK: Referral

  private mutating func refer(_ child: Int, need n: Int, _ pathway: PathwayPlan) {
    guard let referral = pathway.referral else { return }
    let l = model.layout
    guard !children[child, need: n].isReferred else { return }
    stream.seek(
      entity: children[child].id, purpose: Purpose.referral.about(model.needs[n].key),
      index: children[child, need: n].occasion)
    guard stream.bernoulli(referral.probability) else { return }
    children[child, need: n].isReferred = true
    let isTrue = children[child, need: n].isFound
    count(l.need(n, isTrue ? .referred : .falselyReferred), child)
    guard stream.bernoulli(referral.acceptedProbability) else { return }
    count(l.need(n, isTrue ? .accepted : .falselyAccepted), child)
    let isSeen = stream.bernoulli(referral.seenProbability)
    let wait = stream.nonNegative(referral.waitDays)
    if isSeen {
      schedule(.specialistSees, at: now + wait, child: child, item: UInt32(children[child, need: n].finding), detail: n)
      children[child, need: n].specialistWait = Float(wait)
    }
  }

  /// The specialist service sees the child: it treats a need that is there, and dismisses a finding of one that is not.
  mutating func specialistSees(_ child: Int, need n: Int, finding: UInt32) {
    guard let p = model.needs[n].pathway, let referral = model.pathways[p].referral,
      stands(child, need: n, finding: UInt8(finding & 0xff))
    else { return }
    let l = model.layout
    if referral.cost > 0 { count(l.money(.referrals, referral.paidBy), child, amount: referral.cost) }
    if children[child, need: n].isFalselyFound {
      count(l.need(n, .falselySeen), child)
      guard children[child, need: n].isPresent(atAge: children[child].age(at: now)) else {
        return endFalseFinding(child, need: n)
      }
      // The need has begun since: the specialist finds it.
      needFound(child, need: n, elsewhere: true)
    } else {
      count(l.need(n, .seen), child)
      count(l.need(n, .specialistWaitDays), child, amount: Double(children[child, need: n].specialistWait))
    }
    isHelped(child, need: n)
    mayResolve(child, need: n, probability: referral.resolvesProbability, occasion: 1)
  }
}
