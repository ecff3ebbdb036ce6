// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

extension Replication {
  private static let minutesPerDay = 1440.0

  /// A contact falls due: a piece of work comes into being and is ready at once.
  @discardableResult
  mutating func request(
    _ k: Int, of child: Int, need: Int = 255, step: Int = 255, visit: Int = 0, isEscalation: Bool = false,
    isDuplicate: Bool = false
  ) -> Int? {
    let level = serviceLevel(child)
    guard level >= plans[k].fromLevel else { return nil }
    if plans[k].isStartedByAge, children[child, completed: k] < .infinity { return nil }
    let birth = children[child].birth
    var record = Work()
    record.contact = UInt16(k)
    record.child = UInt32(child)
    record.hasChild = true
    record.team = children[child].team
    record.eligibility = plans[k].eligibility[level.rawValue]
    record.occurrence = children[child, occurrences: k]
    children[child, occurrences: k] &+= 1
    record.need = UInt8(need)
    if need != 255 { record.finding = children[child, need: need].finding }
    record.step = UInt8(step)
    record.visit = UInt8(truncatingIfNeeded: visit)
    record.isEscalation = isEscalation
    record.isDuplicate = isDuplicate
    record.requested = now
    if plans[k].isStartedByAge {
      record.deadline = birth + plans[k].deadlineAge
      record.closes = birth + plans[k].closesAge
    } else {
      record.deadline = now + plans[k].deadlineAfter
      record.closes = now + plans[k].closesAfter
    }
    stream.seek(
      entity: children[child].id, purpose: Purpose.attendance.about(plans[k].key),
      index: UInt64(record.occurrence) << 8 | 0xff)
    let luck = stream.uniform()
    record.place = UInt8((0..<6).first { luck < plans[k].places[$0] } ?? 0)
    let item = work.open(record), life = work[item].life
    work.link(item, to: &children[child])
    books.conservation[k].fellDue += 1
    count(model.layout.contact(k, .requested), child)
    arrange(item, from: now + plans[k].notice)
    if work[item].state != .free, record.closes < end {
      schedule(
        .workCloses, at: max(now, record.closes), subject: item, generation: life)
    }
    return item
  }

  /// Ends a piece of work and gives its slot back.
  mutating func free(_ item: Int) {
    if work[item].hasChild { work.unlink(item, from: &children[Int(work[item].child)]) }
    releaseAppointment(item)
    if !work[item].isSession { leaveSession(item) }
    work.close(item)
  }

  mutating func rebookedWorkIsReady(_ item: Int, stamp: UInt32) {
    guard work[item].stamp == stamp, work[item].state == .booked else { return }
    release(item)
  }

  /// The age window or the time allowed is over: what has not begun is lost, and counted.
  mutating func workCloses(_ item: Int, life: UInt32) {
    guard work[item].life == life, work[item].state == .waiting || work[item].state == .booked else { return }
    if work[item].state == .waiting { observeEndOfWait(item) }
    guard work[item].hasChild else {
      if work[item].isSession { return cancelSession(item) }
      countSupervision(item, .supervisionLapsed)
      return free(item)
    }
    let child = Int(work[item].child), k = Int(work[item].contact)
    if work[item].state == .booked, work[item].attempt > 0 {
      // The family was offered appointments and did not keep them before time ran out.
      books.conservation[k].writtenOff += 1
      count(model.layout.contact(k, .writtenOff), child)
    } else {
      books.conservation[k].lapsed += 1
      count(model.layout.contact(k, .lapsed), child)
    }
    concludeStep(item, child: child, wasCompleted: false)
    free(item)
  }

  /// The family left with this work open.
  mutating func familyLeft(_ item: Int) {
    let k = Int(work[item].contact)
    books.conservation[k].movedAway += 1
    count(model.layout.contact(k, .movedAway), Int(work[item].child))
    if work[item].state == .inHand {
      // The member of staff is on the way; the time is spent, the contact is not made.
      work[item].hasChild = false
      return
    }
    if work[item].state == .waiting { observeEndOfWait(item) }
    free(item)
  }

