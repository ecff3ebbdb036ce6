// SPDX-License-Identifier: GPL-3.0-or-later
import SyntheticControl
import Testing

@Suite struct InvarianceTests {
  private func fit(_ panel: Panel, _ design: EffectsDesign, _ method: EffectsMethod) throws -> SyntheticFit {
    var settings = design.settings
    settings.penalty = 0.1
    settings.predictors = [
      Predictor(column: "y", periods: .window(0, 11)), Predictor(column: "y", periods: .window(12, 23)),
      Predictor(column: "x", periods: .pre),
    ]
    settings.rule = .regression
    let site = try PreparedSite(design.treated[0], design: design, panel: panel)
    return try Estimator(method, on: site.panel, settings: settings).fit(site.comparison)
  }

  private func panel(seed: UInt64) -> (Panel, EffectsDesign) {
    var (panel, design) = factorPanel(seed: seed, effect: 3)
    panel.covariates["x"] = panel.outcome.map { row in
      row.map { 1 + 0.01 * ($0 * $0).truncatingRemainder(dividingBy: 7) }
    }
    design.methods = EffectsMethod.allCases
    return (panel, design)
  }

  @Test(arguments: EffectsMethod.allCases) func theOrderOfDonorsDoesNotMatter(method: EffectsMethod) throws {
    let (panel, design) = panel(seed: 11)
    let order = [0] + (1..<panel.units.count).reversed()
    let turned = Panel(
      units: order.map { panel.units[$0] }, times: panel.times, outcomeName: "y",
      outcome: order.map { panel.outcome[$0] },
      covariates: panel.covariates.mapValues { x in order.map { x[$0] } })
    let a = try fit(panel, design, method), b = try fit(turned, design, method)
    #expect(agree(a.averageEffect, b.averageEffect, 1e-8))
    #expect(agree(a.weights, b.weights.reversed(), 1e-7))
  }

  @Test(arguments: EffectsMethod.allCases) func outcomesTimesAMillionChangeOnlyScale(method: EffectsMethod)
    throws
  {
    let (panel, design) = panel(seed: 12)
    var scaled = panel
    scaled.outcome = panel.outcome.map { $0.map { $0 * 1e6 } }
    let a = try fit(panel, design, method), b = try fit(scaled, design, method)
    #expect(agree(a.averageEffect * 1e6, b.averageEffect, 1e-7))
    #expect(agree(a.weights, b.weights, 1e-7))
  }

  @Test(arguments: EffectsMethod.allCases) func aConstantAddedToAllChangesNothing(method: EffectsMethod)
    throws
  {
    let (panel, design) = panel(seed: 13)
    var moved = panel
    moved.outcome = panel.outcome.map { $0.map { $0 + 40 } }
    #expect(
      agree(try fit(panel, design, method).averageEffect, try fit(moved, design, method).averageEffect, 1e-7))
  }

  @Test func unitsOfAPredictorDoNotMatter() throws {
    let (panel, design) = panel(seed: 14)
    var moved = panel
    moved.covariates["x"] = panel.covariates["x"]?.map { $0.map { $0 * 1000 } }
    #expect(
      agree(try fit(panel, design, .classic).weights, try fit(moved, design, .classic).weights, 1e-8))
  }
}
