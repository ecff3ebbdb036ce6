// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears

/// One option that is simulated: a model, and what it is called in tables and files.
public struct Strategy: Sendable {
  public let name: String
  /// File it came from, for the manifest.
  public let source: String
  /// Digest of everything that decides the result beside seed and replication number.
  public let digest: String
  public let model: ServiceModel

  public init(name: String, source: String, digest: String, model: ServiceModel) {
    self.name = name
    self.source = source
    self.digest = digest
    self.model = model
  }
}

/// The replications of one strategy, in order.
public struct StrategyResults: Sendable {
  public let strategy: Strategy
  public let outcomes: [ReplicationOutcome]

  public init(strategy: Strategy, outcomes: [ReplicationOutcome]) {
    self.strategy = strategy
    self.outcomes = outcomes
  }

  public var catalogue: OutcomeCatalogue { strategy.model.catalogue }

  /// One result by replication.
  public func values(_ key: OutcomeKey) -> [Double]? {
    catalogue.index(of: key).map { index in outcomes.map { $0.values[index] } }
  }
}
