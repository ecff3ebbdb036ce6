// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// What a contact can start: identification of a need, an escalation, a package of care, a referral.
extension Replication {
  /// Level of service: the highest that an identified need or a safeguarding status asks for.
  func serviceLevel(_ child: Int) -> ServiceLevel {
    var level = ServiceLevel.universal
    if children[child].safeguarding != 255 { level = model.statuses[Int(children[child].safeguarding)].level }
    let age = children[child].age(at: now)
    for n in 0..<needCount {
      let slot = child * needCount + n
      guard needs[slot].isIdentified, needs[slot].isFalsePositive || needs[slot].isPresent(atAge: age) else { continue }
      level = max(level, model.needs[n].level)
    }
    return level
  }

  /// Each need that the contact looks for is found, missed, or thought to be there when it is not.
  mutating func screen(_ child: Int, contact k: Int, post: Int, occurrence: UInt16) {
    let l = model.layout, age = children[child].age(at: now)
    for s in plans[k].firstScreening..<plans[k].endScreening {
      let n = model.screenings[s].need
      let slot = child * needCount + n
      guard !needs[slot].isIdentified else { continue }
      stream.seek(
        entity: children[child].id, purpose: Purpose.finding.about(plans[k].key ^ model.needs[n].key),
        index: UInt64(occurrence))
      let luck = stream.uniform()
      if needs[slot].isPresent(atAge: age) {
        if luck < detection(s, child: child, post: post) {
          count(l.need(n, .identified), child)
          count(l.need(n, .delayDays), child, amount: age - max(Double(needs[slot].onset), entryAge(child)))
          count(l.need(n, .ageDays), child, amount: age)
          identify(child, need: n, role: posts[post].role)
        } else {
          count(l.need(n, .missed), child)
        }
      } else if luck < 1 - model.screenings[s].specificity {
        count(l.need(n, .falsePositive), child)
        needs[slot].isFalsePositive = true
        identify(child, need: n, role: posts[post].role)
      }
    }
  }

  private func entryAge(_ child: Int) -> Double { children[child].entered - children[child].birth }

  /// Sensitivity of the role, better for each earlier contact with the same practitioner.
  private func detection(_ screening: Int, child: Int, post: Int) -> Double {
    let sensitivity = model.screenings[screening].sensitivity[posts[post].role]
    let caseload = model.scenario.caseload
    guard caseload.disclosureOddsRatioPerContact != 1 else { return sensitivity }
    let known = min(caseload.disclosureContactsCounted, familyContacts(child, with: practitioner(post)))
    var odds = 1.0
    for _ in 0..<known { odds *= caseload.disclosureOddsRatioPerContact }
    return Gradient.withOdds(sensitivity, times: odds)
  }

  private mutating func identify(_ child: Int, need n: Int, role: Int?) {
    let slot = child * needCount + n
    needs[slot].identified = Float(children[child].age(at: now))
    tellSiblings(child, need: n, role == nil ? .identifiedElsewhere : .identified)
    guard let p = model.needs[n].pathway else { return }
    let pathway = model.pathways[p]
    if let status = pathway.opensStatus {
      stream.seek(entity: children[child].id, purpose: Purpose.safeguarding.about(pathway.key), index: 1 << 32)
      if stream.bernoulli(pathway.opensStatusProbability) { openSafeguarding(child, status: status) }
    }
    // A finding by someone who is supervised comes back to the supervisor before anything else follows.
    if let escalation = pathway.escalationContact, let role, model.roles[role].supervisor != nil {
      request(escalation, of: child, need: n, isEscalation: true)
    } else {
      startPathway(child, need: n)
    }
  }

  /// A closer look at a finding: kept, or dismissed with what it had started.
  mutating func confirm(_ item: Int, child: Int, role: Int) {
    let k = Int(work[item].contact), n = Int(work[item].need)
    let slot = child * needCount + n
    guard needs[slot].isIdentified else { return }
    let screening = (plans[k].firstScreening..<plans[k].endScreening).first { model.screenings[$0].need == n }
    stream.seek(
      entity: children[child].id, purpose: Purpose.finding.about(plans[k].key &+ model.needs[n].key),
      index: UInt64(work[item].occurrence))
    let luck = stream.uniform()
    let isKept =
      needs[slot].isFalsePositive
      ? luck >= (screening.map { model.screenings[$0].specificity } ?? 1)
      : luck < (screening.map { model.screenings[$0].sensitivity[role] } ?? 1)
    if isKept {
      if work[item].isEscalation { startPathway(child, need: n) }
    } else {
      tellSiblings(child, need: n, .dismissed)
      needs[slot].identified = .infinity
      needs[slot].isFalsePositive = false
    }
  }

