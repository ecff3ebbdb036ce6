// SPDX-License-Identifier: GPL-3.0-or-later

/// What a child's history means for the official figures.
///
/// Metrics are computed from the times of completion by birthday cohort when the child leaves or the run
/// ends, never modelled directly: a child counts in the period in which it turns the metric's age, if it is
/// resident then.
extension Replication {
  mutating func countAdmission(_ child: Int) {
    let birth = children[child].birth, l = model.layout
    if children[child].entered <= birth, let row = row(child, at: birth) {
      books.counters.add(1, l.population(.births), row: row)
      if children[child].older >= 0 { books.counters.add(1, l.population(.birthsWithSibling), row: row) }
    }
    let p = Int(children[child].programme)
    guard p != 255, let row = row(child, at: max(birth, now)) else { return }
    let programme = model.scenario.programmes[p]
    books.counters.add(1, l.population(.enrolled), row: row)
    books.counters.add(-programme.qalyGainPerChild, l.population(.qalyLoss), row: row)
    if programme.costPerChild > 0 {
      books.counters.add(programme.costPerChild, l.money(.programmes, programme.paidBy), row: row)
    }
  }

  mutating func evaluate(_ child: Int, until time: Double) {
    let record = children[child]
    let quintile = Int(record.quintile), team = Int(record.team)
    spread(
      1, model.layout.population(.childDays), from: max(record.birth, record.entered), to: time, quintile: quintile,
      team: team)
    countFamilyDays(child, until: time)
    evaluateCompletion(child, until: time)
    evaluateFirstYear(child, until: time)
    evaluateNeeds(child, until: time)
    evaluateContinuity(child, until: time)
  }

  /// Row of the cell in which a resident child reaches an age; nil when not resident or not reported.
  private func row(_ child: Int, turning age: Double, until time: Double) -> Int? {
    let date = children[child].birth + age
    guard children[child].entered <= date, date <= time else { return nil }
    return row(child, at: date)
  }

  private mutating func evaluateCompletion(_ child: Int, until time: Double) {
    let l = model.layout
    for (k, contact) in model.ordered.contacts.enumerated() where !contact.metrics.isEmpty {
      let completed = Double(children[child, completed: k])
      for (offset, metric) in contact.metrics.enumerated() {
        guard let row = row(child, turning: metric.cohortAgeDays, until: time) else { continue }
        let counter = model.contactCounters[k].metric(offset)
        books.counters.add(1, counter, row: row)
        if CompletedDays.isAfter(metric.afterAgeDays, age: completed),
          CompletedDays.isBy(metric.byAgeDays, age: completed)
        {
          books.counters.add(1, counter + 1, row: row)
        }
      }
    }
    for (j, joint) in model.jointParts.enumerated() {
      guard let row = row(child, turning: joint.cohortAge, until: time) else { continue }
      books.counters.add(1, l.joint(j), row: row)
      let isComplete = joint.parts.allSatisfy { part in
        let age = Double(children[child, completed: part.contact])
        return age >= part.from && CompletedDays.isBy(part.to, age: age)
      }
      if isComplete { books.counters.add(1, l.joint(j) + 1, row: row) }
    }
  }

  /// Contacts in the first year, of children who were resident for all of it.
  private mutating func evaluateFirstYear(_ child: Int, until time: Double) {
    let record = children[child], l = model.layout
    guard record.entered <= record.birth, let row = row(child, turning: Timeline.year, until: time) else { return }
    books.counters.add(1, l.firstYear(.children), row: row)
    books.counters.add(1, l.firstYear(contacts: Int(record.contactsInFirstYear)), row: row)
    books.counters.add(Double(record.contactsInFirstYear), l.firstYear(.contacts), row: row)
    books.counters.add(Double(record.additionalInFirstYear), l.firstYear(.additional), row: row)
    if record.contactsInFirstYear > 0 { books.counters.add(1, l.firstYear(.seen), row: row) }
    if record.additionalInFirstYear >= 1 { books.counters.add(1, l.firstYear(.anyAdditional), row: row) }
    if record.additionalInFirstYear >= 3 { books.counters.add(1, l.firstYear(.threeAdditional), row: row) }
  }

