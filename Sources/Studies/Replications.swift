// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears

/// Runs replications of strategies on several threads.
///
/// Every strategy runs with the same seed and replication numbers, so that strategies meet the same children
/// (common random numbers). Results are kept in order of replication and do not depend on `jobs`.
public struct Replications: Sendable {
  public let seed: UInt64
  public let jobs: Int

  public init(seed: UInt64, jobs: Int) {
    self.seed = seed
    self.jobs = max(1, jobs)
  }

  /// Runs the given replications of every strategy.
  /// - Parameter progress: Called with the number done and the number in all, from one task at a time.
  /// - Returns: For each strategy its outcomes in order of replication.
  /// - Throws: `CancellationError` when the task is cancelled; replications in hand are then given up.
  public func run(
    _ strategies: [Strategy], replications: Range<Int>, progress: (Int, Int) -> Void = { _, _ in }
  ) async throws -> [[ReplicationOutcome]] {
    let total = strategies.count * replications.count
    var results = [ReplicationOutcome?](repeating: nil, count: total)
    var done = 0
    let models = strategies.map(\.model), first = replications.lowerBound
    try await concurrently(0..<total, jobs: jobs) { [seed] index in
      // Strategies take turns within a replication, so that a partial run is still paired.
      try models[index % models.count].replicationUnlessCancelled(first + index / models.count, seed: seed)
    } deliver: { index, outcome in
      results[index] = outcome
      done += 1
      progress(done, total)
    }
    return strategies.indices.map { s in
      replications.indices.map { results[($0 - first) * strategies.count + s] }.compactMap { $0 }
    }
  }
}
