// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TableFiles

/// Turns specifications into SVG and PNG with vl-convert, which carries Vega-Lite and needs no browser.
///
/// One process draws all charts. It is Python's package because that is how it is published; the set-up step
/// `./setup charts` puts it into `.cache/venv`.
public struct ChartRenderer: Sendable {
  private let python: OwnPython

  /// Charts cannot be drawn.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// - Parameter candidates: Places where a Python with vl-convert may be; the first that is there is taken.
  public init(candidates: [String]) throws(Failure) {
    do {
      python = try OwnPython(candidates: candidates, purpose: "charts need vl-convert")
    } catch {
      throw Failure(description: error.description)
    }
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
    do {
      try python.run(Self.program, [folder], input: lines)
    } catch {
      throw Failure(description: "charts could not be drawn: \(error)\n'./setup charts' installs what they need")
    }
    var drawings: [String: String] = [:]
    for chart in charts {
      drawings[chart.id] = (try? String(contentsOfFile: "\(folder)/\(chart.id).svg", encoding: .utf8)) ?? ""
    }
    return drawings
  }
}
