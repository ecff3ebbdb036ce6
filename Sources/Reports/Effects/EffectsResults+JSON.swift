// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Statistics
import SyntheticControl
import TableFiles

extension EffectsResults {
  /// The object that `--format json` prints.
  var json: JSONValue {
    var estimates: [JSONValue] = []
    for results in methods {
      estimates += results.sites.map { Self.json($0, level: study.design.level) }
      if let pooled = results.pooled { estimates.append(Self.json(pooled)) }
    }
    return .object([
      ("estimates", .array(estimates)), ("parallel_trends", trendJSON),
      ("backtests", .array(backtests.map(Self.json))), ("notes", .texts(notes)),
      ("seed", .integer(Int(clamping: study.design.settings.seed))), ("level", .number(study.design.level)),
    ])
  }

  private static func json(_ site: SiteEstimate, level: Double) -> JSONValue {
    let fit = site.fit, panel = site.site.panel, donors = fit.comparison.donors.map { panel.units[$0] }
    let isRidge = [.ridgeAugmented, .penalised, .matrixCompletion].contains(site.method)
    var members: [(String, JSONValue)] = [
      ("method", .text(site.method.rawValue)), ("predictor_weights_rule", .optional(site.rule?.name)),
      ("unit", .text(site.unit)),
      ("first_post_period", start(site)),
      ("minimum_detectable_effect", .optional(site.minimumDetectableEffect)),
      ("noise_floor", .optional(site.noiseFloor)),
      ("weights", .object(zip(donors, fit.weights).map { ($0, .number($1)) })),
      ("intercept", .optional(fit.intercept)),
      ("predictor_weights", named(fit.predictorNames, fit.predictorWeights)),
      ("predictor_scale", named(fit.predictorNames, fit.predictorScale)),
      ("balance", balance(fit)),
      ("pre_mspe", .number(fit.preMSPE)), ("pre_rmspe", .number(fit.preMSPE.squareRoot())),
      ("post_mspe", .number(fit.postMSPE)), ("ratio", .number(fit.ratio)),
      ("predictor_loss", .optional(fit.predictorLoss)), ("optimise_mspe", .optional(fit.optimiseLoss)),
      ("kkt_gap", .number(fit.optimalityGap)), ("effective_donors", .number(fit.effectiveDonors)),
      ("path", path(fit, panel, site.conformal)), ("att", .number(fit.averageEffect)),
      ("difference_in_differences", .number(site.beside.differenceInDifferences)),
      ("interrupted_time_series", .optional(site.beside.interruptedTimeSeries)),
      (
        "without_tier",
        .object(
          site.tiers.map { ($0.tier, .object([("donors", .integer($0.donors)), ("att", .number($0.effect))])) })
      ),
      ("standard_error", .optional(site.standardError)), ("interval", interval(site.interval)),
      ("interval_method", .optional(site.intervalMethod)),
      (
        "regularisation",
        .object([
          ("lambda", .optional(isRidge ? fit.lambda : nil)), ("zeta", .optional(fit.zeta)),
          ("pooling", .optional(site.method == .partiallyPooled ? fit.lambda : nil)),
          ("objective", .optional(fit.objective)),
        ])
      ),
    ]
    if let weights = fit.timeWeights {
      members.append(
        (
          "time_weights",
          .object(zip(fit.comparison.pre, weights).map { (panel.times[$0].label, .number($1)) })
        ))
    }
    if let factors = fit.factors { members.append(("factors", json(factors))) }
    if let completion = fit.completion { members.append(("completion", json(completion))) }
    if !fit.nestedLosses.isEmpty { members.append(("nested_losses", .numbers(fit.nestedLosses))) }
    if let loss = fit.optimisticLoss { members.append(("optimistic_corner_loss", .number(loss))) }
    members += inferenceMembers(site, panel, level)
    members.append(("warnings", warnings(site.warnings)))
    return .object(members)
  }

