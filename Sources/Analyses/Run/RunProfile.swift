// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import Studies

/// What simulating strategies cost this computer: work done, time and memory.
public struct RunProfile: Sendable, Equatable {
  public let replications: Int
  /// Years simulated in all replications together, warm-up included.
  public let simulatedYears: Double
  /// Events handled.
  public let events: Double
  /// Mean number of children on the books while results were taken.
  public let children: Double
  /// Processor time of all threads, and time on the clock, in seconds.
  public let processorSeconds: Double
  public let wallSeconds: Double
  /// Most memory that the process has held at a time, in bytes.
  public let peakMemory: Double

  /// What has been used since `start`, to come to these results.
  public init(_ simulated: SimulatedStrategies, since start: Usage) {
    let end = Usage.now, strategies = simulated.results
    let outcomes = strategies.flatMap(\.outcomes)
    let numbers = strategies.flatMap { $0.values(OutcomeKey("population.children")) ?? [] }
    replications = outcomes.count
    simulatedYears = strategies.reduce(0) { sum, strategy in
      let clock = strategy.strategy.model.scenario.clock
      return sum + Double(strategy.outcomes.count) * (clock.warmUpYears + clock.reportingYears)
    }
    events = outcomes.reduce(0) { $0 + Double($1.events) }
    children = numbers.isEmpty ? .nan : numbers.reduce(0, +) / Double(numbers.count)
    processorSeconds = end.processorSeconds - start.processorSeconds
    wallSeconds = end.wallSeconds - start.wallSeconds
    peakMemory = end.peakMemory
  }

  public var nanosecondsAnEvent: Double { processorSeconds / events * 1e9 }
  public var processorSecondsAYear: Double { processorSeconds / simulatedYears }

  /// What the process has used so far.
  public struct Usage: Sendable {
    let processorSeconds: Double
    let wallSeconds: Double
    let peakMemory: Double

    public static var now: Usage {
      var usage = rusage()
      #if os(Linux)
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let unit = 1024.0  // kilobytes there, bytes on macOS
      #else
        getrusage(RUSAGE_SELF, &usage)
        let unit = 1.0
      #endif
      func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
      return Usage(
        processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
        wallSeconds: ProcessInfo.processInfo.systemUptime, peakMemory: Double(usage.ru_maxrss) * unit)
    }
  }
}
