// SPDX-License-Identifier: GPL-3.0-or-later
public import EarlyYears
import Statistics

/// How many replications are enough: the confidence-interval method (Robinson 2004; Hoad, Robinson & Davies
/// 2010, doi:10.1057/jors.2009.121).
///
/// Replications are added until the half-width of every chosen result's 95 % interval is at most `target` of
/// its mean, and stays so for the next five (Hoad's look-ahead). The number found does not depend on how
/// many run at a time. Fewer than twenty replications say too little of the shape of a skewed measure to stop at.
public struct Precision: Sendable {
  public let target: Double
  public let measures: [String]
  public let atLeast: Int
  public let atMost: Int

  public init(target: Double, measures: [String], atLeast: Int = 20, atMost: Int = 10_000) {
    self.target = target
    self.measures = measures
    self.atLeast = atLeast
    self.atMost = atMost
  }

  /// Replications that are run before it is first asked whether they are enough.
  public var first: Int { atLeast + Self.lookAhead(atLeast) }

  /// Look-ahead of Hoad et al.: five up to 100 replications, 5 % of their number above.
  static func lookAhead(_ replications: Int) -> Int { replications <= 100 ? 5 : 5 * replications / 100 }

  /// The first number of replications from which the target is met and stays met; nil when more are needed.
  func enough(_ results: StrategyResults) -> Int? {
    let units = measures.map { results.catalogue.measure($0)?.unit ?? .percentagePoints }
    let columns = measures.compactMap { results.values(OutcomeKey($0)) }
    let available = results.outcomes.count
    var metSince: Int?
    var moments = columns.map { _ in RunningMoments() }
    for n in 1...max(1, available) where n <= available {
      for c in columns.indices where !columns[c][n - 1].isNaN { moments[c].add(columns[c][n - 1]) }
      let isMet = n >= max(2, atLeast) && zip(moments, units).allSatisfy(isPrecise)
      metSince = isMet ? metSince ?? n : nil
      if let since = metSince, n >= since + Self.lookAhead(since) { return since }
    }
    return nil
  }

  private func isPrecise(_ moments: RunningMoments, _ unit: Measure.Unit) -> Bool {
    guard moments.count > 1 else { return false }
    let half = moments.interval(unit: unit).0.halfWidth
    return half <= target * abs(moments.mean) || half == 0
  }
}

extension Replications {
  /// Runs as many replications as the precision asks for.
  /// - Returns: The outcomes, and whether the target was met.
  public func run(
    _ strategy: Strategy, precision: Precision, progress: (Int, Int) -> Void = { _, _ in }
  ) async throws -> (outcomes: [ReplicationOutcome], isMet: Bool) {
    var outcomes: [ReplicationOutcome] = []
    var next = precision.first
    while true {
      let more = min(next, precision.atMost)
      outcomes += try await run([strategy], replications: outcomes.count..<more, progress: progress)[0]
      if let enough = precision.enough(StrategyResults(strategy: strategy, outcomes: outcomes)) {
        return (Array(outcomes.prefix(enough)), true)
      }
      guard outcomes.count < precision.atMost else { return (outcomes, false) }
      // A fixed schedule, so that the number of jobs has no say in what is computed.
      next = outcomes.count + max(8, outcomes.count / 4)
    }
  }
}
