// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
import ScenarioFiles
import Testing

@testable import skillmix

/// The files of an authority of one's own: they are in order, of its size, and run.
@Suite struct NewAuthorityTests {
  private final class Place {
    let path: String

    init() throws {
      let url = FileManager.default.temporaryDirectory.appendingPathComponent("skillmix-new-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private static let england = ProgramTests.package.appendingPathComponent(ProgramTests.england).path

  @Test func everyShippedStrategyIsMadeForTheAuthorityAndInOrder() throws {
    let place = try Place(), folder = "\(place.path)/b"
    let run = try ProgramTests.run([
      "new", "Barchester \"City\"", "--births", "1450", "--staff", "health_visitor=21,community_nursery_nurse=6.5",
      "--teams", "north,south", "--deprivation", "0.3,0.2,0.2,0.2,0.1", "--reviews", "C5=1190/1400", "--template",
      "all",
      "--from", Self.england, "--out", folder,
    ])
    #expect(run.status == 0, "\(run.errors)")
    let base = try ScenarioDocument(path: Self.england)
    let authority = try ScenarioDocument(path: "\(folder)/authority.yaml")
    let own = authority.scenario()
    #expect(authority.name == "Barchester \"City\"" && own.children.birthsPerYear == 1450)
    #expect(
      own.children.deprivationShares == [0.3, 0.2, 0.2, 0.2, 0.1] && own.teams.map(\.name) == ["north", "south"])
    #expect(own.workforce.first { $0.name == "health_visitor" }?.wte == 21)
    // Roles left out follow births.
    let usual = try #require(base.scenario().workforce.first { $0.name == "community_staff_nurse" }?.wte)
    let nurses = try #require(own.workforce.first { $0.name == "community_staff_nurse" }?.wte)
    #expect(abs(nurses - usual * 1450 / base.scenario().children.birthsPerYear) <= 0.05)
    // Its own count, not England's figures: 1190 of 1400 is 85 %.
    #expect(authority.published.map(\.metric) == ["C5"] && authority.published[0].value == 85)
    #expect(authority.serviceCheck.isEmpty)
    let study = try StudyDocument(path: "\(folder)/study.yaml")
    let shipped = try FileManager.default.contentsOfDirectory(
      atPath: ProgramTests.package.appendingPathComponent("scenarios").path
    ).filter { $0.hasSuffix(".yaml") }
    // Those whose correlations cannot be drawn in one study are written all the same, and named.
    #expect(study.strategies.count >= 3)
    for name in shipped where name != "england-2024-25.yaml" {
      let strategy = try ScenarioDocument(path: "\(folder)/\(name)"), scenario = strategy.scenario()
      #expect(study.strategies.contains { $0.path == strategy.path } || run.errors.contains(name), "\(name)")
      #expect(scenario.children.birthsPerYear == 1450 && scenario.teams.map(\.name) == ["north", "south"], "\(name)")
      #expect(strategy.name.hasSuffix(", Barchester \"City\""), "\(name)")
      let template = try ScenarioDocument(
        path: ProgramTests.package.appendingPathComponent("scenarios/\(name)").path
      ).scenario()
      // The same money where the template has the same money; a tenth of a post is £10,000.
      let asMuch = template.plannedEstablishmentCost / base.scenario().plannedEstablishmentCost
      if abs(asMuch - 1) < 0.005 {
        #expect(
          abs(scenario.plannedEstablishmentCost / own.plannedEstablishmentCost - 1) < 0.005,
          "\(name): \(scenario.plannedEstablishmentCost) and \(own.plannedEstablishmentCost)")
      }
      // What the template changes beside size is changed here too.
      #expect(scenario.caseload.model == template.caseload.model, "\(name)")
      #expect(scenario.contacts.map(\.deliveredBy) == template.contacts.map(\.deliveredBy), "\(name)")
    }
    let calibration = try CalibrationDocument(path: "\(folder)/calibration.yaml")
    #expect(calibration.fitted.count == 1 && calibration.scenario.name == authority.name)
    let simulated = try ProgramTests.run(["run", "\(folder)/authority.yaml", "--replications", "1", "--quiet"])
    #expect(simulated.status == 0, "\(simulated.errors)")
  }

