// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
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
      From the folders that analyses left with --out, or from a study file (a PSA is run first).

        skillmix brief results --out briefing.html
        skillmix brief results sensitivity effects --out briefing.pdf
        skillmix brief results --out briefing.docx
        skillmix brief results well-staffed short-staffed
                              (the same comparison at other staffing: where each conclusion holds)
        skillmix brief results --out slide.png        (one chart and one sentence, 16:9)
        skillmix brief results other-area --out map.csv   (values by the area_code of each scenario, for maps)
        skillmix brief moves --interactive            (sliders over the points of 'skillmix grid --out moves')
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case html, pdf, md, docx, png, csv
  }

  @Argument(help: "Folders of results, the first of them of psa, compare or run; or a study file.")
  var sources: [String]

  @Option(help: ArgumentHelp("The file to be written.", valueName: "file"))
  var out: String = "briefing.html"

  @Option(help: "html, pdf, md, docx, png (a slide) or csv (for maps); what the file's name says when left out.")
  var format: Format?

  @Option(help: ArgumentHelp("Results of 'skillmix sensitivity --out', for the tornado.", valueName: "folder"))
  var sensitivity: String?

  @Option(
    help: ArgumentHelp("Results of 'skillmix effects --out', for the paths of synthetic controls.", valueName: "folder")
  )
  var effects: String?

  @Flag(help: "A page with sliders, from what 'skillmix grid --out' left.")
  var interactive = false

  @Option(help: ArgumentHelp("Draws of the PSA, where a study file is given.", valueName: "number"))
  var draws: Int?

  @Flag(help: "Without pictures, where nothing that draws them is installed; tables stand in.")
  var noCharts = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func run() async throws {
    let scratch = try ScratchFolder()
    let form = try chosenFormat()
    if interactive { return try writeInteractive(form) }
    if form == .csv { return try writeMap() }
    let briefing = try await read(scratch: "\(scratch.path)/results")
    let charts = "\((out as NSString).deletingPathExtension)-charts"
    if form == .png { return try writeSlide(briefing) }
    let drawings = noCharts ? [:] : try draw(briefing, charts)
    switch form {
    case .html: try writeFile(try briefing.html(drawings: drawings), atPath: out)
    case .md:
      try writeFile(briefing.markdown(pictures: noCharts ? nil : (charts as NSString).lastPathComponent), atPath: out)
    case .docx: try convert(briefing.markdown(pictures: noCharts ? nil : "."), pictures: charts)
    case .pdf: try print(briefing, drawings)
    case .png, .csv: break
    }
    if !quiet { complain("\(out)\(noCharts ? "" : ", charts in \(charts)")") }
  }

  // MARK: Results

  private func read(scratch: String) async throws -> Briefing {
    var data: BriefingData?, extras = BriefingExtras()
    for source in sources + [sensitivity, effects].compactMap(\.self) {
      let isStudy = StudyDocument.isStudy(path: source)
      if isStudy { try await run(source, into: scratch) }
      let store = try StoredResults(folder: isStudy ? scratch : source)
      if store.has("outcomes") {
        let found = try BriefingData(store)
        guard let first = data else {
          data = found
          continue
        }
        guard StaffingLevels.isLevel(found, of: first) else {
          throw ValidationError(
            "a briefing is about one run of strategies; '\(source)' is another, and not the same strategies beside another service"
          )
        }
        extras.levels.append(found)
      } else {
        try extras.add(store)
      }
    }
    guard let data else {
      throw ValidationError("a briefing needs the results of psa, compare or run; none of these folders has them")
    }
    return try Briefing(data, extras: extras)
  }

  private func run(_ study: String, into folder: String) async throws {
    let directory = try ResultsDirectory(path: folder)
    let results = try await ProbabilisticStudy(StudyDocument(path: study), draws: draws).run(
      in: directory, progress: TerminalProgress(quiet: quiet).show)
    try results.write(to: directory)
  }

  // MARK: Other forms

  private func writeInteractive(_ form: Format) throws {
    guard form == .html, sources.count == 1 else {
      throw ValidationError("--interactive makes one html page of one folder of 'skillmix grid'")
    }
    try writeFile(GridPage(StoredResults(folder: sources[0])).html(), atPath: out)
    if !quiet { complain(out) }
  }

  private func writeMap() throws {
    let areas = try sources.map { try BriefingData(StoredResults(folder: $0)) }
    try writeFile(MapTable(areas).table().csv, atPath: out)
    if !quiet { complain(out) }
  }

  private func writeSlide(_ briefing: Briefing) throws {
    guard let slide = briefing.slide else {
      throw ValidationError("a slide shows reviews carried out in time; these results report none")
    }
    let scratch = try ScratchFolder()
    do {
      _ = try ChartRenderer(candidates: OwnPython.ownPlaces).draw([slide], inFolder: scratch.path)
    } catch let error as ChartRenderer.Failure {
      complain("\(error)")
      throw Exit.badData
    }
    try take("\(scratch.path)/\(slide.id).png")
    if !quiet { complain(out) }
  }

  // MARK: Files

  private func chosenFormat() throws -> Format {
    if let format { return format }
    let ending = (out as NSString).pathExtension.lowercased()
    guard let format = Format(rawValue: ending == "htm" ? "html" : ending) else {
      throw ValidationError("--out '\(out)' should end in html, pdf, md, docx, png or csv, or --format say which")
    }
    return format
  }

  private func draw(_ briefing: Briefing, _ folder: String) throws -> [String: String] {
    do {
      return try ChartRenderer(candidates: OwnPython.ownPlaces).draw(briefing.charts, inFolder: folder)
    } catch let error as ChartRenderer.Failure {
      complain("\(error); --no-charts writes the briefing without pictures")
      throw Exit.badData
    }
  }

  /// Hands text to pandoc, which reads it in its sandbox and writes what it has read when that is words and our own
  /// pictures; the file takes its name when it is whole.
  private func convert(_ text: String, pictures: String) throws {
    let scratch = try ScratchFolder()
    let input = "\(scratch.path)/briefing.md", tree = "\(scratch.path)/briefing.json"
    let output = "\(scratch.path)/briefing.docx"
    try writeFile(text, atPath: input)
    let format = "markdown-raw_html-raw_tex-raw_attribute-yaml_metadata_block-pandoc_title_block"
    try launch(["pandoc", "--sandbox", "-f", format, "-t", "json", "-o", tree, input], needing: "pandoc")
    if let intruder = DocumentTree.intruder(
      in: FileManager.default.contents(atPath: tree) ?? Data(), picturesFrom: ".")
    {
      complain("a name in the results makes markup of the briefing (\(intruder)); nothing was written")
      throw Exit.badData
    }
    // Pictures are named without their folder: a document keeps the name of each for whoever looks.
    try launch(
      ["pandoc", "-f", "json", "-t", "docx", "--resource-path", pictures, "-o", output, tree], needing: "pandoc")
    try take(output)
  }

  private func print(_ briefing: Briefing, _ drawings: [String: String]) throws {
    let scratch = try ScratchFolder()
    let input = "\(scratch.path)/briefing.html", output = "\(scratch.path)/briefing.pdf"
    try writeFile(try briefing.html(drawings: drawings), atPath: input)
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
    try writeFile(try Data(contentsOf: URL(fileURLWithPath: file)), atPath: out)
  }
}
