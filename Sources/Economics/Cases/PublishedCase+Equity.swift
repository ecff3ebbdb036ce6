// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Equity: equally distributed equivalents and indices of inequality.
extension PublishedCase {
  static var equity: [PublishedCase] { equivalents + means + indices }

  private static var equivalents: [PublishedCase] {
    let baseline = GroupDistribution([62, 65.5, 68, 70.5, 73])
    let source = "formulas of Asaria, Griffin & Cookson 2016, computed independently"
    let cases: [(String, InequalityAversion, Double)] = [
      ("Equally distributed equivalent, Atkinson 10.95", .atkinson(epsilon: 10.95), 66.59924138019055),
      ("Equally distributed equivalent, Kolm 0.15", .kolm(alpha: 0.15), 66.70252885863852),
    ]
    return cases.map { name, aversion, expected in
      PublishedCase(
        name: name, source: source, expected: expected, found: baseline.equallyDistributedEquivalent(aversion),
        tolerance: 1e-9)
    }
  }

  /// Special cases of the equivalents that are means of another name.
  private static var means: [PublishedCase] {
    let health = [60.0, 70, 80], three = GroupDistribution(health)
    let shifted = GroupDistribution(health.map { $0 + 1.5 })
    let change = DistributionalImpact(
      baseline: GroupDistribution([62, 65.5, 68, 70.5, 73]), gains: [0.03, 0.022, 0.015, 0.01, 0.006],
      opportunityCosts: [0.013, 0.011, 0.01, 0.009, 0.007], aversion: .atkinson(epsilon: 10.95))
    return [
      PublishedCase(
        exactly: "Atkinson with an aversion of 1", source: "geometric mean (Atkinson 1970)",
        expected: exp(health.reduce(0) { $0 + log($1) } / 3),
        found: three.equallyDistributedEquivalent(.atkinson(epsilon: 1))),
      PublishedCase(
        exactly: "Atkinson with an aversion of 2", source: "harmonic mean (Atkinson 1970)",
        expected: 3 / health.reduce(0) { $0 + 1 / $1 }, found: three.equallyDistributedEquivalent(.atkinson(epsilon: 2))
      ),
      PublishedCase(
        exactly: "Kolm, 1.5 more for everyone", source: "translation invariance (Kolm 1976)", expected: 1.5,
        found: shifted.equallyDistributedEquivalent(.kolm(alpha: 0.15))
          - three.equallyDistributedEquivalent(.kolm(alpha: 0.15))),
      PublishedCase(
        name: "Change of the equivalent, gains less health forgone",
        source: "formulas of Asaria, Griffin & Cookson 2016, computed independently", expected: 0.010909373205649331,
        found: change.equivalentChange, tolerance: 1e-11),
      PublishedCase(
        name: "of it in mean health", source: "by hand", expected: 0.0066, found: change.efficiency, tolerance: 1e-11),
    ]
  }

  private static var indices: [PublishedCase] {
    let rising = GroupDistribution([1, 2, 3, 4, 5])
    let line = GroupDistribution([62, 64.75, 67.5, 70.25, 73])
    return [
      PublishedCase(
        exactly: "Gini of 1, 2, 3, 4, 5", source: "(n² − 1)/(6 n × mean)", expected: 24.0 / 90, found: rising.gini),
      PublishedCase(
        exactly: "Concentration index of 1 to 5 by rank", source: "2 cov(rank, value)/mean (Wagstaff et al. 1991)",
        expected: 0.8 / 3, found: rising.concentrationIndex),
      PublishedCase(
        exactly: "Slope index of fifths that rise by 2.75", source: "2.75/0.2, by hand", expected: 13.75,
        found: line.slopeIndex),
    ]
  }
}
