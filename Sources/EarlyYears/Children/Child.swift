// SPDX-License-Identifier: GPL-3.0-or-later

/// A child on the books, from the time the pregnancy is known (or the family moves in) until it leaves.
///
/// What nearly every event reads comes first, so that it is together in the cache.
struct Child {
  /// Names the child's random numbers; the same child in every strategy.
  var id: UInt64 = 0
  var birth = 0.0
  /// Lives of this slot so far; events meant for an earlier one are void.
  var generation: UInt32 = 0
  /// Post that holds the child, −1 for none.
  var named: Int32 = -1
  /// First of the child's open pieces of work, −1 for none.
  var firstWork: Int32 = -1
  /// Slots of the siblings before and after it that are on the books, −1 for none.
  var older: Int32 = -1
  var younger: Int32 = -1
  /// Propensity to attend, standard normal, shared by all of the family's appointments.
  var propensity: Float = 0
  var team: UInt16 = 0
  var quintile: UInt8 = 0
  var isHere = false
  /// Index of the open safeguarding status, 255 for none, and which spell it is.
  var safeguarding: UInt8 = 255
  /// Needs of which there is a finding, true or false; the level of service follows from them.
  var findings: UInt8 = 0
  /// Index of the programme, 255 for none.
  var programme: UInt8 = 255
  var asksForMore = false
  var safeguardingSpell: UInt16 = 0
  /// Attended contacts, and those of them that were additional, before the first birthday.
  var contactsInFirstYear: UInt16 = 0
  var additionalInFirstYear: UInt16 = 0
  /// Who made the family's last contact, for whichever child, −1 for nobody.
  var familySeenBy: Int32 = -1
  var seen = Continuity()
  var additionalRequests: UInt32 = 0
  /// The family's own rate of additional contacts relative to its quintile's.
  var additionalFactor: Float = 1
  /// Adversity, standard normal, shared by all needs.
  var adversity: Float = 0
  var safeguardingSince = 0.0
  /// Names what belongs to the family: the id of its first child.
  var family: UInt64 = 0
  /// When the service first knew the family.
  var entered = 0.0
  /// When the family moves out.
  var movesOut = Double.infinity
  /// When it became the eldest of its family on the books; infinity while it is not.
  var eldestSince = Double.infinity
  /// What `seen` amounted to at the oldest age for continuity, once there has been a later contact.
  private var continuityBefore: ContinuityMeasures?
  /// The others held by the same post.
  var links = ChildRecords.Links()

  func age(at time: Double) -> Double { time - birth }

  /// Keeps the continuity so far; later contacts are outside the measures.
  mutating func closeContinuity() {
    if continuityBefore == nil { continuityBefore = ContinuityMeasures(seen) }
  }

  /// Over contacts up to the oldest age for continuity.
  var continuity: ContinuityMeasures { continuityBefore ?? ContinuityMeasures(seen) }
}
