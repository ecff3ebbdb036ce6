// SPDX-License-Identifier: GPL-3.0-or-later

/// A piece of work for someone: a contact with a family, a meeting, or supervision.
struct Work {
  enum State: UInt8 {
    case free
    /// Agreed for a later day.
    case booked
    /// Ready; waiting for a member of staff.
    case waiting
    case inHand
  }

  static let supervision: UInt16 = .max

  /// Changes whenever the work leaves a queue, so that old queue entries are recognised.
  var stamp: UInt32 = 0
  /// Changes whenever the slot is given back.
  var life: UInt32 = 0
  /// Slot of the child; supervision has none.
  var child: UInt32 = 0
  /// Contact type, or `supervision`.
  var contact: UInt16 = 0
  var team: UInt16 = 0
  /// Which list of eligible roles applies.
  var eligibility: UInt16 = 0
  /// Which of the child's contacts of this type, and which appointment for it.
  var occurrence: UInt16 = 0
  var attempt: UInt8 = 0
  var state = State.free
  var hasChild = false
  var place: UInt8 = 0
  /// Need and step of its pathway that it serves, 255 for none.
  var need: UInt8 = 255
  var step: UInt8 = 255
  var visit: UInt8 = 0
  /// Number of the finding that asked for it.
  var finding: UInt8 = 0
  /// When it fell due, when it was last ready, its deadline and its closing time.
  var requested = 0.0
  var ready = 0.0
  var deadline = 0.0
  var closes = 0.0
  var staff: Int32 = -1
  /// Day of the appointment, −1 for none.
  var appointmentDay: Int32 = -1
  /// Neighbours among the child's open work.
  var next: Int32 = -1
  var previous: Int32 = -1
  /// Minutes that supervision takes, or for which an appointment is booked.
  var minutes: Float = 0
  /// The session in which the family has a place or that this is, −1 for none.
  var session: Int32 = -1
  var nextInSession: Int32 = -1
  /// A session itself, held by staff.
  var isSession = false
  var isDuplicate = false
  var isEscalation = false
  /// Made in less than the usual time, since much waits.
  var isShortened = false
  // While in hand:
  var attended = false
  /// Whether this is a sibling's work that is done in the same visit.
  var isAlongside = false
  /// Such work of a sibling, −1 for none.
  var alongside: Int32 = -1
  var contactEnd = 0.0
}
