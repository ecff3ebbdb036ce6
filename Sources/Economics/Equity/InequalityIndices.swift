// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An outcome by population group, from the most to the least deprived.
public struct GroupDistribution: Sendable, Equatable {
  /// Mean outcome of each group, as years of healthy life expectancy.
  public let values: [Double]
  /// Shares of the population; they add up to 1.
  public let shares: [Double]

  /// - Parameter shares: Any positive weights, as numbers of people; equal when left out.
  public init(_ values: [Double], shares: [Double]? = nil) {
    let weights = shares ?? values.map { _ in 1 }
    precondition(!values.isEmpty && weights.count == values.count && weights.allSatisfy { $0 > 0 })
    let total = weights.reduce(0, +)
    self.values = values
    self.shares = weights.map { $0 / total }
  }

  public var mean: Double { weighted(values) }

  private func weighted(_ values: [Double]) -> Double { zip(values, shares).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The level which, had by everyone, is worth as much as this distribution (Atkinson 1970,
  /// doi:10.1016/0022-0531(70)90039-6; Kolm 1976, doi:10.1016/0022-0531(76)90037-5; as used by Asaria, Griffin &
  /// Cookson 2016, doi:10.1177/0272989X15583266).
  public func equallyDistributedEquivalent(_ aversion: InequalityAversion) -> Double {
    switch aversion {
    case .atkinson(let epsilon): atkinsonEquivalent(epsilon)
    case .kolm(let alpha): kolmEquivalent(alpha)
    }
  }

  /// Loss from inequality: the share of the mean (Atkinson) or the amount (Kolm) that could be given up for equality.
  public func inequality(_ aversion: InequalityAversion) -> Double {
    let equivalent = equallyDistributedEquivalent(aversion)
    return switch aversion {
    case .atkinson: 1 - equivalent / mean
    case .kolm: mean - equivalent
    }
  }

  private func atkinsonEquivalent(_ epsilon: Double) -> Double {
    let mean = mean
    // Relative to the mean, so that high powers neither overflow nor vanish.
    if epsilon == 1 { return mean * exp(weighted(values.map { log($0 / mean) })) }
    return mean * pow(weighted(values.map { pow($0 / mean, 1 - epsilon) }), 1 / (1 - epsilon))
  }

  private func kolmEquivalent(_ alpha: Double) -> Double {
    guard alpha != 0 else { return mean }
    let lowest = values.min() ?? 0
    return lowest - log(weighted(values.map { exp(-alpha * ($0 - lowest)) })) / alpha
  }

  /// Difference between the bottom and the top of the social scale on the least-squares line through the groups'
  /// midpoint ranks (Preston, Haines & Pamuk 1981; Regidor 2004, doi:10.1136/jech.2003.015347).
  public var slopeIndex: Double {
    let ranks = midpointRanks
    let rankMean = weighted(ranks), mean = mean
    var products = 0.0, squares = 0.0
    for i in values.indices {
      products += shares[i] * (ranks[i] - rankMean) * (values[i] - mean)
      squares += shares[i] * (ranks[i] - rankMean) * (ranks[i] - rankMean)
    }
    return squares == 0 ? 0 : products / squares
  }

  /// The slope index relative to the mean.
  public var relativeIndex: Double { slopeIndex / mean }

  /// Generalised concentration index: twice the covariance of the outcome with the rank from the most to the least
  /// deprived; below nil when the outcome is concentrated among the more deprived (Wagstaff, Paci & van Doorslaer
  /// 1991, doi:10.1016/0277-9536(91)90212-U; Erreygers 2009, doi:10.1016/j.jhealeco.2008.02.003).
  ///
  /// It adds up: the index of a change is the change of the index.
  public var generalisedConcentrationIndex: Double {
    let ranks = midpointRanks, rankMean = weighted(ranks), mean = mean
    return 2 * values.indices.reduce(0) { $0 + shares[$1] * (ranks[$1] - rankMean) * (values[$1] - mean) }
  }

  /// The same relative to the mean, between −1 and 1 for outcomes of one sign.
  public var concentrationIndex: Double { generalisedConcentrationIndex / mean }

  /// Gini coefficient: half the mean difference between two people, relative to the mean.
  public var gini: Double {
    var sum = 0.0
    for i in values.indices {
      for j in values.indices { sum += shares[i] * shares[j] * abs(values[i] - values[j]) }
    }
    return sum / (2 * mean)
  }

  /// Share of the population below the middle of each group.
  private var midpointRanks: [Double] {
    var below = 0.0
    return shares.map { share in
      defer { below += share }
      return below + share / 2
    }
  }
}

/// How much a society would give up for equality.
public enum InequalityAversion: Sendable, Equatable {
  /// Aversion to relative differences; 10.95 was elicited in England (Robson et al. 2017, doi:10.1002/hec.3430).
  case atkinson(epsilon: Double)
  /// Aversion to absolute differences; 0.15 was elicited in England (Robson et al. 2017).
  case kolm(alpha: Double)
}
