// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// `skillmix plan` on queues whose least number of servers is Erlang C's.
@Suite struct PlanProgramTests {
  struct Case: Sendable {
    let arrivalsPerDay, servicesPerDay, limit: Double
    let servers: Int
  }

  /// Limits lie half-way, on the logarithm, between the wait that so many servers give and that of one fewer.
  static func erlang(_ load: Double, servicesPerDay: Double, servers: Int) -> Case {
    func wait(_ c: Int) -> Double {
      let rho = load / Double(c)
      let b = (1...c).reduce(1.0) { load * $0 / (Double($1) + load * $0) }
      return b / (1 - rho * (1 - b)) / (servicesPerDay * (Double(c) - load))
    }
    return Case(
      arrivalsPerDay: load * servicesPerDay, servicesPerDay: servicesPerDay,
      limit: (wait(servers) * wait(servers - 1)).squareRoot(), servers: servers)
  }

  static let cases = [erlang(2.5, servicesPerDay: 3, servers: 5), erlang(5.2, servicesPerDay: 2, servers: 8)]

  @Test(arguments: cases)
  func leastServersAreErlangs(_ queue: Case) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let scenario = """
      skillmix: 1
      name: M/M/c
      clock: {start: 2025-01-01, warm_up_years: 1, reporting_years: 8, starts_empty: true, snapshot_every_days: 100}
      children: {births_per_year: \(queue.arrivalsPerDay * 365.25), leave_at_age_days: 3000}
      workforce:
        server: {wte: 1, working_pattern: always, cost_per_hour_gbp: 10}
      contacts:
        visit:
          kind: additional
          due_age_days: 0
          delivered_by: [server]
          duration_minutes: {exponential: {mean: \(1440 / queue.servicesPerDay)}}
      """
    let plan = """
      plan: servers
      scenario: queue.yaml
      vary: {workforce.server.wte: 4..20 by 1}
      minimise: workforce.server.wte
      subject_to: [{measure: queue.visit.wait_days.mean, at_most: \(queue.limit)}]
      runs: 400
      """
    try scenario.write(to: folder.appendingPathComponent("queue.yaml"), atomically: true, encoding: .utf8)
    try plan.write(to: folder.appendingPathComponent("plan.yaml"), atomically: true, encoding: .utf8)
    let file = folder.appendingPathComponent("plan.yaml").path
    let result = try ProgramTests.run([
      "plan", file, "--format", "json", "--out", folder.appendingPathComponent("out").path,
    ])
    #expect(result.status == 0, "\(result.errors)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result.output)")
    let best = try #require(json["best"] as? [String: Any])
    #expect((best["values"] as? [String: Double]) == ["workforce.server.wte": Double(queue.servers)])
    for table in ["plan_candidates.csv", "plan_limits.csv", "plan_rules.csv", "results.sqlite", "manifest.json"] {
      #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("out/\(table)").path))
    }
    // The same to the last byte with one job.
    let alone = try ProgramTests.run(["plan", file, "--format", "json", "--jobs", "1"])
    #expect(alone.output == result.output)
  }
}
