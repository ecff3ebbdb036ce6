// SPDX-License-Identifier: GPL-3.0-or-later
import ResultsStore

/// The charts that a set of results allows.
struct ChartSet: Sendable {
  let charts: [Chart]

  init(_ data: BriefingData, decision: DecisionSummary?, extras: BriefingExtras) throws(ResultsError) {
    var charts = [Self.completion(data), Self.cost(data), Self.quintiles(data), Self.week(data)].compactMap { $0 }
    charts += try Self.state(data)
    if let decision {
      charts += [try Self.plane(data, decision), Self.acceptability(data, decision), Self.information(decision)]
        .compactMap { $0 }
      charts += try Self.widerDecision(data, decision)
    }
    charts += Self.tornado(extras) + Self.gaps(extras)
    self.charts = charts
  }

  /// - Parameters:
  ///   - strategies: Those that are shown; all when nil.
  ///   - slide: The sentence above it where it is a slide of its own.
  static func completion(_ data: BriefingData, strategies: [String]? = nil, slide: String? = nil) -> Chart? {
    let strategies = strategies ?? data.strategies
    let published = Dictionary(
      data.published.map { ($0.text("metric") ?? "", $0.number("published")) }, uniquingKeysWith: { first, _ in first })
    let dots = ["C2", "C8i", "C5", "C6i", "joint.first_year_reviews"].filter(data.has).flatMap { measure in
      strategies.compactMap { strategy in
        data.quantity(measure, of: strategy).map {
          Chart.Dot(row: data.label(measure), strategy: strategy, quantity: $0, target: published[measure] ?? nil)
        }
      }
    }
    return dots.isEmpty ? nil : .completion(dots, strategies: strategies, slide: slide)
  }

  private static func cost(_ data: BriefingData) -> Chart? {
    let kinds = [
      "pay", "on_costs", "overheads", "agency", "training", "travel", "contacts", "programmes", "downstream",
    ]
    let parts = data.strategies.flatMap { strategy in
      kinds.compactMap { kind -> Chart.Part? in
        guard let value = data.quantity("cost.kind.\(kind)", of: strategy), value.value > 0 else { return nil }
        return Chart.Part(bar: strategy, part: data.label("cost.kind.\(kind)"), value: value.value / 1e6)
      }
    }
    guard !parts.isEmpty else { return nil }
    let largest = parts.max { $0.value < $1.value }
    return .stacked(
      "cost", title: "What it costs a year, by kind", parts, axis: "£ million a year, \(data.priceYear) prices",
      format: ",.1f",
      altText: "Yearly cost by kind for each option. The largest part is \(largest?.part ?? "").",
      text: { "£" + Rounding.significant($0) + " million" })
  }

  private static func quintiles(_ data: BriefingData) -> Chart? {
    guard let measure = ["joint.first_year_reviews", "C6i", "C5"].first(where: data.has) else { return nil }
    let points = data.strategies.flatMap { strategy in
      (1...5).compactMap { quintile in
        data.quantity(measure, of: strategy, kind: "quintile", group: String(quintile)).map {
          Chart.Point(series: strategy, x: Double(quintile), y: $0.value)
        }
      }
    }
    guard !points.isEmpty else { return nil }
    let lowest = points.min { $0.y < $1.y }
    return .lines(
      "quintile", title: "\(data.label(measure)) by deprivation", points, x: "deprivation fifth (1 most deprived)",
      y: "per cent of children", xFormat: "d", hasPoints: true,
      altText:
        "\(data.label(measure)) by deprivation fifth and option; lowest in fifth \(Int(lowest?.x ?? 0)) under \(lowest?.series ?? ""), \(Rounding.fixed(lowest?.y ?? .nan, places: 1)) %."
    )
  }

  private static func week(_ data: BriefingData) -> Chart? {
    let uses = ["contact", "travel", "records", "safeguarding", "supervision", "idle"]
    let parts = data.strategies.flatMap { strategy -> [Chart.Part] in
      let own = uses.compactMap { use -> Chart.Part? in
        data.quantity("workforce.all.time.\(use)", of: strategy).map {
          Chart.Part(bar: strategy, part: use == "idle" ? "waiting for work" : use, value: $0.value)
        }
      }
      let rest = 100 - own.reduce(0) { $0 + $1.value }
      guard !own.isEmpty, rest > 0.5 else { return own }
      return own + [Chart.Part(bar: strategy, part: "not client-facing (training, team, administration)", value: rest)]
    }
    guard !parts.isEmpty else { return nil }
    return .stacked(
      "week", title: "Where the working week goes", parts, axis: "per cent of paid time", format: ".0f",
      altText: "Share of paid time by use for each option.", text: { Rounding.fixed($0, places: 1) + " %" })
  }

