// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import Testing

@testable import ScenarioFiles

/// Which numbers count as assumed and taken as certain, and how correlations name theirs.
@Suite struct AssumptionsTests {
  private static let scenarios = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("scenarios").path

  @Test func anAssumptionWithoutSpreadIsListedAndADecisionIsNot() throws {
    let text = MinimalScenario.adding(
      after: 18, "attendance: {value: 0.9, provenance: assumption}", "record_minutes: {value: 5, provenance: found}",
      "non_attendance_minutes: {gamma: {mean: 4, se: 1}, provenance: assumption}", "attempts: 2")
    let paths = try ScenarioDocument(text: text).assumptionsWithoutSpread.map(\.path)
    // The mean of the duration has no source of its own; posts, attempts and the clock are decided, not assumed.
    #expect(paths == ["contacts.visit.attendance", "contacts.visit.duration_minutes.mean"])
  }

  /// Chances, minutes and how often: what is assumed about the world has a spread in the base of all scenarios.
  @Test func whatEnglandAssumesHasASpread() throws {
    let document = try ScenarioDocument(path: "\(Self.scenarios)/england-2024-25.yaml")
    let keys = [
      "sensitivity", "specificity", "keeps_true", "dismisses_false", "resolves_probability", "accepted_probability",
      "seen_probability", "attendance", "record_minutes", "client_facing_share", "prevalence",
    ]
    let certain = document.assumptionsWithoutSpread.map(\.path).filter { path in
      keys.contains { path.hasSuffix(".\($0)") }
    }
    #expect(certain == [])
  }

  @Test func aStarNamesOneParameterInEachOfSeveralPlaces() throws {
    let document = try ScenarioDocument(path: "\(Self.scenarios)/england-2024-25.yaml")
    let costs = document.correlations.filter { $0.first.hasSuffix("cost_per_hour_gbp") }
    let roles = document.parameters.filter { $0.path.hasSuffix("cost_per_hour_gbp") && $0.uncertainty != nil }
    #expect(roles.count >= 4 && costs.count == roles.count * (roles.count - 1) / 2)
    #expect(costs.allSatisfy { $0.second.hasSuffix("cost_per_hour_gbp") && $0.rank == 0.8 })
  }

  /// A child that makes one of its parameters certain, or takes it away, leaves what an inherited entry says of others.
  @Test func anInheritedCorrelationHoldsForWhatIsLeft() throws {
    let folder = try TemporaryFolder()
    let base = MinimalScenario.adding(
      after: 18, "attendance: {beta: {mean: 0.9, se: 0.02}}", "record_minutes: {gamma: {mean: 5, se: 1}}"
    ).followed(by: "correlations: [{parameters: [contacts.visit.attendance, contacts.*.record_minutes], rank: 0.5}]\n")
    try folder.write("base.yaml", base)
    #expect(try ScenarioDocument(path: "\(folder.path)/base.yaml").correlations.count == 1)
    let child = try folder.write("child.yaml", "extends: base.yaml\ncontacts: {visit: {record_minutes: 6}}\n")
    #expect(try ScenarioDocument(path: child).correlations.isEmpty)
    let own = try folder.write(
      "own.yaml",
      "extends: base.yaml\ncontacts: {visit: {record_minutes: 6}}\ncorrelations: [{parameters: [contacts.*.record_minutes], rank: 0.5}]\n"
    )
    #expect(throws: ScenarioError.self) { try ScenarioDocument(path: own) }
  }

  @Test func detectionByNeedMultipliesTheRolesOwn() throws {
    let text = MinimalScenario.adding(
      after: 13, "relative_detection: 0.9",
      "relative_detection_by_need: {speech: {pert: {min: 0.6, mode: 0.8, max: 1}}}"
    ).followed(
      by: "needs: {speech: {prevalence: 0.1, onset_age_days: 3}, growth: {prevalence: 0.1, onset_age_days: 3}}\n")
    let document = try ScenarioDocument(text: text)
    let role = document.scenario().workforce[0]
    #expect(abs(role.relativeDetection(of: "speech") - 0.72) < 1e-12 && role.relativeDetection(of: "growth") == 0.9)
    #expect(document.parameters.contains { $0.path == "workforce.server.relative_detection_by_need.speech" })
    let unknown = text.replacing("by_need: {speech", with: "by_need: {spech")
    #expect(throws: ScenarioError.self) { try ScenarioDocument(text: unknown) }
  }
}
