// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a quantity differs between deprivation quintiles while its average over births in the mix in which it was
/// measured (`shares`) is what was stated; a poorer mix then has more of what rises with deprivation.
enum Gradient {
  /// Multipliers by quintile, most deprived first: ratio^((5 − q) / 4), scaled to average one.
  static func multipliers(ratioMostDeprived ratio: Double, shares: [Double]) -> [Double] {
    let raw = (0..<5).map { pow(ratio, Double(4 - $0) / 4) }
    let average = zip(raw, shares).reduce(0) { $0 + $1.0 * $1.1 } / shares.reduce(0, +)
    return raw.map { $0 / average }
  }

  /// Probabilities by quintile whose log odds fall in a line and whose average over births is `probability`.
  static func probabilities(_ probability: Double, oddsRatioMostDeprived ratio: Double, shares: [Double]) -> [Double] {
    guard ratio != 1, probability > 0, probability < 1 else { return Array(repeating: probability, count: 5) }
    let total = shares.reduce(0, +)
    func byQuintile(_ intercept: Double) -> [Double] {
      (0..<5).map { 1 / (1 + exp(-(intercept + log(ratio) * Double(4 - $0) / 4))) }
    }
    var low = -60.0, high = 60.0
    for _ in 0..<200 {
      let middle = (low + high) / 2
      let average = zip(byQuintile(middle), shares).reduce(0) { $0 + $1.0 * $1.1 } / total
      if average < probability { low = middle } else { high = middle }
    }
    return byQuintile((low + high) / 2)
  }

  /// A probability with its odds multiplied.
  static func withOdds(_ probability: Double, times ratio: Double) -> Double {
    guard probability > 0, probability < 1 else { return probability }
    let odds = probability / (1 - probability) * ratio
    return odds / (1 + odds)
  }
}