  // MARK: Service

  /// A member of staff begins: whether the family is there and how long it takes is settled now.
  mutating func start(_ item: Int, by post: Int) {
    if model.triage.pressedAfterDays < .infinity { press(item) }
    observeStart(item)
    work[item].state = .inHand
    work[item].stamp &+= 1
    work[item].staff = Int32(post)
    posts.begin(post, work: item)
    let times = work[item].hasChild ? contactTimes(item, role: posts[post].role) : supervisionTimes(item)
    var total = times.total
    work[item].contactEnd = now + (times.travel + times.contact) / Self.minutesPerDay
    let other = workAlongside(item, role: posts[post].role)
    let more = other.map { begin($0, alongside: item, by: post) } ?? Times()
    total += more.total
    let freeAt = posts[post].workingTime.moment(after: total / Self.minutesPerDay, from: now)
    countMinutes(times, item: item, post: post, freeAt: freeAt)
    if let other {
      work[other].contactEnd = work[item].contactEnd + more.contact / Self.minutesPerDay
      countMinutes(more, item: other, post: post, freeAt: freeAt)
    }
    if freeAt < end { schedule(.serviceEnds, at: freeAt, subject: post) }
  }

  struct Times {
    var travel = 0.0
    var contact = 0.0
    var records = 0.0
    var total: Double { travel + contact + records }
  }

  private func supervisionTimes(_ item: Int) -> Times { Times(contact: Double(work[item].minutes)) }

  /// Times of a contact by a role; whether the family is there is drawn unless it is known.
  mutating func contactTimes(_ item: Int, role: Int, isThere: Bool? = nil) -> Times {
    let child = Int(work[item].child), k = Int(work[item].contact), place = Int(work[item].place)
    let index = UInt64(work[item].occurrence) << 8 | UInt64(work[item].attempt)
    stream.seek(entity: children[child].id, purpose: Purpose.attendance.about(plans[k].key), index: index)
    work[item].attended = isThere ?? isKept(child, contact: k, place: place)
    stream.seek(entity: children[child].id, purpose: Purpose.duration.about(plans[k].key), index: index)
    let share = 1 / plans[k].groupSize
    var times = Times()
    times.travel = stream.nonNegative(plans[k].travel[place]) * share * travelInRound(item, post: Int(work[item].staff))
    guard work[item].attended else {
      times.contact = plans[k].nonAttendanceMinutes * share
      return times
    }
    times.contact = stream.nonNegative(plans[k].duration[place]) * plans[k].multiplier[role] * share
    if work[item].isShortened { times.contact *= model.triage.shortenedTo }
    times.records = plans[k].recordMinutes
    return times
  }

  mutating func serviceEnds(post: Int) {
    let item = posts.end(post), other = Int(work[item].alongside)
    end(item, by: post)
    if other >= 0 { end(other, by: post) }
    lookForWork(post)
  }

  private mutating func end(_ item: Int, by post: Int) {
    observeEnd(item)
    if work[item].hasChild {
      conclude(item, by: post)
    } else {
      if work[item].isSession {
        concludeSession(item, by: post)
      } else {
        if work[item].contact == Work.supervision { countSupervision(item, .supervisionGiven) }
        free(item)
      }
    }
  }

  mutating func conclude(_ item: Int, by post: Int) {
    let child = Int(work[item].child), k = Int(work[item].contact)
    count(model.layout.contact(k, .appointments), child)
    countTravel(item, child: child)
    if work[item].attended {
      complete(item, by: post)
      concludeStep(item, child: child, wasCompleted: true)
      return free(item)
    }
    count(model.layout.contact(k, .notKept), child)
    work[item].attempt += 1
    guard Int(work[item].attempt) < plans[k].attempts else {
      books.conservation[k].writtenOff += 1
      count(model.layout.contact(k, .writtenOff), child)
      concludeStep(item, child: child, wasCompleted: false)
      return free(item)
    }
    stream.seek(
      entity: children[child].id, purpose: Purpose.attendance.about(plans[k].key),
      index: UInt64(work[item].occurrence) << 8 | UInt64(work[item].attempt) | 0x80)
    let wait = stream.nonNegative(plans[k].rebookAfter)
    work[item].state = .booked
    work[item].appointmentDay = -1
    work[item].isShortened = false
    arrange(item, from: now + wait)
    if now >= work[item].closes {
      schedule(.workCloses, at: now, subject: item, generation: work[item].life)
    }
  }

