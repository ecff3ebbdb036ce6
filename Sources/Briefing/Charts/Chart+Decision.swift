// SPDX-License-Identifier: GPL-3.0-or-later
import TableFiles

extension Chart {
  /// A strategy's increments in one draw.
  struct Increment {
    let strategy: String
    let effect, cost: Double
  }

  /// The cost-effectiveness plane: at most 1,500 draws in all, each strategy's mean, and what a unit of effect may cost.
  /// - Parameter all: Strategies with the baseline, so that each keeps the colour that it has in other charts.
  static func plane(
    _ increments: [Increment], strategies: [String], all: [String], effect: String, threshold: Double?
  ) -> Chart {
    let thinned = strategies.flatMap { strategy -> [Increment] in
      let own = increments.filter { $0.strategy == strategy }
      let most = max(100, 1500 / strategies.count)
      guard own.count > most else { return own }
      return (0..<most).map { own[$0 * own.count / most] }
    }
    let clouds = strategies.map { PlaneCloud(increments, strategy: $0) }
    let means = strategies.map { strategy -> Increment in
      let own = increments.filter { $0.strategy == strategy }
      let count = Double(max(1, own.count))
      return Increment(
        strategy: strategy, effect: own.reduce(0) { $0 + $1.effect } / count,
        cost: own.reduce(0) { $0 + $1.cost } / count)
    }
    func data(_ points: [Increment]) -> JSONValue {
      ChartStyle.values(
        points.map { [("strategy", .text($0.strategy)), ("effect", .number($0.effect)), ("cost", .number($0.cost))] })
    }
    let axes = [
      ChartStyle.axis("x", "effect", "\(effect), more than the baseline"),
      ChartStyle.axis("y", "cost", "more cost than the baseline, £", format: ",.0f"),
      ChartStyle.colour("strategy", all, shown: strategies), ChartStyle.shape("strategy", all, shown: strategies),
    ]
    var layers: [JSONValue] = [
      .object([
        ("data", data(thinned)),
        (
          "mark",
          .object([
            ("type", .text("point")), ("filled", .bool(true)), ("size", .integer(14)),
            ("opacity", .number(thinned.count > 600 ? 0.3 : 0.5)),
          ])
        ), ("encoding", .object(axes)),
      ]),
      .object([
        ("data", data(means)),
        (
          "mark",
          .object([
            ("type", .text("point")), ("filled", .bool(true)), ("size", .integer(160)), ("stroke", .text("black")),
            ("strokeWidth", .number(1.5)), ("opacity", .integer(1)),
          ])
        ), ("encoding", .object(axes)),
      ]),
    ]
    layers.append(ellipses(clouds, axes: Array(axes.prefix(2)), colour: axes[2]))
    let width = 420.0, height = 320.0
    let colours = Dictionary(
      uniqueKeysWithValues: all.enumerated().map { ($1, ChartStyle.colours[$0 % ChartStyle.colours.count]) })
    layers += quadrantShares(clouds, width: width, height: height, colours: colours)
    for (channel, value) in [("x", 0), ("y", 0)] {
      layers.append(
        .object([
          ("data", ChartStyle.values([[("zero", .integer(value))]])),
          ("mark", .object([("type", .text("rule")), ("color", .text("#888888"))])),
          ("encoding", .object([(channel, .object([("field", .text("zero")), ("type", .text("quantitative"))]))])),
        ]))
    }
    if let threshold, let low = thinned.map(\.effect).min(), let high = thinned.map(\.effect).max(), low < high {
      let ends = [min(low, 0), max(high, 0)]
      layers.append(
        .object([
          (
            "data",
            ChartStyle.values(ends.map { [("effect", .number($0)), ("cost", .number($0 * threshold))] })
          ),
          (
            "mark",
            .object([
              ("type", .text("line")), ("color", .text("#444444")), ("strokeDash", .numbers([5, 4])),
              ("clip", .bool(true)),
            ])
          ),
          ("encoding", .object(Array(axes.prefix(2)))),
        ]))
    }
    let spec = ChartStyle.spec(width: width, height: .number(height), [("layer", .array(layers))])
    return Chart(
      "plane",
      title: "Cost-effectiveness plane (ellipses: 50 and 95 % of draws; corners: share of draws"
        + (threshold.map { "; dashed: \(Rounding.money($0)) a unit)" } ?? ")"),
      altText: "More effect and more cost than the baseline in each draw. On average: "
        + means.map {
          "\($0.strategy) \(Rounding.significant($0.effect)) in effect and \(Rounding.money($0.cost)) in cost"
        }.joined(separator: "; ") + ".",
      header: ["Option", "Mean effect more", "Mean cost more"] + PlaneCloud.quadrantNames,
      rows: zip(means, clouds).map { mean, cloud in
        [mean.strategy, Rounding.significant(mean.effect), Rounding.money(mean.cost)]
          + cloud.quadrants.map { Rounding.fixed(100 * $0, places: 1) + " %" }
      }, spec: spec)
  }

