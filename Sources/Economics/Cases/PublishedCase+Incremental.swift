// SPDX-License-Identifier: GPL-3.0-or-later

/// Incremental analysis: frontiers whose ICERs follow by hand.
extension PublishedCase {
  static var incremental: [PublishedCase] { sickSickerFrontier + frontiers }

  /// The four Sick-Sicker strategies: A is dominated by B, the ICERs follow from the figures.
  private static var sickSickerFrontier: [PublishedCase] {
    let analysis = IncrementalAnalysis([
      StrategyOutcome(strategy: "SoC", cost: 151_580, effect: 20.711),
      StrategyOutcome(strategy: "A", cost: 284_805, effect: 21.499),
      StrategyOutcome(strategy: "B", cost: 259_100, effect: 22.184),
      StrategyOutcome(strategy: "AB", cost: 378_875, effect: 23.137),
    ])
    let source = "by hand from the published costs and QALYs"
    func icer(_ name: String, _ expected: Double) -> PublishedCase {
      let row = analysis.rows.first { $0.strategy == name }
      return PublishedCase(
        name: "ICER of \(name) on the frontier", source: source, expected: expected, found: row?.icer ?? .nan,
        tolerance: 1e-6 * expected)
    }
    let isDominated = analysis.rows.first { $0.strategy == "A" }?.status == .dominated
    return [
      icer("B", (259_100 - 151_580) / (22.184 - 20.711)), icer("AB", (378_875 - 259_100) / (23.137 - 22.184)),
      PublishedCase(
        name: "Strategy A is dominated (1 yes)", source: source, expected: 1, found: isDominated ? 1 : 0, tolerance: 0),
    ]
  }

  /// Extended dominance in a chain, points on a line, strategies that save, equal effects.
  private static var frontiers: [PublishedCase] {
    func cases(
      _ what: String, _ source: String, _ outcomes: [(String, cost: Double, effect: Double)],
      icers: [(String, Double)], not status: IncrementalAnalysis.Status, _ count: Int
    ) -> [PublishedCase] {
      let rows = IncrementalAnalysis(
        outcomes.map { StrategyOutcome(strategy: $0.0, cost: $0.cost, effect: $0.effect) }
      ).rows
      return icers.map { name, expected in
        PublishedCase(
          exactly: "ICER of \(name), \(what)", source: source, expected: expected,
          found: rows.first { $0.strategy == name }?.icer ?? .nan)
      } + [
        PublishedCase(
          exactly: "Strategies \(status == .dominated ? "" : "extended ")dominated, \(what)", source: source,
          expected: Double(count), found: Double(rows.count { $0.status == status }))
      ]
    }
    let hand = "lower convex hull, by hand"
    return cases(
      "a chain of four", hand,
      [("a", 0, 0), ("b", 100, 1), ("c", 190, 1.95), ("d", 290, 2.9), ("e", 380, 3.85), ("f", 400, 5)],
      icers: [("f", 80)], not: .extendedDominated, 4)
      + cases(
        "points on one line", hand, [("a", 0, 0), ("b", 100, 1), ("c", 200, 2), ("d", 400, 3)],
        icers: [("b", 100), ("c", 100), ("d", 200)], not: .extendedDominated, 0)
      + cases(
        "costs below nil", hand, [("nothing", 0, 0), ("x", -50, 0.1), ("y", -20, 0.3), ("z", 200, 0.4)],
        icers: [("y", 150), ("z", 2200)], not: .dominated, 1)
      + cases(
        "equal effects", "tests of the R package dampack (test_calculate_icers.R)",
        [
          ("No Treat", 163_771, 6.48273), ("Treat all", 164_848.7, 6.52861), ("Test & treat", 163_765.1, 6.52861),
        ], icers: [], not: .dominated, 2)
  }
}
