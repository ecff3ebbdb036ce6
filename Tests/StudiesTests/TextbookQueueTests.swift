// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles
import Statistics
import Studies
import Testing

/// Queues whose answers are known in closed form, as ordinary scenario files through the ordinary program.
///
/// Every figure is judged by its distance from the exact value in standard errors over independent
/// replications. With about 150 comparisons the level of each is 0.001 / 150 by Bonferroni, so the whole suite
/// would fail by chance once in 1,000 seeds; the seed is fixed.
@Suite struct TextbookQueueTests {
  /// A scenario and what theory says of its results: measure → exact value.
  struct Queue: CustomTestStringConvertible, Sendable {
    let name: String
    let yaml: String
    let expected: [(measure: String, value: Double)]
    var testDescription: String { name }
  }

  static let comparisons = 150.0
  static let replications = 12
  /// Run lengths below are multiplied by this; lengthen them by hand for a closer look.
  static let length = Double(ProcessInfo.processInfo.environment["SKILLMIX_QUEUE_LENGTH"] ?? "") ?? 0.15

  /// One role that never rests, one contact a birth.
  static func yaml(
    rate: Double, servers: Int, service: String, days: Double, warmUp: Double = 400, extra: String = "",
    window: String = ""
  ) -> String {
    """
    skillmix: 1
    name: textbook queue
    clock:
      start: 2025-01-01
      warm_up_years: \(warmUp / 365.25)
      reporting_years: \(days * length / 365.25)
      snapshot_every_days: 100
      wait_thresholds_days: [0.5, 1, 5]
      starts_empty: true
    children: {births_per_year: \(rate * 365.25), leave_at_age_days: 3000}
    workforce:
      server: {wte: \(servers), working_pattern: always}
    contacts:
      visit:
        kind: additional
        due_age_days: 0
        delivered_by: [server]
        duration_minutes: \(service)
        \(window)
    \(extra)
    """
  }

  static let day = 1440.0

  // MARK: M/M/c

  /// Erlang B by recursion, Erlang C from it (Erlang 1917; Cooper 1981).
  static func erlangB(_ servers: Int, _ load: Double) -> Double {
    (1...servers).reduce(1.0) { $1 == 0 ? $0 : load * $0 / (Double($1) + load * $0) }
  }

  static func mmc(_ rate: Double, _ service: Double, _ c: Int, days: Double) -> Queue {
    let load = rate / service, rho = load / Double(c)
    let b = erlangB(c, load), wait = b / (1 - rho * (1 - b))
    let spare = Double(c) * service - rate
    let meanWait = wait / spare
    var expected: [(String, Double)] = [
      ("workforce.server.utilisation", 100 * rho), ("queue.visit.waited_share", 100 * wait),
      ("queue.visit.wait_days.mean", meanWait), ("queue.visit.time_in_system_days.mean", meanWait + 1 / service),
      ("queue.visit.mean_waiting", rate * meanWait), ("queue.number_in_system", rate * meanWait + load),
      ("queue.visit.waited_over_0.5_days", 100 * wait * exp(-spare * 0.5)),
      ("queue.visit.waited_over_1_days", 100 * wait * exp(-spare)),
    ]
    if c == 1 {
      let rest = service - rate
      expected += [
        ("queue.empty_share", 100 * (1 - rho)), ("queue.number_in_system_variance", rho / ((1 - rho) * (1 - rho))),
        ("queue.visit.waited_over_5_days", 100 * rho * exp(-rest * 5)),
        ("queue.visit.time_in_system_days.sd", 1 / rest), ("queue.visit.time_in_system_days.median", log(2) / rest),
        ("queue.visit.time_in_system_days.p95", log(20) / rest), ("queue.visit.wait_days.p95", log(20 * rho) / rest),
      ]
    }
    return Queue(
      name: "M/M/\(c) at rate \(rate)",
      yaml: yaml(
        rate: rate, servers: c, service: "{exponential: {mean: \(day / service)}}", days: days, warmUp: 2000),
      expected: expected)
  }

  // MARK: M/G/1

