// SPDX-License-Identifier: GPL-3.0-or-later
public import TableFiles

/// A picture as a Vega-Lite specification, with its words for those who do not see it and the table behind it.
public struct Chart: Sendable {
  /// Names its file and its place in the page.
  public let id: String
  public let title: String
  /// What the picture shows, in a sentence or two.
  public let altText: String
  public let header: [String]
  public let rows: [[String]]
  /// Vega-Lite 6.
  public let spec: JSONValue

  init(_ id: String, title: String, altText: String, header: [String], rows: [[String]], spec: JSONValue) {
    self.id = id
    self.title = title
    self.altText = altText
    self.header = header
    self.rows = rows
    self.spec = spec
  }
}

/// What all charts share: Okabe and Ito's colours, which colour-blind people tell apart, and with each a shape and a
/// dash, so that black and white serves as well.
enum ChartStyle {
  static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999999", "#000000"]
  static let shapes = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke", "arrow"]
  static let dashes: [[Double]] = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 1], [1, 3], [10, 2], [3, 3]]
  static let font = "Liberation Sans, Arial, Helvetica, sans-serif"

  /// - Parameter width: Nil, as the height, where the panels of a chart have their own.
  static func spec(
    width: Double?, height: JSONValue?, fontSize: Int = 12, _ members: [(String, JSONValue)]
  ) -> JSONValue {
    .object(
      [("$schema", .text("https://vega.github.io/schema/vega-lite/v6.json"))]
        + (width.map { [("width", .number($0))] } ?? []) + (height.map { [("height", $0)] } ?? []) + [
          ("background", .text("white")),
          (
            "config",
            .object([
              ("font", .text(font)),
              (
                "axis",
                .object([
                  ("labelFontSize", .integer(fontSize)), ("titleFontSize", .integer(fontSize)),
                  ("titleFontWeight", .text("normal")),
                  ("gridColor", .text("#e5e5e5")), ("labelLimit", .integer(460)), ("labelColor", .text("#222222")),
                  ("titleColor", .text("#222222")), ("domainColor", .text("#666666")), ("tickColor", .text("#666666")),
                ])
              ),
              (
                "legend",
                .object([
                  ("orient", .text("top")), ("direction", .text("horizontal")), ("columns", .integer(2)),
                  ("labelFontSize", .integer(fontSize)),
                  ("labelLimit", .integer(400)), ("title", .null), ("symbolSize", .integer(90)),
                  ("labelColor", .text("#222222")),
                ])
              ),
              ("view", .object([("stroke", .null)])),
            ])
          ),
        ] + members)
  }

  static func values(_ rows: [[(String, JSONValue)]]) -> JSONValue {
    .object([("values", .array(rows.map(JSONValue.object)))])
  }

  static func scale(_ domain: [String], _ range: JSONValue) -> JSONValue {
    .object([("domain", .texts(domain)), ("range", range)])
  }

  /// - Parameter shown: Which of them the legend names; all when nil.
  static func colour(_ field: String, _ domain: [String], shown: [String]? = nil) -> (String, JSONValue) {
    var members: [(String, JSONValue)] = [
      ("field", .text(field)), ("type", .text("nominal")), ("title", .null),
      ("scale", scale(domain, .texts(domain.indices.map { colours[$0 % colours.count] }))),
    ]
    if let shown { members.append(("legend", .object([("values", .texts(shown))]))) }
    return ("color", .object(members))
  }

  static func shape(_ field: String, _ domain: [String], shown: [String]? = nil) -> (String, JSONValue) {
    var members: [(String, JSONValue)] = [
      ("field", .text(field)), ("type", .text("nominal")), ("title", .null),
      ("scale", scale(domain, .texts(domain.indices.map { shapes[$0 % shapes.count] }))),
    ]
    if let shown { members.append(("legend", .object([("values", .texts(shown))]))) }
    return ("shape", .object(members))
  }

  static func dash(_ field: String, _ domain: [String], shown: [String]? = nil) -> (String, JSONValue) {
    var members: [(String, JSONValue)] = [
      ("field", .text(field)), ("type", .text("nominal")), ("title", .null),
      ("scale", scale(domain, .array(domain.indices.map { .numbers(dashes[$0 % dashes.count]) }))),
    ]
    if let shown { members.append(("legend", .object([("values", .texts(shown))]))) }
    return ("strokeDash", .object(members))
  }

  /// A quantitative axis.
  /// - Parameters:
  ///   - labels: What 0, 1, 2, … are called; none for the numbers themselves.
  ///   - end: Where it ends; by the data when nil.
  static func axis(
    _ channel: String, _ field: String, _ title: String, format: String? = nil, labels: [String] = [],
    fromZero: Bool = false, end: Double? = nil, ticks: Int = 6, isLogarithmic: Bool = false
  ) -> (String, JSONValue) {
    var scale: [(String, JSONValue)] =
      isLogarithmic ? [("type", .text("log"))] : [("zero", .bool(fromZero)), ("nice", .bool(true))]
    if let end { scale.append(("domainMax", .number(end))) }
    var members: [(String, JSONValue)] = [
      ("field", .text(field)), ("type", .text("quantitative")), ("title", .text(title)), ("scale", .object(scale)),
    ]
    if !labels.isEmpty {
      let names = labels.map { "'\($0.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'" }.joined(
        separator: ",")
      let shown = stride(from: 0, to: labels.count, by: max(1, labels.count / 6)).map { Double($0) }
      members.append(
        ("axis", .object([("values", .numbers(shown)), ("labelExpr", .text("[\(names)][datum.value]"))])))
    }
    if let format { members.append(("axis", .object([("format", .text(format)), ("tickCount", .integer(ticks))]))) }
    return (channel, .object(members))
  }

  static func names(_ channel: String, _ field: String, order: [String]) -> (String, JSONValue) {
    (
      channel,
      .object([("field", .text(field)), ("type", .text("nominal")), ("title", .null), ("sort", .texts(order))])
    )
  }

  static func layer(_ mark: [(String, JSONValue)], _ encoding: [(String, JSONValue)]) -> JSONValue {
    .object([("mark", .object(mark)), ("encoding", .object(encoding))])
  }
}
