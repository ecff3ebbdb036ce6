// SPDX-License-Identifier: GPL-3.0-or-later

/// A number that depends on a name alone, so that what bears the name keeps its random numbers when something else
/// is added before it (FNV-1a; Fowler, Noll & Vo 1991).
public func stableKey(_ name: String) -> UInt64 {
  name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