  /// Pollaczek–Khinchine, with the second moment of the wait (Takács 1962).
  static func mg1(_ name: String, _ rate: Double, _ service: String, second: Double, third: Double, days: Double)
    -> Queue
  {
    let wait = rate * second / (2 * (1 - rate))
    let waitSquared = 2 * wait * wait + rate * third / (3 * (1 - rate))
    return Queue(
      name: "M/G/1 \(name) at \(rate)", yaml: yaml(rate: rate, servers: 1, service: service, days: days, warmUp: 2000),
      expected: [
        ("workforce.server.utilisation", 100 * rate), ("queue.visit.waited_share", 100 * rate),
        ("queue.visit.wait_days.mean", wait), ("queue.visit.time_in_system_days.mean", wait + 1),
        ("queue.visit.wait_days.sd", (waitSquared - wait * wait).squareRoot()),
        ("queue.mean_busy_period_days", 1 / (1 - rate)), ("queue.number_in_system", rate * (wait + 1)),
      ])
  }

  // MARK: Loss

  static func loss(_ servers: Int, _ load: Double, _ service: String) -> Queue {
    let blocked = erlangB(servers, load)
    return Queue(
      name: "Erlang loss \(servers) servers, load \(load), \(service)",
      yaml: yaml(
        rate: load, servers: servers, service: service, days: 20_000, warmUp: 200,
        window: "window_days: {opens: 0, closes: 0}"),
      expected: [
        ("contacts.visit.lapsed_share", 100 * blocked), ("queue.mean_in_hand", load * (1 - blocked)),
        ("workforce.server.utilisation", 100 * load * (1 - blocked) / Double(servers)),
      ])
  }

  // MARK: Priorities

  /// Classes are quintiles, so that their arrivals are independent Poisson processes. Cobham 1954.
  static func priorities(_ rates: [Double], _ services: [Double], servers: Int = 1) -> Queue {
    let total = rates.reduce(0, +)
    let load = zip(rates, services).reduce(0.0) { $0 + $1.0 / $1.1 }, rho = load / Double(servers)
    let first = rates[0] / services[0] / Double(servers)
    let residual: Double
    if servers == 1 {
      residual = zip(rates, services).reduce(0.0) { $0 + $1.0 / ($1.1 * $1.1) }
    } else {
      let b = erlangB(servers, load)
      residual = b / (1 - rho * (1 - b)) / (Double(servers) * services[0])
    }
    func visit(_ name: String, _ quintile: Int, _ priority: Int, _ rate: Double) -> String {
      """
        \(name):
          kind: additional
          priority: \(priority)
          due_age_days: 0
          offered_to: {quintiles: [\(quintile)]}
          delivered_by: [server]
          duration_minutes: {exponential: {mean: \(day / rate)}}
      """
    }
    let text = """
      skillmix: 1
      name: priorities
      clock: {start: 2025-01-01, warm_up_years: 4, reporting_years: \(500 * length), snapshot_every_days: 1000, starts_empty: true}
      children:
        births_per_year: \(total * 365.25)
        leave_at_age_days: 3000
        deprivation_shares: [\(rates[0] / total), \(1 - rates[0] / total), 0, 0, 0]
      workforce:
        server: {wte: \(servers), working_pattern: always}
      contacts:
      \(visit("urgent", 1, 0, services[0]))
      \(visit("routine", 2, 1, services[1]))
      """
    let urgent = residual / (1 - first), routine = residual / ((1 - first) * (1 - rho))
    return Queue(
      name: "priorities \(rates) served at \(services), \(servers) servers", yaml: text,
      expected: [
        ("workforce.server.utilisation", 100 * rho), ("queue.urgent.wait_days.mean", urgent),
        ("queue.routine.wait_days.mean", routine), ("queue.urgent.mean_waiting", rates[0] * urgent),
        ("queue.routine.mean_waiting", rates[1] * routine),
      ])
  }

  // MARK: Infinite servers

  static func infinite(_ service: String, mean: Double) -> Queue {
    Queue(
      name: "M/G/∞ \(service)",
      yaml: yaml(rate: 30, servers: 400, service: service, days: 6000, warmUp: 400),
      expected: [("queue.mean_in_hand", 30 * mean), ("queue.number_in_system_variance", 30 * mean)])
  }

