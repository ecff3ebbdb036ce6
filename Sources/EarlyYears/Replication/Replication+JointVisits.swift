// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation
import Statistics

/// One visit for two siblings: who is at the family's home anyway does what is open there for another child.
extension Replication {
  /// Work of a sibling that can be done in this visit: open, due at home, and for which the visitor's role is
  /// eligible; the most pressing of it. Nil when nobody is in, and for all visits but those of the stated share.
  mutating func workAlongside(_ item: Int, role: Int) -> Int? {
    guard let share = model.scenario.families?.jointVisitShare, share > 0, isVisitAtHome(item), work[item].attended
    else { return nil }
    let child = Int(work[item].child)
    guard children[child].older >= 0 || children[child].younger >= 0 else { return nil }
    var best: Int?
    var sibling = eldest(of: child)
    while sibling >= 0 {
      var other = sibling == child ? -1 : children[sibling].firstWork
      while other >= 0 {
        let candidate = Int(other)
        other = work[candidate].next
        guard isOpen(candidate), isVisitAtHome(candidate),
          model.eligibilities[Int(work[candidate].eligibility)].contains(role)
        else { continue }
        if let best, !order(of: candidate, sequence: 0).precedes(order(of: best, sequence: 0)) { continue }
        best = candidate
      }
      sibling = Int(children[sibling].younger)
    }
    guard best != nil else { return nil }
    stream.seek(
      entity: children[child].id, purpose: Purpose.siblings.about(plans[Int(work[item].contact)].key),
      index: UInt64(work[item].occurrence) << 8 | UInt64(work[item].attempt))
    return stream.bernoulli(share) ? best : nil
  }

  private func isVisitAtHome(_ item: Int) -> Bool {
    work[item].hasChild && Int(work[item].place) == Place.home.rawValue
      && plans[Int(work[item].contact)].kind.isContactWithFamily
  }

  /// Due and not begun, whether it waits for staff or for the next appointment after one that was not kept.
  private func isOpen(_ item: Int) -> Bool {
    (work[item].state == .waiting || work[item].state == .booked) && now < work[item].closes
  }

  /// Begins a sibling's work in a visit that is under way; nobody travels for it.
  mutating func begin(_ other: Int, alongside item: Int, by post: Int) -> Times {
    if work[other].state == .booked {
      releaseAppointment(other)
      leaveSession(other)
      work[other].ready = now
      observeReady(other)
    }
    observeStart(other)
    work[other].state = .inHand
    work[other].stamp &+= 1
    work[other].staff = Int32(post)
    work[other].isAlongside = true
    work[item].alongside = Int32(other)
    var times = contactTimes(other, role: posts[post].role, isThere: true)
    times.travel = 0
    return times
  }
}
