// SPDX-License-Identifier: GPL-3.0-or-later
import TableFiles

extension Chart {
  /// A value of a strategy in a row of a chart, with its interval and, where there is one, a target.
  struct Dot {
    let row, strategy: String
    let quantity: Quantity
    var target: Double?
  }

  /// Dots with intervals, a row for each measure, and a tick where the target stands.
  /// - Parameter slide: The sentence above it where it is a slide of its own, 16:9.
  static func completion(_ dots: [Dot], strategies: [String], slide: String? = nil) -> Chart {
    let rows = unique(dots.map(\.row))
    let data = dots.map { dot -> [(String, JSONValue)] in
      [
        ("row", .text(dot.row)), ("strategy", .text(dot.strategy)), ("value", .number(dot.quantity.value)),
        ("lower", .number(dot.quantity.lower)), ("upper", .number(dot.quantity.upper)),
        ("target", .optional(dot.target)),
      ]
    }
    let offset = ChartStyle.names("yOffset", "strategy", order: strategies)
    let y = ChartStyle.names("y", "row", order: rows)
    let hasTargets = dots.contains { $0.target != nil }
    let title = "Reviews carried out in time\(hasTargets ? " (grey tick: published figure)" : "")"
    let spec = ChartStyle.spec(
      width: slide == nil ? 420 : 960,
      height: slide == nil ? .object([("step", .integer(strategies.count > 2 ? 15 : 18))]) : .integer(540),
      fontSize: slide == nil ? 12 : 17,
      (slide.map { slideFrame($0, title) } ?? []) + [
        ("data", ChartStyle.values(data)),
        (
          "layer",
          .array([
            ChartStyle.layer(
              [("type", .text("rule")), ("strokeWidth", .integer(2))],
              [
                y, offset, ChartStyle.axis("x", "lower", "per cent of children"),
                ("x2", .object([("field", .text("upper"))])), ChartStyle.colour("strategy", strategies),
              ]),
            ChartStyle.layer(
              [("type", .text("point")), ("filled", .bool(true)), ("size", .integer(70)), ("opacity", .integer(1))],
              [
                y, offset, ChartStyle.axis("x", "value", "per cent of children"),
                ChartStyle.colour("strategy", strategies), ChartStyle.shape("strategy", strategies),
              ]),
            ChartStyle.layer(
              [
                ("type", .text("tick")), ("color", .text("#444444")), ("thickness", .number(2)), ("size", .integer(40)),
              ], [y, ChartStyle.axis("x", "target", "per cent of children")]),
          ])
        ),
      ])
    let lowest = dots.min { $0.quantity.value < $1.quantity.value }
    return Chart(
      slide == nil ? "completion" : "slide", title: title,
      altText:
        "Completion by review and option, with 95 % intervals. The lowest is \(lowest?.row ?? "") under \(lowest?.strategy ?? ""), \(Rounding.fixed(lowest?.quantity.value ?? .nan, places: 1)) %.",
      header: ["Review", "Option", "Per cent", "95 % interval", "Published"],
      rows: dots.map {
        [
          $0.row, $0.strategy, Rounding.fixed($0.quantity.value, places: 1),
          "\(Rounding.fixed($0.quantity.lower, places: 1)) to \(Rounding.fixed($0.quantity.upper, places: 1))",
          $0.target.map { Rounding.fixed($0, places: 1) } ?? "",
        ]
      }, spec: spec)
  }

