// SPDX-License-Identifier: GPL-3.0-or-later
@testable import ScenarioFiles
import Foundation
import Testing

@Suite("Malformed scenarios are told apart from good ones, with the place and the reason")
struct MalformedScenarioTests {
  @Test("The minimal scenario itself is in order")
  func minimalIsInOrder() throws {
    let document = try ScenarioDocument(text: MinimalScenario.text, file: "case.yaml")
    #expect(document.name == "Queue")
    #expect(document.parameters.map(\.path).contains("contacts.visit.duration_minutes.mean"))
  }

  @Test(
    "A text that is no YAML, or no scenario, is refused with its place", arguments: MalformedYAMLCases.all)
  func notYAML(_ malformed: MalformedCase) { malformed.check() }

  @Test("A value that makes no sense is refused with its place", arguments: MalformedMeaningCases.all)
  func noSense(_ malformed: MalformedCase) { malformed.check() }

  @Test("A word where a number, list or mapping belongs is refused at every key")
  func wrongTypes() { for malformed in MalformedFamilies.wrongTypes { malformed.check() } }

  @Test("A list where one value belongs is refused at every key")
  func listsForScalars() { for malformed in MalformedFamilies.listsForScalars { malformed.check() } }

  @Test("A key without a value is refused everywhere")
  func nothing() { for malformed in MalformedFamilies.nothing { malformed.check() } }

  @Test("Numbers beyond their range, infinities and words are refused at every numeric key")
  func outOfRange() { for malformed in MalformedFamilies.outOfRange { malformed.check() } }

  @Test("Fractions are refused where whole numbers belong")
  func fractions() { for malformed in MalformedFamilies.fractions { malformed.check() } }

  @Test("A misspelt key is refused wherever it stands")
  func misspelt() { for malformed in MalformedFamilies.misspelt { malformed.check() } }

  @Test("Each required key is missed when it is left out")
  func missing() { for malformed in MalformedFamilies.missing { malformed.check() } }

  @Test("Misused distributions are refused at every number and every variate")
  func distributions() { for malformed in MalformedFamilies.distributions { malformed.check() } }

  @Test("There are more than two hundred malformed scenarios, each with a name of its own")
  func thereAreMany() {
    let byHand = MalformedYAMLCases.all + MalformedMeaningCases.all
    #expect(byHand.count >= 200)
    #expect(Set(byHand.map(\.name)).count == byHand.count)
    #expect(MalformedFamilies.all.count >= 1000)
    print("malformed scenarios: \(byHand.count) by hand, \(MalformedFamilies.all.count) from the format")
  }

  @Test("All flaws of a file are told at once, in the order of its lines")
  func allAtOnce() {
    let text = MinimalScenario.replacing(9, with: "births_per_year: -1").changing("wte: 1", to: "wte: x")
      .changing("kind: additional", to: "kind: party")
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(text: text, file: "case.yaml") }
    #expect(error?.flaws.map(\.position.line) == [9, 12, 16])
  }

  @Test("A file with hundreds of flaws shows the first twenty and says how many there are more")
  func manyFlaws() {
    let text = MinimalScenario.text + (1...300).map { "wrong\($0): 1\n" }.joined()
    let error = #expect(throws: ScenarioError.self) { try ScenarioDocument(text: text, file: "case.yaml") }
    #expect(error?.flaws.count == 300)
    #expect(error?.description.hasSuffix("… and 280 more") == true)
  }

  @Test("Brackets in words, comments and quotations do not count as nesting")
  func bracketsInWords() throws {
    let notes = (1...100).map { "# the interval [0, \($0))\n" }.joined()
    let more =
      "needs:\n"
      + (1...90).map { "  n\($0): {prevalence: 0.1, onset_age_days: 1, note: 'in [0, 1) {'}\n" }.joined()
    let words = "description: >\n" + (1...90).map { _ in "  in [0, 1) or {so\n" }.joined()
    _ = try ScenarioDocument(text: notes + MinimalScenario.text + more + words, file: "a.yaml")
  }
}