  private static func inferenceMembers(
    _ site: SiteEstimate, _ panel: Panel, _ level: Double
  ) -> [(String, JSONValue)] {
    var members: [(String, JSONValue)] = []
    if let placebo = site.placeboSpace { members.append(("placebo_space", json(placebo, panel))) }
    if let placebo = site.placeboTime {
      members.append(
        (
          "placebo_time",
          .object([
            ("first_post_period", time(panel.times[placebo.firstPost])),
            ("att", .number(placebo.fit.averageEffect)),
            ("pre_rmspe", .number(placebo.fit.preMSPE.squareRoot())),
            ("post_rmspe", .number(placebo.fit.postMSPE.squareRoot())), ("ratio", .number(placebo.fit.ratio)),
            ("path", path(placebo.fit, panel, nil)),
          ])
        ))
    }
    if let leave = site.leaveOneOut {
      members.append(
        (
          "leave_one_out",
          .object(
            leave.fits.map { donor, fit in
              (
                panel.units[donor],
                .object([
                  ("att", .number(fit.averageEffect)), ("pre_mspe", .number(fit.preMSPE)),
                  ("pre_rmspe", .number(fit.preMSPE.squareRoot())),
                ])
              )
            })
        ))
    }
    if let leave = site.leaveTwoOut {
      members.append(
        (
          "leave_two_out",
          .object([
            ("p_value", .number(leave.pValue)), ("losses", .integer(leave.losses)),
            ("pairs", .integer(leave.pairs)),
          ])
        ))
    }
    if let conformal = site.conformal { members.append(("conformal", json(conformal, panel))) }
    if let test = site.crossFit {
      members.append(
        (
          "cross_fit_t",
          .object([
            ("estimate", .number(test.estimate)), ("standard_error", .number(test.standardError)),
            ("folds", .integer(test.folds)), ("fold_estimates", .numbers(test.foldEstimates)),
            ("interval", interval(test.interval(level: level))),
          ])
        ))
    }
    if let intervals = site.predictionIntervals {
      members.append(("prediction_intervals", json(intervals, panel)))
    }
    if let test = site.preTrendEquivalence { members.append(("pre_trend_equivalence", json(test, panel))) }
    if let error = site.jackknifeError {
      members.append(
        (
          "jackknife",
          .object([
            ("standard_error", .number(error)), ("over", .text("donors")),
            ("meaning", .text("how far the estimate hangs on single donors; not an interval of the effect")),
          ])
        ))
    }
    return members
  }

  private static func json(_ placebo: PlaceboSpace, _ panel: Panel) -> JSONValue {
    let all = [placebo.treated] + placebo.placebos
    func byUnit(_ value: (SyntheticFit) -> Double) -> JSONValue {
      .object(all.map { (panel.units[$0.comparison.target], .number(value($0))) })
    }
    return .object([
      ("p_value", .number(placebo.pValue)), ("rank", .integer(placebo.rank)), ("of", .integer(placebo.of)),
      ("p_value_abs_att", .number(placebo.pValueOfAverage)),
      ("standard_error", .number(placebo.standardError)),
      (
        "filtered",
        .array(
          [2, 5, 20].map { multiple in
            let filtered = placebo.pValue(preMSPEAtMost: multiple)
            return .object([
              ("pre_mspe_at_most", .number(multiple)), ("p_value", .number(filtered.value)),
              ("of", .integer(filtered.of)),
            ])
          })
      ),
      ("ratio", byUnit(\.ratio)), ("att", byUnit(\.averageEffect)), ("pre_mspe", byUnit(\.preMSPE)),
    ])
  }

  private static func json(_ result: SiteEstimate.ConformalResult, _ panel: Panel) -> JSONValue {
    .object([
      ("p_value", .number(result.pValue)), ("interval", interval(result.interval)),
      ("interval_reaches_search_end", .bool(reachesEnd(result.interval))),
      (
        "pointwise",
        .array(
          result.pointwise.map { point in
            .object([
              ("time", time(panel.times[point.time])), ("p_value", .number(point.pValue)),
              ("interval", interval(point.interval)),
              ("interval_reaches_search_end", .bool(reachesEnd(point.interval))),
            ])
          })
      ),
    ])
  }

  private static func json(_ backtest: Backtest) -> JSONValue {
    func shares(_ all: [Backtest.Coverage]) -> JSONValue {
      .object(
        all.map { one in
          (
            one.method,
            .object([
              ("share", .optional(one.said > 0 ? one.share : nil)), ("said", .integer(one.said)),
              ("cases", .integer(one.cases)), ("monte_carlo_error", .number(one.error)),
            ])
          )
        })
    }
    return .object([
      ("method", .text(backtest.method.rawValue)), ("added_effect", .number(backtest.addedEffect)),
      ("added_deviation", .number(backtest.addedDeviation)), ("trials", .integer(backtest.trials)),
      ("bias", .number(backtest.bias)), ("rmse", .number(backtest.rootMeanSquareError)),
      ("coverage", shares(backtest.coverage)), ("false_positives", shares(backtest.falsePositives)),
    ])
  }