  private mutating func startPathway(_ child: Int, need n: Int) {
    guard let p = model.needs[n].pathway else { return }
    let pathway = model.pathways[p]
    for (s, step) in pathway.steps.enumerated() {
      schedule(.stepDue, at: now + step.afterDays, child: child, item: Self.stepCode(need: n, step: s, visit: 0))
    }
    refer(child, need: n, pathway)
  }

  private static func stepCode(need: Int, step: Int, visit: Int) -> UInt32 {
    UInt32(need) << 24 | UInt32(step) << 16 | UInt32(visit)
  }

  /// A visit of a package is due, unless the need has been dismissed meanwhile.
  mutating func stepIsDue(_ child: Int, _ code: UInt32) {
    let n = Int(code >> 24), s = Int(code >> 16 & 0xff), visit = Int(code & 0xffff)
    guard needs[child * needCount + n].isIdentified, let p = model.needs[n].pathway else { return }
    request(model.pathways[p].steps[s].contact, of: child, need: n, step: s, visit: visit)
  }

  /// The visit is over, kept or not: the next one follows; after the last the package may have helped.
  mutating func concludeStep(_ item: Int, child: Int, wasCompleted: Bool) {
    guard work[item].step != 255, let p = model.needs[Int(work[item].need)].pathway else { return }
    let n = Int(work[item].need), s = Int(work[item].step), visit = Int(work[item].visit)
    let slot = child * needCount + n
    guard needs[slot].isIdentified else { return }
    let step = model.pathways[p].steps[s]
    if wasCompleted { isHelped(child, need: n) }
    if visit + 1 < step.visits {
      return schedule(
        .stepDue, at: now + step.everyDays, child: child, item: Self.stepCode(need: n, step: s, visit: visit + 1))
    }
    if wasCompleted, s == model.pathways[p].steps.count - 1 {
      mayResolve(child, need: n, probability: model.pathways[p].resolvesProbability, occasion: 0)
    }
  }

  private mutating func isHelped(_ child: Int, need n: Int) {
    let slot = child * needCount + n
    guard !needs[slot].isSeen, !needs[slot].isFalsePositive else { return }
    needs[slot].isSeen = true
    count(model.layout.need(n, .identifiedAndSeen), child)
    tellSiblings(child, need: n, .helped)
  }

  private mutating func mayResolve(_ child: Int, need n: Int, probability: Double, occasion: UInt64) {
    let slot = child * needCount + n, age = children[child].age(at: now)
    stream.seek(entity: children[child].id, purpose: Purpose.resolution.about(model.needs[n].key), index: occasion)
    guard stream.bernoulli(probability), needs[slot].isPresent(atAge: age), !needs[slot].isResolvedByHelp else {
      return
    }
    needs[slot].isResolvedByHelp = true
    needs[slot].end = Float(age)
    count(model.layout.need(n, .resolved), child)
    tellSiblings(child, need: n, .resolved)
  }

  // MARK: Referral

  private mutating func refer(_ child: Int, need n: Int, _ pathway: PathwayPlan) {
    guard let referral = pathway.referral else { return }
    let slot = child * needCount + n
    guard !needs[slot].isReferred else { return }
    stream.seek(entity: children[child].id, purpose: Purpose.referral.about(model.needs[n].key))
    guard stream.bernoulli(referral.probability) else { return }
    needs[slot].isReferred = true
    count(model.layout.need(n, .referred), child)
    guard stream.bernoulli(referral.acceptedProbability) else { return }
    needs[slot].isAccepted = true
    count(model.layout.need(n, .accepted), child)
    let isSeen = stream.bernoulli(referral.seenProbability)
    let wait = stream.nonNegative(referral.waitDays)
    if isSeen {
      schedule(.specialistSees, at: now + wait, child: child, detail: n)
      needs[slot].specialistWait = Float(wait)
    }
  }

  mutating func specialistSees(_ child: Int, need n: Int) {
    guard let p = model.needs[n].pathway, let referral = model.pathways[p].referral else { return }
    let l = model.layout, slot = child * needCount + n
    count(l.need(n, .seen), child)
    count(l.need(n, .specialistWaitDays), child, amount: Double(needs[slot].specialistWait))
    if referral.cost > 0 { count(l.money(.referrals, referral.paidBy), child, amount: referral.cost) }
    isHelped(child, need: n)
    mayResolve(child, need: n, probability: referral.resolvesProbability, occasion: 1)
  }

  mutating func identifiedElsewhere(_ child: Int, need n: Int) {
    let slot = child * needCount + n
    guard !needs[slot].isIdentified, needs[slot].isPresent(atAge: children[child].age(at: now)) else { return }
    count(model.layout.need(n, .elsewhere), child)
    identify(child, need: n, role: nil)
  }
}