  /// Caseload and queue through the reporting period, averaged over replications.
  private static func state(_ data: BriefingData) throws(ResultsError) -> [Chart] {
    let rows = try data.store.rows("snapshots")
    guard !rows.isEmpty else { return [] }
    func points(_ value: (StoredResults.Row) -> Double?) -> [Chart.Point] {
      data.strategies.flatMap { strategy -> [Chart.Point] in
        let own = Dictionary(grouping: rows.filter { $0.text("strategy") == strategy }) { $0.number("day") ?? 0 }
        return own.keys.sorted().compactMap { day in
          let values = (own[day] ?? []).compactMap(value)
          return values.isEmpty
            ? nil : Chart.Point(series: strategy, x: day / 30.4375, y: values.reduce(0, +) / Double(values.count))
        }
      }
    }
    let caseload = points { row in
      guard let children = row.number("children"), let wte = row.number("wte_in_post"), wte > 0 else { return nil }
      return children / wte
    }
    let waiting = points { $0.number("waiting") }
    func ends(_ points: [Chart.Point]) -> String {
      data.strategies.map { strategy in
        let own = points.filter { $0.series == strategy }
        return
          "\(strategy) from \(Rounding.significant(own.first?.y ?? .nan)) to \(Rounding.significant(own.last?.y ?? .nan))"
      }.joined(separator: "; ")
    }
    return [
      .lines(
        "caseload", title: "Children for each member of staff in post (whole-time equivalent, all roles)", caseload,
        x: "month of the reporting period", y: "children per WTE",
        altText: "Children per WTE over time: \(ends(caseload))."),
      .lines(
        "queue", title: "Work waiting for staff", waiting, x: "month of the reporting period",
        y: "contacts and tasks waiting", fromZero: true, altText: "Backlog over time: \(ends(waiting))."),
    ]
  }

  // MARK: The decision

  private static func plane(_ data: BriefingData, _ decision: DecisionSummary) throws(ResultsError) -> Chart? {
    let rows = try data.store.rows(
      "psa_draws", where: ["outcome": decision.outcome, "perspective": decision.perspective])
    var base: [Int: (Double, Double)] = [:]
    for row in rows where row.text("strategy") == data.baseline {
      base[Int(row.number("draw") ?? 0)] = (
        row.number("effect_noise_removed") ?? .nan, row.number("cost_noise_removed") ?? .nan
      )
    }
    let increments = rows.compactMap { row -> Chart.Increment? in
      guard let strategy = row.text("strategy"), strategy != data.baseline,
        let own = base[Int(row.number("draw") ?? 0)],
        let effect = row.number("effect_noise_removed"), let cost = row.number("cost_noise_removed")
      else { return nil }
      return Chart.Increment(strategy: strategy, effect: effect - own.0, cost: cost - own.1)
    }
    guard !increments.isEmpty else { return nil }
    return .plane(
      increments, strategies: Array(data.strategies.dropFirst()), all: data.strategies, effect: decision.outcomeLabel,
      threshold: decision.middle)
  }

  private static func acceptability(_ data: BriefingData, _ decision: DecisionSummary) -> Chart? {
    let points = data.strategies.flatMap { strategy in
      decision.thresholds.compactMap { threshold -> Chart.Point? in
        decision.netBenefit[threshold]?.first { $0.text("strategy") == strategy }?.number("probability")
          .map { Chart.Point(series: strategy, x: threshold, y: 100 * $0) }
      }
    }
    guard !points.isEmpty else { return nil }
    return .lines(
      "acceptability", title: "The chance that each option is the best choice (replication noise removed)", points,
      x: "what a unit of effect is worth, £", y: "chance of being best, %", xFormat: ",.0f", fromZero: true,
      yEnd: 100,
      altText: "Acceptability curves: "
        + data.strategies.map { strategy in
          let own = points.filter { $0.series == strategy }
          return
            "\(strategy) from \(Rounding.fixed(own.first?.y ?? .nan, places: 0)) % to \(Rounding.fixed(own.last?.y ?? .nan, places: 0)) %"
        }.joined(separator: "; ") + ".")
  }

  private static func information(_ decision: DecisionSummary) -> Chart? {
    let bars = decision.partial.filter { !($0.text("parameter") ?? "").contains(" + ") }.map { row in
      Chart.Bar(
        name: PathWords.words(row.text("parameter") ?? ""), low: 0, high: row.number("evppi") ?? 0,
        isAssumption: (row.text("provenance") ?? "").contains("assumption"))
    }
    return bars.contains { $0.high > 0 } ? .information(bars, threshold: decision.leastSure) : nil
  }

  private static func tornado(_ extras: BriefingExtras) -> [Chart] {
    guard let strategy = extras.tornado.first?.strategy else { return [] }
    let own = extras.tornado.filter { $0.strategy == strategy }
    return [
      .tornado(
        own.map {
          Chart.Bar(
            name: PathWords.words($0.parameter), low: $0.low, high: $0.high, isAssumption: $0.provenance == "assumption"
          )
        }, base: own[0].base, strategy: strategy, quantity: own[0].quantity)
    ]
  }

  private static func gaps(_ extras: BriefingExtras) -> [Chart] {
    guard !extras.gaps.isEmpty else { return [] }
    let labels = extras.gaps.reduce(into: [Int: String]()) { $0[Int($1.time)] = $1.label }
    return [
      .lines(
        "gap", title: "What the pilots changed: observed less synthetic control",
        extras.gaps.map { Chart.Point(series: $0.unit, x: $0.time, y: $0.gap) }, x: labels.isEmpty ? "time" : "period",
        y: "gap, in the outcome's unit", xLabels: (0..<labels.count).map { labels[$0] ?? "" },
        altText: "Gap between each pilot and its synthetic control over time.")
    ]
  }
}
