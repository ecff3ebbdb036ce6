// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// Studies and calibrations that are killed without being asked, wherever they are, and continued to the same bits.
///
/// Twenty kills; `Benchmarks/kills` asks for more and prints how many fell where.
@Suite(.serialized) struct KillTests {
  /// What the work is at when it is killed: choosing replications, collecting draws or points, making something of them,
  /// or writing.
  enum Moment: String, CaseIterable { case pilot, draws, analysis, writing }

  /// Work that keeps what is finished in a file of its folder.
  struct Work {
    let folder: StudyProgramTests.Folder
    let arguments: [String]
    let kept: String

    func start(_ name: String, _ more: [String]) throws -> Process {
      let (process, _, _) = try ProgramTests.start(
        arguments + ["--out", folder.path(name), "--quiet"] + more)
      return process
    }

    func size(_ name: String) -> Int {
      ((try? FileManager.default.attributesOfItem(atPath: folder.path("\(name)/\(kept)")))?[.size] as? Int) ?? 0
    }

    /// Whether the results stand and nothing that was kept for them is left.
    func isDone(_ name: String) -> Bool {
      size(name) == 0 && FileManager.default.fileExists(atPath: folder.path("\(name)/manifest.json"))
    }

    /// Whether a file of results is being written.
    func isWriting(_ name: String) -> Bool {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(name))) ?? []
      return names.contains { staging in
        staging.hasPrefix(".partial-")
          && (try? FileManager.default.contentsOfDirectory(atPath: folder.path("\(name)/\(staging)")))?.isEmpty == false
      }
    }
  }

  /// How an undisturbed run goes.
  struct Course {
    /// Of the file of what is kept, before the first draw or point and after the last.
    var empty = 0, full = 0
    /// Seconds from the start of the pilot to the first draw, from the last one to the first result, and from there to the end.
    var pilot = 0.0, analysis = 0.0, writing = 0.0
    let status: Int32

    init(_ work: Work, _ name: String) throws {
      let process = try work.start(name, [])
      var begun: Date?, grown: Date?, written: Date?
      while process.isRunning {
        let size = work.size(name), now = Date()
        if size > 0, begun == nil { (begun, empty, full) = (now, size, size) }
        if size > full {
          if full == empty { pilot = now.timeIntervalSince(begun ?? now) }
          (full, grown) = (size, now)
        }
        if written == nil, work.isWriting(name) { written = now }
        Thread.sleep(forTimeInterval: 0.002)
      }
      process.waitUntilExit()
      status = process.terminationStatus
      analysis = (written ?? Date()).timeIntervalSince(grown ?? Date())
      writing = Date().timeIntervalSince(written ?? Date())
    }
  }

  /// Starts or continues the work and sends it a signal at such a moment.
  /// - Returns: Whether it was still there; its status.
  private static func stop(
    _ work: Work, _ name: String, at moment: Moment, of course: Course, by signal: Int32, jobs: Int
  ) throws -> (wasRunning: Bool, status: Int32, seconds: Double) {
    let process = try work.start(name, ["--resume", "--jobs", "\(jobs)"])
    let grown = Double(course.empty) + Double.random(in: 0.05...0.95) * Double(course.full - course.empty)
    let hasCome = {
      switch moment {
      case .pilot: work.size(name) > 0
      case .draws: Double(work.size(name)) >= grown
      case .analysis: Double(work.size(name)) > 0.98 * Double(course.full)
      case .writing: work.isWriting(name)
      }
    }
    while process.isRunning, !hasCome() { Thread.sleep(forTimeInterval: 0.002) }
    let span =
      switch moment {
      case .pilot: course.pilot
      case .draws: 0.01
      case .analysis: course.analysis
      case .writing: course.writing
      }
    Thread.sleep(forTimeInterval: Double.random(in: 0...span))
    let wasRunning = process.isRunning, sent = Date()
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return (wasRunning, process.terminationStatus, Date().timeIntervalSince(sent))
  }

  private static let asked = ProcessInfo.processInfo.environment["SKILLMIX_KILLS"].flatMap(Int.init) ?? 20

  /// - Parameter plans: Moments of the kills of one folder, one after another; begun anew when all have been.
  private static func check(_ work: Work, _ plans: [[Moment]], kills wanted: Int) throws {
    let course = try Course(work, "whole")
    #expect(course.status == 0)
    let expected = try work.folder.tables("whole")
    var kills: [Moment: Int] = [:], interruptions = 0, folders = 0
    while kills.values.reduce(0, +) < wanted, folders < 4 * wanted {
      let name = "killed-\(folders)"
      for moment in plans[folders % plans.count] {
        let (wasRunning, _, _) = try stop(
          work, name, at: moment, of: course, by: SIGKILL, jobs: Int.random(in: 1...3))
        if wasRunning { kills[moment, default: 0] += 1 }
      }
      if folders % 2 == 1, !work.isDone(name) {
        let moment = Moment.allCases.randomElement() ?? .draws
        let (wasRunning, status, seconds) = try stop(
          work, name, at: moment, of: course, by: SIGINT, jobs: Int.random(in: 1...3))
        // Between the look and the signal it may have ended.
        #expect(!wasRunning || [0, 75].contains(status), "\(status)")
        // A second, and as much again for a machine that has other things to do.
        #expect(seconds < 2)
        if wasRunning { interruptions += 1 }
      }
      if !work.isDone(name) {
        let last = try ProgramTests.run(
          work.arguments + ["--out", work.folder.path(name), "--quiet", "--resume"])
        #expect(last.status == 0, "\(last.errors)")
      }
      #expect(try work.folder.tables(name) == expected)
      let left = try FileManager.default.contentsOfDirectory(atPath: work.folder.path(name))
      #expect(!left.contains { $0.hasPrefix(".") || $0 == work.kept }, "\(left)")
      try FileManager.default.removeItem(atPath: work.folder.path(name))
      folders += 1
    }
    #expect(kills.values.reduce(0, +) >= wanted)
    let words = Moment.allCases.map { "\(kills[$0] ?? 0) in \($0.rawValue)" }.joined(separator: ", ")
    print("\(work.arguments[0]): \(words); \(interruptions) interrupted; \(folders) folders, all with the same bits")
  }

  /// A service so small that a replication takes milliseconds.
  private static func folder(study: String = "") throws -> StudyProgramTests.Folder {
    let folder = try StudyProgramTests.Folder(study: study)
    try folder.write(
      "small.yaml",
      try String(contentsOfFile: folder.path("small.yaml"), encoding: .utf8)
        .replacingOccurrences(of: "births_per_year: 240", with: "births_per_year: 60"))
    // One decision at one threshold: what is looked at is where the work stops.
    try folder.write(
      "study.yaml",
      "study: Q\nstrategies: [small.yaml, other.yaml]\noutcome: on_time_reviews\nwillingness_to_pay_gbp: 500\n\(study)\n"
    )
    return folder
  }

  @Test func aKilledStudyContinuesToTheSameBits() throws {
    let folder = try Self.folder(study: "draws: 8")
    let work = Work(
      folder: folder, arguments: ["psa", folder.study, "--base-replications", "2"], kept: "draws.sqlite")
    try Self.check(
      work,
      [[.pilot, .draws, .analysis, .writing], [.draws, .draws, .analysis, .writing]],
      kills: Self.asked * 3 / 5)
  }

  @Test func aKilledCalibrationContinuesToTheSameBits() throws {
    let folder = try Self.folder()
    try folder.write("targets.csv", CalibrateProgramTests.targets)
    try folder.write("spec.yaml", CalibrateProgramTests.spec)
    let work = Work(folder: folder, arguments: ["calibrate", folder.path("spec.yaml")], kept: "simulated.csv")
    try Self.check(
      work, [[.draws, .draws, .analysis, .writing], [.draws, .analysis, .writing, .writing]],
      kills: Self.asked - Self.asked * 3 / 5)
  }
}
