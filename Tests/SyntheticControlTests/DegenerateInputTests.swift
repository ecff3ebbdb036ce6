// SPDX-License-Identifier: GPL-3.0-or-later
import SyntheticControl
import Testing

/// Whatever the panel, there is an answer with its warnings or a refusal in words.
@Suite struct DegenerateInputTests {
  private func estimates(_ panel: Panel, _ base: EffectsDesign) throws -> [SiteEstimate] {
    var design = base
    design.inference = Set(InferenceProcedure.allCases)
    design.methods = EffectsMethod.allCases
    let study = try EffectsStudy(design, panel: panel)
    return try design.methods.map { try study.estimate($0, site: 0) }
  }

  private func codes(_ estimate: SiteEstimate) -> Set<String> { Set(estimate.warnings.map(\.code)) }

  @Test func oneDonorGetsAllTheWeight() throws {
    let (panel, design) = factorPanel(seed: 1, donors: 1)
    for estimate in try estimates(panel, design) {
      #expect(agree(estimate.fit.weights, [1], 1e-9))
      #expect(estimate.placeboSpace == nil)
      #expect(codes(estimate).contains("p_value_granularity"))
    }
  }

  @Test func aUnitOutsideTheHullIsSaidToBe() throws {
    var (panel, design) = factorPanel(seed: 2, donors: 8)
    panel.outcome[0] = panel.outcome[0].map { $0 + 500 }
    design.methods = [.outcomeOnly]
    let estimate = try EffectsStudy(design, panel: panel).estimate(.outcomeOnly, site: 0)
    #expect(codes(estimate).isSuperset(of: ["outside_hull", "poor_pre_fit"]))
  }

  /// Counted twice, one site would halve the variance of the pooled effect.
  @Test func aSiteNamedTwiceIsRefused() throws {
    let made = factorPanel(seed: 2, donors: 8), panel = made.0
    var design = made.1
    design.treated += [TreatedUnit(unit: design.treated[0].unit, firstPost: design.treated[0].firstPost + 1)]
    let error = #expect(throws: EffectsError.self) { try EffectsStudy(design, panel: panel) }
    #expect(error.map { "\($0)" }?.contains("named twice") == true)
  }

  @Test func constantPredictorsAreLeftOut() throws {
    var (panel, design) = factorPanel(seed: 3, donors: 8)
    panel.covariates["flat"] = panel.outcome.map { $0.map { _ in 3 } }
    design.settings.predictors = [
      Predictor(column: "flat", periods: .pre), Predictor(column: "y", periods: .pre),
    ]
    let estimate = try EffectsStudy(design, panel: panel).estimate(.classic, site: 0)
    #expect(codes(estimate).contains("constant_predictor"))
    #expect(estimate.fit.predictorNames == ["y"])
    design.settings.predictors = [Predictor(column: "flat", periods: .pre)]
    #expect(throws: EffectsError.self) { try EffectsStudy(design, panel: panel).estimate(.classic, site: 0) }
  }

  @Test(arguments: [PredictorWeightRule.equal, .regression, .crossValidated, .nested])
  func morePredictorsThanUnitsOrPeriodsGiveAnAnswer(rule: PredictorWeightRule) throws {
    var (panel, design) = factorPanel(seed: 4, donors: 5, pre: 6, post: 3)
    design.settings.rule = rule
    design.settings.nestedStarts = 3
    design.settings.predictors = (0..<6).map {
      Predictor(column: "y", periods: .window(Double($0), Double($0)))
    }
    for k in 0..<4 {
      panel.covariates["x\(k)"] = panel.outcome.map { row in
        row.map { $0.truncatingRemainder(dividingBy: Double(k + 2)) }
      }
      design.settings.predictors.append(Predictor(column: "x\(k)", periods: .pre))
    }
    let estimate = try EffectsStudy(design, panel: panel).estimate(.classic, site: 0)
    #expect(estimate.fit.averageEffect.isFinite)
    #expect(codes(estimate).contains("few_pre_periods"))
  }

