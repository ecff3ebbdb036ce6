// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Foundation
import Testing

@testable import skillmix

/// Every command of the documentation, as written, in a copy of the files that it speaks of.
@Suite struct DocumentedCommandsTests {
  /// The files of the repository that commands name, with the program beside them; a page's commands follow each other
  /// in it as a reader would type them.
  private final class Copy {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("skillmix-docs-\(UUID().uuidString)")

    init() throws {
      let files = FileManager.default
      try files.createDirectory(at: folder, withIntermediateDirectories: true)
      for name in ["scenarios", "calibration", "docs"] {
        try files.copyItem(at: ProgramTests.package.appendingPathComponent(name), to: path(name))
      }
      try files.createSymbolicLink(at: path("skillmix"), withDestinationURL: ProgramTests.program)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> URL { folder.appendingPathComponent(name) }

    /// A shell's reading of the command, so that quotes, comments and patterns are as in a terminal.
    private func start(_ command: String) throws -> (Process, errors: URL) {
      let process = Process(), errors = path("errors-\(UUID().uuidString)")
      _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", "exec \(command)"]
      process.currentDirectoryURL = folder
      process.standardOutput = FileHandle.nullDevice
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
      return (process, errors)
    }

    func run(_ command: String) throws -> (status: Int32, errors: String) {
      let (process, errors) = try start(command)
      process.waitUntilExit()
      return (process.terminationStatus, try String(contentsOf: errors, encoding: .utf8))
    }

    /// Interrupts the command when it has worked for a while.
    func begin(_ command: String) throws -> (status: Int32, errors: String) {
      let (process, errors) = try start(command)
      while process.isRunning, ProgramTests.processorSeconds(of: process.processIdentifier) < 1 {
        Thread.sleep(forTimeInterval: 0.02)
      }
      if process.isRunning { kill(process.processIdentifier, SIGINT) }
      process.waitUntilExit()
      return (process.terminationStatus, try String(contentsOf: errors, encoding: .utf8))
    }

    /// Results of a small authority in the place of those that would have taken long.
    func standIn(for arguments: [String]) throws {
      guard let place = arguments.firstIndex(of: "--out"), place + 1 < arguments.count else { return }
      let target = path(arguments[place + 1])
      guard let source = try DocumentedCommandsTests.small.get()[arguments[1]] else { return }
      try? FileManager.default.removeItem(at: target)
      try FileManager.default.copyItem(at: source, to: target)
    }
  }

  /// Results of a small study, by command.
  private static let small: Result<[String: URL], any Error> = Result {
    let folder = try StudyProgramTests.Folder(study: "draws: 4\nreplications: 2")
    try folder.write("spec.yaml", StudyProgramTests.pilotEffects)
    let cost = "workforce.community_nursery_nurse.cost_per_hour_gbp"
    for arguments in [
      ["psa", folder.study, "--base-replications", "2"],
      ["sensitivity", folder.study, "--parameter", cost, "--replications", "2"],
      ["effects", folder.path("spec.yaml"), "--draws", "10"],
      ["grid", folder.path("small.yaml"), "--over", "workforce.health_visitor.wte=3..5 by 1", "--replications", "2"],
    ] {
      let run = try ProgramTests.run(arguments + ["--quiet", "--out", folder.path(arguments[0])])
      #expect(run.status == 0, "\(run.errors)")
    }
    kept = folder
    return Dictionary(
      uniqueKeysWithValues: ["psa", "sensitivity", "effects", "grid"].map {
        ($0, URL(fileURLWithPath: folder.path($0)))
      })
  }
  nonisolated(unsafe) private static var kept: StudyProgramTests.Folder?

  /// The words of a command as a shell passes them on.
  private func words(_ command: String) throws -> [String] {
    let process = Process(), output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "printf '%s\\n' \(command)"]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map(String.init)
  }

