// SPDX-License-Identifier: GPL-3.0-or-later
public import Foundation
import TableFiles

/// Turns specifications into SVG and PNG with vl-convert, which carries Vega-Lite and needs no browser.
///
/// One process draws all charts. It is Python's package because that is how it is published; the set-up step
/// `./setup charts` puts it into `.cache/venv`.
public struct ChartRenderer: Sendable {
  public let python: String

  /// Charts cannot be drawn.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Where the program's own Python may be: what the environment says, which the wrapper `./skillmix` sets, or the
  /// checkout that the running program was built in. Never the current folder, which may be anybody's.
  public static func ownPythons(environment: [String: String], executable: URL?) -> [String] {
    var places: [String] = []
    if let own = environment["SKILLMIX_PYTHON"], own.hasPrefix("/") { places.append(own) }
    var folder = executable?.resolvingSymlinksInPath().deletingLastPathComponent()
    // checkout/.build/triple/configuration/skillmix
    while let place = folder, place.path != "/", place.lastPathComponent != ".build" {
      folder = place.deletingLastPathComponent()
    }
    if let folder, folder.lastPathComponent == ".build" {
      places.append(folder.deletingLastPathComponent().appendingPathComponent(".cache/venv/bin/python").path)
    }
    return places
  }

  /// - Parameter candidates: Places where a Python with vl-convert may be; the first that is there is taken.
  public init(candidates: [String]) throws(Failure) {
    guard let python = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      throw Failure(
        description:
          "charts need vl-convert, which is not installed; './setup charts' installs it (or set SKILLMIX_PYTHON to a Python that has it)"
      )
    }
    self.python = python
  }

  private static let program = """
    import json, sys
    import vl_convert
    folder = sys.argv[1]
    for line in sys.stdin:
        chart = json.loads(line)
        svg = vl_convert.vegalite_to_svg(chart["spec"], vl_version="6.4")
        open(f"{folder}/{chart['id']}.svg", "w", encoding="utf-8").write(svg)
        open(f"{folder}/{chart['id']}.png", "wb").write(vl_convert.svg_to_png(svg, scale=2))
    """

  /// Draws all charts into a folder: `ID.svg` and `ID.png`, and the specification beside, `ID.vl.json`.
  /// - Returns: The SVG of each chart, by its name.
  public func draw(_ charts: [Chart], inFolder folder: String) throws -> [String: String] {
    try makeFolder(atPath: folder)
    var lines = ""
    for chart in charts {
      lines += JSONValue.object([("id", .text(chart.id)), ("spec", chart.spec)]).text + "\n"
      try writeFile(chart.spec.text + "\n", atPath: "\(folder)/\(chart.id).vl.json")
    }
    let process = Process(), input = Pipe(), errors = Pipe()
    process.executableURL = URL(fileURLWithPath: python)
    // Isolated: Python would otherwise look for modules in the current folder first, whoever's it is.
    process.arguments = ["-I", "-c", Self.program, folder]
    process.standardInput = input
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    do { try process.run() } catch { throw Failure(description: "\(python) cannot be run") }
    DispatchQueue.global().async { [text = lines] in
      try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      try? input.fileHandleForWriting.close()
    }
    let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let last = words.split(separator: "\n").last.map(String.init) ?? ""
      throw Failure(description: "charts could not be drawn: \(last)\n'./setup charts' installs what they need")
    }
    var drawings: [String: String] = [:]
    for chart in charts {
      drawings[chart.id] = (try? String(contentsOfFile: "\(folder)/\(chart.id).svg", encoding: .utf8)) ?? ""
    }
    return drawings
  }
}
