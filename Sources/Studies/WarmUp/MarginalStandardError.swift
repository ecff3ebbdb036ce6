// SPDX-License-Identifier: GPL-3.0-or-later

/// Where the marginal standard error rule cuts a series off (MSER-m; White 1997, doi:10.1177/003754979706900601).
public struct MarginalStandardErrorCut: Sendable, Equatable {
  /// Observations to leave out; a whole number of batches.
  public let observations: Int
  /// Σ (batch mean − their mean)² / (batches kept)², its least value.
  public let statistic: Double
  /// Whether the least value lies at the last place allowed: the series had not settled in its first half.
  public let isAtLimit: Bool

  /// Batch means of five, cut at the number of batches whose removal makes the statistic least. At most half of the
  /// batches may go; observations beyond the last whole batch are not used.
  /// - Returns: Nil below two batches.
  public init?(_ series: [Double], batch: Int = 5) {
    let means = stride(from: 0, to: series.count / batch * batch, by: batch).map { start in
      series[start..<start + batch].reduce(0, +) / Double(batch)
    }
    guard means.count > 1 else { return nil }
    let limit = means.count / 2
    let statistics = (0...limit).map { cut -> Double in
      let kept = means[cut...]
      let mean = kept.reduce(0, +) / Double(kept.count)
      return kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(kept.count * kept.count)
    }
    let best = statistics.indices.min { statistics[$0] < statistics[$1] } ?? 0
    observations = best * batch
    statistic = statistics[best]
    isAtLimit = best == limit && limit > 0
  }
}
