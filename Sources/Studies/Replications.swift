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
    try await withThrowingTaskGroup(of: (Int, ReplicationOutcome).self) { group in
      var next = 0
      func startNext() {
        guard next < total else { return }
        let index = next
        next += 1
        // Strategies take turns within a replication, so that a partial run is still paired.
        let model = strategies[index % strategies.count].model
        let replication = replications.lowerBound + index / strategies.count
        group.addTask { [seed] in (index, try model.replicationUnlessCancelled(replication, seed: seed)) }
      }
      for _ in 0..<min(jobs, total) { startNext() }
      while let (index, outcome) = try await group.next() {
        results[index] = outcome
        done += 1
        progress(done, total)
        try Task.checkCancellation()
        startNext()
      }
    }
    return strategies.indices.map { s in
      replications.indices.map { results[($0 - replications.lowerBound) * strategies.count + s] }.compactMap { $0 }
    }
  }
}
