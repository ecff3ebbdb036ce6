// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Studies
import Testing

/// A programme against none: cost = rate × coverage × price, effect = efficacy × coverage, net benefit at 20,000.
/// Expected values worked by hand.
@Suite struct TornadoTests {
  private static let base = ["price": 55.0, "rate": 4.0, "efficacy": 0.003, "coverage": 0.85]

  private static func point(_ changes: [String: Double]) -> SensitivityPoint {
    let p = base.merging(changes) { $1 }
    let coverage = p["coverage"] ?? 0
    return SensitivityPoint(
      changes: changes, effects: [[0, 0], Array(repeating: (p["efficacy"] ?? 0) * coverage, count: 2)],
      costs: [[0, 0], Array(repeating: (p["rate"] ?? 0) * coverage * (p["price"] ?? 0), count: 2)])
  }

  @Test func barsAreSortedByWidth() throws {
    let bounds = [
      (parameter: "price", low: 40.0, high: 80.0), ("rate", 3, 6), ("efficacy", 0.001, 0.006), ("coverage", 0.6, 0.95),
    ]
    let points = [Self.point([:])] + bounds.flatMap { [Self.point([$0.0: $0.1]), Self.point([$0.0: $0.2])] }
    let tornado = Tornado(points, bounds: bounds, threshold: 20_000)
    #expect((tornado.base[1].mean + 136).magnitude < 1e-9)
    #expect(tornado.bestAtBase == 0)
    #expect(tornado.bars[0].isEmpty)
    let expected: [(String, Double, Double)] = [
      ("rate", -89.25, -229.5), ("price", -85, -221), ("efficacy", -170, -85), ("coverage", -96, -152),
    ]
    for (bar, (name, low, high)) in zip(tornado.bars[1], expected) {
      #expect(bar.parameter == name)
      #expect((bar.atLow.mean - low).magnitude < 1e-9 && (bar.atHigh.mean - high).magnitude < 1e-9)
      #expect(bar.atLow.standardError == 0)
    }
  }

  /// Bars of effect, cost and cost per unit: 0.00255 more for £187, £73,333 a unit.
  @Test(arguments: [
    (Tornado.Quantity.effect, 0.00255, 0.00085, 0.0051), (.cost, 187, 187, 187),
    (.costPerUnit, 187 / 0.00255, 187 / 0.00085, 187 / 0.0051),
  ])
  func barsShowWhatIsAsked(quantity: Tornado.Quantity, base: Double, low: Double, high: Double) {
    let bounds = [(parameter: "efficacy", low: 0.001, high: 0.006)]
    let points = [Self.point([:]), Self.point(["efficacy": 0.001]), Self.point(["efficacy": 0.006])]
    let tornado = Tornado(points, bounds: bounds, threshold: 20_000, quantity: quantity)
    #expect((tornado.baseQuantity[1].mean - base).magnitude < 1e-9 * base)
    #expect((tornado.bars[1][0].lowQuantity.mean - low).magnitude < 1e-9 * low)
    #expect((tornado.bars[1][0].highQuantity.mean - high).magnitude < 1e-9 * high)
    #expect((tornado.base[1].mean + 136).magnitude < 1e-9)
  }

  @Test func theBestStrategyIsTheFirstOfThoseThatTie() {
    let even = SensitivityPoint(changes: [:], effects: [[1, 1], [1, 1]], costs: [[5, 5], [5, 5]])
    #expect(even.best(at: 100) == 0)
    // 20,000 × 0.011 × 0.85 = 4 × 55 × 0.85: the threshold of the efficacy.
    #expect(Self.point(["efficacy": 0.0111]).best(at: 20_000) == 1)
    #expect(Self.point(["efficacy": 0.0109]).best(at: 20_000) == 0)
  }
}