  private mutating func complete(_ item: Int, by post: Int) {
    let child = Int(work[item].child), k = Int(work[item].contact), l = model.layout
    let role = posts[post].role
    books.conservation[k].completed += 1
    if work[item].isAlongside { count(l.population(.jointVisits), child) }
    count(l.contact(k, .completed), child)
    count(l.contact(k, byRole: role), child)
    count(l.contact(k, atPlace: Int(work[item].place)), child)
    let age = work[item].contactEnd - children[child].birth
    if isInTime(item, age: age) { count(l.contact(k, .inTime), child) }
    if plans[k].cost > 0 { count(l.money(.contacts, plans[k].payer), child, amount: plans[k].cost) }
    countReviewAge(child, contact: k, age: age)
    countOfficially(item, child: child, age: age, role: role)
    if children[child, completed: k] == .infinity { children[child, completed: k] = Float(age) }
    guard plans[k].kind.isContactWithFamily else { return }
    countContact(child, post: post, role: role, kind: plans[k].kind, age: age)
    countFamilyContact(child, by: practitioner(post))
    askForSupervision(item, child: child, role: role)
    let need = work[item].need == 255 ? nil : Int(work[item].need)
    let closer = need.flatMap { work[item].isEscalation || confirmation(of: $0, at: k) != nil ? $0 : nil }
    if closer != nil { lookCloser(item, child: child, role: role) }
    if !work[item].isDuplicate {
      screen(child, contact: k, post: post, occurrence: work[item].occurrence, except: closer)
    }
    if age >= model.scenario.continuityUntilAgeDays { children[child].closeContinuity() }
    children[child].seen.add(practitioner(post))
  }

  /// An age limit is the official metrics' own; a limit counted from the request is exact.
  private func isInTime(_ item: Int, age: Double) -> Bool {
    let k = Int(work[item].contact)
    return plans[k].isStartedByAge
      ? CompletedDays.isBy(plans[k].deadlineAge, age: age) : work[item].contactEnd <= work[item].deadline
  }

  private mutating func countReviewAge(_ child: Int, contact k: Int, age: Double) {
    guard let bin = model.contactCounters[k].ageBin(of: age) else { return }
    count(bin, child)
  }

  /// Official figures that are numbers of contacts.
  private mutating func countOfficially(_ item: Int, child: Int, age: Double, role: Int) {
    let k = Int(work[item].contact)
    for (offset, figure) in model.countPlans[k].enumerated()
    where age >= figure.fromAge && figure.roles & 1 << UInt64(role) != 0
      && (!figure.isFaceToFaceOnly || Place.allCases[Int(work[item].place)].isFaceToFace)
    {
      count(model.contactCounters[k].officialCount(offset), child)
    }
  }

  /// Who is in a post: a new holder is another practitioner.
  func practitioner(_ post: Int) -> Int32 { Int32(post << 8 | min(255, posts[post].holder)) }

  private mutating func countContact(_ child: Int, post: Int, role: Int, kind: ContactType.Kind, age: Double) {
    let l = model.layout
    count(l.role(role, .contacts), child)
    if kind == .statutoryReview { count(l.role(role, .reviews), child) }
    if age >= 0, age < Timeline.year {
      children[child].contactsInFirstYear += 1
      if kind.countsAsAdditional { children[child].additionalInFirstYear += 1 }
    }
    if children[child].seen.total > 0, age < model.scenario.continuityUntilAgeDays {
      count(l.continuity(.contacts), child)
      if children[child].seen.last == practitioner(post) { count(l.continuity(.samePractitioner), child) }
    }
    if children[child].named >= 0 {
      count(l.continuity(.namedContacts), child)
      if Int(children[child].named) == post { count(l.continuity(.namedKept), child) }
    }
  }

