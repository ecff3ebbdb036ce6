// SPDX-License-Identifier: GPL-3.0-or-later

/// Age in completed days, the clock of the official metrics: "by 14 days" includes the whole fourteenth day.
enum CompletedDays {
  static func isBy(_ limit: Double, age: Double) -> Bool { age < limit + 1 }
  static func isAfter(_ limit: Double, age: Double) -> Bool { age >= limit + 1 }
}
