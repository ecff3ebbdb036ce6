// SPDX-License-Identifier: GPL-3.0-or-later

/// How many children staff carry: the distribution of children per WTE over staff and time.
struct CaseloadDistribution {
  /// Weight (WTE) observed at each whole number of children per WTE; the last bin takes the rest.
  private var bins = Array(repeating: 0.0, count: 2001)

  mutating func note(childrenPerWTE: Double, weight: Double) {
    bins[min(2000, max(0, Int(childrenPerWTE.rounded())))] += weight
  }

  var median: Double {
    var left = bins.reduce(0, +) / 2
    guard left > 0 else { return .nan }
    for (children, weight) in bins.enumerated() {
      left -= weight
      if left <= 0 { return Double(children) }
    }
    return .nan
  }

  /// In per cent.
  func share(above threshold: Int) -> Double { 100 * bins[(threshold + 1)...].reduce(0, +) / bins.reduce(0, +) }
}
