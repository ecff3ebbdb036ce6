// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

/// Clinics and groups: one member of staff gives a session its whole time, whether its places are filled or not.
extension Replication {
  mutating func openSessions() {
    for plan in model.sessions.indices where !model.sessions[plan].days.isEmpty { scheduleSession(plan, number: 0) }
  }

  /// The plan of the sessions in which this contact takes place; nil when it is for one family alone.
  private func sessionPlan(of item: Int) -> Int? {
    let first = model.firstSession[Int(work[item].contact)]
    guard first >= 0 else { return nil }
    let plan = first + Int(work[item].team)
    return model.sessions[plan].holds(place: work[item].place) ? plan : nil
  }

  /// Makes an appointment for the work: in a session, in a diary, or simply a time from which it is ready.
  mutating func arrange(_ item: Int, from moment: Double) {
    let k = Int(work[item].contact)
    if let plan = sessionPlan(of: item) { return joinSession(item, plan, from: moment) }
    if plans[k].isBooked { return book(item, from: moment) }
    guard moment > now else { return release(item) }
    work[item].state = .booked
    schedule(.workRelease, at: moment, subject: item, generation: work[item].stamp)
  }

  /// A place in the next session that has one; what finds none before it closes lapses.
  private mutating func joinSession(_ item: Int, _ p: Int, from moment: Double) {
    let plan = model.sessions[p]
    work[item].state = .booked
    for (number, day) in plan.days.enumerated() where Double(day) >= moment.rounded(.down) && Double(day) > now {
      guard Double(day) < work[item].closes else { return }
      let session = plan.first + number
      guard sessionFamilies[session] < plan.capacity else { continue }
      sessionFamilies[session] += 1
      work[item].session = Int32(session)
      work[item].nextInSession = sessionHead[session]
      sessionHead[session] = Int32(item)
      return
    }
  }

  /// The family's place is free again.
  mutating func leaveSession(_ item: Int) {
    let session = Int(work[item].session)
    guard session >= 0 else { return }
    work[item].session = -1
    if sessionHead[session] == Int32(item) {
      sessionHead[session] = work[item].nextInSession
    } else {
      var before = Int(sessionHead[session])
      while before >= 0, work[before].nextInSession != Int32(item) { before = Int(work[before].nextInSession) }
      guard before >= 0 else { return }
      work[before].nextInSession = work[item].nextInSession
    }
    sessionFamilies[session] -= 1
  }

  private mutating func scheduleSession(_ p: Int, number: Int) {
    guard number < model.sessions[p].days.count else { return }
    let role = model.eligibilities[Int(plans[model.sessions[p].contact].eligibility[0])].first ?? 0
    var start = 0.0
    if case .week(_, let hour, _) = model.roles[role].role.workingPattern { start = hour / 24 }
    schedule(
      .sessionDay, at: Double(model.sessions[p].days[number]) + start - 1.0 / 1440, subject: p, item: UInt32(number))
  }

  /// The day of a session: somebody has to hold it today, if any family is to come.
  mutating func sessionDay(_ p: Int, number: Int) {
    scheduleSession(p, number: number + 1)
    let plan = model.sessions[p], session = plan.first + number, day = plan.days[number]
    var record = Work()
    record.contact = UInt16(plan.contact)
    record.team = UInt16(plan.team)
    record.eligibility = plans[plan.contact].eligibility[0]
    record.minutes = Float(plan.minutes)
    record.isSession = true
    record.session = Int32(session)
    record.requested = now
    record.appointmentDay = Int32(day)
    record.deadline = Double(day + 1)
    record.closes = Double(day + 1)
    let host = work.open(record), life = work[host].life
    release(host)
    if work[host].state != .free, record.closes < end {
      schedule(.workCloses, at: record.closes, subject: host, generation: life)
    }
  }

  /// The session is over: each family came or did not.
  mutating func concludeSession(_ host: Int, by post: Int) {
    let session = Int(work[host].session), k = Int(work[host].contact)
    countSession(host, .sessionsHeld)
    countSession(
      host, .sessionPlaces, amount: Double(model.sessions[model.firstSession[k] + Int(work[host].team)].capacity))
    while sessionHead[session] >= 0 {
      let item = Int(sessionHead[session]), child = Int(work[item].child)
      leaveSession(item)
      stream.seek(
        entity: children[child].id, purpose: Purpose.attendance.about(plans[k].key),
        index: UInt64(work[item].occurrence) << 8 | UInt64(work[item].attempt))
      work[item].attended = isKept(child, contact: k, place: Int(work[item].place))
      work[item].contactEnd = now
      if work[item].attended { countSession(host, .sessionFamilies) }
      conclude(item, by: post)
    }
    free(host)
  }

  /// Nobody was free to hold it: the families are offered the next one.
  mutating func cancelSession(_ host: Int) {
    let session = Int(work[host].session)
    countSession(host, .sessionsCancelled)
    while sessionHead[session] >= 0 {
      let item = Int(sessionHead[session])
      leaveSession(item)
      arrange(item, from: now)
    }
    free(host)
  }

  private mutating func countSession(_ host: Int, _ counter: CounterLayout.Population, amount: Double = 1) {
    guard books.isReporting, let row = countRow(team: Int(work[host].team), at: now) else { return }
    books.counters.add(amount, model.layout.population(counter), row: row)
  }
}
