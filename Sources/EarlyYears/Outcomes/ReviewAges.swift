// SPDX-License-Identifier: GPL-3.0-or-later

/// The ages between which a statutory review may be carried out, cut into bins of equal width.
struct ReviewAges: Sendable {
  static let bins = 40

  let opens: Double
  let closes: Double

  /// Nil for contacts that are no statutory review, or have no window with two ends.
  init?(_ contact: ContactType) {
    guard contact.kind == .statutoryReview, contact.opensAgeDays.isFinite, contact.closesAgeDays.isFinite,
      contact.closesAgeDays > contact.opensAgeDays
    else { return nil }
    opens = contact.opensAgeDays
    closes = contact.closesAgeDays
  }

  private var width: Double { (closes - opens) / Double(Self.bins) }

  /// A review begun just before the window closes may end after it; it counts in the last bin.
  func bin(of age: Double) -> Int { min(Self.bins - 1, max(0, Int((age - opens) / width))) }

  /// Age at which a bin begins.
  func start(ofBin bin: Int) -> Double { opens + Double(bin) * width }

  /// Age by which a share of the counted reviews had been completed, on a straight line within a bin; NaN without any.
  func quantile(_ share: Double, counts: [Double]) -> Double {
    let total = counts.reduce(0, +)
    guard total > 0 else { return .nan }
    var left = share * total
    for (bin, count) in counts.enumerated() {
      if count >= left, count > 0 { return start(ofBin: bin) + left / count * width }
      left -= count
    }
    return closes
  }
}
