// SPDX-License-Identifier: GPL-3.0-or-later
import TableFiles

extension Chart {
  /// Lines in panels side by side, on one vertical axis.
  /// - Parameters:
  ///   - panels: Each with its title.
  ///   - order: Series in the order of their colours.
  static func panels(
    _ id: String, title: String, _ panels: [(title: String, points: [Point])], order: [String], x: String, y: String,
    xFormat: String? = nil, yFormat: String? = nil, fromZero: Bool = false, yEnd: Double? = nil,
    altText: String
  ) -> Chart {
    let data = panels.flatMap { panel in
      panel.points.map { point -> [(String, JSONValue)] in
        [
          ("panel", .text(panel.title)), ("series", .text(point.series)), ("x", .number(point.x)),
          ("y", .number(point.y)),
        ]
      }
    }
    let width = max(130, (480 - 20 * Double(panels.count)) / Double(max(panels.count, 1)))
    let inner = JSONValue.object([
      ("width", .number(width)), ("height", .integer(200)),
      ("mark", .object([("type", .text("line")), ("strokeWidth", .integer(2))])),
      (
        "encoding",
        .object([
          ChartStyle.axis("x", "x", x, format: xFormat, ticks: 2),
          ChartStyle.axis("y", "y", y, format: yFormat, fromZero: fromZero, end: yEnd),
          ChartStyle.colour("series", order), ChartStyle.dash("series", order),
        ])
      ),
    ])
    let spec = ChartStyle.spec(
      width: nil, height: nil,
      [
        ("data", ChartStyle.values(data)),
        (
          "facet",
          .object([
            (
              "column",
              .object([
                ("field", .text("panel")), ("type", .text("nominal")), ("title", .null),
                ("sort", .texts(panels.map(\.title))),
                ("header", .object([("labelFontSize", .integer(12)), ("labelLimit", .integer(Int(width)))])),
              ])
            )
          ])
        ), ("spec", inner),
      ])
    return Chart(
      id, title: title, altText: altText, header: ["", "Option", x, y],
      rows: panels.flatMap { panel in
        panel.points.map {
          [panel.title, $0.series, Rounding.significant($0.x, figures: 6), Rounding.significant($0.y, figures: 4)]
        }
      }, spec: spec)
  }

  /// Values with their intervals, a series each, over a size.
  struct Band {
    let series: String
    let x, y, lower, upper: Double
  }

  static func bands(
    _ id: String, title: String, _ bands: [Band], x: String, y: String, altText: String
  ) -> Chart {
    let series = unique(bands.map(\.series))
    let data = bands.map { band -> [(String, JSONValue)] in
      [
        ("series", .text(band.series)), ("x", .number(band.x)), ("y", .number(band.y)), ("low", .number(band.lower)),
        ("high", .number(band.upper)),
      ]
    }
    let axes = [
      ChartStyle.axis("x", "x", x, format: ",.0f", isLogarithmic: true), ChartStyle.colour("series", series),
    ]
    let spec = ChartStyle.spec(
      width: 420, height: .integer(230),
      [
        ("data", ChartStyle.values(data)),
        (
          "layer",
          .array([
            ChartStyle.layer(
              [("type", .text("area")), ("opacity", .number(0.15))],
              axes + [
                ChartStyle.axis("y", "low", y, format: ",.0f", fromZero: true),
                ("y2", .object([("field", .text("high"))])),
              ]),
            ChartStyle.layer(
              [("type", .text("line")), ("point", .bool(true)), ("strokeWidth", .integer(2))],
              axes + [
                ChartStyle.axis("y", "y", y, format: ",.0f", fromZero: true), ChartStyle.dash("series", series),
              ]),
            .object([
              ("data", ChartStyle.values([[("zero", .integer(0))]])),
              ("mark", .object([("type", .text("rule")), ("color", .text("#888888"))])),
              (
                "encoding",
                .object([("y", .object([("field", .text("zero")), ("type", .text("quantitative"))]))])
              ),
            ]),
          ])
        ),
      ])
    return Chart(
      id, title: title, altText: altText, header: ["", x, y, "lower 95 %", "upper 95 %"],
      rows: bands.map { band in
        [band.series, Rounding.significant(band.x, figures: 6)]
          + [band.y, band.lower, band.upper].map { Rounding.money($0) }
      }, spec: spec)
  }
}
