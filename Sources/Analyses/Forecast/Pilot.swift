// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation

/// One replication of a service, as smaller ones of the same kind say: births and staff in the same proportion, four
/// times as many each time, until little is gained.
struct Pilot {
  /// Of one replication in full, on one thread.
  let seconds: Double
  /// Bytes that it needs while it runs, and that the program needed before.
  let memory, before: Double
  /// That of the last pilot: as many figures as one in full.
  let outcome: ReplicationOutcome

  private static let first = 500.0
  private static let factor = 4.0
  /// Pilots end before they take more than this share of the work, or so many seconds.
  private static let share = 0.02, most = 3.0

  /// - Parameter times: How often one replication takes its time, one after another.
  /// - Throws: `CancellationError`.
  init(_ scenario: Scenario, times: Double) throws(CancellationError) {
    let all = scenario.children.birthsPerYear
    before = peakMemory()
    var births = min(all, Self.first), spent = 0.0, growth = 1.0
    var last: (births: Double, seconds: Double)?
    // Memory for each birth a year, and what there is besides.
    var perBirth = 0.0, peak = before, besides = 0.0
    while true {
      let model = ServiceModel(births < all ? scenario.scaled(by: births / all) : scenario)
      let started = ContinuousClock.now
      let outcome = try model.replicationUnlessCancelled(0, seed: 0)
      let seconds = (ContinuousClock.now - started) / .seconds(1)
      if let last { growth = log(seconds / last.seconds) / log(births / last.births) }
      // Never less than in proportion; a pilot that was disturbed must not send the figure to the sky.
      let full = seconds * pow(all / max(births, 1e-9), min(max(growth, 1), 1.3))
      let grown = peakMemory()
      perBirth = (grown - peak) / max(births - (last?.births ?? 0), 1e-9)
      besides = grown - before - perBirth * births
      peak = grown
      spent += seconds
      last = (births, seconds)
      let next = seconds * Self.factor
      guard births < all, spent + next < min(Self.most, Self.share * full * times) else {
        self.seconds = births < all ? full : seconds
        memory = max(0, besides + perBirth * all)
        self.outcome = outcome
        return
      }
      births = min(all, births * Self.factor)
    }
  }
}

extension Scenario {
  /// The same service for a share of the families, with that share of the staff.
  fileprivate func scaled(by share: Double) -> Scenario {
    var scenario = self
    scenario.children.birthsPerYear *= share
    for role in scenario.workforce.indices {
      let wte = workforce[role].wte
      // Somebody must be there.
      scenario.workforce[role].wte = max(min(wte, 1), wte * share)
    }
    return scenario
  }
}

/// The most memory that the program has had at a time, in bytes; 0 where the system does not say.
private func peakMemory() -> Double {
  #if canImport(Darwin)
    var usage = rusage()
    return getrusage(RUSAGE_SELF, &usage) == 0 ? Double(usage.ru_maxrss) : 0
  #else
    // What getrusage says on Linux includes the program that started this one.
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) })
    else { return 0 }
    return 1024 * kilobytes
  #endif
}
