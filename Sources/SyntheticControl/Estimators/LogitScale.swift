// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The empirical logit of a percentage; half a child is added on either side so that 0 and 100 stay finite
/// (Cox & Snell 1989, Analysis of Binary Data, §2.1).
func logit(percentage: Double, count: Double) -> Double {
  let n = count.isFinite && count > 0 ? count : 1000
  let share = (min(max(percentage, 0), 100) / 100 * n + 0.5) / (n + 1)
  return log(share / (1 - share))
}

/// A percentage from its logit.
func percentage(logit: Double) -> Double { 100 / (1 + exp(-logit)) }
