// SPDX-License-Identifier: GPL-3.0-or-later
import ResultsStore

/// Pictures of the decision beyond the plane and the acceptability curves.
extension ChartSet {
  static func widerDecision(_ data: BriefingData, _ decision: DecisionSummary) throws(ResultsError) -> [Chart] {
    [
      try perspectives(data, decision), expectedLoss(data, decision), try subgroups(data, decision),
      try research(data, decision),
    ].compactMap { $0 }
  }

  /// Acceptability from every perspective, side by side.
  private static func perspectives(_ data: BriefingData, _ decision: DecisionSummary) throws(ResultsError) -> Chart? {
    let rows = try data.store.rows("net_benefit", where: ["outcome": decision.outcome])
    let names = unique(rows.compactMap { $0.text("perspective") })
    guard names.count > 1 else { return nil }
    let panels = names.map { name in
      (
        title: Self.words(name),
        points: data.strategies.flatMap { strategy in
          rows.compactMap { row -> Chart.Point? in
            guard row.text("perspective") == name, row.text("strategy") == strategy, let x = row.number("wtp"),
              let y = row.number("probability")
            else { return nil }
            return Chart.Point(series: strategy, x: x, y: 100 * y)
          }.sorted { $0.x < $1.x }
        }
      )
    }
    let ends = panels.map { panel in
      let last = panel.points.max { ($0.x, $0.y) < ($1.x, $1.y) }
      return
        "\(panel.title): \(last?.series ?? "") \(Rounding.fixed(last?.y ?? .nan, places: 0)) % at the highest worth"
    }
    return .panels(
      "perspectives", title: "The chance that each option is best, by whose costs count", panels,
      order: data.strategies, x: "worth of a unit, £", y: "chance of being best, %", xFormat: ",.0f", fromZero: true,
      yEnd: 100,
      altText: "Acceptability curves by perspective. \(ends.joined(separator: "; ")).")
  }

  static func words(_ perspective: String) -> String {
    switch perspective {
    case "commissioner": "commissioner"
    case "nhs_and_social_services": "NHS and social services"
    case "public_sector": "public sector"
    default: perspective.replacing("_", with: " ")
    }
  }

  private static func expectedLoss(_ data: BriefingData, _ decision: DecisionSummary) -> Chart? {
    let points = data.strategies.flatMap { strategy in
      decision.thresholds.compactMap { threshold -> Chart.Point? in
        decision.netBenefit[threshold]?.first { $0.text("strategy") == strategy }?.number("expected_loss")
          .map { Chart.Point(series: strategy, x: threshold, y: $0) }
      }
    }
    guard !points.isEmpty else { return nil }
    return .lines(
      "loss", title: "What choosing each option would lose on average (the lowest line is the EVPI)", points,
      x: "what a unit of effect is worth, £", y: "expected loss, £", xFormat: ",.0f", yFormat: ",.0f", fromZero: true,
      altText: "Expected loss curves: "
        + data.strategies.map { strategy in
          let own = points.filter { $0.series == strategy }
          return
            "\(strategy) from \(Rounding.money(own.first?.y ?? .nan)) to \(Rounding.money(own.last?.y ?? .nan))"
        }.joined(separator: "; ") + ".")
  }

  /// Net benefit more than the baseline's by deprivation, at the worth of which the two pages speak.
  private static func subgroups(_ data: BriefingData, _ decision: DecisionSummary) throws(ResultsError) -> Chart? {
    let rows = try data.store.rows(
      "subgroup_net_benefit",
      where: ["outcome": decision.outcome, "perspective": decision.perspective, "subgroup_kind": "quintile"]
    ).filter { $0.number("wtp") == decision.middle }
    func value(_ strategy: String, _ group: String) -> Double? {
      rows.first { $0.text("strategy") == strategy && $0.text("subgroup") == group }?.number("net_benefit")
    }
    let points = data.strategies.dropFirst().flatMap { strategy in
      (1...5).compactMap { quintile -> Chart.Point? in
        guard let own = value(strategy, String(quintile)), let base = value(data.baseline, String(quintile)) else {
          return nil
        }
        return Chart.Point(series: strategy, x: Double(quintile), y: own - base)
      }
    }
    guard !points.isEmpty else { return nil }
    let best = points.max { $0.y < $1.y }
    return .lines(
      "subgroups",
      title: "Net benefit more than \(data.baseline) by deprivation, at \(Rounding.money(decision.middle)) a unit",
      points,
      x: "deprivation fifth (1 most deprived)", y: "net benefit more, £", xFormat: "d", yFormat: ",.0f", fromZero: true,
      hasPoints: true, order: data.strategies,
      altText:
        "Net benefit against the baseline by deprivation fifth; highest in fifth \(Int(best?.x ?? 0)) under \(best?.series ?? ""), \(Rounding.money(best?.y ?? .nan))."
    )
  }

  /// Net benefit of sampling by size, where the decision is least sure.
  private static func research(_ data: BriefingData, _ decision: DecisionSummary) throws(ResultsError) -> Chart? {
    let bands = try data.store.rows(
      "research", where: ["outcome": decision.outcome, "perspective": decision.perspective]
    ).filter { $0.number("wtp") == decision.leastSure }.compactMap { row -> Chart.Band? in
      guard let name = row.text("research"), let size = row.number("size"), let net = row.number("enbs"),
        let error = row.number("enbs_standard_error")
      else { return nil }
      return Chart.Band(series: name, x: size, y: net, lower: net - 1.96 * error, upper: net + 1.96 * error)
    }
    guard !bands.isEmpty else { return nil }
    let best = bands.max { $0.y < $1.y }
    return .bands(
      "research",
      title:
        "What research would be worth to everyone affected, less its cost, at \(Rounding.money(decision.leastSure)) a unit",
      bands.sorted { $0.x < $1.x }, x: "participants", y: "expected net benefit of sampling, £",
      altText:
        "Expected net benefit of research by size; highest for \(best?.series ?? "") with \(Rounding.plain(best?.x ?? .nan)) participants, \(Rounding.money(best?.y ?? .nan))."
    )
  }
}
