// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation
@testable import ScenarioFiles
import Simulation
import Statistics
import Testing

@Suite("A scenario is read as it is written")
struct ReadingTests {
  private func parameter(_ document: ScenarioDocument, _ path: String) throws -> Parameter {
    try #require(document.parameters.first { $0.path == path }, "no parameter \(path)")
  }

  private func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(b)) }

  @Test("Every shipped scenario is read")
  func shipped() throws {
    let files = try shippedScenarios()
    #expect(files.count >= 10)
    for file in files where !StudyDocument.isStudy(path: file) {
      do {
        let document = try ScenarioDocument(path: file)
        #expect(!document.name.isEmpty && !document.parameters.isEmpty)
        #expect(document.parameters.allSatisfy { $0.position.line > 0 })
        #expect(
          Set(document.parameters.map(\.path)).count == document.parameters.count, "\(file): a path twice")
      } catch {
        Issue.record("\(file): \(error)")
      }
    }
  }

  // MARK: Numbers

  @Test(
    "A number is read plain, with a unit and as a mapping",
    arguments: [
      ("relative_detection", "0.5", 0.5), ("relative_detection", "+.5e0", 0.5),
      ("relative_detection", "'0.5'", 0.5),
      ("relative_detection", "{value: 0.5}", 0.5),
      ("relative_detection", "{value: 0.5, source: S1, note: x}", 0.5),
      ("cost_per_hour_gbp", "£46.50", 46.5), ("cost_per_hour_gbp", "46.50", 46.5),
      ("cost_per_hour_gbp", "46.50 GBP", 46.5),
      ("cost_per_hour_gbp", "\"£1,046.50\"", 1046.5), ("client_facing_share", "35 %", 0.35),
      ("client_facing_share", "35%", 0.35), ("client_facing_share", "{value: 35 %}", 0.35),
      ("hours_per_year", "1550 h", 1550),
      ("hours_per_year", "93000 minutes", 1550), ("training_cost_per_starter_gbp", "{value: £500}", 500),
    ])
  func numbers(_ key: String, _ text: String, _ value: Double) throws {
    let document = try MinimalScenario.server("\(key): \(text)")
    let found = try parameter(document, "workforce.server.\(key)")
    #expect(isNear(found.mean, value))
    #expect(found.uncertainty == nil)
    #expect(found.position == SourcePosition(file: "a.yaml", line: 14, column: 5 + key.count + 2))
  }

  @Test(
    "Durations take units of time",
    arguments: [
      ("record_minutes", "45 min", 45.0), ("record_minutes", "45", 45), ("record_minutes", "0.5 h", 30),
      ("record_minutes", "1 hour", 60), ("record_minutes", "90 s", 1.5), ("closes_after_days", "3 weeks", 21),
      ("closes_after_days", "1 week", 7), ("closes_after_days", "2 d", 2),
      ("closes_after_days", "2 years", 730.5),
      ("closes_after_days", "2 months", 60.875),
    ])
  func units(_ key: String, _ text: String, _ value: Double) throws {
    let found = try parameter(try MinimalScenario.visit("\(key): \(text)"), "contacts.visit.\(key)")
    #expect(isNear(found.mean, value))
  }

  @Test("Weeks, months and years are told in days to the service")
  func ownUnits() throws {
    let text = MinimalScenario.adding(after: 9, "known_before_birth_weeks: 20", "leave_at_age_years: 2")
      .changing(
        "    working_pattern: always\n", to: "    working_pattern: always\n    starter: {months: 6}\n")
    let scenario = try ScenarioDocument(text: text).scenario()
    #expect(scenario.children.knownBeforeBirthDays == 140)
    #expect(scenario.children.leaveAtAgeDays == 730.5)
    #expect(isNear(scenario.workforce[0].starterDays, 6 * 30.4375))
    #expect(scenario.clock.start == CalendarDate(iso8601: "2024-04-01"))
  }

  private static let distributionForms: [(String, Double)] = [
    ("{beta: {mean: 0.3, se: 0.1}}", 0.3), ("{beta: {a: 1, b: 3}}", 0.25),
    ("{beta: {events: 3, n: 10}}", 0.3),
    ("{gamma: {mean: 0.5, se: 0.1}}", 0.5), ("{gamma: {shape: 4, scale: 0.2}}", 0.8),
    ("{lognormal: {mean: 1.2, se: 0.3}}", 1.2), ("{lognormal: {mu: 0, sigma: 0.2}}", 1.0202013400267558),
    ("{lognormal: {median: 1, ci95: [0.5, 2]}}", 1.0645410),
    ("{lognormal: {ci95: [0.5, 2]}}", 1.0645410), ("{normal: {mean: 0.7, se: 0.1}}", 0.7),
    ("{normal: {ci95: [0.6, 1]}}", 0.8), ("{normal: {mean: 1, se: 0.2}, min: 0.5, max: 1.5}", 1),
    ("{uniform: [0.2, 0.6]}", 0.4), ("{uniform: {low: 0.2, high: 0.6}}", 0.4),
    ("{uniform: {min: 0.2, max: 0.6}}", 0.4),
    ("{triangular: {min: 0, mode: 0.3, max: 0.6}}", 0.3), ("{pert: {min: 0, mode: 0.5, max: 1}}", 0.5),
    ("{pert: {low: 0, mode: 0.25, high: 1}}", 1.0 / 3),
  ]

  @Test(
    "Each form of each distribution of what is not known has its mean",
    arguments: Self.distributionForms)
  func distributions(_ text: String, _ mean: Double) throws {
    let found = try parameter(
      try MinimalScenario.server("cost_per_hour_gbp: \(text)"), "workforce.server.cost_per_hour_gbp")
    #expect(abs(found.mean - mean) < 1e-4, "\(found.mean)")
    let uncertainty = try #require(found.uncertainty)
    #expect(uncertainty.quantile(0.1) < uncertainty.quantile(0.9))
  }

  @Test("An empirical distribution is read from the column of a file beside the scenario")
  func empirical() throws {
    let folder = try TemporaryFolder()
    try folder.write("draws/d.csv", "a,b\n1,0.5\n2,1.5\n3,0.1\n")
    let text = MinimalScenario.adding(after: 13, "relative_detection: {empirical: draws/d.csv#b}")
    let document = try ScenarioDocument(path: try folder.write("a.yaml", text))
    #expect(isNear(try parameter(document, "workforce.server.relative_detection").mean, 0.7))
  }

  private static let variateForms: [(String, Variate)] = [
    ("30", Variate.constant(30)), ("30 min", .constant(30)), ("0.5 h", .constant(30)),
    ("{value: 30}", .constant(30)),
    ("{constant: 30}", .constant(30)), ("{deterministic: 30}", .constant(30)),
    ("{exponential: {mean: 30}}", .exponential(mean: 30)),
    ("{gamma: {mean: 30, sd: 10}}", .gamma(mean: 30, sd: 10)),
    ("{gamma: {shape: 3, scale: 10}}", .gamma(shape: 3, scale: 10)),
    ("{lognormal: {mean: 30, sd: 10}}", .lognormal(mean: 30, sd: 10)),
    ("{lognormal: {mu: 3, sigma: 0.5}}", .lognormal(mu: 3, sigma: 0.5)),
    ("{normal: {mean: 30, sd: 5}}", .normal(mean: 30, sd: 5)), ("{uniform: [20, 40]}", .uniform(20, 40)),
    ("{uniform: {min: 20, max: 40}}", .uniform(20, 40)),
    ("{uniform: {low: 20 min, high: 1 h}}", .uniform(20, 60)),
    ("{triangular: {min: 10, mode: 20, max: 60}}", .triangular(low: 10, mode: 20, high: 60)),
    ("{weibull: {scale: 30, shape: 2}}", .weibull(scale: 30, shape: 2)),
    (
      "{gamma_mixture: {share: 0.3, mean: 100, sd: 50, mean_of_rest: 300, sd_of_rest: 150}}",
      .gammaMixture(share: 0.3, mean: 100, sd: 50, meanOfRest: 300, sdOfRest: 150)
    ),
    ("{lognormal: {mean: {gamma: {mean: 60, se: 6}}, sd: 15}, source: S1}", .lognormal(mean: 60, sd: 15)),
  ]

  @Test(
    "Each form of each variate is what the service samples",
    arguments: Self.variateForms)
  func variates(_ text: String, _ variate: Variate) throws {
    let document = try ScenarioDocument(
      text: MinimalScenario.replacing(19, with: "duration_minutes: \(text)"))
    #expect(document.scenario().contacts[0].durationMinutes.everywhere == variate)
  }

  @Test("The mean of a variate may itself be uncertain, and takes its source from the variate")
  func uncertainMean() throws {
    let text =
      "duration_minutes: {lognormal: {mean: {gamma: {mean: 60, se: 6}}, sd: 15}, source: S1, provenance: found}"
    let document = try ScenarioDocument(text: MinimalScenario.replacing(19, with: text))
    let mean = try parameter(document, "contacts.visit.duration_minutes.mean")
    #expect(isNear(mean.mean, 60) && mean.uncertainty != nil)
    #expect(mean.source == "S1" && mean.provenance == "found")
    #expect(try parameter(document, "contacts.visit.duration_minutes.sd").uncertainty == nil)
  }

  @Test("Shares that add up to one may be a dirichlet")
  func dirichlet() throws {
    let document = try MinimalScenario.visit("places: {dirichlet: {home: 3, clinic: 1}, source: S1}")
    let home = try parameter(document, "contacts.visit.places.home")
    #expect(isNear(home.mean, 0.75) && home.uncertainty != nil && home.source == "S1")
    let shares = MinimalScenario.adding(after: 9, "deprivation_shares: {dirichlet: [4, 3, 1, 1, 1]}")
    #expect(
      try ScenarioDocument(text: shares).scenario().children.deprivationShares == [0.4, 0.3, 0.1, 0.1, 0.1])
  }

  @Test("Lists by quintile may be written as a mapping or with a source")
  func quintiles() throws {
    for text in [
      "[0.4, 0.3, 0.1, 0.1, 0.1]", "{value: [0.4, 0.3, 0.1, 0.1, 0.1], source: S1}",
      "{q5: 0.1, q4: 0.1, q3: 0.1, q2: 0.3, q1: 0.4}",
    ] {
      let document = try ScenarioDocument(
        text: MinimalScenario.adding(after: 9, "deprivation_shares: \(text)"))
      #expect(document.scenario().children.deprivationShares == [0.4, 0.3, 0.1, 0.1, 0.1])
    }
  }

  // MARK: Provenance

  @Test("A source holds for what the same mapping writes beneath it, and an inner one goes before")
  func sources() throws {
    let text = MinimalScenario.adding(
      after: 11, "  source: outer", "  provenance: found", "  relative_detection: {value: 1, source: inner}")
    let document = try ScenarioDocument(text: text)
    let wte = try parameter(document, "workforce.server.wte")
    #expect(wte.source == "outer" && wte.provenance == "found" && wte.note.isEmpty)
    let detection = try parameter(document, "workforce.server.relative_detection")
    #expect(detection.source == "inner" && detection.provenance == "found")
    let births = try parameter(document, "children.births_per_year")
    #expect(births.source.isEmpty && births.provenance == "assumption" && births.note == "no source given")
  }

  @Test("A source holds within its own file only, also where both files give one")
  func sourcesOfTwoFiles() throws {
    let folder = try TemporaryFolder()
    let base = MinimalScenario.adding(
      after: 11, "  source: base", "  provenance: found", "  hours_per_year: 1500")
    try folder.write("base.yaml", base)
    let one = try folder.write(
      "one.yaml", "extends: base.yaml\nworkforce: {server: {relative_detection: 0.5}}\n")
    let detection = try parameter(try ScenarioDocument(path: one), "workforce.server.relative_detection")
    #expect(detection.source.isEmpty && detection.provenance == "assumption")
    let two = try folder.write(
      "two.yaml", "extends: base.yaml\nworkforce: {server: {source: child, relative_detection: 0.5}}\n")
    let document = try ScenarioDocument(path: two)
    let own = try parameter(document, "workforce.server.relative_detection")
    #expect(own.source == "child" && own.provenance == "assumption")
    let inherited = try parameter(document, "workforce.server.hours_per_year")
    #expect(inherited.source == "base" && inherited.provenance == "found")
  }

  // MARK: Inheritance

  @Test("Mappings are merged key by key, values and lists are replaced, null removes")
  func merge() throws {
    let folder = try TemporaryFolder()
    let base = MinimalScenario.adding(
      after: 18, "record_minutes: {gamma: {mean: 10, se: 1}}", "places: {home: 0.5, clinic: 0.5}",
      "attempts: 2"
    )
    .changing(
      "    working_pattern: always\n",
      to: "    working_pattern: always\n    cost_shares: {pay: 0.5, on_costs: 0.2, overheads: 0.3}\n"
    )
    .followed(by: "  other: {kind: meeting, due_age_days: 1, delivered_by: [server], duration_minutes: 5}\n")
    .followed(by: "teams: {north: {}}\n")
    try folder.write("shared/base.yaml", base)
    let child = """
      extends: shared/base.yaml
      name: Child
      teams: {south: {}}
      workforce:
        server: {label: Servant}
        second: {wte: 2, working_pattern: always}
      contacts:
        other:
        visit:
          delivered_by: [second, server]
          record_minutes: 12
          places: {video: 1}
          attempts: ~
      """
    let path = try folder.write("child.yaml", child)
    let document = try ScenarioDocument(path: path)
    let scenario = document.scenario()
    #expect(scenario.name == "Child")
    #expect(scenario.teams.map(\.name) == ["south"])
    #expect(scenario.workforce.map(\.name) == ["server", "second"])
    #expect(scenario.workforce[0].label == "Servant" && scenario.workforce[0].wte == 1)
    #expect(scenario.contacts.map(\.name) == ["visit"])
    #expect(scenario.contacts[0].deliveredBy[0] == ["second", "server"])
    #expect(scenario.contacts[0].recordMinutes == 12)
    #expect(scenario.contacts[0].attempts == 1)
    #expect(scenario.contacts[0].places.map(\.place.name) == ["video"])
    #expect(document.files.map { URL(fileURLWithPath: $0).lastPathComponent } == ["child.yaml", "base.yaml"])
    let costs = "extends: child.yaml\nworkforce: {server: {cost_shares: {pay: 1, on_costs: 0}}}\n"
    let incomplete = try folder.write("costs.yaml", costs)
    #expect(throws: ScenarioError.self) { try ScenarioDocument(path: incomplete) }
  }

  @Test("Of a list of files the later one goes before the earlier, and the file itself before both")
  func severalParents() throws {
    let folder = try TemporaryFolder()
    try folder.write("base.yaml", MinimalScenario.text)
    try folder.write(
      "a.yaml", "workforce: {server: {wte: 2, hours_per_year: 1000}}\nchildren: {births_per_year: 10}\n")
    try folder.write(
      "b.yaml", "workforce: {server: {wte: 3, annual_leave_days: 5}}\nchildren: {births_per_year: 20}\n")
    let path = try folder.write(
      "c.yaml", "extends: [base.yaml, a.yaml, b.yaml]\nchildren: {births_per_year: 30}\n")
    let scenario = try ScenarioDocument(path: path).scenario()
    #expect(scenario.workforce[0].wte == 3)
    #expect(scenario.workforce[0].hoursPerYear == 1000)
    #expect(scenario.workforce[0].annualLeaveDays == 5)
    #expect(scenario.children.birthsPerYear == 30)
  }

  @Test("Strategies that inherit the same line share a parameter; an overridden one is another")
  func identities() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "base.yaml", MinimalScenario.adding(after: 18, "record_minutes: {gamma: {mean: 10, se: 1}}"))
    let a = try ScenarioDocument(path: try folder.write("a.yaml", "extends: base.yaml\nname: A\n"))
    let b = try ScenarioDocument(
      path: try folder.write("b.yaml", "extends: base.yaml\nname: B\nchildren: {births_per_year: 7}\n"))
    let c = "extends: base.yaml\nname: C\ncontacts: {visit: {record_minutes: {gamma: {mean: 10, se: 1}}}}\n"
    let other = try ScenarioDocument(path: try folder.write("c.yaml", c))
    let path = "contacts.visit.record_minutes"
    #expect(try parameter(a, path).identity == parameter(b, path).identity)
    #expect(try parameter(a, path).identity != parameter(other, path).identity)
    #expect(
      try parameter(a, "children.births_per_year").identity
        != parameter(b, "children.births_per_year").identity)
    #expect(a.canonicalText != b.canonicalText)
    #expect(try ScenarioDocument(path: folder.path + "/a.yaml").canonicalText == a.canonicalText)
  }

  @Test("Values of parameters by path take the place of the means, and only these")
  func substitution() throws {
    let document = try MinimalScenario.visit("record_minutes: {gamma: {mean: 10, se: 1}}")
    #expect(document.scenario().contacts[0].recordMinutes == 10)
    let drawn = document.scenario(values: ["contacts.visit.record_minutes": 11.5, "nowhere": 3])
    #expect(drawn.contacts[0].recordMinutes == 11.5)
    #expect(drawn.workforce == document.scenario().workforce)
    let mean = document.scenario(values: ["contacts.visit.duration_minutes.mean": 60])
    #expect(mean.contacts[0].durationMinutes.everywhere == .exponential(mean: 60))
  }

  // MARK: Choices

  @Test("A level that is not given is served as the next lower one, or as the lowest given")
  func levels() throws {
    let second = "  second: {wte: 1, working_pattern: always}\ncontacts:"
    func served(_ text: String) throws -> [[String]] {
      let whole = MinimalScenario.replacing(18, with: "delivered_by: \(text)").changing(
        "contacts:", to: second)
      return try ScenarioDocument(text: whole).scenario().contacts[0].deliveredBy
    }
    let one = ["server"], two = ["second"]
    #expect(try served("[server]") == [one, one, one])
    #expect(try served("{universal: [server], specialist: [second]}") == [one, one, two])
    #expect(try served("{universal: [server], targeted: [second]}") == [one, two, two])
    #expect(try served("{targeted: [second]}") == [two, two, two])
    #expect(try served("{specialist: [server, second]}") == [one + two, one + two, one + two])
  }

  @Test("Attendance and time may differ by place")
  func places() throws {
    let text = MinimalScenario.replacing(
      19, with: "places: {home: 0.5, clinic: 0.5}", "attendance: {home: 0.9, clinic: 0.7}",
      "duration_minutes: {home: 40, clinic: {gamma: {mean: 30, sd: 5}}}")
    let contact = try ScenarioDocument(text: text).scenario().contacts[0]
    let home = try #require(Place.allCases.first { $0.name == "home" })
    let clinic = try #require(Place.allCases.first { $0.name == "clinic" })
    #expect(contact.attendance.places == [home: 0.9, clinic: 0.7])
    #expect(contact.durationMinutes.places == [home: .constant(40), clinic: .gamma(mean: 30, sd: 5)])
  }

  @Test("Equal teams may be counted")
  func teams() throws {
    let text = MinimalScenario.replacing(12, with: "wte: 3").followed(by: "teams: {count: 3}\n")
    #expect(try ScenarioDocument(text: text).scenario().teams.count == 3)
  }

  @Test("A working pattern is read with its start")
  func workingPattern() throws {
    let text = MinimalScenario.replacing(
      13, with: "working_pattern: {days: [mon, wed], start: \"08:30\", hours_per_day: 7.5}")
    let role = try ScenarioDocument(text: text).scenario().workforce[0]
    #expect(role.workingPattern == .week(days: [0, 2], startHour: 8.5, hoursPerDay: 7.5))
  }

  @Test("Published figures and rank correlations are read")
  func publishedAndCorrelations() throws {
    let text = MinimalScenario.adding(
      after: 18, "record_minutes: {gamma: {mean: 10, se: 1}}", "attendance: {beta: {mean: 0.8, se: 0.1}}"
    )
    .followed(
      by:
        "published: [{target: 1, metric: C2, value: 85, range: [80, 90], unit: percent, source: S1, provenance: found}]\n"
    )
    .followed(
      by:
        "correlations: [{parameters: [contacts.visit.record_minutes, contacts.visit.attendance], rank: 0.5}]\n"
    )
    let document = try ScenarioDocument(text: text)
    #expect(document.published.count == 1)
    #expect(document.published.first?.range == 80...90)
    #expect(document.published.first?.source == "S1")
    #expect(
      document.correlations == [
        RankCorrelation(
          first: "contacts.visit.record_minutes", second: "contacts.visit.attendance", rank: 0.5)
      ])
  }

  @Test("An entry of more than two parameters correlates each with each")
  func correlationsOfMany() throws {
    let text = MinimalScenario.adding(
      after: 18, "record_minutes: {gamma: {mean: 10, se: 1}}", "attendance: {beta: {mean: 0.8, se: 0.1}}",
      "attendance_odds_ratio_most_deprived: {gamma: {mean: 0.9, se: 0.1}}"
    )
    .followed(
      by:
        "correlations: [{parameters: [contacts.visit.record_minutes, contacts.visit.attendance, contacts.visit.attendance_odds_ratio_most_deprived], rank: 0.5}]\n"
    )
    let pairs = try ScenarioDocument(text: text).correlations
    #expect(pairs.count == 3 && pairs.allSatisfy { $0.rank == 0.5 })
    #expect(Set(pairs.map { Set([$0.first, $0.second]) }).count == 3)
  }

  // MARK: Studies, schema, tables

  @Test("A study reads its strategies relative to itself, the baseline first")
  func study() throws {
    let folder = try TemporaryFolder()
    try folder.write("s/base.yaml", MinimalScenario.text)
    try folder.write("s/other.yaml", "extends: base.yaml\nname: Other\n")
    let file = try folder.write(
      "study.yaml",
      "study: Which?\nstrategies: [s/base.yaml, s/other.yaml]\ndraws: 10\nwillingness_to_pay_gbp: 0..50000 by 500\n"
    )
    let study = try StudyDocument(path: file)
    #expect(study.title == "Which?")
    #expect(study.strategies.map(\.name) == ["Queue", "Other"])
    #expect(StudyDocument.isStudy(path: file))
    #expect(!StudyDocument.isStudy(path: folder.path + "/s/base.yaml"))
    #expect(!StudyDocument.isStudy(path: folder.path + "/none.yaml"))
  }

  @Test("The JSON Schema is JSON and has every key of the format")
  func schema() throws {
    let text = JSONSchema.scenario()
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(json["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    for place in MalformedFamilies.places where !place.path.hasPrefix("teams.") {
      #expect(text.contains("\"\(place.field.key)\""), "\(place.path)")
    }
    _ = try #require(
      try JSONSerialization.jsonObject(with: Data(JSONSchema.study().utf8)) as? [String: Any])
  }

  @Test("The tables of the documentation have a row for every key")
  func tables() {
    let markdown = FormatTables.markdown()
    for place in MalformedFamilies.places {
      #expect(markdown.contains("| `\(place.field.key)`"), "\(place.path)")
    }
  }
}
