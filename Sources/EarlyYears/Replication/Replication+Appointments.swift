// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Appointments with families: a day in somebody's diary, agreed beforehand.
///
/// A diary knows the working pattern, leave and what is booked already; it cannot know who will be sick. What no diary
/// has room for before its deadline waits, and is done by whoever is free first.
extension Replication {
  /// How far ahead a diary is looked through.
  private static let horizonDays = 120

  /// Agrees on a day from `moment` on: with the named practitioner if she has room soon, else with the first eligible
  /// role that has; with anyone who has room in time when nobody has it soon. Nothing is booked beyond its deadline: diaries
  /// full of late work would leave no room for work that can still be in time.
  mutating func book(_ item: Int, from moment: Double) {
    let first = Int(moment.rounded(.down)), last = lastDay(item, from: first)
    let soon = min(last, first + model.soonDays)
    if let found = findDay(item, from: first, to: soon) ?? findDay(item, from: soon + 1, to: last) {
      return agree(item, post: found.post, day: found.day)
    }
    guard moment > now else { return release(item) }
    work[item].state = .booked
    schedule(.workRelease, at: moment, subject: item, generation: work[item].stamp)
  }

  private mutating func findDay(_ item: Int, from first: Int, to last: Int) -> (post: Int, day: Int)? {
    guard first <= last else { return nil }
    if let named = namedPost(for: item) {
      let minutes = expectedMinutes(item, role: posts[named].role)
      if let day = diaries.firstDay(post: named, minutes: minutes, from: first, to: last) { return (named, day) }
    }
    let eligible = model.eligibilities[Int(work[item].eligibility)]
    for rank in 0..<eligible.count {
      let role = eligible[rank], pool = poolOf(team: Int(work[item].team), role: role)
      if let found = diaries.firstDay(
        posts: posts.ranges[pool], pool: pool, minutes: expectedMinutes(item, role: role), from: first, to: last)
      {
        return found
      }
    }
    return nil
  }

  /// The last day on which the contact makes the next of its limits, or, if the last has passed, on which it can be made
  /// at all.
  private func lastDay(_ item: Int, from first: Int) -> Int {
    let k = Int(work[item].contact), horizon = now + Double(Self.horizonDays)
    var day = Int(min(work[item].closes, horizon)) - 1
    if !plans[k].isStartedByAge {
      let deadline = Int(min(work[item].deadline, horizon))
      if deadline >= first { day = deadline }
    } else if plans[k].deadlineAge.isFinite {
      let birth = work[item].deadline - plans[k].deadlineAge
      for step in 0..<4 where plans[k].limits[step].isFinite && Int(birth + plans[k].limits[step]) >= first {
        day = Int(min(birth + plans[k].limits[step], horizon))
        break
      }
    }
    return min(day, model.timeline.dayCount - 1)
  }

  private func expectedMinutes(_ item: Int, role: Int) -> Double {
    let k = Int(work[item].contact), place = Int(work[item].place)
    return plans[k].travel[place].mean + plans[k].duration[place].mean * plans[k].multiplier[role]
      + plans[k].recordMinutes
  }

  private mutating func agree(_ item: Int, post: Int, day: Int) {
    work[item].state = .booked
    work[item].staff = Int32(post)
    work[item].appointmentDay = Int32(day)
    work[item].minutes = Float(expectedMinutes(item, role: posts[post].role))
    diaries.book(post: post, day: day, minutes: work[item].minutes, isHomeVisit: isHomeVisit(item))
    // Before the shift starts, so that the day's appointments are known when work is handed out.
    let at = Double(day) + posts[post].workingTime.shiftStart - 1.0 / 1440
    schedule(.appointment, at: max(now, at), subject: item, generation: work[item].stamp)
  }

  private func isHomeVisit(_ item: Int) -> Bool { Int(work[item].place) == Place.home.rawValue }

  /// The day has come: the work waits for the one with whom it was agreed, or is agreed anew if she is not there.
  mutating func appointmentComes(_ item: Int, stamp: UInt32) {
    guard work[item].stamp == stamp, work[item].state == .booked else { return }
    let post = Int(work[item].staff), day = Int(work[item].appointmentDay)
    guard posts[post].isFilled, posts[post].workingTime.works(onDay: day) else {
      count(model.layout.population(.cancelled), Int(work[item].child))
      work[item].appointmentDay = -1
      work[item].stamp &+= 1
      return book(item, from: now + 1)  // at short notice
    }
    work[item].state = .waiting
    work[item].ready = now
    observeReady(item)
    sequence &+= 1
    waiting.add(item, stamp: stamp, order: order(of: item, sequence: sequence), to: .personal(post))
    schedule(.workWidens, at: Double(day + 1), subject: item, generation: stamp)
    lookForWork(post)
  }

  /// The time is free again for somebody else.
  mutating func releaseAppointment(_ item: Int) {
    guard work[item].appointmentDay >= 0, work[item].state == .booked else { return }
    let post = Int(work[item].staff)
    diaries.release(
      post: post, pool: posts[post].pool, day: Int(work[item].appointmentDay), minutes: work[item].minutes,
      isHomeVisit: isHomeVisit(item))
    work[item].appointmentDay = -1
  }

  /// Visits of one area are made in a round: the length of a round through n places in an area grows with √n (Beardwood,
  /// Halton & Hammersley 1959, doi:10.1017/S0305004100034095), so the way to each falls with 1/√n.
  func travelInRound(_ item: Int, post: Int) -> Double {
    guard let stated = model.visitsADayBehindTravel, work[item].appointmentDay >= 0, isHomeVisit(item) else { return 1 }
    let visits = max(1, Double(diaries.homeVisits(post: post, day: Int(work[item].appointmentDay))))
    return (stated / visits).squareRoot()
  }
}
