// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears

/// Runs draws of the uncertain parameters, every strategy with the same values and the same children.
public struct DrawRunner: Sendable {
  /// Compiles a strategy with the values of a draw; called from several threads.
  public typealias Model = @Sendable (_ strategy: Int, _ values: [Double]) -> ServiceModel

  public let sampler: ParameterSampler
  public let strategyCount: Int
  public let seed: UInt64
  public let jobs: Int
  private let model: Model

  public init(
    _ sampler: ParameterSampler, strategyCount: Int, seed: UInt64, jobs: Int, model: @escaping Model
  ) {
    self.sampler = sampler
    self.strategyCount = strategyCount
    self.seed = seed
    self.jobs = max(1, jobs)
    self.model = model
  }

  /// Runs the given draws and hands each over as it is finished, in whatever order that is.
  /// - Parameters:
  ///   - draws: Their numbers, from 1.
  ///   - deliver: Called with the draw and, for each strategy, its replications; from one task at a time.
  /// - Throws: What `deliver` throws, or `CancellationError`; draws in hand are then given up.
  public func run(
    _ draws: [Int], replications: Int, deliver: (_ draw: Int, _ outcomes: [[ReplicationOutcome]]) throws -> Void
  ) async throws {
    try await concurrently(draws, jobs: jobs) {
      try outcomes(ofDraw: $0, replications: replications)
    } deliver: {
      try deliver($0, $1)
    }
  }

  private func outcomes(ofDraw draw: Int, replications: Int) throws -> [[ReplicationOutcome]] {
    let values = sampler.values(ofDraw: draw)
    return try (0..<strategyCount).map { strategy in
      let model = model(strategy, values)
      return try (0..<replications).map { replication in
        try model.replicationUnlessCancelled(replication, seed: seed, draw: draw)
      }
    }
  }
}