  @Test func aRowOfPeersStandsInForWhatIsNotKnown() throws {
    let place = try Place()
    try """
    authority,births_per_year,deprivation_1,deprivation_2,deprivation_3,deprivation_4,deprivation_5,health_visitor
    Loamshire,3100,0.1,0.2,0.3,0.2,0.2,44
    Mercia,900,0.4,0.3,0.1,0.1,0.1,12.5
    """.write(toFile: "\(place.path)/peers.csv", atomically: true, encoding: .utf8)
    func new(_ like: String, _ folder: String, _ more: [String] = []) throws -> ProgramTests.Result {
      try ProgramTests.run(
        [
          "new", "X", "--like", like, "--peers", "\(place.path)/peers.csv", "--from", Self.england, "--out",
          "\(place.path)/\(folder)",
        ] + more)
    }
    #expect(try new("mercia", "m", ["--births", "950"]).status == 0)
    let document = try ScenarioDocument(path: "\(place.path)/m/authority.yaml")
    let scenario = document.scenario()
    // What is stated wins over the peer's.
    #expect(scenario.children.birthsPerYear == 950 && scenario.children.deprivationShares[0] == 0.4)
    let posts = try #require(document.parameters.first { $0.path == "workforce.health_visitor.wte" })
    #expect(posts.mean == 12.5 && posts.source.contains("peers.csv, Mercia") && posts.provenance == "found_secondary")
    let wrong = try new("Merica", "w")
    #expect(
      wrong.status == 65 && wrong.errors.contains("peers.csv:1:1") && wrong.errors.contains("did you mean 'Mercia'"))
    #expect(!FileManager.default.fileExists(atPath: "\(place.path)/w"))
  }

  @Test(arguments: [
    (["--births", "0"], "above 0"), (["--staff", "health_vistor=3"], "did you mean 'health_visitor'"),
    (["--staff", "health_visitor"], "role=wte"), (["--deprivation", "0.5,0.5"], "five shares"),
    (["--deprivation", "0.3,0.3,0.3,0.3,0.3"], "add up to 1"), (["--reviews", "C55=1/2"], "no official metric"),
    (["--reviews", "C5=9/2"], "cannot be"), (["--reviews", "C5=0.8"], "carried out/due"),
    (["--template", "skill-mix-taem"], "did you mean 'skill-mix-team'"), (["--teams", "a b"], "letters, digits"),
    (["--like", "x"], "go together"), (["--ask"], "needs a terminal"),
  ])
  func whatCannotBeIsExplainedAndNothingIsWritten(options: [String], message: String) throws {
    let place = try Place(), folder = "\(place.path)/x"
    let run = try ProgramTests.run(["new", "X", "--from", Self.england, "--out", folder] + options)
    #expect(run.status == 64 && run.errors.contains(message), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  /// A terminal on which everything has been typed already.
  private final class Terminal {
    var typed: [String]
    var said = ""

    init(_ typed: [String]) { self.typed = typed }
  }

  @Test func theQuestionsTakeWhatIsTypedAndAskAgainWhereItCannotBe() throws {
    let base = try ScenarioDocument(path: Self.england)
    let roles = base.scenario().workforce.filter { $0.wte > 0 }
    let terminal = Terminal(
      ["Barchester", "many", "1,450", "20.5"] + roles.dropFirst().map { _ in "" }
        + ["north, south", "1,2", "", "C5=1190/1400", "9", "2,1"])
    var questions = NewQuestions(base: base, strategies: ["s/a.yaml", "s/b.yaml"])
    questions.answer = { terminal.typed.isEmpty ? nil : terminal.typed.removeFirst() }
    questions.say = { terminal.said += $0 }
    let (description, templates) = questions.ask(AuthorityDescription(name: "My authority"))
    #expect(description.name == "Barchester" && description.birthsPerYear == 1450)
    // Only what was typed is the authority's own.
    #expect(description.wte == [roles[0].name: 20.5])
    #expect(description.teams == ["north", "south"] && description.deprivationShares == nil)
    #expect(description.reviews == [.init(metric: "C5", carriedOut: 1190, due: 1400)])
    #expect(templates == ["s/b.yaml", "s/a.yaml"])
    #expect(terminal.said.contains("a number is needed; found 'many'"))
    #expect(terminal.said.contains("five shares that add up to 1"))
    #expect(terminal.said.contains("numbers of the list are needed"))
  }

  @Test func aStrategyNamesEveryRole() throws {
    let place = try Place(), file = "\(place.path)/more.yaml"
    let run = try ProgramTests.run(["new", "More nursery nurses", "--from", Self.england, "--out", file])
    #expect(run.status == 0, "\(run.errors)")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("community_nursery_nurse: {wte:"))
    #expect(try ScenarioDocument(path: file).name == "More nursery nurses")
  }

  @Test func aValueOfMoreThanThreeTimesWhatItReplacesIsNoted() throws {
    let place = try Place(), file = "\(place.path)/slip.yaml"
    try """
    skillmix: 1
    name: Slip
    extends: \(Self.england)
    workforce:
      health_visitor: {wte: 380}
      community_nursery_nurse: {wte: 9}
    """.write(toFile: file, atomically: true, encoding: .utf8)
    let changes = try ScenarioDocument(path: file).largeChanges()
    #expect(
      changes.count == 1 && changes[0].position.line == 5
        && changes[0].message.contains("'workforce.health_visitor.wte' is 380"))
    #expect(try ScenarioDocument(path: Self.england).largeChanges().isEmpty)
    let run = try ProgramTests.run(["validate", file])
    #expect(run.status == 0 && run.output.contains("slip.yaml:5"))
  }
}
