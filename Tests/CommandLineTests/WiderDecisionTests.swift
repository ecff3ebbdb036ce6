// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore
import Testing

/// Subgroups, present practice and structural alternatives of a study, as its user calls it.
@Suite struct WiderDecisionTests {
  private static let more = """
    draws: 12
    replications: 2
    implementation:
      now: [{strategy: Small, share: 0.75}, {strategy: "Small, fewer visitors", share: 25 %}]
      cost_gbp: 1000
    structure:
      - question: What do nursery nurses miss?
        alternatives:
          - {name: as stated, weight: 3}
          - name: nothing
            weight: 1
            changes: {workforce: {community_nursery_nurse: {relative_detection: 1}}}
    """

  @Test func theyAreInTheStoreAndInTheReport() throws {
    let folder = try StudyProgramTests.Folder(study: Self.more)
    let result = try ProgramTests.run(
      ["psa", folder.study, "--out", folder.path("out"), "--base-replications", "2", "--format", "json", "--quiet"])
    #expect(result.status == 0, "\(result.errors)")
    let store = try StoredResults(folder: folder.path("out"))

    // Quintiles add up to the whole, strategy by strategy.
    let whole = try store.rows("icers", where: ["outcome": "on_time_reviews", "perspective": "commissioner"])
    let parts = try store.rows("subgroup_icers").filter { $0.text("outcome") == "on_time_reviews" }
    #expect(parts.count == 5 * whole.count && whole.count == 2)
    for row in whole {
      for column in ["cost", "effect"] {
        let sum = parts.filter { $0.text("strategy") == row.text("strategy") }
          .reduce(0) { $0 + ($1.number(column) ?? .nan) }
        let total = try #require(row.number(column))
        #expect(abs(sum - total) < 1e-9 * abs(total), "\(column)")
      }
    }

    // A quarter of the population is under the other strategy already.
    let practice = try store.rows("implementation").filter { ($0.number("wtp") ?? 0) == 2000 }
    #expect(practice.count == 6)
    for row in practice {
      let best = row.text("best"),
        own = try store.rows("net_benefit").filter {
          $0.text("outcome") == row.text("outcome") && $0.text("perspective") == row.text("perspective")
            && $0.number("wtp") == 2000
        }
      func net(_ strategy: String) -> Double {
        own.first { $0.text("strategy") == strategy }?.number("net_benefit") ?? .nan
      }
      let now = 0.75 * net("Small") + 0.25 * net("Small, fewer visitors")
      let value = try #require(row.number("value"))
      #expect(abs(value - (net(best ?? "") - now)) < 1e-6 * max(1, abs(now)))
    }

    // Of twelve draws in strata, three take the alternative with a weight of a quarter.
    let structure = try store.rows("structure")
    #expect(
      Set(structure.map { "\($0.text("alternative") ?? "") \($0.number("draws") ?? 0)" }) == [
        "as stated 9.0", "nothing 3.0",
      ])
    let information = try store.rows(
      "partial_information", where: ["parameter": "structure.What do nursery nurses miss?"])
    #expect(!information.isEmpty)

    // A draw that takes the alternative is simulated with it.
    let json = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    for key in ["subgroups", "implementation", "structure"] { #expect((json[key] as? [Any])?.isEmpty == false) }
  }

  /// A structure that changes nothing leaves every draw as it is.
  @Test func anAlternativeThatIsTheSameGivesTheSameDraws() throws {
    let plain = try StudyProgramTests.Folder(study: "draws: 4\nreplications: 1")
    let same = try StudyProgramTests.Folder(
      study: """
        draws: 4
        replications: 1
        structure:
          - question: Is it so?
            alternatives:
              - {name: so, weight: 1}
              - {name: so again, weight: 1, changes: {clock: {warm_up_years: 3}}}
        """)
    for folder in [plain, same] {
      let result = try ProgramTests.run(
        ["psa", folder.study, "--out", folder.path("out"), "--base-replications", "2", "--quiet"])
      #expect(result.status == 0, "\(result.errors)")
    }
    func draws(_ folder: StudyProgramTests.Folder) throws -> [Double?] {
      try StoredResults(folder: folder.path("out")).rows("psa_draws").map { $0.number("effect") }
    }
    #expect(try draws(plain) == draws(same))
  }

  @Test(arguments: [
    ("implementation: {now: [{strategy: Smal, share: 1}]}", "did you mean 'Small'?"),
    ("implementation: {now: [{strategy: Small, share: 0.5}]}", "must add up to 1; found 0.5"),
    ("structure: [{question: Q, alternatives: [{name: a, weight: 1}]}]", "two alternatives or more"),
    ("structure: [{question: Q, alternatives: [{name: a, weight: 1}, {name: b, weight: 1}]}]", "'b' lacks 'changes'"),
    (
      "structure: [{question: Q, alternatives: [{name: a, weight: 1}, {name: b, weight: 0, changes: {clock: {warm_up_years: 4}}}]}]",
      "weight above 0"
    ),
    (
      "structure: [{question: Q, alternatives: [{name: a, weight: 1}, {name: b, weight: 1, changes: {clock: {warm_up_yeers: 4}}}]}]",
      "did you mean 'warm_up_years'?"
    ),
    (
      "structure: [{question: Q, alternatives: [{name: a, weight: 1}, {name: b, weight: 1, strategies: [Smaller], changes: {clock: {warm_up_years: 4}}}]}]",
      "'Smaller' is no strategy of the study; did you mean 'Small'?"
    ),
    (
      "structure: [{question: Q, alternatives: [{name: a, weight: 1}, {name: b, weight: 1, changes: {needs: {worry: {prevalence: 0.1, onset_age_days: 5}}}}]}]",
      "changes what 'Small' reports"
    ),
  ])
  func aMistakeIsExplained(line: String, message: String) throws {
    let folder = try StudyProgramTests.Folder(study: line)
    let result = try ProgramTests.run(["psa", folder.study, "--quiet"])
    #expect(result.status == 65 && result.errors.contains("study.yaml:"), "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}