  /// A parameter's bar.
  struct Bar {
    let name: String
    let low, high: Double
    var isAssumption = false
  }

  /// Net benefit between the bounds of each parameter, the widest above.
  /// - Parameter quantity: What the bars show, in the words of the table `tornado`.
  static func tornado(_ bars: [Bar], base: Double, strategy: String, quantity: String) -> Chart {
    let words =
      ["net_benefit": "net benefit", "effect": "effect", "cost": "cost", "icer": "cost for each unit of effect"][
        quantity]
      ?? quantity
    let isMoney = quantity != "effect"
    let shown = Array(bars.sorted { ($0.high - $0.low).magnitude > ($1.high - $1.low).magnitude }.prefix(15))
    let names = shown.map { $0.name + ($0.isAssumption ? " *" : "") }
    let data = zip(shown, names).flatMap { bar, name -> [[(String, JSONValue)]] in
      [("low value", bar.low), ("high value", bar.high)].map { end, value in
        [("name", .text(name)), ("end", .text(end)), ("base", .number(base)), ("value", .number(value))]
      }
    }
    let spec = ChartStyle.spec(
      width: 340, height: .object([("step", .integer(22))]),
      [
        ("data", ChartStyle.values(data)),
        ("mark", .object([("type", .text("bar")), ("stroke", .text("#333333")), ("strokeWidth", .number(0.6))])),
        (
          "encoding",
          .object([
            ChartStyle.names("y", "name", order: names),
            ChartStyle.axis(
              "x", "base", "\(words) more than the baseline\(isMoney ? ", £" : "")", format: isMoney ? ",.0f" : nil),
            ("x2", .object([("field", .text("value"))])),
            (
              "color",
              .object([
                ("field", .text("end")), ("type", .text("nominal")), ("title", .null),
                ("scale", ChartStyle.scale(["low value", "high value"], .texts(["#9ecae1", "#08519c"]))),
              ])
            ),
          ])
        ),
      ])
    return Chart(
      "tornado", title: "What moves the \(words) of \(strategy) (* assumption)",
      altText: "One-way sensitivity of \(words). The widest bar is \(shown.first?.name ?? "none").",
      header: [
        "Parameter", "\(words.prefix(1).uppercased())\(words.dropFirst()) at its low value", "at its high value",
      ],
      rows: shown.map { bar in
        [bar.name + (bar.isAssumption ? " (assumption)" : "")]
          + [bar.low, bar.high].map { isMoney ? Rounding.money($0) : Rounding.significant($0) }
      }, spec: spec)
  }

  /// The value of knowing single parameters.
  static func information(_ bars: [Bar], threshold: Double) -> Chart {
    let shown = Array(bars.sorted { $0.high > $1.high }.prefix(12))
    let names = shown.map { $0.name + ($0.isAssumption ? " *" : "") }
    let data = zip(shown, names).map { bar, name -> [(String, JSONValue)] in
      [
        ("name", .text(name)), ("value", .number(bar.high)),
        ("kind", .text(bar.isAssumption ? "* an assumption" : "from evidence")),
      ]
    }
    let spec = ChartStyle.spec(
      width: 340, height: .object([("step", .integer(22))]),
      [
        ("data", ChartStyle.values(data)),
        ("mark", .object([("type", .text("bar")), ("stroke", .text("#333333")), ("strokeWidth", .number(0.6))])),
        (
          "encoding",
          .object([
            ChartStyle.names("y", "name", order: names),
            ChartStyle.axis(
              "x", "value", "worth of knowing it, £ a year for the authority", format: ",.0f", fromZero: true),
            (
              "color",
              .object([
                ("field", .text("kind")), ("type", .text("nominal")), ("title", .null),
                ("scale", ChartStyle.scale(["* an assumption", "from evidence"], .texts(["#E69F00", "#0072B2"]))),
              ])
            ),
          ])
        ),
      ])
    return Chart(
      "information", title: "What would be most worth knowing, at \(Rounding.money(threshold)) a unit of effect",
      altText:
        "Expected value of perfect information about single parameters. The highest is \(shown.first?.name ?? "none").",
      header: ["Parameter", "EVPPI", "Standing"],
      rows: shown.map { [$0.name, Rounding.money($0.high), $0.isAssumption ? "assumption" : "from evidence"] },
      spec: spec)
  }
}
