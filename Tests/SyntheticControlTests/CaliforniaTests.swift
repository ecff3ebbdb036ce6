// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import SyntheticControl
import Testing

/// Against values from an independent exact solver and from R's synthdid; tolerance 1e-6 relative unless said.
@Suite(.enabled(if: CaliforniaPanel.isAvailable)) struct CaliforniaTests {
  let california: CaliforniaPanel
  init() throws { california = try CaliforniaPanel() }

  private func fit(_ method: EffectsMethod) throws -> SyntheticFit {
    try california.estimator(method).fit(california.comparison)
  }

  @Test func outcomeMatchingIsExact() throws {
    let expected = california.exact.object("simplex_outcomes_only"), fit = try fit(.outcomeOnly)
    #expect(agree(fit.weights, california.weights(expected["unit_weights"])))
    #expect(agree(fit.preMSPE, expected.number("pre_mspe")))
    #expect(agree(fit.averageEffect, expected.number("att_mean_post")))
    #expect(fit.optimalityGap < 1e-14)
  }

  @Test func demeanedMatchingIsExact() throws {
    let expected = california.exact.object("simplex_demeaned"), fit = try fit(.demeaned)
    #expect(agree(fit.weights, california.weights(expected["unit_weights"])))
    #expect(agree(fit.intercept ?? .nan, expected.number("intercept")))
    #expect(agree(fit.averageEffect, expected.number("att_mean_post")))
  }

  @Test(arguments: ["equal_V", "regression_V"]) func declaredPredictorWeightsAreExact(rule: String) throws {
    var california = california
    california.settings.rule = rule == "equal_V" ? .equal : .regression
    let fit = try california.estimator(.classic).fit(california.comparison)
    let expected = california.exact.object("predictors_fixed_V", rule)
    #expect(agree(fit.weights, california.weights(expected["unit_weights"])))
    #expect(agree(fit.predictorLoss ?? .nan, expected.number("loss_w")))
    #expect(agree(fit.optimiseLoss ?? .nan, expected.number("loss_v_mspe")))
    #expect(agree(fit.averageEffect, expected.number("att_mean_post")))
  }

  @Test(arguments: ["0.001", "0.01", "0.1", "0.5", "1.0", "5.0"])
  func penalisedWeightsAreExact(penalty: String) throws {
    var california = california
    california.settings.penalty = Double(penalty)
    let fit = try california.estimator(.penalised).fit(california.comparison)
    let expected = california.exact.object(
      "predictors_fixed_V", "penalized_V_identity_unit_variance", "lambdas", penalty)
    #expect(agree(fit.weights, california.weights(expected["unit_weights"])))
    #expect(agree(fit.objective ?? .nan, expected.number("objective")))
    #expect(agree(fit.averageEffect, expected.number("att_mean_post")))
  }

  @Test func theNestedSearchReachesTheBestKnownLoss() throws {
    var california = california
    california.settings.rule = .nested
    california.settings.nestedStarts = 10
    let fit = try california.estimator(.classic).fit(california.comparison)
    let expected = california.exact.object("nested_V_best_found")
    #expect((fit.optimiseLoss ?? .infinity) <= expected.number("loss_v_mspe") * 1.0005)
    #expect(fit.nestedLosses.count > 10)
  }

  /// The generalised synthetic control's path, as R's gsynth 1.2.1 has it.
  @Test func commonFactorsAreThoseOfThePackage() throws {
    let factors = try #require(try fit(.interactiveFixedEffects).factors)
    #expect(factors.chosen == 2)
    #expect(agree(factors.steps.prefix(4).map(\.averageEffect), [-27.349, -13.891, -0.404, -1.873], 1e-3))
  }

  /// MCPanel's cross-validated −19.98 (folds drawn anew; −20.2 is published), within what other folds make of it.
  @Test func matrixCompletionIsThatOfThePackage() throws {
    let fit = try fit(.matrixCompletion)
    #expect((fit.averageEffect + 19.98).magnitude < 0.3)
    let levels = try #require(fit.completion?.steps.first)
    #expect(levels.rank == 0)
    #expect(agree(levels.averageEffect, -27.349, 1e-3))
  }

  @Test func ridgeAugmentationIsExact() throws {
    let expected = california.exact.object("ridge_ascm"), fit = try fit(.ridgeAugmented)
    #expect(agree(fit.lambda ?? .nan, expected.number("lambda_1se")))
    #expect(agree(fit.weights, california.weights(expected["unit_weights"])))
    #expect(agree(fit.averageEffect, expected.number("att_mean_post")))
  }

  @Test func syntheticDifferenceInDifferencesIsExact() throws {
    let expected = california.exact.object("sdid_converged")
    let estimator = california.estimator(.syntheticDifferenceInDifferences)
    let fit = try estimator.fit(california.comparison)
    #expect(agree(fit.averageEffect, expected.number("estimate")))
    #expect(agree(fit.zeta ?? .nan, expected.number("zeta_omega")))
    #expect(agree(fit.weights, california.weights(expected["omega"])))
    #expect(
      agree(PlaceboSpace(fit, estimator: estimator).standardError, expected.number("se_placebo_exhaustive")))
    // The R package stops its iterations early.
    let package = california.packages.object("synthdid")
    #expect(agree(fit.averageEffect, package.number("estimate"), 5e-3))
    #expect((fit.averageEffect - california.packages.object("sc").number("estimate")).magnitude > 0.15)
  }

  @Test func placebosInSpaceRankAsPublished() throws {
    let placebo = PlaceboSpace(try fit(.outcomeOnly), estimator: california.estimator(.outcomeOnly))
    let expected = california.exact.object("placebo_in_space_outcomes_only", "donors_only")
    #expect(Double(placebo.rank) == expected.number("rank"))
    #expect(placebo.of == 39)
    #expect(agree(placebo.pValueOfAverage, expected.number("p_value_abs_att")))
    let units = expected.object("units")
    for fit in placebo.placebos {
      let unit = units.object(california.panel.units[fit.comparison.target])
      #expect(agree(fit.ratio, unit.number("ratio_mspe")))
      #expect(agree(fit.averageEffect, unit.number("att_mean_post")))
    }
  }

  @Test func leavingDonorsOutIsExact() throws {
    let estimator = california.estimator(.outcomeOnly)
    let expected = california.exact.object("leave_one_out_outcomes_only")
    let fits = LeaveOneOut(try fit(.outcomeOnly), estimator: estimator).fits
    #expect(fits.count == expected.count)
    for (donor, fit) in fits {
      let unit = expected.object(california.panel.units[donor])
      #expect(agree(fit.averageEffect, unit.number("att_mean_post")))
      #expect(agree(fit.preMSPE.squareRoot(), unit.number("pre_rmspe")))
    }
    let pairs = try #require(LeaveTwoOut(california.comparison, estimator: estimator))
    #expect(pairs.losses == 73)
    #expect(pairs.pairs == 703)
  }

  @Test func thePlaceboInTimeIsExact() throws {
    let placebo = try PlaceboTime(california.comparison, estimator: california.estimator(.outcomeOnly))
    let expected = california.exact.object("placebo_in_time_outcomes_only")
    #expect(california.panel.times[placebo.firstPost].label == "1980")
    #expect(agree(placebo.fit.averageEffect, expected.number("placebo_att_mean")))
    #expect(agree(placebo.fit.postMSPE.squareRoot(), expected.number("placebo_rmspe")))
  }

  @Test func conformalPValuesAreExact() throws {
    let expected = california.exact.object("conformal_CWZ")
    let conformal = Conformal(try fit(.outcomeOnly), estimator: california.estimator(.outcomeOnly))
    for (effect, p) in expected.object("p_joint_other_nulls") {
      #expect(agree(conformal.pValue(effect: Double(effect) ?? .nan), p as? Double ?? .nan))
    }
    let demeaned = Conformal(try fit(.demeaned), estimator: california.estimator(.demeaned))
    #expect(agree(demeaned.pValue(effect: 0), expected.number("p_joint_null_0_demeaned")))
    for (year, p) in expected.object("pointwise_p_null_0") {
      let time = (Int(year) ?? 0) - 1970
      #expect(agree(conformal.pValue(effect: 0, at: time), p as? Double ?? .nan))
    }
    for (year, bounds) in expected.object("pointwise_ci_alpha_0.1") {
      let time = (Int(year) ?? 0) - 1970, bounds = bounds as? [String: Any] ?? [:]
      let estimate = conformal.comparison.post.firstIndex(of: time) ?? 0
      let gap = try Array(fit(.outcomeOnly).postGap)[estimate]
      let interval = try #require(conformal.interval(level: 0.9, at: time, around: gap, scale: 5))
      // The reference inverts on a grid.
      #expect((interval.lower - bounds.number("lb")).magnitude < 2 * bounds.number("grid_step"))
      #expect((interval.upper - bounds.number("ub")).magnitude < 2 * bounds.number("grid_step"))
    }
  }

  @Test(arguments: [2, 3]) func theCrossFittedTestIsExact(folds: Int) throws {
    let test = try CrossFit(
      california.comparison, estimator: california.estimator(.outcomeOnly), folds: folds)
    let expected = california.exact.object("ttest_crossfit_CWZ", "K\(folds)")
    #expect(agree(test.estimate, expected.number("att")))
    #expect(agree(test.standardError, expected.number("se")))
    let bounds = expected["ci90"] as? [Double] ?? []
    #expect(agree([test.interval(level: 0.9).lower, test.interval(level: 0.9).upper], bounds, 1e-5))
  }
}

@Suite(.enabled(if: CaliforniaPanel.isAvailable)) struct CrossValidationTests {
  @Test func crossValidatedWeightsAreFoundOnEarlierPeriods() throws {
    var california = try CaliforniaPanel()
    california.settings.rule = .crossValidated
    california.settings.nestedStarts = 4
    let fit = try california.estimator(.classic).fit(california.comparison)
    #expect(!fit.warnings.contains { $0.code == "cross_validation_fallback" })
    #expect(Set(fit.predictorWeights).count > 1)
    #expect(fit.optimalityGap < 1e-12 && fit.averageEffect < 0)
  }
}