  private static func json(_ pooled: PooledEstimate) -> JSONValue {
    let starts = Set(pooled.sites.map(\.site.treated.firstPost))
    var members: [(String, JSONValue)] = [
      ("method", .text(pooled.method.rawValue)),
      ("predictor_weights_rule", .optional(pooled.sites[0].rule?.name)),
      ("unit", .text("pooled")),
      ("first_post_period", starts.count == 1 ? start(pooled.sites[0]) : .null),
      ("minimum_detectable_effect", .optional(pooled.minimumDetectableEffect)),
      ("sites", .texts(pooled.sites.map(\.unit))), ("att", .number(pooled.averageEffect)),
      ("standard_error", .number(pooled.standardError)), ("interval", interval(pooled.interval)),
      ("interval_method", .optional(pooled.interval.map { _ in "assignments" })),
      ("p_value", .number(pooled.pValue)), ("p_value_monte_carlo_error", .number(pooled.pValueError)),
      ("enumerated", .bool(pooled.isEnumerated)), ("assignments", .integer(pooled.assignments + 1)),
      ("att_population_weighted", .optional(pooled.populationWeightedEffect)),
      ("interval_population_weighted", interval(pooled.populationWeightedInterval)),
      (
        "adjusted_p_values",
        .object(zip(pooled.sites, pooled.adjustedPValues).map { ($0.unit, .number($1)) })
      ),
      ("joint_p_value", .number(pooled.jointPValue)),
      ("between_site_sd", .optional(pooled.between?.quantile(0.5))),
      (
        "between_site_sd_interval",
        pooled.between.map { .numbers([$0.quantile(0.025), $0.quantile(0.975)]) } ?? .null
      ),
      ("between_site_prior", .text("half-t, 1 degree of freedom")),
      ("between_site_prior_scale", .optional(pooled.between?.priorScale)),
      ("new_site_interval", interval(pooled.newSiteInterval)),
      (
        "event_study",
        .array(
          pooled.course.map { one in
            .object([
              ("periods_since_change", .integer(one.time)), ("sites", .integer(one.sites)),
              ("effect", .number(one.effect)), ("interval", interval(one.interval)),
            ])
          })
      ),
    ]
    if let fit = pooled.jointFit {
      let panel = pooled.sites[0].site.panel
      members.append(
        (
          "weights",
          .object(zip(fit.comparison.donors, fit.weights).map { (panel.units[$0], .number($1)) })
        ))
      members.append(("regularisation", .object([("lambda", .null), ("zeta", .optional(fit.zeta))])))
      members.append(("path", path(fit, panel, nil)))
    }
    members.append(("warnings", warnings(pooled.warnings)))
    return .object(members)
  }

  // MARK: Parts

  /// The first period after the change as the panel labels it, whether or not it could be used.
  private static func start(_ site: SiteEstimate) -> JSONValue {
    let first = site.site.panel.times.first { $0.order >= site.site.treated.firstPost - 1e-9 }
    return first.map(time) ?? .null
  }

  static func time(_ point: TimePoint) -> JSONValue {
    point.isNumber ? .number(point.order) : .text(point.label)
  }

  private static func named(_ names: [String], _ values: [Double]) -> JSONValue {
    names.isEmpty ? .null : .object(zip(names, values).map { ($0, .number($1)) })
  }

  private static func balance(_ fit: SyntheticFit) -> JSONValue {
    .object(
      zip(fit.predictorNames, fit.predictorBalance).map { name, row in
        (
          name,
          .object([
            ("treated", .number(row.treated)), ("synthetic", .number(row.synthetic)),
            ("donor_mean", .number(row.donorMean)),
          ])
        )
      })
  }

  private static func path(_ fit: SyntheticFit, _ panel: Panel, _ conformal: SiteEstimate.ConformalResult?)
    -> JSONValue
  {
    .array(
      fit.comparison.periods.enumerated().map { position, index in
        var point: [(String, JSONValue)] = [
          ("time", time(panel.times[index])), ("observed", .number(fit.observed[position])),
          ("synthetic", .number(fit.synthetic[position])), ("gap", .number(fit.gap[position])),
        ]
        if let found = conformal?.pointwise.first(where: { $0.time == index }) {
          point.append(("interval", interval(found.interval)))
        }
        return .object(point)
      })
  }

  private static func interval(_ value: ConfidenceInterval?) -> JSONValue {
    value.map { .numbers([$0.lower, $0.upper]) } ?? .null
  }

  private static func interval(_ value: Conformal.Interval?) -> JSONValue {
    value.map { .numbers([$0.lower, $0.upper]) } ?? .null
  }

  private static func reachesEnd(_ value: Conformal.Interval?) -> Bool {
    value.map { $0.reachesLowerEnd || $0.reachesUpperEnd } ?? false
  }

  private static func warnings(_ values: [EffectsWarning]) -> JSONValue {
    .array(values.map { .object([("code", .text($0.code)), ("message", .text($0.message))]) })
  }
}
