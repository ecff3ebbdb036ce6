// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import GRDB
import ResultsStore
import Testing

/// `psa`, `merge` and `sensitivity` as their users call them, on an authority small enough for a test.
@Suite struct StudyProgramTests {
  /// A specification of `effects` for one pilot of the example, as fast as there is.
  static let pilotEffects = """
    panel: \(ProgramTests.package.path)/calibration/effects-example/panel-simulated.csv
    unit: local_authority
    time: quarter
    outcome: two_year_review_percent
    treated: [Pilot 1]
    first_post_period: 2023Q2
    method: [outcome_only]
    inference: [placebo_space]
    """

  /// A folder with a study of two strategies for some 240 births a year.
  final class Folder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("skillmix-\(UUID().uuidString)")
    var study: String { url.appendingPathComponent("study.yaml").path }

    init(_ change: String = "", study more: String = "draws: 12\nreplications: 2") throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      let england = ProgramTests.package.appendingPathComponent(ProgramTests.england).path
      try write(
        "small.yaml",
        """
        skillmix: 1
        name: Small
        extends: \(england)
        children: {births_per_year: 240}
        teams: {all: {}}
        workforce:
          health_visitor: {wte: 4}
          community_staff_nurse: {wte: 1}
          community_nursery_nurse: {wte: 2}
          family_support_worker: {wte: 1}
        """)
      try write(
        "other.yaml",
        """
        skillmix: 1
        name: Small, fewer visitors
        extends: small.yaml
        workforce:
          health_visitor: {wte: 3}
          community_nursery_nurse: {wte: 3.4}
        \(change)
        """)
      try write(
        "study.yaml",
        """
        study: A small question
        strategies: [small.yaml, other.yaml]
        outcome: [needs_identified_and_seen, on_time_reviews]
        willingness_to_pay_gbp: 0..2000 by 500
        \(more)
        """)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ name: String, _ text: String) throws {
      try text.write(to: url.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }

    /// Says whether draws of a study were added to the database of a folder since it was first asked: it has grown
    /// to several times what it was when it had names only.
    func draws(in name: String) -> () -> Bool {
      let path = path("\(name)/draws.sqlite")
      var empty = 0
      return {
        let size = ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0
        if empty == 0 { empty = size }
        return empty > 0 && size > 4 * empty
      }
    }

    /// Every CSV file of a folder of results, by name.
    func tables(_ name: String) throws -> [String: String] {
      let folder = url.appendingPathComponent(name)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") }
      return try Dictionary(
        uniqueKeysWithValues: files.map {
          ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
        })
    }
  }

  private static let quick = ["--base-replications", "2", "--quiet"]

  @Test func partsAndWholeRunsGiveTheSameBits() throws {
    let folder = try Folder()
    let whole = try ProgramTests.run(["psa", folder.study, "--out", folder.path("whole"), "--jobs", "2"] + Self.quick)
    #expect(whole.status == 0, "\(whole.errors)")
    let expected = try folder.tables("whole")
    #expect(expected.count > 20)

    for part in ["1/2", "2/2"] {
      let name = "part-\(part.prefix(1))"
      let run = try ProgramTests.run(
        ["psa", folder.study, "--shard", part, "--out", folder.path(name), "--jobs", "1"] + Self.quick)
      #expect(run.status == 0, "\(run.errors)")
    }
    let half = try ProgramTests.run(["merge", folder.path("part-2"), "--out", folder.path("half"), "--quiet"])
    #expect(half.status == 65 && half.errors.contains("6 of 12 draws are missing; not given: part 1 of 2"))
    let merged = try ProgramTests.run(
      ["merge", folder.path("part-2"), folder.path("part-1"), "--out", folder.path("merged"), "--quiet"])
    #expect(merged.status == 0 && merged.output == whole.output, "\(merged.errors)")
    #expect(try folder.tables("merged") == expected)

    let replaced = try ProgramTests.run(
      ["merge", folder.path("part-1"), folder.path("part-2"), "--out", folder.path("part-2/"), "--overwrite"])
    #expect(replaced.status == 64 && replaced.errors.contains("is the folder of a part"), "\(replaced.errors)")
    #expect(FileManager.default.fileExists(atPath: folder.path("part-2/draws.sqlite")))
  }

  /// An outcome that was changed, and a scenario that was.
  @Test func verifyFindsWhatIsNotWhatTheProgramMakes() throws {
    let folder = try Folder()
    for (name, arguments) in [
      ("run", ["run", folder.path("small.yaml"), "--replications", "3"]), ("psa", ["psa", folder.study] + Self.quick),
    ] {
      let out = folder.path(name)
      #expect(try ProgramTests.run(arguments + ["--out", out, "--quiet"]).status == 0)
      let right = try ProgramTests.run(["verify", out, "--quiet"])
      #expect(right.status == 0 && right.output.contains("to the same bits"), "\(right.errors)")
      #expect(right.output.contains("draws 1, 6, 12 and") == (name == "psa"))
      let database = "\(out)/results.sqlite"
      let change = "UPDATE outcome SET value = value + 1 WHERE measure_id = 3 AND replication = 0"
      try Self.execute(change, in: database)
      let changed = try ProgramTests.run(["verify", out, "--quiet"])
      #expect(changed.status == 65 && changed.errors.contains("was changed since it was written"), "\(changed.errors)")
    }
    try folder.write("small.yaml", try String(contentsOfFile: folder.path("small.yaml"), encoding: .utf8) + "\n")
    let other = try ProgramTests.run(["verify", folder.path("run"), "--quiet"])
    #expect(other.status == 65 && other.errors.contains("small.yaml: has been changed"), "\(other.errors)")
  }

  private static func execute(_ statement: String, in database: String) throws {
    try DatabaseQueue(path: database).write { try $0.execute(sql: statement) }
  }

  /// Draws that were not simulated are told apart; those that were can be simulated again.
  @Test func aPartOfTheDrawsStandsForTheOthers() throws {
    let folder = try Folder()
    let options = [
      "psa", folder.study, "--draws", "60", "--simulate", "50", "--replications", "1", "--base-replications", "2",
    ]
    let found = try ProgramTests.run(options + ["--out", folder.path("results"), "--format", "json", "--quiet"])
    #expect(found.status == 0, "\(found.errors)")
    let json = try #require(JSONSerialization.jsonObject(with: Data(found.output.utf8)) as? [String: Any])
    #expect(json["draws"] as? Int == 60)
    // Where the regression does not pass its check, all draws are simulated and a warning says so.
    let emulation = json["emulation"] as? [String: Any], simulated = emulation == nil ? 60 : 50
    #expect(emulation == nil || emulation?["simulated_draws"] as? Int == 50)
    let warnings = try #require(json["warnings"] as? [String])
    #expect(warnings.contains { $0.hasSuffix("all draws were simulated") } == (emulation == nil))
    let draws = try folder.tables("results")["psa_draws.csv"].map { $0.split(separator: "\n") } ?? []
    let kinds = draws.dropFirst().map { ($0.prefix { $0 != "," }, $0.last) }
    #expect(kinds.count == 60 * 2 * 2 * 3)
    #expect(kinds.allSatisfy { (Int($0.0) ?? 0 <= simulated) == ($0.1 == "1") })
    let verified = try ProgramTests.run(["verify", folder.path("results"), "--quiet"])
    #expect(verified.status == 0, "\(verified.errors)")
  }

  @Test func aSecondRunIntoTheFolderOfAnotherIsRefused() throws {
    let folder = try Folder(study: "draws: 1200\nreplications: 2")
    let arguments = ["psa", folder.study, "--out", folder.path("o")] + Self.quick
    let (first, _, _) = try ProgramTests.start(arguments)
    let hasDraws = folder.draws(in: "o")
    while first.isRunning, !hasDraws() { Thread.sleep(forTimeInterval: 0.02) }
    for more in [["--resume"], ["--overwrite"], []] {
      let second = try ProgramTests.run(arguments + more)
      #expect(second.status == 65 && second.errors.contains("another run is writing here"), "\(second.errors)")
    }
    kill(first.processIdentifier, SIGKILL)
    first.waitUntilExit()
    let again = try ProgramTests.run(arguments)
    #expect(again.status == 65 && again.errors.contains("--resume continues it"), "\(again.errors)")
  }

  @Test func anInterruptedStudyKeepsItsDrawsAndSaysHowToGoOn() throws {
    let folder = try Folder(study: "draws: 1200\nreplications: 2")
    let arguments = ["psa", folder.study, "--out", folder.path("o")]
    let (stopped, _) = try ProgramTests.interrupted(arguments + Self.quick, when: folder.draws(in: "o"))
    #expect(stopped.status == 75 && stopped.errors.contains("kept; --resume continues"))
    let again = try ProgramTests.run(arguments + Self.quick)
    #expect(again.status == 65 && again.errors.contains("--resume continues it, --overwrite begins anew"))
    let other = try ProgramTests.run(arguments + ["--resume", "--draws", "1500"] + Self.quick)
    #expect(other.status == 65 && other.errors.contains("holds another run"))
  }

  /// The default way of running: the pilot chooses the replications, and the draws come after it.
  @Test(arguments: [1, 2]) func aStudyIsInterruptedAfterItsPilotToo(signals: Int) throws {
    let folder = try Folder(study: "draws: 1200")
    let (stopped, seconds) = try ProgramTests.interrupted(
      ["psa", folder.study, "--out", folder.path("o"), "--quiet"], signals: signals, when: folder.draws(in: "o"))
    #expect(stopped.status == 75 && stopped.output.isEmpty && seconds < 2)
    #expect(signals == 2 || stopped.errors.contains("kept; --resume continues"), "\(stopped.errors)")
  }

  @Test func theJSONOfAStudyHasTheKeysOfCostEffectivenessAndWhatNoiseDoes() throws {
    let folder = try Folder()
    let run = try ProgramTests.run(["psa", folder.study, "--format", "json"] + Self.quick)
    #expect(run.status == 0, "\(run.errors)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let analyses = try #require(object["analyses"] as? [[String: Any]])
    // Two outcomes from three perspectives.
    #expect(analyses.count == 6)
    for analysis in analyses {
      for key in ["icers", "nmb", "nmb_se", "ceac", "ceaf", "evpi", "evppi", "raw", "expected", "outcome"] {
        #expect(analysis[key] != nil, "\(key)")
      }
    }
    let csv = try ProgramTests.run(["psa", folder.study, "--format", "csv"] + Self.quick)
    #expect(csv.output.split(separator: "\n").count == 1 + 6 * 5 * 2)
  }

  /// The wide files are what `skillmix cea`, BCEA, dampack and voi read.
  @Test func theWideFilesLoadIntoCostEffectivenessAnalysis() throws {
    let folder = try Folder()
    let run = try ProgramTests.run(["psa", folder.study, "--out", folder.path("o")] + Self.quick)
    #expect(run.status == 0, "\(run.errors)")
    let analysis = try ProgramTests.run([
      "cea", "--effects", folder.path("o/psa_effects_on_time_reviews.csv"), "--costs",
      folder.path("o/psa_costs_public_sector.csv"), "--parameters", folder.path("o/psa_parameters.csv"), "--wtp", "500",
      "--evppi", "workforce.health_visitor.cost_per_hour_gbp", "--format", "json",
    ])
    #expect(analysis.status == 0, "\(analysis.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(analysis.output.utf8)) as? [String: Any]
    #expect(object?["draws"] as? Int == 12)
    #expect(object?["strategies"] as? [String] == ["Small", "Small, fewer visitors"])
  }

  @Test(arguments: [
    ("outcome: nonsense", "study.yaml:3", "'nonsense' is not a measure"),
    ("outcome: [on_time_review]", "study.yaml:3", "did you mean 'on_time_reviews'"),
    ("willingness_to_pay_gbp: 5 to 9", "study.yaml:3", "from..to by step"),
    ("draws: 1", "study.yaml:3", "'draws' must be"), ("drawz: 100", "study.yaml:3", "did you mean 'draws'"),
    ("sampling: halton", "study.yaml:3", "sobol"),
    ("evppi: [[children.need_correlatio]]", "study.yaml:3", "did you mean 'children.need_correlation'"),
    ("outcome: {measure: C2, better: bigger}", "study.yaml:3", "higher or lower"),
    ("perspective: society", "study.yaml:3", "perspective"),
  ])
  func aMistakeInAStudyIsShownWhereItIs(line: String, place: String, message: String) throws {
    let folder = try Folder()
    try folder.write("study.yaml", "study: Q\nstrategies: [small.yaml, other.yaml]\n\(line)\n")
    let run = try ProgramTests.run(["psa", folder.study])
    #expect(run.status == 65 && run.errors.contains(place) && run.errors.contains(message), "\(run.errors)")
  }

  @Test(arguments: [
    (["--shard", "4/3", "--out", "x"], "for instance 3/10"), (["--shard", "1/3"], "needs a folder"),
    (["--resume"], "needs the folder"), (["--draws", "1"], "between 2"), (["--sampling", "mc"], "latin_hypercube"),
    (["--jobs", "0"], "between 1"),
  ])
  func aBadCommandLineIsExplained(options: [String], message: String) throws {
    let run = try ProgramTests.run(["psa", "study.yaml"] + options)
    #expect(run.status == 64 && run.errors.contains(message), "\(run.errors)")
  }

  // MARK: Evidence

  /// Draws of an effect of 4 points, and what a study makes of them.
  private static func evidence(
    _ folder: Folder, through: String, effect: String = "reviews.pooled", file: String = "fx.csv"
  ) throws -> [String: Any] {
    if file == "fx.csv" { try folder.write(file, "reviews.pooled\n3\n5\n4\n") }
    try folder.write(
      "study.yaml",
      """
      study: Q
      strategies: [small.yaml, other.yaml]
      outcome: on_time_reviews
      willingness_to_pay_gbp: 500
      draws: 12
      replications: 2
      effects:
        file: \(file)
        uses:
          - effect: \(effect)
            strategy: Small, fewer visitors
            measure: C6i
            through: \(through)
      """)
    let run = try ProgramTests.run(
      ["psa", folder.study, "--format", "json", "--out", folder.path("o"), "--overwrite"] + quick)
    #expect(run.status == 0, "\(run.errors)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    return try #require((object["evidence"] as? [[String: Any]])?.first)
  }

  private static func difference(_ folder: Folder) throws -> Double {
    let line = try #require(
      folder.tables("o")["credible.csv"]?.split(separator: "\n").first {
        $0.hasPrefix("\"Small, fewer visitors\",C6i,overall")
      })
    return try #require(Double(line.split(separator: ",", omittingEmptySubsequences: false)[9]))
  }

  /// With the parameters that the evidence moves, the simulated difference is the effect, whatever the mechanism says by
  /// itself: 4 points but, in so small a service and 24 runs, a point of chance.
  @Test func aStrategyShowsWhatWasMeasured() throws {
    let folder = try Folder()
    let compared = try Self.evidence(folder, through: "[]")
    let before = try Self.difference(folder)
    let path = "contacts.two_year_review.attendance"
    let used = try Self.evidence(folder, through: "[\(path).home, \(path).clinic, \(path).hub]")
    let after = try Self.difference(folder)
    #expect((before - 4).magnitude > 1)
    #expect((after - 4).magnitude < 1)
    let mean = { (entry: [String: Any], key: String) in (entry[key] as? [String: Any])?["mean"] as? Double ?? .nan }
    #expect((mean(compared, "estimated") - 4).magnitude < 1e-9)
    #expect((mean(compared, "predicted") - before).magnitude < 1e-9)
    #expect((mean(used, "predicted") - before).magnitude < 1)
    #expect((mean(used, "simulated") - after).magnitude < 1e-9)
    let moved = try #require(used["moved"] as? [[String: Any]])
    #expect(moved.count == 3 && moved.allSatisfy { ($0["share_at_bound"] as? Double) != nil })
  }

  /// From a panel to a study: what `effects` wrote is what the study reads, and what its strategy then shows.
  @Test func drawsOfAnEstimateBecomeTheSimulatedDifference() throws {
    let folder = try Folder()
    try folder.write("spec.yaml", Self.pilotEffects)
    let run = try ProgramTests.run(
      ["effects", folder.path("spec.yaml"), "--draws", "200", "--out", folder.path("fx"), "--quiet"])
    #expect(run.status == 0, "\(run.errors)")
    let path = "contacts.two_year_review.attendance"
    let used = try Self.evidence(
      folder, through: "[\(path).home, \(path).clinic, \(path).hub]", effect: "two_year_review_percent.Pilot 1",
      file: "fx/effect-draws.csv")
    let mean = { (key: String) in (used[key] as? [String: Any])?["mean"] as? Double ?? .nan }
    // As above: a point of chance.
    #expect((mean("simulated") - mean("estimated")).magnitude < 1)
    #expect((mean("predicted") - mean("estimated")).magnitude > 1)
  }

  @Test(arguments: [
    ("effects: nosuch.csv", "no such file"), ("effects: {uses: []}", "lacks 'file'"),
    ("effects: {file: fx.csv, uses: [{effect: reviews.poled}]}", "did you mean 'reviews.pooled'"),
    ("effects: {file: fx.csv, uses: [{effect: reviews.pooled, strategy: Small}]}", "is no strategy"),
    ("effects: {fil: fx.csv}", "did you mean 'file'"),
  ])
  func aMistakeInTheEvidenceIsShownWhereItIs(line: String, message: String) throws {
    let folder = try Folder()
    try folder.write("fx.csv", "reviews.pooled\n3\n5\n")
    try folder.write("study.yaml", "study: Q\nstrategies: [small.yaml, other.yaml]\n\(line)\n")
    let run = try ProgramTests.run(["psa", folder.study])
    #expect(run.status == 65 && run.errors.contains("study.yaml:3") && run.errors.contains(message), "\(run.errors)")
  }

  // MARK: Calibrated scenarios

  @Test func aPosteriorSetsMeansAndIsDrawnByWholeRows() throws {
    let folder = try Folder()
    let first = "children.need_correlation", second = "contacts.new_birth_visit.attendance"
    try folder.write("posterior.csv", "\(first),\(second)\n0.1,0.81\n0.2,0.82\n0.3,0.83\n0.4,0.84\n")
    try folder.write(
      "small.yaml",
      try String(contentsOfFile: folder.path("small.yaml"), encoding: .utf8) + "\ncalibrated: posterior.csv\n")
    let run = try ProgramTests.run(["psa", folder.study, "--out", folder.path("o")] + Self.quick)
    #expect(run.status == 0, "\(run.errors)")
    let tables = try folder.tables("o")
    let lines = try #require(tables["psa_parameters.csv"]).split(separator: "\n").map { $0.split(separator: ",") }
    let a = try #require(lines[0].firstIndex(of: first[...])), b = try #require(lines[0].firstIndex(of: second[...]))
    for line in lines.dropFirst() {
      #expect(((Double(line[b]) ?? 0) - 0.8 - (Double(line[a]) ?? 0) / 10).magnitude < 1e-12)
    }
    let parameters = try #require(tables["parameters.csv"])
    #expect(parameters.contains("Small,\(second),0.825,"))

    try folder.write("posterior.csv", "\(first),contacts.new_birth_visit.attendence\n0.1,0.8\n")
    let wrong = try ProgramTests.run(["run", folder.path("small.yaml")])
    #expect(wrong.status == 65 && wrong.errors.contains("did you mean '\(second)'"), "\(wrong.errors)")
    try folder.write("posterior.csv", "\(second)\n1.2\n")
    let outside = try ProgramTests.run(["run", folder.path("small.yaml")])
    #expect(outside.status == 65 && outside.errors.contains("must be between 0 and 1"), "\(outside.errors)")
  }

  // MARK: Sensitivity

  @Test func sensitivityFindsWhereTheAnswerChanges() throws {
    let folder = try Folder()
    let rate = "workforce.community_nursery_nurse.cost_per_hour_gbp"
    let run = try ProgramTests.run([
      "sensitivity", folder.study, "--switch", "\(rate)=10:120:3", "--parameter", rate, "--wtp", "0", "--replications",
      "2", "--two-way", "\(rate)=20..60 by 40,workforce.health_visitor.wte [Small]=3..5 by 2", "--out",
      folder.path("s"), "--format",
      "json", "--quiet",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let switches = try #require(object["switch_points"] as? [[String: Any]])
    // Fewer visitors and more nurses are cheaper while nurses are: at nil a unit of effect, cost alone decides, and
    // the cost is a straight line in an hour's price.
    let found = try #require(switches.first)
    #expect(found["below"] as? String == "Small, fewer visitors" && found["above"] as? String == "Small")
    // The search simulates more than the grid does; the line is drawn from as many replications as it used.
    let used = try #require(found["replications"] as? Int)
    let line = try ProgramTests.run([
      "sensitivity", folder.study, "--one-way", "\(rate)=10:120:3", "--wtp", "0", "--replications", "\(used)",
      "--format", "json", "--quiet",
    ])
    #expect(line.status == 0, "\(line.errors)")
    let drawn = try #require(try JSONSerialization.jsonObject(with: Data(line.output.utf8)) as? [String: Any])
    let curve = try #require(drawn["one_way"] as? [[String: Any]]).filter {
      $0["strategy"] as? String == "Small, fewer visitors"
    }
    let ends = curve.map { ($0["value"] as? Double ?? 0, $0["net_benefit"] as? Double ?? 0) }
    let slope = (ends[2].1 - ends[0].1) / (ends[2].0 - ends[0].0)
    let expected = ends[0].0 - ends[0].1 / slope
    #expect(((found["value"] as? Double ?? 0) - expected).magnitude < 1e-6 * expected)
    #expect((object["tornado"] as? [[String: Any]])?.count == 1)
    #expect((object["two_way"] as? [[String: Any]])?.count == 8)
    let stored = try StoredResults(folder: folder.path("s"))
    #expect(stored.manifest.analysis == "sensitivity" && stored.manifest.build?.count == 16)
    #expect(try stored.rows("tornado").count == 1 && stored.rows("two_way").count == 8)
    #expect(try folder.tables("s").keys.sorted() == ["one_way.csv", "switch_points.csv", "tornado.csv", "two_way.csv"])
  }

  @Test(arguments: [
    (["--switch", "nonsense"], "no parameter 'nonsense'"),
    (["--one-way", "workforce.health_visitor.wte"], "needs a range"),
    (["--one-way", "contacts.new_birth_visit.attendance=0.5:1.5"], "must stay between"),
    (["--one-way", "workforce.health_visitor.wte=9:3"], "from below to"),
    (["--one-way", "workforce.health_visitor.wte=9..3"], "the range must rise"),
    (["--one-way", "workforce.health_visitor.wte=3..9 by 0"], "the step must be positive"),
    (
      ["--one-way", "workforce.health_visitor.wte=3..9 by 2"],
      "say whose is moved, as in 'workforce.health_visitor.wte [Small, fewer visitors]'"
    ),
    (["--switch", "workforce.health_visitor.wte=3:9"], "differs between strategies (Small 4, Small, fewer visitors "),
    (["--two-way", "workforce.health_visitor.wte=3:9"], "two parameters"),
    (["--outcome", "needs"], "neither an outcome of the study"),
    (["--parameter", "childre.need_correlation"], "did you mean"),
  ])
  func aBadSensitivityIsExplained(options: [String], message: String) throws {
    let folder = try Folder()
    let run = try ProgramTests.run(["sensitivity", folder.study] + options)
    #expect(run.status == 64 && run.errors.contains(message), "\(run.errors)")
  }

  /// One strategy's parameter by an amount, and another that makes up for it at the same cost.
  @Test func oneStrategysParameterMovesAndAnotherHoldsTheBudget() throws {
    let folder = try Folder()
    let path = "workforce.health_visitor.wte [Small, fewer visitors]"
    let other = "workforce.community_nursery_nurse.wte [Small, fewer visitors]"
    let arguments = ["sensitivity", folder.study, "--replications", "4", "--quiet", "--format", "json"]
    let range = "\(path)=+-0.5:0.5:2"
    let free = try ProgramTests.run(arguments + ["--one-way", range])
    let held = try ProgramTests.run(arguments + ["--one-way", range, "--hold", "cost.commissioner", "--move", other])
    #expect(free.status == 0 && held.status == 0, "\(free.errors) \(held.errors)")
    // By strategy, a cost for each of the two values.
    func costs(_ text: String) throws -> [String: [Double]] {
      let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      return try #require(json["one_way"] as? [[String: Any]]).reduce(into: [:]) { costs, row in
        guard let strategy = row["strategy"] as? String, let cost = row["cost"] as? Double else { return }
        costs[strategy, default: []].append(cost)
      }
    }
    let freely = try costs(free.output), neutral = try costs(held.output)
    let base = try #require(freely["Small"]), moved = try #require(freely["Small, fewer visitors"])
    let kept = try #require(neutral["Small, fewer visitors"])
    // The baseline is not touched; a visitor more or less costs tens of thousands, and nothing with the budget held.
    #expect(base[0] == base[1] && abs(moved[1] - moved[0]) > 30_000)
    #expect(abs(kept[1] - kept[0]) < 2.1e-3 * kept[0])
    let wrong = try ProgramTests.run(arguments + ["--one-way", range, "--hold", "cost.commissioner"])
    #expect(wrong.status == 64)
    let both = try ProgramTests.run(
      arguments + ["--one-way", range, "--hold", "cost.commissioner", "--move", "workforce.health_visitor.wte"])
    #expect(both.status == 64 && both.errors.contains("of one strategy"))
  }
}
