// SPDX-License-Identifier: GPL-3.0-or-later
public import Studies
public import TableFiles

/// Everything a run leaves behind.
public struct RunResults: Sendable {
  public var manifest: Manifest
  /// In the order in which they are shown; names differ.
  public var strategies: [StrategyResults]
  /// Position of the strategy from which the others' differences are taken.
  public var baseline: Int
  public var parameters: [ParameterRecord]
  public var published: [PublishedComparison]
  /// What a comparison says first: the table `headlines`.
  public var headlines: NamedTable?

  public init(
    manifest: Manifest, strategies: [StrategyResults], baseline: Int = 0, parameters: [ParameterRecord] = [],
    published: [PublishedComparison] = [], headlines: NamedTable? = nil
  ) {
    precondition(strategies.isEmpty || strategies.indices.contains(baseline))
    self.manifest = manifest
    self.strategies = strategies
    self.baseline = baseline
    self.parameters = parameters
    self.published = published
    self.headlines = headlines
  }

  func checkNames() throws(ResultsError) {
    var seen: Set<String> = []
    for results in strategies where !seen.insert(results.strategy.name).inserted {
      throw .strategyNamedTwice(results.strategy.name)
    }
  }
}
