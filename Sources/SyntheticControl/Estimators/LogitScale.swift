// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The empirical logit of a percentage or share; half a child is added on either side so that 0 and 100 stay finite
/// (Cox & Snell 1989, Analysis of Binary Data, §2.1).
func logit(_ value: Double, of whole: Double, count: Double) -> Double {
  let n = count.isFinite && count > 0 ? count : 1000
  let share = (min(max(value, 0), whole) / whole * n + 0.5) / (n + 1)
  return log(share / (1 - share))
}

/// A percentage or share from its logit.
func value(ofLogit logit: Double, of whole: Double) -> Double { whole / (1 + exp(-logit)) }