  // MARK: Supervision

  private mutating func askForSupervision(_ item: Int, child: Int, role: Int) {
    let k = Int(work[item].contact)
    guard plans[k].kind == .statutoryReview, let supervision = model.roles[role].role.supervision,
      let supervisor = model.roles[role].supervisor
    else { return }
    stream.seek(
      entity: children[child].id, purpose: Purpose.joint.about(plans[k].key), index: UInt64(work[item].occurrence))
    let isJoint = stream.bernoulli(supervision.jointVisitShare)
    let minutes =
      isJoint
      ? max(supervision.minutesPerDelegatedContact, meanMinutes(k, place: Int(work[item].place)))
      : supervision.minutesPerDelegatedContact
    requestSupervision(minutes: minutes, eligibility: supervisor, team: children[child].team)
  }

  private func meanMinutes(_ k: Int, place: Int) -> Double {
    plans[k].travel[place].mean + plans[k].duration[place].mean
  }

  /// Supervision is asked for from any eligible supervisor of the team, and lapses after four weeks.
  mutating func requestSupervision(minutes: Double, eligibility: UInt16, team: UInt16) {
    guard minutes > 0 else { return }
    var record = Work()
    record.contact = Work.supervision
    record.team = team
    record.eligibility = eligibility
    record.minutes = Float(minutes)
    record.requested = now
    record.deadline = now + 28
    record.closes = now + 28
    let item = work.open(record), life = work[item].life
    countSupervision(item, .supervisionRequested)
    release(item)
    if work[item].state != .free, record.closes < end {
      schedule(.workCloses, at: record.closes, subject: item, generation: life)
    }
  }

  func countRow(team: Int, at time: Double) -> Int? {
    books.row(quintile: 0, team: team, at: time)
  }

  mutating func countSupervision(_ item: Int, _ counter: CounterLayout.Population) {
    guard books.isReporting, let row = countRow(team: Int(work[item].team), at: now) else { return }
    books.counters.add(1, model.layout.population(counter), row: row)
  }

  // MARK: Minutes and money

  /// Minutes are counted where they fall in the reporting period; a piece of work across its edge in part.
  private mutating func countMinutes(_ times: Times, item: Int, post: Int, freeAt: Double) {
    let reportStart = model.timeline.reportStart
    guard freeAt > reportStart, now < end, times.total > 0,
      let row = countRow(team: posts[post].team, at: max(now, reportStart))
    else { return }
    let inside = min(freeAt, end) - max(now, reportStart)
    let share = freeAt > now ? max(0, min(1, inside / (freeAt - now))) : 1
    let l = model.layout, role = posts[post].role
    if work[item].contact != Work.supervision {
      books.counters.add(times.total * share, l.contact(Int(work[item].contact), minutesBy: role), row: row)
    }
    if work[item].hasChild, let own = self.row(Int(work[item].child), at: max(now, reportStart)) {
      books.counters.add(times.total * share, l.role(role, .childMinutes), row: own)
    }
    if work[item].contact == Work.supervision {
      books.counters.add(times.total * share, l.role(role, .supervisionMinutes), row: row)
    } else if plans[Int(work[item].contact)].kind.isSafeguarding {
      books.counters.add(times.total * share, l.role(role, .safeguardingMinutes), row: row)
    } else {
      books.counters.add(times.contact * share, l.role(role, .contactMinutes), row: row)
      books.counters.add(times.travel * share, l.role(role, .travelMinutes), row: row)
      books.counters.add(times.records * share, l.role(role, .recordMinutes), row: row)
    }
  }

  private mutating func countTravel(_ item: Int, child: Int) {
    let place = Place.allCases[Int(work[item].place)]
    guard place.isFaceToFace, !work[item].isAlongside, model.scenario.costs.travelPerVisit > 0 else { return }
    count(
      model.layout.money(.travel, .commissioner), child,
      amount: model.scenario.costs.travelPerVisit / plans[Int(work[item].contact)].groupSize)
  }
}
