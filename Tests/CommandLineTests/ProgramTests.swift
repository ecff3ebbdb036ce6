// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// The built program as its users call it.
@Suite struct ProgramTests {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  static var package: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  /// The program beside the test bundle.
  static var program: URL {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let beside = bundle.deletingLastPathComponent().appendingPathComponent("skillmix")
    return FileManager.default.isExecutableFile(atPath: beside.path)
      ? beside : package.appendingPathComponent(".build/debug/skillmix")
  }

  static func start(_ arguments: [String], input: String? = nil) throws -> (Process, Pipe, Pipe) {
    let process = Process(), output = Pipe(), errors = Pipe()
    if let input {
      let pipe = Pipe()
      process.standardInput = pipe
      pipe.fileHandleForWriting.write(Data(input.utf8))
      try pipe.fileHandleForWriting.close()
    }
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = package
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    return (process, output, errors)
  }

  /// - Parameter input: What is piped into it.
  static func run(_ arguments: [String], input: String? = nil) throws -> Result {
    let (process, output, errors) = try start(arguments, input: input)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: text, errors: words)
  }

  static let england = "scenarios/england-2024-25.yaml"

  @Test func aProfileSaysWhatTheRunTookAndLeavesTheResultsAlone() throws {
    let arguments = ["run", Self.england, "--replications", "1", "--format", "csv", "--quiet"]
    let plain = try Self.run(arguments), profiled = try Self.run(arguments + ["--profile"])
    #expect(plain.status == 0 && profiled.status == 0)
    #expect(plain.output == profiled.output && plain.errors.isEmpty)
    for words in ["years simulated", "4.0", "events", "processor time a simulated year", "most memory"] {
      #expect(profiled.errors.contains(words), "\(profiled.errors)")
    }
  }

  @Test(arguments: [
    (["frobnicate"], 64, "no command 'frobnicate'"), (["runn", england], 64, "did you mean 'run'"),
    (["run"], 64, "Missing expected argument"),
    (["run", england, "--replications", "0"], 64, "between 1 and 1,000,000"),
    (["run", england, "--replications", "-3"], 64, "replications"),
    (["run", england, "--replications", "many"], 64, "'many' is invalid"),
    (["run", england, "--replications", "5", "--precision", "0.1"], 64, "exclude each other"),
    (["run", england, "--precision", "0"], 64, "above 0 and below 1"),
    (["run", england, "--precision", "nan"], 64, "above 0 and below 1"),
    (["run", england, "--precision-of", "C2"], 64, "goes with --precision"),
    (["run", england, "--precision", "0.1", "--precision-of", "C22"], 64, "did you mean 'C2'"),
    (["run", england, "--format", "xml"], 64, "'table', 'json' or 'csv'"),
    (["run", england, "--jobs", "0"], 64, "between 1 and 1024"),
    (["run", england, "--jobs", "99999"], 64, "between 1 and 1024"),
    (["run", england, "--seed", "abc"], 64, "'abc' is invalid"), (["run", england, "--sede", "1"], 64, "--sede"),
    (["run", england, england], 64, "Unexpected argument"), (["run", "nosuch.yaml"], 65, "no such file"),
    (["run", "scenarios"], 65, "a folder"), (["run", "Package.swift"], 65, "Package.swift:"),
    (["run", england, "--replications", "1", "--out", "/dev/null/x"], 65, "/dev/null/x"),
    (["run", england, "--replications", "1", "--out", "README.md"], 65, "README.md"),
    (["compare", england], 64, "at least two"), (["compare"], 64, "Missing"),
    (["compare", england, "nosuch.yaml"], 65, "no such file"),
    (["compare", england, england, "--replications", "1"], 64, "between 2"),
    (["validate"], 64, "Missing"), (["validate", "nosuch.yaml"], 65, "no such file"), (["new"], 64, "Missing"),
    (["new", " "], 64, "empty"), (["new", "x", "--from", "nosuch.yaml"], 65, "no such file"),
    (["new", "x", "--out", "README.md"], 65, "exists already"), (["schema", "extra"], 64, "Unexpected argument"),
  ])
  func aBadCommandLineIsExplained(arguments: [String], status: Int32, message: String) throws {
    let result = try Self.run(arguments)
    #expect(result.status == status, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test func aShortRunPrintsWhatWasAskedForAndWritesItsFolder() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("skillmix-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let arguments = ["run", Self.england, "--replications", "2", "--format", "json", "--out", folder.path]
    let first = try Self.run(arguments)
    #expect(first.status == 0, "\(first.errors)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any])
    #expect(object["replications"] as? Int == 2)
    for name in ["outcomes.csv", "replications.csv", "results.sqlite", "manifest.json", "README.txt"] {
      #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path), "\(name)")
    }
    let second = try Self.run(arguments)
    #expect(second.status == 65 && second.errors.contains("holds results already"))
    let third = try Self.run(arguments + ["--overwrite", "--jobs", "1"])
    #expect(third.status == 0 && third.output == first.output)
  }

  /// Starts the program, sends it a signal once it works, and waits.
  /// - Parameters:
  ///   - hasBegun: Asked every 20 ms; by default whether so much processor time was used.
  ///   - signals: How many, 50 ms apart.
  static func interrupted(
    _ arguments: [String], by signal: Int32 = SIGINT, signals: Int = 1, afterProcessorSeconds work: Double = 1,
    when hasBegun: (() -> Bool)? = nil
  ) throws -> (result: Result, seconds: Double) {
    let (process, output, errors) = try start(arguments)
    let begun = hasBegun ?? { processorSeconds(of: process.processIdentifier) > work }
    while process.isRunning, !begun() { Thread.sleep(forTimeInterval: 0.02) }
    let sent = Date()
    for number in 0..<signals {
      if number > 0 { Thread.sleep(forTimeInterval: 0.05) }
      kill(process.processIdentifier, signal)
    }
    process.waitUntilExit()
    let seconds = Date().timeIntervalSince(sent)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationReason == .exit)
    return (Result(status: process.terminationStatus, output: text, errors: words), seconds)
  }

  /// Time on processors, which a busy machine stretches less than the clock.
  static func processorSeconds(of process: Int32) -> Double {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let fields = text.split(separator: ")").last?.split(separator: " "), fields.count > 13
    else { return 0 }
    return ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Many short replications, one long one (a million births a year), and a compilation of many models.
  @Test(arguments: [
    ["run", england, "--replications", "5000", "--quiet"], ["run", "MILLION", "--replications", "1", "--quiet"],
    ["compare", england, england, "--replications", "5000", "--quiet"],
  ])
  func anInterruptionStopsAtOnceAndLeavesNothingBehind(arguments: [String]) throws {
    let folder = try StudyProgramTests.Folder()
    try folder.write(
      "million.yaml",
      "skillmix: 1\nname: M\nextends: \(Self.package.path)/\(Self.england)\nchildren: {births_per_year: 1000000}\n")
    let arguments = arguments.map { $0 == "MILLION" ? folder.path("million.yaml") : $0 }
    for number in [SIGINT, SIGTERM] {
      let (result, seconds) = try Self.interrupted(arguments, by: number)
      #expect(result.status == 75 && result.output.isEmpty && result.errors.contains("interrupted"), "\(result)")
      // A second, and as much again for a machine that has other things to do.
      #expect(seconds < 2)
    }
  }

  @Test func theSchemaIsJSONAndTheFormatPageHoldsItsTables() throws {
    let schema = try Self.run(["schema"])
    let object = try JSONSerialization.jsonObject(with: Data(schema.output.utf8)) as? [String: Any]
    #expect(object?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    let tables = try Self.run(["schema", "--markdown"]).output
    let page = try String(contentsOf: Self.package.appendingPathComponent("docs/scenario-format.md"), encoding: .utf8)
    #expect(page.hasSuffix(tables), "print the tables anew: skillmix schema --markdown")
  }
}
