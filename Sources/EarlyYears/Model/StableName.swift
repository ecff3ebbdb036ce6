// SPDX-License-Identifier: GPL-3.0-or-later

/// A number that depends on a name alone, so that a contact or role keeps its random numbers when another is
/// added before it (FNV-1a; Fowler, Noll & Vo 1991).
func stableKey(_ name: String) -> UInt64 {
  name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

/// Decisions that have a stream of their own.
enum Purpose: UInt64 {
  case birth = 1, family, need, elsewhere, attendance, duration, finding, additional, safeguarding, referral
  case move, holder, leaving, vacancy, programme, joint, offer, resolution

  /// The second word of an address: the decision, and which contact, need or role it is about.
  func about(_ key: UInt64) -> UInt64 { rawValue << 56 | (key & 0x00ff_ffff_ffff_ffff) }
}