  @Test func missingCellsAreBridgedDroppedAndReported() throws {
    var (panel, design) = factorPanel(seed: 5, donors: 8)
    panel.outcome[0][3] = .nan
    panel.outcome[1][10] = .nan
    for time in 4..<12 { panel.outcome[2][time] = .nan }
    for estimate in try estimates(panel, design) {
      #expect(estimate.fit.averageEffect.isFinite)
      #expect(estimate.warnings.count { $0.code == "missing_data" } == 3)
      #expect(estimate.fit.comparison.donors.count == 7)
      #expect(estimate.fit.comparison.pre.count == 23)
    }
    panel.outcome = panel.outcome.map { row in row.map { _ in .nan } }
    #expect(throws: EffectsError.self) { try EffectsStudy(design, panel: panel) }
    design.treated[0].unit = "Nowhere"
    #expect(throws: EffectsError.self) { try EffectsStudy(design, panel: panel) }
  }

  @Test func aPerfectCopyAmongDonorsIsNoDivisionByZero() throws {
    var (panel, design) = factorPanel(seed: 6, donors: 6)
    panel.outcome[1] = panel.outcome[0]
    for estimate in try estimates(panel, design) where estimate.method == .outcomeOnly {
      #expect(estimate.fit.preMSPE < 1e-12)
      #expect(estimate.fit.ratio.isFinite)
      #expect(codes(estimate).contains("dominant_donor"))
    }
    panel.outcome = panel.outcome.map { $0.map { _ in 7 } }
    for estimate in try estimates(panel, design) { #expect(estimate.fit.averageEffect == 0) }
  }

  @Test func nationalTotalsAmongDonorsAreShouted() throws {
    let (panel, design) = factorPanel(seed: 8, donors: 6)
    let renamed = Panel(
      units: panel.units.map { $0 == "D2" ? "England" : $0 }, times: panel.times, outcomeName: "y",
      outcome: panel.outcome)
    let estimate = try EffectsStudy(design, panel: renamed).estimate(.outcomeOnly, site: 0)
    #expect(codes(estimate).contains("national_aggregate"))
  }

  // MARK: Where nothing can be said

  private func reason(_ estimate: SiteEstimate) -> String {
    estimate.warnings.first { $0.code == "no_interval" }?.message ?? ""
  }

  @Test func oneDonorTwoPeriodsAndConstantDonorsHaveNoInterval() throws {
    let (lonely, design) = factorPanel(seed: 21, donors: 1)
    for estimate in try estimates(lonely, design) {
      #expect(estimate.interval == nil && reason(estimate).contains("1 donors are too few"))
    }
    let (short, shortDesign) = factorPanel(seed: 22, donors: 30, pre: 2, post: 4)
    for estimate in try estimates(short, shortDesign) {
      #expect(estimate.interval == nil && reason(estimate).contains("2 periods before the change"))
      #expect(estimate.predictionIntervals == nil && estimate.preTrendEquivalence == nil)
    }
    var (flat, flatDesign) = factorPanel(seed: 23, donors: 30)
    for donor in 1...30 { flat.outcome[donor] = flat.outcome[donor].map { _ in 50 + Double(donor % 2) } }
    flatDesign.methods = [.demeaned]
    let estimate = try EffectsStudy(flatDesign, panel: flat).estimate(.demeaned, site: 0)
    #expect(estimate.interval == nil && reason(estimate).contains("without any error"))
  }

  @Test func aPredictorWindowThatReachesPastTheChangeIsCutAloud() throws {
    var (panel, design) = factorPanel(seed: 24, donors: 12)
    design.settings.predictors = [Predictor(column: "y", periods: .window(10, 30))]
    let estimate = try EffectsStudy(design, panel: panel).estimate(.classic, site: 0)
    let warning = try #require(estimate.warnings.first { $0.code == "predictor_after_change" })
    #expect(warning.message.contains("24 to 30"))
    // What comes after the change has no part in the fit.
    for t in 24..<32 { panel.outcome[3][t] += 50 }
    let again = try EffectsStudy(design, panel: panel).estimate(.classic, site: 0)
    #expect(agree(again.fit.weights, estimate.fit.weights, 1e-12))
  }
}
