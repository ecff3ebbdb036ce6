// SPDX-License-Identifier: GPL-3.0-or-later

/// Slope index of inequality: the weighted least-squares slope of a measure over relative rank from most (0)
/// to least deprived (1), each group at the middle of its share (Mackenbach & Kunst 1997).
func slopeIndexOfInequality(_ values: [Double], shares: [Double]) -> Double {
  let total = shares.reduce(0, +)
  var before = 0.0
  let ranks = shares.map { share -> Double in
    defer { before += share / total }
    return before + share / total / 2
  }
  let meanRank = zip(shares, ranks).reduce(0) { $0 + $1.0 * $1.1 } / total
  let meanValue = zip(shares, values).reduce(0) { $0 + $1.0 * $1.1 } / total
  var covariance = 0.0, variance = 0.0
  for (index, share) in shares.enumerated() {
    covariance += share * (ranks[index] - meanRank) * (values[index] - meanValue)
    variance += share * (ranks[index] - meanRank) * (ranks[index] - meanRank)
  }
  return covariance / variance
}
