// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Statistics
import SyntheticControl
import Testing

@Suite struct NestedSearchTests {
  /// A panel whose treated unit lies among its donors or at their edge, with predictors made of the past and of a noisy
  /// covariate.
  private func panel(seed: UInt64, donors: Int, isInside: Bool) -> (panel: Panel, settings: EstimationSettings) {
    var (panel, _) = factorPanel(seed: seed, donors: donors)
    let stream = RandomStream(seed: seed, domain: 5)
    panel.covariates["need"] = panel.outcome.map { row in
      let value = row.prefix(24).reduce(0, +) / 24 + 2 * stream.standardNormal()
      return row.map { _ in value }
    }
    if !isInside { panel.outcome[0] = panel.outcome[0].map { $0 + 3 } }
    var settings = EstimationSettings()
    settings.rule = .nested
    settings.predictors =
      [Predictor(column: "need", periods: .pre)]
      + [(0.0, 7.0), (8, 15), (16, 23)].map { Predictor(column: "y", periods: .window($0.0, $0.1)) }
    return (panel, settings)
  }

  /// Many starts of another search, on fits with given predictor weights.
  private func best(_ panel: Panel, _ settings: EstimationSettings, _ comparison: Comparison, starts: Int) -> Double {
    let stream = RandomStream(seed: 3, domain: 6)
    var settings = settings
    func loss(_ logarithms: [Double]) -> Double {
      let names = settings.predictors.map(\.name), top = logarithms.max() ?? 0
      settings.rule = .given(
        Dictionary(uniqueKeysWithValues: zip(names, logarithms.map { $0 - top < -23 ? 0 : exp($0 - top) })))
      return (try? Estimator(.classic, on: panel, settings: settings).fit(comparison).optimiseLoss) ?? .infinity
    }
    return (0..<starts).map { _ in
      let start = settings.predictors.map { _ in 4 * stream.standardNormal() }
      return NelderMead(from: start, size: 2, tolerance: 1e-6, maximumEvaluations: 200, loss).value
    }
    .min() ?? .infinity
  }

  @Test(arguments: [(2, 20, false), (3, 60, true), (4, 60, false), (5, 60, false)])
  func noOtherSearchFindsLess(seed: UInt64, donors: Int, isInside: Bool) throws {
    let (panel, settings) = panel(seed: seed, donors: donors, isInside: isInside)
    let comparison = Comparison(
      target: 0, donors: Array(1...donors), pre: Array(0..<24), post: Array(24..<32))
    let fit = try Estimator(.classic, on: panel, settings: settings).fit(comparison)
    let loss = try #require(fit.optimiseLoss)
    #expect(loss <= best(panel, settings, comparison, starts: 20) * 1.0005)
    #expect(fit.nestedLosses[0] >= loss * (1 - 1e-6) && fit.nestedLosses[0] <= loss * (1 + 1e-6))
    // No predictor weights do better than the outcome alone, nor does the corner that breaks ties by it.
    let outcome = try Estimator(.outcomeOnly, on: panel, settings: settings).fit(comparison)
    #expect(loss >= outcome.preMSPE * (1 - 1e-9))
    if let corner = fit.optimisticLoss { #expect(corner >= outcome.preMSPE * (1 - 1e-9)) }
  }

  /// Starting from the last answer changes nothing but rounding.
  @Test func aWarmStartEndsWhereAColdOneDoes() {
    let stream = RandomStream(seed: 2), rows = 5, columns = 30
    let points = (0..<(rows * columns)).map { _ in 0.7 + stream.standardNormal() }
    let warm = SimplexSolver(rows: rows, columns: columns), cold = SimplexSolver(rows: rows, columns: columns)
    for round in 0..<200 {
      let factors = (0..<rows).map { _ in exp(2 * stream.standardNormal()) }
      for solver in [warm, cold] {
        for i in points.indices { solver.points[i] = points[i] * factors[i % rows] }
      }
      warm.solve(isWarm: round > 0)
      cold.solve()
      #expect(agree(warm.squaredNorm, cold.squaredNorm, 1e-9))
      #expect((0..<columns).allSatisfy { (warm.weights[$0] - cold.weights[$0]).magnitude < 1e-7 })
      #expect(warm.relativeGap < 1e-12)
    }
  }
}
