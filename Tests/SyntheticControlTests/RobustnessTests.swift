// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Statistics
import SyntheticControl
import Testing

/// Departures from parallel trends, prediction intervals by period, common factors, and the augmented method's covariates
/// and fixed effects, each against a formula or a simulated truth.
@Suite struct RobustnessTests {
  // MARK: Departures from parallel trends

  private func symmetric(_ rows: [[Double]]) -> Matrix {
    Matrix(columns: rows)
  }

  /// Two periods before and one after leave one combination that no straight line moves: y₀ − 2y₋₁ + y₋₂.
  @Test func theSmallestSmoothCaseIsItsFormula() throws {
    let sigma = symmetric([[2, 0.5, 0.2], [0.5, 1.5, 0.4], [0.2, 0.4, 1]])
    let gaps = [1.0, 1.5, 6]
    let found = try #require(
      TrendSensitivity(
        gaps: gaps, before: 2, covariance: sigma, degreesOfFreedom: 1e7, level: 0.95, smoothness: [0, 0.3, 40]))
    let c = [1.0, -2, 1], product = sigma * c
    let deviation = zip(c, product).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
    for bound in found.smoothness {
      #expect(agree(bound.estimate, 6 - 3 + 1, 1e-9))
      // The half-width is sd times the quantile of |N(M/sd, 1)|.
      let critical = (bound.interval.upper - bound.interval.lower) / 2 / deviation
      let bias = bound.departure / deviation
      let share = normalProbability(below: critical - bias) - normalProbability(below: -critical - bias)
      #expect(agree(share, 0.95, 1e-6))
    }
    #expect(agree(found.smoothness[0].interval.upper - 4, 1.959964 * deviation, 1e-5))
  }

  /// M = 0 is generalised least squares of a straight line through the periods before, carried on.
  @Test func noCurvatureIsTheStraightLineOfLeastVariance() throws {
    let gaps = [0.2, 1.1, 1.9, 3.2, 9, 10]
    // Independent periods of unit variance: ordinary least squares on four points.
    let identity = Matrix(diagonal: [Double](repeating: 1, count: 6))
    let found = try #require(
      TrendSensitivity(
        gaps: gaps, before: 4, covariance: identity, degreesOfFreedom: 1e7, level: 0.9, smoothness: [0]))
    let slope = (-1.5 * 0.2 - 0.5 * 1.1 + 0.5 * 1.9 + 1.5 * 3.2) / 5, level = (0.2 + 1.1 + 1.9 + 3.2) / 4
    let expected = 9.5 - (level + slope * 3)
    #expect(agree(found.smoothness[0].estimate, expected, 1e-6))
    // Variance of the mean of two and of the line at their middle, 3 steps from its own.
    let half = 1.644854 * (0.5 + 0.25 + 9.0 / 5).squareRoot()
    #expect(agree(found.smoothness[0].interval.upper - expected, half, 1e-4))
  }

  @Test func relativeMagnitudesAreAUnionOfKnownEnds() throws {
    let gaps = [0.0, 1, 0.5, 4, 6]
    let tiny = Matrix(diagonal: [Double](repeating: 1e-18, count: 5))
    let found = try #require(
      TrendSensitivity(
        gaps: gaps, before: 3, covariance: tiny, degreesOfFreedom: 1e7, level: 0.95, relativeMagnitudes: [0, 1, 2]))
    // Mean of 4 and 6 less 0.5; steps of at most 1 (the largest before) add up to 1 and 2, a mean of 1.5.
    #expect(agree(found.estimate, 4.5, 1e-9))
    for bound in found.relativeMagnitudes {
      #expect(agree(bound.interval.lower, 4.5 - 1.5 * bound.departure, 1e-6))
      #expect(agree(bound.interval.upper, 4.5 + 1.5 * bound.departure, 1e-6))
    }
    #expect(agree(try #require(found.relativeBreakdown), 3, 1e-6))
    // With noise and M = 0: the difference from the last period, by its own standard error.
    let plain = try #require(
      TrendSensitivity(
        gaps: gaps, before: 3, covariance: Matrix(diagonal: [1, 1, 1, 1, 1]), degreesOfFreedom: 1e7, level: 0.95,
        relativeMagnitudes: [0]))
    #expect(agree(plain.relativeMagnitudes[0].interval.upper - 4.5, 1.959964 * 1.5.squareRoot(), 1e-5))
  }

  /// Treated units on a line of their own: plain difference-in-differences is wrong, M = 0 is not. Bounds are four
  /// binomial standard errors of 40 panels.
  @Test func aLinearDepartureIsHeldByNoCurvature() throws {
    var held = 0, heldByNone = 0
    let panels = 40
    for seed in 0..<panels {
      var (panel, design) = factorPanel(seed: UInt64(900 + seed), donors: 30, treated: 3)
      for unit in 0..<3 { for t in 0..<32 { panel.outcome[unit][t] += 0.3 * Double(t) } }
      design.relativeMagnitudes = [0]
      design.smoothness = [0]
      let found = try #require(try EffectsStudy(design, panel: panel).trendSensitivity)
      if found.smoothness[0].interval.contains(0) { held += 1 }
      if found.relativeMagnitudes[0].interval.contains(0) { heldByNone += 1 }
    }
    let error = (0.95 * 0.05 / Double(panels)).squareRoot()
    #expect(Double(held) / Double(panels) > 0.95 - 4 * error)
    #expect(heldByNone < held)
  }

  // MARK: Prediction intervals

  /// At least their level, four binomial standard errors of the panels allowed (periods of one panel go together).
  @Test(arguments: [EffectsMethod.outcomeOnly, .demeaned])
  func predictionIntervalsHoldTheirLevel(method: EffectsMethod) throws {
    var held = 0, all = 0
    let panels = 60
    for seed in 0..<panels {
      let (panel, design) = factorPanel(seed: UInt64(500 + seed), donors: 12, post: 4, effect: 2)
      let site = try PreparedSite(design.treated[0], design: design, panel: panel)
      let estimator = Estimator(method, on: panel, settings: design.settings)
      let fit = try estimator.fit(site.comparison)
      let found = try #require(PredictionIntervals(fit, estimator: estimator, level: 0.9, seed: 1, draws: 60))
      #expect(found.periods.count == 4)
      for one in found.periods {
        all += 1
        if one.effect.contains(2) { held += 1 }
        #expect(one.untreated.lower < one.inSample.lower && one.untreated.upper > one.inSample.upper)
      }
    }
    #expect(Double(held) / Double(all) > 0.9 - 4 * (0.09 / Double(panels)).squareRoot())
  }

  /// Two donors on a simplex have one degree of freedom, δ(−1, 1): the allowed weights are an interval whose ends are
  /// known, and what is left is cut at the simplex.
  @Test func withTwoDonorsAllowedWeightsAreAnIntervalOfKnownEnds() throws {
    let stream = RandomStream(seed: 4), times = (0..<40).compactMap { TimePoint(String($0)) }
    let a = times.map { _ in 10 * stream.standardNormal() }, b = times.map { _ in 10 * stream.standardNormal() }
    let own = zip(a, b).map { 0.5 * $0 + 0.5 * $1 + stream.standardNormal() }
    let panel = Panel(units: ["T", "A", "B"], times: times, outcomeName: "y", outcome: [own, a, b])
    let comparison = Comparison(target: 0, donors: [1, 2], pre: Array(0..<36), post: Array(36..<40))
    let estimator = Estimator(.outcomeOnly, on: panel, settings: EstimationSettings())
    let fit = try estimator.fit(comparison)
    let found = try #require(PredictionIntervals(fit, estimator: estimator, level: 0.9, seed: 1, draws: 2000))
    // δ lies between 0 and 2ζ/q, with ζ normal: of draws below (above) nought the least (most) is 2ζ/q.
    let apart = (0..<36).map { b[$0] - a[$0] }, q = apart.reduce(0) { $0 + $1 * $1 } / 36
    let misses = fit.preGap, middle = misses.reduce(0, +) / 36
    // Misses less their regression on both donors, as the noise has them, with one degree of freedom taken.
    let left = residuals(Array(misses).map { $0 - middle }, [Array(a[0..<36]), Array(b[0..<36])])
    let spread = zip(apart, left).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 } / 36 / 36 * 36 / 35
    let end = 2 / q * spread.squareRoot() * 1.959964
    for one in found.periods {
      let scale = (b[one.time] - a[one.time]).magnitude
      let width = one.inSample.upper - one.inSample.lower
      // The 2.5 % points of 2,000 draws: a Monte Carlo error of about 4 %.
      #expect((width - 2 * end * scale).magnitude < 0.15 * width)
    }
  }

  private func residuals(_ values: [Double], _ columns: [[Double]]) -> [Double] {
    let centred = columns.map { column in column.map { $0 - column.reduce(0, +) / Double(column.count) } }
    let design = Matrix(columns: centred)
    guard let factor = CholeskyFactor(design.gramMatrix()) else { return values }
    return zip(values, design * factor.solve(design.transposedTimes(values))).map { $0 - $1 }
  }

  // MARK: Common factors

  @Test func commonFactorsAreFoundAndCarriedOn() throws {
    var effects = RunningMoments(), counts: [Int] = []
    for seed in 0..<20 {
      let (panel, design) = factorPanel(seed: UInt64(40 + seed), donors: 40, effect: 3, noise: 0.3)
      let site = try PreparedSite(design.treated[0], design: design, panel: panel)
      let fit = try Estimator(.interactiveFixedEffects, on: panel, settings: EstimationSettings()).fit(site.comparison)
      effects.add(fit.averageEffect)
      counts.append(try #require(fit.factors).chosen)
      // Weights that the factors imply make the same synthetic outcome.
      #expect(agree(fit.weights.reduce(0, +), 1, 1e-9))
      for (position, time) in site.comparison.periods.enumerated() {
        let made = zip(site.comparison.donors, fit.weights).reduce(fit.intercept ?? 0) {
          $0 + $1.1 * panel.outcome[$1.0][time]
        }
        #expect(agree(made, fit.synthetic[position], 1e-9))
      }
    }
    #expect((effects.mean - 3).magnitude < 4 * effects.standardError)
    // Two factors beside the common course.
    #expect(counts.count { $0 == 2 } > 12)
    let plain = factorPanel(seed: 1)
    let comparison = try PreparedSite(plain.design.treated[0], design: plain.design, panel: plain.panel).comparison
    var none = EstimationSettings()
    none.factors = 0
    let a = try Estimator(.interactiveFixedEffects, on: plain.panel, settings: none).fit(comparison)
    let b = try Estimator(.differenceInDifferences, on: plain.panel, settings: none).fit(comparison)
    #expect(agree(a.averageEffect, b.averageEffect, 1e-9))
  }

  @Test func equivalenceIsShownWithoutATrendAndNotWithOne() throws {
    var (panel, design) = factorPanel(seed: 3, donors: 40, noise: 0.1)
    design.methods = [.interactiveFixedEffects]
    design.inference = [.preTrendEquivalence]
    let quiet = try EffectsStudy(design, panel: panel).estimate(.interactiveFixedEffects, site: 0)
    #expect(quiet.preTrendEquivalence?.isEquivalent == true)
    #expect(quiet.preTrendEquivalence?.periods == [21, 22, 23])
    for t in 21..<24 { panel.outcome[0][t] += 6 }
    let moved = try EffectsStudy(design, panel: panel).estimate(.interactiveFixedEffects, site: 0)
    #expect(moved.preTrendEquivalence?.isEquivalent == false)
  }

  // MARK: The augmented method

  @Test func augmentedCovariatesAreBalancedExactlyWhereResidualised() throws {
    var (panel, _) = factorPanel(seed: 14, donors: 25)
    let stream = RandomStream(seed: 15)
    panel.covariates["need"] = panel.units.map { _ in
      let value = 3 * stream.standardNormal()
      return panel.times.map { _ in value }
    }
    let comparison = Comparison(target: 0, donors: Array(1...25), pre: Array(0..<24), post: Array(24..<32))
    var settings = EstimationSettings()
    func fit() throws -> SyntheticFit {
      try Estimator(.ridgeAugmented, on: panel, settings: settings).fit(comparison)
    }
    let plain = try fit()
    settings.covariates = [Predictor(column: "need", periods: .pre)]
    let beside = try fit()
    settings.residualisesCovariates = true
    let exact = try fit()
    func miss(_ fit: SyntheticFit) -> Double {
      (fit.predictorBalance[0].treated - fit.predictorBalance[0].synthetic).magnitude
    }
    #expect(miss(exact) < 1e-9)
    let own = panel.covariates["need"]![0][0]
    let before = zip(comparison.donors, plain.weights).reduce(own) { $0 - $1.1 * panel.covariates["need"]![$1.0][0] }
    #expect(miss(beside) < before.magnitude)
    for one in [plain, beside, exact] { #expect(agree(one.weights.reduce(0, +), 1, 1e-9)) }
  }

  @Test func withFixedEffectsLevelsDoNotMatter() throws {
    let (panel, _) = factorPanel(seed: 16, donors: 20)
    var moved = panel
    for unit in 0..<21 { moved.outcome[unit] = moved.outcome[unit].map { $0 + Double(7 * unit) } }
    let comparison = Comparison(target: 0, donors: Array(1...20), pre: Array(0..<24), post: Array(24..<32))
    var settings = EstimationSettings()
    settings.usesFixedEffects = true
    let a = try Estimator(.ridgeAugmented, on: panel, settings: settings).fit(comparison)
    let b = try Estimator(.ridgeAugmented, on: moved, settings: settings).fit(comparison)
    #expect(agree(a.weights, b.weights, 1e-8))
    #expect(agree(a.averageEffect, b.averageEffect, 1e-7))
    #expect(agree(a.preGap.reduce(0, +), 0, 1e-6))
  }
}