  static let queues: [Queue] = {
    let exponential = "{exponential: {mean: 1440}}"
    var list = [mmc(0.5, 1, 1, days: 60_000), mmc(0.9, 1, 1, days: 150_000), mmc(4.5, 5, 1, days: 40_000)]
    list += [
      mmc(1.6, 1, 2, days: 60_000), mmc(2.7, 1, 3, days: 60_000), mmc(4.5, 1, 5, days: 40_000),
      mmc(9.5, 1, 10, days: 40_000), mmc(49, 1, 50, days: 20_000),
    ]
    for rate in [0.5, 0.8, 0.9] {
      let days = rate == 0.9 ? 150_000.0 : 60_000
      list.append(mg1("deterministic", rate, "1440", second: 1, third: 1, days: days))
      // Gamma with mean 1 and cv 1.5: shape 4/9; E[S³] = (1 + cv²)(1 + 2 cv²).
      list.append(mg1("gamma", rate, "{gamma: {mean: 1440, sd: 2160}}", second: 3.25, third: 3.25 * 5.5, days: days))
      // Lognormal with mean 1 and cv 1: E[S²] = 2, E[S³] = 8.
      list.append(mg1("lognormal", rate, "{lognormal: {mean: 1440, sd: 1440}}", second: 2, third: 8, days: days))
    }
    list.append(mg1("uniform", 0.8, "{uniform: [720, 2160]}", second: 13.0 / 12, third: 5.0 / 4, days: 60_000))
    for service in [exponential, "1440", "{lognormal: {mean: 1440, sd: 1440}}"] {
      list += [loss(1, 0.5, service), loss(5, 4, service), loss(20, 22, service)]
    }
    list += [infinite("{gamma: {mean: 2880, sd: 1440}}", mean: 2), infinite("7200", mean: 5)]
    list += [
      priorities([0.2, 0.5], [0.5, 1.25]), priorities([0.1, 0.8], [1, 1]), priorities([1, 1.5], [1, 1], servers: 3),
    ]
    return list
  }()

  @Test(arguments: queues)
  func agreesWithTheory(queue: Queue) async throws {
    let document = try ScenarioDocument(text: queue.yaml)
    let strategy = Strategy(
      name: queue.name, source: "", digest: "", model: ServiceModel(document.scenario()))
    let outcomes = try await Replications(seed: 2025, jobs: 2).run([strategy], replications: 0..<Self.replications)
    let results = StrategyResults(strategy: strategy, outcomes: outcomes[0])
    let limit = studentQuantile(
      1 - 0.001 / Self.comparisons / 2, degreesOfFreedom: Double(Self.replications - 1))
    for (measure, value) in queue.expected {
      let summary = try #require(results.summary(OutcomeKey(measure)))
      let distance = abs(summary.mean - value) / summary.standardError
      #expect(distance <= limit, "\(measure): \(summary.mean) ± \(summary.standardError), theory \(value)")
    }
  }

  /// Started empty, the number in hand grows as λ ∫ P(S > u) du (Eick, Massey & Whitt 1993).
  @Test func aCaseloadFillsUpAsTheoryHasIt() async throws {
    let text = Self.yaml(
      rate: 30, servers: 400, service: "{gamma: {mean: 2880, sd: 1440}}", days: 9 / Self.length, warmUp: 0
    )
    .replacingOccurrences(of: "snapshot_every_days: 100", with: "snapshot_every_days: 0.5")
    let model = ServiceModel(try ScenarioDocument(text: text).scenario())
    let expected = [1: 14.934768, 2: 28.872885, 4: 48.277991, 8: 59.107669, 16: 59.998328]
    var moments = expected.mapValues { _ in RunningMoments() }
    for replication in 0..<400 {
      let snapshots = model.replication(replication, seed: 5).snapshots
      for index in expected.keys { moments[index]?.add(Double(snapshots[index].inHand)) }
    }
    for (index, value) in expected {
      let found = try #require(moments[index])
      #expect(abs(found.mean - value) < 4.5 * found.standardError, "after \(Double(index) / 2) days")
    }
  }

  /// Seasonal births: 20 (1 + 0.4 sin 2πt/365.25) a day, each in hand for 90 days.
  @Test func aSeasonalCaseloadFollowsItsWave() async throws {
    let text = Self.yaml(rate: 20, servers: 3500, service: "129600", days: 400 / Self.length, warmUp: 731)
      .replacingOccurrences(of: "snapshot_every_days: 100", with: "snapshot_every_days: 91.3125")
      .replacingOccurrences(
        of: "leave_at_age_days: 3000",
        with: "leave_at_age_days: 3000, seasonality: {sinusoidal: {amplitude: 0.4, peak_day_of_year: 91.3125}}")
    let model = ServiceModel(try ScenarioDocument(text: text).scenario())
    let expected = [1345.448364, 2264.932213, 2254.551636, 1335.067787]
    var moments = expected.map { _ in RunningMoments() }
    for replication in 0..<60 {
      let snapshots = model.replication(replication, seed: 6).snapshots
      for index in expected.indices { moments[index].add(Double(snapshots[index].inHand)) }
    }
    for (index, value) in expected.enumerated() {
      #expect(abs(moments[index].mean - value) < 4.5 * moments[index].standardError, "quarter \(index)")
    }
  }
}
