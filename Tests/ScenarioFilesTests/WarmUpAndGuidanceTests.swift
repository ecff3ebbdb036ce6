// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import Testing

@testable import ScenarioFiles

private let scenarios = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("scenarios").path

@Test(arguments: ["healthy-child-wales", "ceredigion", "flying-start"])
func welshScenariosAreNotHeldToEnglishGuidance(name: String) throws {
  let scenario = try ScenarioDocument(path: "\(scenarios)/\(name).yaml").scenario()
  #expect(scenario.programmeOf == .wales)
  #expect(scenario.departuresFrom2026Guidance() == [])
}

@Test func theScenarioWrittenForTheGuidanceFollowsIt() throws {
  let scenario = try ScenarioDocument(path: "\(scenarios)/hv-led-2026.yaml").scenario()
  #expect(scenario.departuresFrom2026Guidance() == [])
}

@Test(arguments: [
  "england-2024-25", "delegated-toddler-reviews", "skill-mix-team", "targeted-pods", "integrated-hub", "warrington",
  "enhanced-home-visiting",
]) func scenariosThatDelegateAreFlagged(name: String) throws {
  let scenario = try ScenarioDocument(path: "\(scenarios)/\(name).yaml").scenario()
  let departures = scenario.departuresFrom2026Guidance()
  #expect(departures.contains { $0.contains("is delivered first by") || $0.contains("nobody is named") })
  #expect(Set(departures).count == departures.count)
}

@Test func aWarmUpShorterThanWhatIsMeasuredIsRefusedWithPlaceAndReason() throws {
  // No contact is old, but needs identified by 2½ years are reported.
  let text = """
    skillmix: 1
    name: short
    clock: {start: 2025-04-01, warm_up_years: 0.3, reporting_years: 1}
    children: {births_per_year: 100}
    workforce: {health_visitor: {wte: 2, working_pattern: always}}
    needs: {feeding: {prevalence: 0.1, onset_age_days: {uniform: [0, 100]}}}
    contacts:
      new_birth_visit:
        kind: statutory_review
        due_age_days: 12
        window_days: {opens: 8, closes: 60}
        delivered_by: [health_visitor]
        duration_minutes: 60
        screens: {feeding: {sensitivity: 0.5}}
        metrics: {C2: {by_age_days: 14, cohort_age_days: 30}}
    """
  #expect {
    try ScenarioDocument(text: text)
  } throws: { error in
    let message = "\(error)"
    return message.contains(":3:") && message.contains("warm-up of 0.3 years")
      && message.contains("needs identified by 2½ years") && message.contains("914 days") && message.contains("2.51")
  }
  #expect(throws: Never.self) {
    try ScenarioDocument(text: text.replacingOccurrences(of: "warm_up_years: 0.3", with: "warm_up_years: 2.51"))
  }
  // Without needs, contacts of the first year are the oldest.
  let withoutNeeds = text.split(separator: "\n").filter { !$0.contains("feeding") }.joined(separator: "\n")
  #expect {
    try ScenarioDocument(text: withoutNeeds)
  } throws: {
    "\($0)".contains("contacts in the first year")
  }
}
