// SPDX-License-Identifier: GPL-3.0-or-later

/// Decisions that have a stream of their own.
enum Purpose: UInt64 {
  case birth = 1, family, need, elsewhere, attendance, duration, finding, additional, safeguarding, referral
  case move, leave, leaving, vacancy, sickness, joint, offer, resolution, siblings

  /// The second word of an address: the decision, and which contact, need or role it is about.
  func about(_ key: UInt64) -> UInt64 { rawValue << 56 | (key & 0x00ff_ffff_ffff_ffff) }
}
