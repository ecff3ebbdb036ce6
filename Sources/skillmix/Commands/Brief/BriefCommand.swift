// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Briefing
import Foundation
import ResultsStore
import ScenarioFiles
import TableFiles

/// `skillmix brief`: a policy briefing from results.
struct BriefCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "brief", abstract: "A briefing that a director of public health reads and an economist can check.",
    discussion: """
      From the folder that 'psa', 'compare' or 'run' left with --out, or from a study file (a PSA is run first).

        skillmix brief results --out briefing.html
        skillmix brief results --sensitivity sensitivity --out briefing.pdf
        skillmix brief results --out briefing.docx
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case html, pdf, md, docx
  }

  @Argument(help: "A folder of results, or a study file.")
  var source: String

  @Option(help: ArgumentHelp("The file to be written.", valueName: "file"))
  var out: String = "briefing.html"

  @Option(help: "html, pdf, md or docx; what the file's name says when left out.")
  var format: Format?

  @Option(help: ArgumentHelp("Results of 'skillmix sensitivity --out', for the tornado.", valueName: "folder"))
  var sensitivity: String?

  @Option(
    help: ArgumentHelp("Results of 'skillmix effects --out', for the paths of synthetic controls.", valueName: "folder")
  )
  var effects: String?

  @Option(help: ArgumentHelp("Draws of the PSA, where a study file is given.", valueName: "number"))
  var draws: Int?

  @Flag(help: "Without pictures, where nothing that draws them is installed; tables stand in.")
  var noCharts = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func run() async throws {
    var scratch: ScratchFolder?
    var folder = source
    if StudyDocument.isStudy(path: source) {
      let own = try ScratchFolder()
      scratch = own
      folder = "\(own.path)/results"
      try await runStudy(into: folder)
    }
    let form = try chosenFormat()
    let briefing = try orExplain {
      try Briefing(BriefingData(StoredResults(folder: folder)), extras: try extras())
    }
    let charts = "\((out as NSString).deletingPathExtension)-charts"
    let drawings = noCharts ? [:] : try draw(briefing, charts)
    switch form {
    case .html: try write(try orExplain { try briefing.html(drawings: drawings) }, to: out)
    case .md: try write(briefing.markdown(pictures: noCharts ? nil : (charts as NSString).lastPathComponent), to: out)
    case .docx: try convert(briefing.markdown(pictures: noCharts ? nil : absolute(charts)), with: pandoc)
    case .pdf: try print(briefing, drawings)
    }
    if !quiet { complain("\(out)\(noCharts ? "" : ", charts in \(charts)")") }
    _ = scratch
  }

  // MARK: Results

  private func runStudy(into folder: String) async throws {
    var arguments = [source, "--out", folder, "--format", "csv"]
    if let draws { arguments += ["--draws", String(draws)] }
    if quiet { arguments.append("--quiet") }
    var command = try ProbabilisticCommand.parse(arguments)
    command.isSilent = true
    try await command.run()
  }

  private func extras() throws -> BriefingExtras {
    var extras = BriefingExtras()
    do {
      if let sensitivity {
        let table = try DelimitedTable(contentsOfFile: "\(sensitivity)/tornado.csv")
        extras.tornado = try tornado(table)
      }
      if let effects { extras.gaps = try gaps(inFolder: effects) }
    } catch let error as TableError {
      complainPlainly("\(error)")
      throw Exit.badData
    }
    return extras
  }

  private func tornado(_ table: DelimitedTable) throws -> [BriefingExtras.TornadoBar] {
    let low = try table.numbers(inColumn: "net_benefit_low"), high = try table.numbers(inColumn: "net_benefit_high")
    let base = try table.numbers(inColumn: "net_benefit_base")
    func texts(_ name: String) -> [String] { table.columnIndex(named: name).map(table.texts(inColumn:)) ?? [] }
    let strategies = texts("strategy"), parameters = texts("parameter"), provenances = texts("provenance")
    return (0..<table.rowCount).map { row in
      BriefingExtras.TornadoBar(
        strategy: strategies[row], parameter: parameters[row], provenance: provenances[row], low: low[row],
        high: high[row], base: base[row])
    }
  }

  /// The first method's gap path of every unit.
  private func gaps(inFolder folder: String) throws -> [BriefingExtras.GapPoint] {
    let table = try DelimitedTable(contentsOfFile: "\(folder)/path.csv")
    guard let unit = table.columnIndex(named: "unit"), let method = table.columnIndex(named: "method"),
      let time = table.columnIndex(named: "time"), let gap = table.columnIndex(named: "gap")
    else { throw TableError(file: "\(folder)/path.csv", line: 1, "not the paths of 'skillmix effects'") }
    let methods = table.texts(inColumn: method), units = table.texts(inColumn: unit),
      times = table.texts(inColumn: time)
    let values = table.texts(inColumn: gap)
    let order = times.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let isNumbered = order.allSatisfy { Double($0) != nil }
    return (0..<table.rowCount).compactMap { row in
      guard methods[row] == methods.first, units[row] != "pooled", let value = Double(values[row]) else { return nil }
      let number = isNumbered ? Double(times[row]) : nil
      return BriefingExtras.GapPoint(
        unit: units[row], time: number ?? Double(order.firstIndex(of: times[row]) ?? 0), gap: value,
        label: isNumbered ? nil : times[row])
    }
  }

  // MARK: Files

  private func chosenFormat() throws -> Format {
    if let format { return format }
    let ending = (out as NSString).pathExtension.lowercased()
    guard let format = Format(rawValue: ending == "htm" ? "html" : ending) else {
      throw ValidationError("--out '\(out)' should end in html, pdf, md or docx, or --format say which")
    }
    return format
  }

  private func draw(_ briefing: Briefing, _ folder: String) throws -> [String: String] {
    do {
      var places: [String] = []
      if let own = ProcessInfo.processInfo.environment["SKILLMIX_PYTHON"] { places.append(own) }
      let program = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      for levels in 2...5 {
        var root = program
        for _ in 0..<levels { root.deleteLastPathComponent() }
        places.append(root.appendingPathComponent(".cache/venv/bin/python").path)
      }
      places.append(".cache/venv/bin/python")
      return try ChartRenderer(candidates: places).draw(briefing.charts, inFolder: folder)
    } catch let error as ChartRenderer.Failure {
      complain("\(error); --no-charts writes the briefing without pictures")
      throw Exit.badData
    } catch {
      complainPlainly("\(error)")
      throw Exit.badData
    }
  }

  private func write(_ text: String, to path: String) throws {
    do { try writeFile(text, atPath: path) } catch {
      complainPlainly("\(error)")
      throw Exit.badData
    }
  }

  private func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

  private func pandoc(_ input: String, _ output: String) -> [String] {
    ["pandoc", "-f", "markdown", "-o", output, input]
  }

  /// Hands text to another program by a temporary file; what it makes takes its name when it is whole.
  private func convert(_ text: String, with command: (String, String) -> [String]) throws {
    let scratch = try ScratchFolder()
    let input = "\(scratch.path)/briefing.md", output = "\(scratch.path)/briefing.\((out as NSString).pathExtension)"
    try write(text, to: input)
    try launch(command(input, output), needing: "pandoc")
    try take(output)
  }

  private func print(_ briefing: Briefing, _ drawings: [String: String]) throws {
    let scratch = try ScratchFolder()
    let input = "\(scratch.path)/briefing.html", output = "\(scratch.path)/briefing.pdf"
    try write(try orExplain { try briefing.html(drawings: drawings) }, to: input)
    let names = ["chromium", "chromium-browser", "google-chrome"]
    let browser = names.first { name in
      (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
      }
    }
    try launch(
      [
        browser ?? "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        "--print-to-pdf=\(output)", "file://\(input)",
      ], needing: "chromium")
    try take(output)
  }

  private func launch(_ command: [String], needing name: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      complain(
        process.terminationStatus == 127
          ? "'\(name)' is not installed; it makes this format (Debian: apt-get install \(name))" : "'\(name)' failed")
      throw Exit.badData
    }
  }

  private func take(_ file: String) throws {
    let temporary = "\(out).\(ProcessInfo.processInfo.processIdentifier).tmp"
    do {
      try FileManager.default.copyItem(atPath: file, toPath: temporary)
      guard rename(temporary, out) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      complain("\(out): cannot be written")
      throw Exit.badData
    }
  }
}
