// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// `skillmix calibrate` as its users call it, on an authority small enough for a test.
@Suite struct CalibrateProgramTests {
  static let spec = """
    calibrate: Small authority
    scenario: small.yaml
    targets: targets.csv
    parameters: [contacts.new_birth_visit.attendance, children.attendance_correlation]
    points: 24
    waves: 1
    replications: 2
    draws: 50
    """

  static let targets = "metric,numerator,denominator,use\nC5,190,240,fitted\nC6i,170,240,held_out\n"

  private static func folder(spec: String = spec, targets: String = targets) throws -> StudyProgramTests.Folder {
    let folder = try StudyProgramTests.Folder()
    try folder.write("spec.yaml", spec)
    try folder.write("targets.csv", targets)
    return folder
  }

  /// The scenario that uses the posterior runs.
  @Test func aCalibrationLeavesAPosteriorThatAScenarioTakes() throws {
    let folder = try Self.folder(), spec = folder.path("spec.yaml")
    let whole = try ProgramTests.run(["calibrate", spec, "--out", folder.path("whole"), "--quiet", "--jobs", "2"])
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.contains("Held out") && whole.output.contains("2-2½ year review"))
    #expect(try folder.tables("whole")["posterior.csv"]?.split(separator: "\n").count == 51)

    try folder.write(
      "small.yaml",
      try String(contentsOfFile: folder.path("small.yaml"), encoding: .utf8) + "\ncalibrated: whole/posterior.csv\n")
    let run = try ProgramTests.run(["run", folder.path("small.yaml"), "--replications", "2", "--quiet"])
    #expect(run.status == 0, "\(run.errors)")
  }

  private static func lines(_ folder: StudyProgramTests.Folder, _ name: String) -> [String] {
    let text = (try? String(contentsOfFile: folder.path("\(name)/simulated.csv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static let long = spec.replacingOccurrences(of: "points: 24", with: "points: 400")

  @Test func aChangedJournalIsAnsweredWithItsPlace() throws {
    let folder = try Self.folder(spec: Self.long), spec = folder.path("spec.yaml"), out = folder.path("o")
    let (stopped, _) = try ProgramTests.interrupted(["calibrate", spec, "--out", out, "--quiet"]) {
      Self.lines(folder, "o").count > 4
    }
    #expect(stopped.status == 75 && stopped.errors.contains("--resume continues"), "\(stopped.errors)")
    let kept = Self.lines(folder, "o"), cells = kept[2].split(separator: ",").map(String.init)
    let digits = cells[1].split(separator: " ").map(String.init)
    let changes = [
      // A cell less, a replication less, another value, and a line that was put in.
      [cells[0]] + cells[2...], [cells[0], digits[0]] + cells[2...],
      [cells[0], "3ff0000000000000 " + digits[1]] + cells[2...], ["x"],
    ]
    for change in changes {
      var lines = kept
      lines[2] = change.joined(separator: ",")
      try folder.write("o/simulated.csv", lines.joined(separator: "\n"))
      let run = try ProgramTests.run(["calibrate", spec, "--out", out, "--resume", "--quiet"])
      #expect(run.status == 65 && run.errors.contains("simulated.csv:3: the line was changed"), "\(run.errors)")
    }
  }

  @Test func aCalibrationWhoseFolderGoesEndsAndSaysSo() throws {
    let folder = try Self.folder(spec: Self.long)
    let (process, _, errors) = try ProgramTests.start([
      "calibrate", folder.path("spec.yaml"), "--out", folder.path("o"), "--quiet",
    ])
    while process.isRunning, Self.lines(folder, "o").count < 4 { Thread.sleep(forTimeInterval: 0.02) }
    try FileManager.default.removeItem(atPath: folder.path("o"))
    process.waitUntilExit()
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 65 && words.contains("was removed while the calibration ran"), "\(words)")
  }

  /// Nothing, and a first line that the disk had no room for.
  @Test(arguments: ["", "# fnv1a128:0"]) func aJournalThatWasNotBegunIsNoOtherCalibration(journal: String) throws {
    let folder = try Self.folder()
    try FileManager.default.createDirectory(atPath: folder.path("o"), withIntermediateDirectories: true)
    try folder.write("o/simulated.csv", journal)
    let run = try ProgramTests.run(
      ["calibrate", folder.path("spec.yaml"), "--out", folder.path("o"), "--resume", "--quiet"])
    #expect(run.status == 0, "\(run.errors)")
  }

  /// A fit is a point: it leaves no posterior (nor one of an earlier calibration), and a study refuses a posterior of one
  /// row however it came about, while a run takes it.
  @Test func aPointFitLeavesNoPosteriorThatAStudyWouldTakeAsCertain() throws {
    let folder = try Self.folder(), spec = folder.path("spec.yaml"), out = folder.path("fit")
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    try folder.write("fit/posterior.csv", "children.attendance_correlation\n0.1\n0.2\n")
    try folder.write("fit/correlations.csv", "first,second,correlation\n")
    let refused = try ProgramTests.run(["calibrate", spec, "--method", "fit", "--out", out, "--quiet"])
    #expect(refused.status == 65 && refused.errors.contains("--overwrite"), "\(refused.errors)")
    let run = try ProgramTests.run([
      "calibrate", spec, "--method", "fit", "--out", out, "--overwrite", "--format", "csv", "--quiet",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count == 2)
    let left = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
    #expect(!left.contains("posterior.csv") && !left.contains("correlations.csv"), "\(left)")
    #expect(Set(left).isSuperset(of: ["calibration.json", "parameter_updates.csv", "report.txt", "target_fit.csv"]))

    try folder.write("one.csv", run.output)
    try folder.write(
      "small.yaml",
      try String(contentsOfFile: folder.path("small.yaml"), encoding: .utf8) + "\ncalibrated: one.csv\n")
    let taken = try ProgramTests.run(["run", folder.path("small.yaml"), "--replications", "2", "--quiet"])
    #expect(taken.status == 0, "\(taken.errors)")
    let study = try ProgramTests.run(["psa", folder.study, "--draws", "10", "--quiet"])
    #expect(study.status == 65 && study.errors.contains("one row, a point fit"), "\(study.errors)")
  }

  /// Ten small authorities with known parameters; correlations of the file hold between the parameters.
  @Test func theCheckSaysHowOftenTruthsAreFound() throws {
    let correlated = """
      correlations:
        - parameters: [contacts.new_birth_visit.attendance, children.attendance_correlation]
          rank: 0.5

      """
    let folder = try Self.folder(spec: Self.spec + "\n" + correlated)
    let run = try ProgramTests.run(["calibrate", folder.path("spec.yaml"), "--check", "10", "--quiet"])
    #expect(run.status == 0 && run.output.contains("10 authorities drawn from the prior"), "\(run.errors)")
    let out = try ProgramTests.run(["calibrate", folder.path("spec.yaml"), "--check", "10", "--out", folder.path("o")])
    #expect(out.status == 64 && out.errors.contains("leave out --out"), "\(out.errors)")
  }

  @Test(arguments: [
    ("parameters: [contacts.new_birth_visit.attendence]", "spec.yaml:4", "did you mean"),
    ("parameters: [children.births_per_year]", "spec.yaml:4", "is certain"),
    ("parameters: {children.births_per_year: 5}", "spec.yaml:4", "needs a distribution"),
    ("parameters: []", "spec.yaml:4", "names none"), ("point: 3", "spec.yaml:4", "did you mean 'points'"),
    ("scenario: none.yaml", "spec.yaml:4", "no such file"),
    ("correlations: [{parameters: [children.attendance_correlation, c], rank: 0.5}]", "spec.yaml:4", "'c'"),
    ("overdispersion: -1", "spec.yaml:4", "between 0 and 2"),
  ])
  func aMistakeInTheFileIsShownWhereItIs(line: String, place: String, message: String) throws {
    var lines = ["calibrate: Q", "scenario: small.yaml", "targets: targets.csv"]
    if line.hasPrefix("scenario") { lines[1] = "# none" }
    if !line.hasPrefix("parameters") {
      lines.append(line + "\nparameters: [children.attendance_correlation]")
    } else {
      lines.append(line)
    }
    let folder = try Self.folder(spec: lines.joined(separator: "\n") + "\n")
    let run = try ProgramTests.run(["calibrate", folder.path("spec.yaml")])
    #expect(run.status == 65 && run.errors.contains(place) && run.errors.contains(message), "\(run.errors)")
  }

  @Test(arguments: [
    ("metric,value\nC55,80\n", "targets.csv:2:1", "did you mean 'C5'"),
    ("metric,valu\nC5,80\n", "targets.csv:1:8", "did you mean 'value'"),
    ("metric,value,tolerance\nC5,x,2\n", "targets.csv:2:4", "must be a number"),
    ("metric,value\nC5,80\n", "targets.csv:2:1", "an interval or a tolerance"),
    ("metric,numerator\nC5,80\n", "targets.csv:2:4", "go together"),
    ("metric,numerator,denominator\nC5,80,70\n", "targets.csv:2:4", "between 0 and the denominator"),
    ("metric,value,tolerance,use\nC5,80,2,perhaps\n", "targets.csv:2:9", "fitted or held_out"),
    ("metric,value,tolerance,use\nC5,80,2,held_out\n", "spec.yaml:3", "no figure that is fitted"),
    ("metric,group,value,tolerance\nC5,quintile:9,80,2\n", "targets.csv:2:4", "write quintile:1"),
  ])
  func aMistakeInTheFiguresIsShownWhereItIs(targets: String, place: String, message: String) throws {
    let folder = try Self.folder(targets: targets)
    let run = try ProgramTests.run(["calibrate", folder.path("spec.yaml")])
    #expect(run.status == 65 && run.errors.contains(place) && run.errors.contains(message), "\(run.errors)")
  }
}
