// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// How needs are found, missed, thought to be there when they are not, confirmed and dismissed.
extension Replication {
  /// Each need that the contact looks for is found, missed, or thought to be there when it is not.
  /// - Parameter except: A need that this same visit has just looked at more closely.
  mutating func screen(_ child: Int, contact k: Int, post: Int, occurrence: UInt16, except: Int?) {
    let l = model.layout, age = children[child].age(at: now), role = posts[post].role
    for s in plans[k].firstScreening..<plans[k].endScreening {
      let n = model.screenings[s].need
      guard n != except else { continue }
      let isPresent = children[child, need: n].isPresent(atAge: age)
      // What is known is not looked for again; but a mistaken belief does not hide a need that has begun since.
      guard !(isPresent ? children[child, need: n].isFound : children[child, need: n].isFalselyFound) else { continue }
      stream.seek(
        entity: children[child].id, purpose: Purpose.finding.about(plans[k].key ^ model.needs[n].key),
        index: UInt64(occurrence))
      let luck = stream.uniform()
      if isPresent {
        if luck < detection(s, child: child, post: post) {
          needFound(child, need: n, elsewhere: false)
          respond(to: n, of: child, finder: role)
        } else {
          count(l.need(n, .missed), child)
        }
      } else if luck < 1 - model.screenings[s].specificity {
        needFalselyFound(child, need: n)
        respond(to: n, of: child, finder: role)
      }
    }
  }

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

  mutating func identifiedElsewhere(_ child: Int, need n: Int) {
    guard !children[child, need: n].isFound, children[child, need: n].isPresent(atAge: children[child].age(at: now))
    else { return }
    needFound(child, need: n, elsewhere: true)
    respond(to: n, of: child, finder: nil)
  }

  // MARK: What the service believes

  mutating func needFound(_ child: Int, need n: Int, elsewhere: Bool) {
    noteFound(child, need: n, elsewhere: elsewhere)
    tellSiblings(child, need: n, elsewhere ? .identifiedElsewhere : .identified)
  }

  mutating func noteFound(_ child: Int, need n: Int, elsewhere: Bool) {
    if children[child, need: n].isFalselyFound { endFalseFinding(child, need: n) }
    children[child, need: n].beginFinding(isTrue: true, age: children[child].age(at: now))
    children[child, need: n].wasFoundElsewhere = elsewhere
    children.countFindings(child)
    countFinding(child, need: n, 1)
  }

  private mutating func needFalselyFound(_ child: Int, need n: Int) {
    children[child, need: n].beginFinding(isTrue: false, age: children[child].age(at: now))
    children.countFindings(child)
    count(model.layout.need(n, .falsePositive), child)
    schedule(
      .falseFindingEnds, at: now + model.needs[n].falseFindingEndsAfter, child: child,
      item: UInt32(children[child, need: n].falseFindings), detail: n)
  }

  /// Nobody has dismissed the finding, and nobody has come back to it.
  mutating func falseFindingEnds(_ child: Int, need n: Int, number: UInt32) {
    let state = children[child, need: n]
    guard state.isFalselyFound, UInt32(state.falseFindings) == number else { return }
    endFalseFinding(child, need: n)
  }

  mutating func endFalseFinding(_ child: Int, need n: Int) {
    let birth = children[child].birth
    spread(
      1, model.layout.need(n, .falseDays), from: birth + Double(children[child, need: n].falselyFound), to: now,
      quintile: Int(children[child].quintile), team: Int(children[child].team))
    children[child, need: n].falselyFound = .infinity
    children.countFindings(child)
  }

  /// A closer look at the finding that asked for the contact: kept, or dismissed with what it had started. What is
  /// looked at is whether the need is there now.
  mutating func lookCloser(_ item: Int, child: Int, role: Int) {
    let k = Int(work[item].contact), n = Int(work[item].need)
    guard stands(child, need: n, finding: work[item].finding) else { return }
    let isPresent = children[child, need: n].isPresent(atAge: children[child].age(at: now))
    var isKept = true
    if let c = confirmation(of: n, at: k) {
      stream.seek(
        entity: children[child].id, purpose: Purpose.finding.about(plans[k].key &+ model.needs[n].key),
        index: UInt64(work[item].occurrence))
      let luck = stream.uniform()
      isKept = isPresent ? luck < model.screenings[c].sensitivity[role] : luck >= model.screenings[c].specificity
    }
    guard isKept else { return dismiss(child, need: n) }
    if isPresent, children[child, need: n].isFalselyFound { needFound(child, need: n, elsewhere: false) }
    if work[item].isEscalation { startPathway(child, need: n) }
  }

  func confirmation(of n: Int, at k: Int) -> Int? {
    (plans[k].firstConfirmation..<plans[k].endConfirmation).first { model.screenings[$0].need == n }
  }

  /// The finding is withdrawn, and no longer counts as made.
  private mutating func dismiss(_ child: Int, need n: Int) {
    let l = model.layout
    if children[child, need: n].isFalselyFound {
      count(l.need(n, .falseDismissed), child)
      return endFalseFinding(child, need: n)
    }
    // A need that has passed by itself was found rightly; only a need that is still there is lost again.
    guard children[child, need: n].isPresent(atAge: children[child].age(at: now)) else { return }
    tellSiblings(child, need: n, .dismissed)
    withdraw(child, need: n)
  }

  mutating func withdraw(_ child: Int, need n: Int) {
    count(model.layout.need(n, .trueDismissed), child)
    countFinding(child, need: n, -1)
    children[child, need: n].found = .infinity
    children.countFindings(child)
  }

  /// Counts a true finding, or takes it back.
  private mutating func countFinding(_ child: Int, need n: Int, _ sign: Double) {
    let l = model.layout, state = children[child, need: n]
    guard !state.wasFoundElsewhere else { return count(l.need(n, .elsewhere), child, amount: sign) }
    let known = max(Double(state.onset), children[child].entered - children[child].birth)
    count(l.need(n, .identified), child, amount: sign)
    count(l.need(n, .delayDays), child, amount: sign * (Double(state.found) - known))
    count(l.need(n, .ageDays), child, amount: sign * Double(state.found))
  }
}
