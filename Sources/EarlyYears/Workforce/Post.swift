// SPDX-License-Identifier: GPL-3.0-or-later
import Simulation

/// An established post and whoever holds it now.
struct Post {
  let role: Int
  /// Locality team, or the number of teams for a role that covers the authority.
  let team: Int
  let wte: Double
  /// Place among the role's posts in the team.
  let place: Int
  /// Names its random numbers (`PostPlan.key`).
  let key: UInt64
  /// The team's posts of its role, by number.
  let pool: Int

  /// Successive people in the post: 0, 1, 2 …
  var holder = 0
  var isFilled = false
  var isAgency = false
  /// Whether a vacancy waits for an intake of newly trained staff.
  var waitsForIntake = false
  var filledSince = 0.0
  var workingTime: WorkingTime
  var isBusy = false
  /// Work in hand.
  var work: Int32 = -1
  /// Children on the named caseload.
  var namedChildren = 0
  /// Until when a starter carries a reduced caseload.
  var starterUntil = 0.0
}
