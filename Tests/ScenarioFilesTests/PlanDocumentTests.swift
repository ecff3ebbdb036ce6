// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Planning
import ScenarioFiles
import Testing

/// Plan files as people write them, and what is said of mistakes.
@Suite struct PlanDocumentTests {
  static let scenario = """
    skillmix: 1
    name: a queue
    clock: {start: 2025-01-01, warm_up_years: 1, reporting_years: 1}
    children: {births_per_year: 700}
    workforce:
      server: {wte: 3, working_pattern: always, annual_leave_days: {normal: {mean: 30, se: 2}}}
      other: {wte: 1, working_pattern: always}
    contacts:
      visit: {kind: additional, due_age_days: 0, delivered_by: [server], duration_minutes: {exponential: {mean: 600}}}
    """

  private func read(_ text: String) throws -> PlanDocument {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plan-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.scenario.write(to: folder.appendingPathComponent("queue.yaml"), atomically: true, encoding: .utf8)
    let file = folder.appendingPathComponent("plan.yaml")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return try PlanDocument(path: file.path)
  }

  private static func plan(
    vary: String = "{workforce.server.wte: 1..10 by 1}", wanted: String = "minimise: workforce.server.wte",
    rest: String = "subject_to: [{measure: queue.visit.wait_days.mean, at_most: 0.5}]"
  ) -> String {
    "plan: servers\nscenario: queue.yaml\nvary: \(vary)\n\(wanted)\n\(rest)\n"
  }

  @Test func aWholePlan() throws {
    let plan = try read(
      Self.plan(
        vary: "{workforce.server.wte: 1..3 by 0.5, workforce.other.wte: [4, 2]}", wanted: "minimise: cost.commissioner",
        rest: """
          choose:
            who: {server: {}, both: {contacts: {visit: {delivered_by: [server, other]}}}}
          subject_to:
            - {measure: workforce.server.utilisation, at_least: 88 %, with_probability: 0.9}
            - {measure: cost.commissioner, at_most: £5,600,000}
            - {measure: queue.visit.wait_days.mean, at_most: 2 days}
          uncertainty: parameters
          runs: 400
          seed: 9
          """))
    #expect(plan.varied.map(\.values) == [[1, 1.5, 2, 2.5, 3], [2, 4]])
    #expect(plan.grid.count == 20)
    #expect(plan.alternatives.map { $0.options.map(\.option) } == [["server"], ["both"]])
    #expect(
      plan.limits.map(\.requirement) == [
        Requirement(.atLeast, 88, probability: 0.9, scale: .percent), Requirement(.atMost, 5_600_000, scale: .positive),
        Requirement(.atMost, 2, scale: .positive),
      ])
    #expect(plan.variation == .parameters && plan.runs == 400 && plan.seed == 9 && !plan.maximises)
  }

  @Test func anOptionIsLaidOverTheScenario() throws {
    let plan = try read(
      Self.plan(rest: "choose: {slow: {as it is: {}, fast: {contacts: {visit: {duration_minutes: 30}}}}}"))
    let means = plan.alternatives.map { alternative in
      alternative.scenario.parameters.filter { $0.path.hasPrefix("contacts.visit.duration_minutes") }.map(\.mean)
    }
    #expect(means == [[600], [30]])
  }

  @Test(arguments: [
    (plan(vary: "{workforce.serve.wte: 1..10 by 1}"), 3, "did you mean 'workforce.server.wte'"),
    (plan(vary: "{workforce.server.wte: 10..1 by 1}"), 3, "must rise"),
    (plan(vary: "{workforce.server.wte: 1..10 by 0}"), 3, "must be positive"),
    (plan(vary: "{contacts.visit.attendance: 0.5..1.5 by 0.5}"), 3, "no parameter"),
    (plan(vary: "{workforce.server.annual_leave_days: [400]}"), 3, "may be 0 to"),
    (plan(vary: "3"), 3, "mapping of parameter paths"),
    (plan(wanted: "minimise: queue.visit.wait_day.mean"), 4, "did you mean 'queue.visit.wait_days.mean'"),
    (plan(wanted: "minimise: C2\nmaximise: C5"), 5, "one of 'minimise' and 'maximise'"),
    (plan(rest: "subject_to: [{measure: queue.visit.wait_days.mean}]"), 5, "one of 'at_least' and 'at_most'"),
    (plan(rest: "subject_to: [{measure: queue.visit.wait_days.mean, at_most: soon}]"), 5, "is a number, in days"),
    (plan(rest: "subject_to: [{measure: queue.visit.wait_days.mean, at_most: 5 %}]"), 5, "counted in days"),
    (plan(rest: "subject_to: [{measure: workforce.server.utilisation, at_most: 0.9}]"), 5, "write 90 %"),
    (plan(rest: "subject_to: [{measure: queue.visit.wait_days.mean, at_mst: 5}]"), 5, "did you mean 'at_most'"),
    (
      plan(rest: "subject_to: [{measure: queue.visit.wait_days.mean, at_most: 5, with_probability: 2}]"), 5,
      "between 0 and 1"
    ),
    (plan(rest: "choose: {who: {server: {}}}"), 5, "two or more named options"),
    (plan(rest: "choose: {who: {a: {}, b: {contacts: {visti: {attendance: 1}}}}}"), 5, "contacts.visti"),
    (plan(rest: "uncertainty: some"), 5, "parameters"),
    (plan(rest: "runs: 3"), 5, "runs"),
    (plan(rest: "unsertainty: none"), 5, "did you mean 'uncertainty'"),
  ])
  func aMistakeIsToldAtItsPlace(_ text: String, line: Int, words: String) {
    do {
      _ = try read(text)
      Issue.record("was read: \(text)")
    } catch let error as ScenarioError {
      #expect(error.flaws.first?.position.line == line, "\(error)")
      #expect(error.description.contains(words), "\(error)")
    } catch {
      Issue.record("\(error)")
    }
  }
}