  /// Charts need an environment that not every machine has; tables stand in then.
  private func withoutChartsWhereNothingDrawsThem(_ command: String, _ words: [String]) -> String {
    let python = ProgramTests.package.appendingPathComponent(".cache/venv/bin/python")
    guard words.count > 1, words[1] == "brief", !FileManager.default.isExecutableFile(atPath: python.path) else {
      return command
    }
    return command.replacing(" brief ", with: " brief --no-charts ", maxReplacements: 1)
  }

  @Test func aPageIsReadAsItsReaderWould() {
    let page = DocumentedPage(
      path: "page.md",
      text: """
        Type `./skillmix run FILE`:

        <!-- long: an hour -->
        ```
        ./skillmix psa a.yaml \\
          --out results          # a comment
        ls results
        ```

        <!-- not run: why -->

        ```sh
        ./skillmix merge a b --out c
        ```

        ```yaml
        # scenarios/x.yaml
        skillmix: 1
        ```

        ```yaml
        skillmix: 1
        ```

        <!-- long: it belongs to the paragraph -->
        Words.
        ```
        skillmix validate x.yaml
        ```
        """)
    #expect(
      page.steps == [
        .command("./skillmix psa a.yaml   --out results          # a comment", .begin, line: 5),
        .command("./skillmix merge a b --out c", .read, line: 13),
        .file(path: "scenarios/x.yaml", text: "# scenarios/x.yaml\nskillmix: 1\n"),
        .command("skillmix validate x.yaml", .run, line: 28),
      ])
    #expect(page.inlineCode.map(\.text) == ["./skillmix run FILE"])
  }

  @Test func everyCommandOfTheDocumentationRunsAsWritten() throws {
    var begun: Set<String> = [], count = 0
    for page in try DocumentedPage.all(in: ProgramTests.package) {
      let copy = try Copy()
      for step in page.steps {
        switch step {
        case .file(let path, let text):
          try text.write(to: copy.path(path), atomically: true, encoding: .utf8)
        case .command(let command, let care, let line):
          let place = "\(page.path):\(line): \(command)"
          #expect(command.hasPrefix("./skillmix"), "the program is ./skillmix: \(place)")
          let words = try words(command)
          #expect(throws: Never.self, "\(place)") { _ = try SkillMix.parseAsRoot(Array(words.dropFirst())) }
          count += 1
          switch care {
          case .read: break
          case .run:
            let result = try copy.run(withoutChartsWhereNothingDrawsThem(command, words))
            #expect(result.status == 0, "\(place)\n\(result.errors)")
          case .begin:
            if begun.insert(command).inserted {
              let result = try copy.begin(command)
              #expect(result.status == 75 || result.status == 0, "\(place)\n\(result.errors)")
            }
            try copy.standIn(for: words)
          }
        }
      }
    }
    #expect(count > 30)
  }

  /// Commands in running text may leave things out, but they name what there is.
  @Test func commandsInRunningTextNameWhatThereIs() throws {
    let commands = Dictionary(
      uniqueKeysWithValues: SkillMix.configuration.subcommands.map {
        ($0.configuration.commandName ?? "", SkillMix.helpMessage(for: $0, includeHidden: true))
      })
    for page in try DocumentedPage.all(in: ProgramTests.package) {
      for (code, line) in page.inlineCode {
        let place = "\(page.path):\(line): \(code)"
        #expect(!code.hasPrefix("skillmix "), "the program is ./skillmix: \(place)")
        guard code.hasPrefix("./skillmix ") else { continue }
        let words = code.split(separator: " ").dropFirst()
        // 'package' is the wrapper's own: it builds the program.
        guard let name = words.first, !name.hasPrefix("-"), name != "package" else { continue }
        guard let help = commands[String(name)] else {
          Issue.record("no such command: \(place)")
          continue
        }
        for option in words.dropFirst() where option.hasPrefix("--") {
          #expect(help.contains(option), "no such option: \(place)")
        }
      }
    }
  }
}