  private static let thirtyMonths = Scenario.thirtyMonthsDays

  private mutating func evaluateNeeds(_ child: Int, until time: Double) {
    let l = model.layout, birth = children[child].birth
    let atThirtyMonths = row(child, turning: Self.thirtyMonths, until: time)
    var isBelowLevel = false
    for n in 0..<needCount {
      let state = children[child, need: n]
      if state.isFalselyFound { endFalseFinding(child, need: n) }
      guard state.onset < .infinity else { continue }
      if let row = row(child, turning: Double(state.onset), until: time) {
        books.counters.add(1, l.need(n, .present), row: row)
      }
      if let row = atThirtyMonths, Double(state.onset) < Self.thirtyMonths {
        books.counters.add(1, l.need(n, .cohort), row: row)
        if CompletedDays.isBy(Self.thirtyMonths, age: Double(state.found)) {
          books.counters.add(1, l.need(n, .cohortIdentified), row: row)
        }
      }
      if model.needs[n].countsAgainstExpectedLevel, state.isPresent(atAge: Self.thirtyMonths) { isBelowLevel = true }
      let from = max(birth + Double(state.onset), children[child].entered)
      let quintile = Int(children[child].quintile), team = Int(children[child].team)
      let to = min(time, birth + Double(state.end))
      spread(1, l.need(n, .unresolvedDays), from: from, to: to, quintile: quintile, team: team)
      if model.needs[n].qalyLossPerYear > 0 {
        spread(
          model.needs[n].qalyLossPerYear / Timeline.year, l.population(.qalyLoss), from: from, to: to,
          quintile: quintile, team: team)
      }
    }
    if let row = atThirtyMonths { countDevelopment(child, isBelowLevel: isBelowLevel, row: row) }
  }

  private mutating func countDevelopment(_ child: Int, isBelowLevel: Bool, row: Int) {
    let l = model.layout
    let wasReviewed =
      model.toddlerReview.map {
        CompletedDays.isBy(Self.thirtyMonths, age: Double(children[child, completed: $0]))
      } ?? false
    books.counters.add(1, l.development(.children), row: row)
    if !isBelowLevel { books.counters.add(1, l.development(.atLevel), row: row) }
    guard wasReviewed else { return }
    books.counters.add(1, l.development(.reviewed), row: row)
    if !isBelowLevel { books.counters.add(1, l.development(.reviewedAtLevel), row: row) }
  }

  /// Of children who turn the oldest age for continuity, so that nobody's history begins before the run does.
  private mutating func evaluateContinuity(_ child: Int, until time: Double) {
    let l = model.layout, birth = children[child].birth, oldest = model.scenario.continuityUntilAgeDays
    spread(
      1, l.continuity(.childDays), from: max(birth, children[child].entered), to: min(time, birth + oldest),
      quintile: Int(children[child].quintile), team: Int(children[child].team))
    let continuity = children[child].continuity
    guard let row = row(child, turning: oldest, until: time), !continuity.biceBoxerman.isNaN else { return }
    books.counters.add(1, l.continuity(.children), row: row)
    books.counters.add(Double(continuity.biceBoxerman), l.continuity(.biceBoxerman), row: row)
    books.counters.add(Double(continuity.contacts), l.continuity(.contactsOfChildren), row: row)
    books.counters.add(Double(continuity.modal), l.continuity(.modalContacts), row: row)
  }

  /// The end of the run: everyone still here is evaluated, and what is still open is counted as open.
  mutating func closeBooks() {
    books.observation.advance(to: end)
    for item in 0..<work.count where work[item].state != .free && work[item].hasChild {
      books.conservation[Int(work[item].contact)].stillOpen += 1
    }
    for child in 0..<children.count where children[child].isHere {
      if children[child].safeguarding != 255 { endSafeguardingSpell(child) }
      evaluate(child, until: end)
    }
    closePosts()
  }
}