  /// What makes a chart a slide: a sentence in lines that a room can read, and all of it within the picture.
  private static func slideFrame(_ sentence: String, _ title: String) -> [(String, JSONValue)] {
    var lines = [""]
    for word in sentence.split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 84 { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return [
      ("autosize", .object([("type", .text("fit")), ("contains", .text("padding"))])), ("padding", .integer(28)),
      (
        "title",
        .object([
          ("text", .texts(lines)), ("subtitle", .text(title)), ("anchor", .text("start")), ("frame", .text("bounds")),
          ("fontSize", .integer(21)), ("subtitleFontSize", .integer(16)), ("lineHeight", .integer(27)),
          ("subtitlePadding", .integer(10)), ("offset", .integer(14)),
        ])
      ),
    ]
  }

  /// Parts of a whole for each bar.
  struct Part {
    let bar, part: String
    let value: Double
  }

  /// Stacked bars; parts keep the order in which they come.
  static func stacked(
    _ id: String, title: String, _ parts: [Part], axis: String, format: String, altText: String,
    text: (Double) -> String
  ) -> Chart {
    let bars = unique(parts.map(\.bar)), kinds = unique(parts.map(\.part))
    let data = parts.map { part -> [(String, JSONValue)] in
      [
        ("bar", .text(part.bar)), ("part", .text(part.part)), ("value", .number(part.value)),
        ("order", .integer(kinds.firstIndex(of: part.part) ?? 0)),
      ]
    }
    let spec = ChartStyle.spec(
      width: 420, height: .object([("step", .integer(34))]),
      [
        ("data", ChartStyle.values(data)),
        ("mark", .object([("type", .text("bar")), ("stroke", .text("white")), ("strokeWidth", .number(1.5))])),
        (
          "encoding",
          .object([
            ChartStyle.names("y", "bar", order: bars),
            ChartStyle.axis("x", "value", axis, format: format, fromZero: true),
            ChartStyle.colour("part", kinds), ("order", .object([("field", .text("order"))])),
          ])
        ),
      ])
    return Chart(
      id, title: title, altText: altText, header: ["Option", "Part", axis],
      rows: parts.map { [$0.bar, $0.part, text($0.value)] }, spec: spec)
  }

  /// A point of a line.
  struct Point {
    let series: String
    let x, y: Double
  }

  /// Lines with a dash of their own.
  static func lines(
    _ id: String, title: String, _ points: [Point], x: String, y: String, xFormat: String? = nil,
    yFormat: String? = nil, xLabels: [String] = [],
    fromZero: Bool = false, yEnd: Double? = nil, hasPoints: Bool = false, order: [String]? = nil, altText: String
  ) -> Chart {
    let shown = unique(points.map(\.series)), series = order ?? shown
    let data = points.map { point -> [(String, JSONValue)] in
      [("series", .text(point.series)), ("x", .number(point.x)), ("y", .number(point.y))]
    }
    let encoding = [
      ChartStyle.axis("x", "x", x, format: xFormat, labels: xLabels),
      ChartStyle.axis("y", "y", y, format: yFormat, fromZero: fromZero, end: yEnd),
      ChartStyle.colour("series", series, shown: shown),
    ]
    var layers = [
      ChartStyle.layer(
        [("type", .text("line")), ("strokeWidth", .integer(2))],
        encoding + [ChartStyle.dash("series", series, shown: shown)])
    ]
    if hasPoints {
      layers.append(
        ChartStyle.layer(
          [("type", .text("point")), ("filled", .bool(true)), ("size", .integer(60)), ("opacity", .integer(1))],
          encoding + [ChartStyle.shape("series", series, shown: shown)]))
    }
    let spec = ChartStyle.spec(
      width: 420, height: .integer(230), [("data", ChartStyle.values(data)), ("layer", .array(layers))])
    return Chart(
      id, title: title, altText: altText, header: ["Option", x, y],
      rows: points.map {
        [
          $0.series, xLabels.indices.contains(Int($0.x)) ? xLabels[Int($0.x)] : Rounding.plain($0.x),
          Rounding.significant($0.y, figures: 4),
        ]
      },
      spec: spec)
  }
}

/// Each text once, in the order of first appearance.
func unique(_ texts: [String]) -> [String] {
  var seen: Set<String> = []
  return texts.filter { seen.insert($0).inserted }
}
