// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

/// What gives when not everything can be done in time.
///
/// By deadline alone, a service with a little too much work does everything just after its deadline and nothing before
/// (Liu & Layland 1973, doi:10.1145/321738.321743: earliest deadline first is optimal as long as all deadlines can be
/// met, and only then). With triage, work whose deadline is lost steps behind work that can still make its own.
extension Replication {
  var triages: Bool { model.triage.lostDeadlinesLast }

  /// The place of a piece of work among what waits: its class, then its deadline, then when it fell due.
  func order(of item: Int, sequence: UInt32) -> WaitingOrder {
    let due = work[item].requested
    guard work[item].contact != Work.supervision else {
      return WaitingOrder(priority: priority(2), deadline: work[item].deadline, due: due, sequence: sequence)
    }
    let plan = plans[Int(work[item].contact)].priority
    if work[item].appointmentDay >= 0 {
      // A family that expects somebody today comes before all but safeguarding.
      return WaitingOrder(
        priority: priority(min(plan, 1)), deadline: Double(work[item].appointmentDay), due: due, sequence: sequence)
    }
    guard work[item].deadline.isFinite else {
      return WaitingOrder(priority: priority(plan), deadline: due, due: due, sequence: sequence)
    }
    guard triages else {
      return WaitingOrder(priority: priority(plan), deadline: work[item].deadline, due: due, sequence: sequence)
    }
    let limit = limit(of: item)
    return WaitingOrder(
      priority: priority(plan, isLost: limit == nil), deadline: limit ?? work[item].deadline, due: due,
      sequence: sequence)
  }

  private func priority(_ priority: Int, isLost: Bool = false) -> Int { 2 * priority + (isLost ? 1 : 0) }

  /// The next limit that the work can still make; nil when the last is lost. A contact may have several: a new birth
  /// visit too late for its fourteenth day can still be made by the thirtieth.
  private func limit(of item: Int) -> Double? {
    let k = Int(work[item].contact)
    guard plans[k].isStartedByAge else { return now <= work[item].deadline ? work[item].deadline : nil }
    let birth = work[item].deadline - plans[k].deadlineAge
    for step in 0..<4 where CompletedDays.isBy(plans[k].limits[step], age: now - birth) {
      return plans[k].limits[step].isFinite ? birth + plans[k].limits[step] : nil
    }
    return nil
  }

  /// A contact that has waited long for staff is shortened, or made by telephone.
  mutating func press(_ item: Int) {
    let triage = model.triage, k = Int(work[item].contact)
    guard work[item].hasChild, plans[k].kind.isContactWithFamily else { return }
    // Waiting for the named practitioner is a choice, not pressure.
    let open = namedPost(for: item) == nil ? work[item].ready : max(work[item].ready, offeredToTeam(item))
    guard now - open > triage.pressedAfterDays else { return }
    let child = Int(work[item].child)
    if triage.byTelephoneShare > 0, plans[k].mayBeByTelephone, Place.allCases[Int(work[item].place)].isFaceToFace {
      stream.seek(
        entity: children[child].id, purpose: Purpose.attendance.about(plans[k].key),
        index: UInt64(work[item].occurrence) << 8 | 0xfe)
      if stream.bernoulli(triage.byTelephoneShare) {
        work[item].place = UInt8(Place.telephone.rawValue)
        count(model.layout.population(.telephoned), child)
        return
      }
    }
    guard triage.shortenedTo < 1 else { return }
    work[item].isShortened = true
    count(model.layout.population(.shortened), child)
  }
}
