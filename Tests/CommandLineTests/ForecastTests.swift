// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import ScenarioFiles
import Testing

/// What large work says of itself before it begins.
@Suite struct ForecastTests {
  @Test(arguments: [
    (Forecast(seconds: 42.2, memory: 3e8), "about 43 s, 300 MB of memory"),
    (Forecast(seconds: 600, memory: 2.04e9, disk: 5e8), "about 10 min, 2.0 GB of memory, 500 MB of disk"),
    (Forecast(seconds: 7e4, memory: 2e10, isLeast: true), "at least about 19 h, 20 GB of memory"),
    (Forecast(seconds: 1e6, memory: 1), "about 12 days, 1 MB of memory"),
  ])
  func aLineSaysTimeMemoryAndDisk(forecast: Forecast, words: String) { #expect(forecast.words == words) }

  @Test func whatHasNoRoomIsRefusedWithTheReason() throws {
    let forecast = Forecast(seconds: 60, memory: 5e9, disk: 3e9)
    try forecast.fits(Room(memory: 6e9, folder: "out", disk: 4e9))
    try forecast.fits(Room(memory: 6e9))
    #expect { try forecast.fits(Room(memory: 4e9)) } throws: {
      "\($0)".contains("needs about 5.0 GB of memory, and this machine has 4.0 GB")
    }
    #expect { try forecast.fits(Room(memory: 6e9, folder: "out", disk: 2e9)) } throws: {
      "\($0)".contains("out: needs about 3.0 GB of disk, of which 2.0 GB are free")
    }
  }

  @Test func theRoomIsThatOfTheNearestFolderThatIsThere() {
    let room = Room(folder: "\(FileManager.default.temporaryDirectory.path)/none/none")
    #expect(room.memory > 1e8 && (room.disk ?? 0) > 0)
    #expect(Room(folder: nil).disk == nil)
  }

  /// Five million births a year, a thousand at a time; the pilots are a few hundredths of it.
  @Test func aRunThatCannotFitIsRefusedBeforeAnythingIsWritten() throws {
    let folder = try StudyProgramTests.Folder()
    try folder.write(
      "huge.yaml",
      "skillmix: 1\nname: H\nextends: \(ProgramTests.package.path)/\(ProgramTests.england)\n"
        + "children: {births_per_year: 5000000}\n")
    let run = try ProgramTests.run([
      "run", folder.path("huge.yaml"), "--replications", "100000", "--jobs", "1024", "--out", folder.path("o"),
    ])
    #expect(run.status == 65 && run.errors.contains("of memory, and this machine has"), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("o")))
  }

  /// What is said of the work ahead, beside notes on the scenario.
  private static func forecast(_ errors: String) -> Substring? {
    errors.split(separator: "\n").first { $0.contains("about ") && !$0.contains("note:") }
  }

  @Test func longWorkSaysHowLongAndShortWorkNothing() throws {
    let folder = try StudyProgramTests.Folder()
    let short = try ProgramTests.run(["run", folder.path("small.yaml"), "--replications", "2"])
    #expect(short.status == 0 && Self.forecast(short.errors) == nil, "\(short.errors)")
    let long = [
      ["run", folder.path("small.yaml"), "--replications", "40000"],
      ["compare", folder.study, "--replications", "20000"],
      ["psa", folder.study, "--draws", "40000"], ["sensitivity", folder.study, "--replications", "10000"],
    ]
    // The pilot comes before the line, and takes a few seconds of a long piece of work.
    for arguments in long {
      let (run, _) = try ProgramTests.interrupted(
        arguments + ["--out", folder.path(arguments[0])], afterProcessorSeconds: 8)
      #expect(run.status == 75, "\(arguments): \(run)")
      let line = try #require(Self.forecast(run.errors), "\(arguments): \(run.errors)")
      // Tens of thousands of replications take long on any machine, and leave gigabytes.
      #expect(line.contains(" of memory"), "\(arguments): \(run.errors)")
      #expect(arguments[0] == "sensitivity" || line.contains("GB of disk"), "\(arguments): \(run.errors)")
    }
  }
}
