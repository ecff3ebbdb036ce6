// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import SyntheticControl
import Testing

@Suite struct AssignmentTests {
  private static let inference: Set<InferenceProcedure> = [.placeboSpace]

  /// The slow way: the effect taken off, every pair of units given the change in turn, every fit made anew.
  private func slowPValue(_ panel: Panel, treated: [Int], pre: Int, effect: Double, estimate: Double) throws -> Double {
    var worked = panel
    for unit in treated { for t in pre..<panel.times.count { worked.outcome[unit][t] -= effect } }
    let estimator = Estimator(.demeaned, on: worked, settings: EstimationSettings())
    let count = panel.units.count
    var found: [(members: [Int], fits: [SyntheticFit])] = []
    for i in 0..<count {
      for j in (i + 1)..<count {
        let donors = (0..<count).filter { $0 != i && $0 != j }
        let fits = try [i, j].map { unit in
          try estimator.fit(
            Comparison(target: unit, donors: donors, pre: Array(0..<pre), post: Array(pre..<panel.times.count)))
        }
        found.append(([i, j], fits))
      }
    }
    // The actual sites count among the rest once more, as in the test's own middle.
    let middle = quantile(found.flatMap { $0.fits.map(\.preMSPE) }, 0.5)
    func statistic(_ fits: [SyntheticFit]) -> Double {
      let error = fits.reduce(0) { $0 + $1.averageEffect } / 2
      return error.magnitude / fits.reduce(0) { $0 + $1.preMSPE + middle }.squareRoot()
    }
    let own = try #require(found.first { $0.members == treated })
    return Double(found.count { statistic($0.fits) >= statistic(own.fits) * (1 - 1e-9) }) / Double(found.count)
  }

  @Test func theTestIsThatOfEveryAssignmentWorkedAnew() throws {
    for seed in 1...3 {
      var (panel, design) = factorPanel(seed: UInt64(seed), donors: 5, pre: 12, post: 4, effect: 2, treated: 2)
      design.methods = [.demeaned]
      design.inference = Self.inference
      panel.outcome[1] = panel.outcome[1].map { $0 + 0.1 }
      let study = try EffectsStudy(design, panel: panel)
      let sites = try (0..<2).map { try study.estimate(.demeaned, site: $0) }
      let estimate = sites.reduce(0) { $0 + $1.fit.averageEffect } / 2
      let test = try #require(AssignmentTest(sites, estimate: estimate, design: design, count: 1000))
      #expect(test.isEnumerated && test.possible == 21)
      for effect in [-1.0, 0, 1, 2, 3.5, 6] {
        let slow = try slowPValue(panel, treated: [0, 1], pre: 12, effect: effect, estimate: estimate)
        #expect(agree(test.pValue(effect: effect, estimate: estimate, shares: [0.5, 0.5]), slow, 1e-9))
      }
      // The interval is where the test does not reject.
      let interval = try #require(test.interval(level: 0.8, estimate: estimate, shares: [0.5, 0.5]))
      for (end, outwards) in [(interval.lower, -1e-6), (interval.upper, 1e-6)] {
        #expect(test.pValue(effect: end + outwards, estimate: estimate, shares: [0.5, 0.5]) <= 0.2)
        #expect(test.pValue(effect: end - outwards, estimate: estimate, shares: [0.5, 0.5]) > 0.2)
      }
    }
  }

  @Test func aLevelFinerThanTheAssignmentsGivesNoInterval() throws {
    let (panel, base) = factorPanel(seed: 4, donors: 4, effect: 9, treated: 2)
    var design = base
    design.inference = Self.inference
    let study = try EffectsStudy(design, panel: panel)
    let sites = try (0..<2).map { try study.estimate(.outcomeOnly, site: $0) }
    let pooled = try #require(study.pool(sites))
    // Six units, fifteen pairs.
    #expect(pooled.pValue >= 1 / 15.0 - 1e-12)
    #expect(pooled.interval == nil)
    #expect(sites.allSatisfy { $0.interval == nil && $0.warnings.contains { $0.code == "no_interval" } })
  }

  @Test func aFurtherSiteIsLessCertainThanTheMeanEvenWhereSitesLookAlike() throws {
    let (panel, base) = factorPanel(seed: 6, donors: 30, effect: 3, treated: 4)
    var design = base
    design.inference = Self.inference
    let study = try EffectsStudy(design, panel: panel)
    let sites = try (0..<4).map { try study.estimate(.outcomeOnly, site: $0) }
    let pooled = try #require(study.pool(sites))
    let mean = try #require(pooled.interval), further = try #require(pooled.newSiteInterval)
    #expect(further.lower < mean.lower && further.upper > mean.upper)
    let between = try #require(pooled.between)
    #expect(between.quantile(0.5) > 0 && between.quantile(0.975) > between.quantile(0.5))
    let draws = try #require(EffectDraws(sites, pooled: pooled, design: design, count: 4000))
    let drawn = draws.rows.map { $0[5] }.sorted()
    // Draws and interval are of one distribution; ends of 4,000 heavy-tailed draws.
    #expect((quantile(sorted: drawn, 0.1) - quantile(sorted: drawn, 0.9)) < 0)
    #expect(quantile(sorted: drawn, 0.025) < mean.lower && quantile(sorted: drawn, 0.975) > mean.upper)
    #expect(pooled.course.count == 32 && pooled.course.allSatisfy { $0.sites == 4 })
    let later = pooled.course.filter { $0.time >= 0 }.map(\.effect)
    #expect(agree(later.reduce(0, +) / 8, pooled.averageEffect, 1e-9))
  }

  /// A block that is held out has no part in the fit: what is added to it comes back whole.
  @Test func crossFittingHoldsOutPredictorsToo() throws {
    let (panel, base) = factorPanel(seed: 8, donors: 12)
    var settings = base.settings
    settings.rule = .equal
    settings.predictors = [
      Predictor(column: "y", periods: .window(0, 11)), Predictor(column: "y", periods: .window(6, 23)),
    ]
    let site = try PreparedSite(base.treated[0], design: base, panel: panel)
    var changed = panel
    for t in 0..<8 { changed.outcome[0][t] += 5 }
    let before = try CrossFit(site.comparison, estimator: Estimator(.classic, on: panel, settings: settings))
    let after = try CrossFit(site.comparison, estimator: Estimator(.classic, on: changed, settings: settings))
    #expect(agree(after.foldEstimates[0], before.foldEstimates[0] - 5, 1e-9))
  }

  /// Losses that a search without gradients, four times as long, had reached on the example's panel.
  @Test(arguments: [(0, 2.844146), (1, 4.902803), (4, 8.243659)])
  func theNestedSearchReachesFormerLosses(pilot: Int, loss: Double) throws {
    let example = SimulatedPilots(seed: 1)
    var design = EffectsDesign(treated: [example.pilots[pilot]])
    design.donors = example.panel.units.filter { $0.hasPrefix("Donor") }
    design.inference = []
    design.settings.rule = .nested
    design.settings.predictors =
      [Predictor(column: "deprivation", periods: .pre)]
      + [(2017.25, 2019.0), (2019.25, 2021.0), (2021.25, 2023.0)].map {
        Predictor(column: "two_year_review_percent", periods: .window($0.0, $0.1))
      }
    let site = try PreparedSite(design.treated[0], design: design, panel: example.panel)
    let fit = try Estimator(.classic, on: site.panel, settings: design.settings).fit(site.comparison)
    #expect(try #require(fit.optimiseLoss) <= loss * 1.0001)
    // Ties broken by the outcome can only do better, and no weights can do better than the outcome alone.
    let outcome = try Estimator(.outcomeOnly, on: site.panel, settings: design.settings).fit(site.comparison)
    #expect(try #require(fit.optimisticLoss) >= outcome.preMSPE * (1 - 1e-9))
  }

  @Test func familiarMethodsAreTheirTextbookFormulas() throws {
    let times = ["2001", "2002", "2003", "2004"].compactMap { TimePoint($0) }
    let panel = Panel(
      units: ["A", "B", "C"], times: times, outcomeName: "y", outcome: [[0, 1, 2, 5], [1, 1, 4, 2], [2, 3, 4, 3]])
    let comparison = Comparison(target: 0, donors: [1, 2], pre: [0, 1, 2], post: [3])
    func effect(_ method: EffectsMethod) throws -> Double {
      try Estimator(method, on: panel, settings: EstimationSettings()).fit(comparison).averageEffect
    }
    // (5 − 1) − (2.5 − 2.5), and 5 against the line through 0, 1, 2.
    #expect(agree(try effect(.differenceInDifferences), 4, 1e-12))
    let line = try Estimator(.demeaned, on: panel, settings: EstimationSettings()).interruptedTimeSeries(comparison)
    #expect(agree(line.averageEffect, 2, 1e-12))
  }

  @Test func sharesArePercentagesOverAHundred() throws {
    let example = SimulatedPilots(seed: 2)
    var design = EffectsDesign(treated: example.pilots)
    design.inference = Self.inference
    design.settings.scale = .logit
    let shares = Panel(
      units: example.panel.units, times: example.panel.times, outcomeName: "y",
      outcome: example.panel.outcome.map { $0.map { $0 / 100 } }, denominator: example.panel.denominator)
    let a = try EffectsStudy(design, panel: example.panel).estimate(.demeaned, site: 1)
    let b = try EffectsStudy(design, panel: shares).estimate(.demeaned, site: 1)
    #expect(agree(a.fit.averageEffect, 100 * b.fit.averageEffect, 1e-9))
    #expect(agree(try #require(a.noiseFloor), 100 * (try #require(b.noiseFloor)), 1e-9))
    let wild = Panel(
      units: example.panel.units, times: example.panel.times, outcomeName: "y",
      outcome: example.panel.outcome.map { $0.map { $0 * 10 } })
    #expect(throws: EffectsError.self) { try EffectsStudy(design, panel: wild) }
  }

  @Test func aPeriodThatTheChangeDividesIsNeitherBeforeNorAfter() throws {
    var (panel, design) = factorPanel(seed: 9)
    let times = (0..<32).compactMap { TimePoint("\(2015 + $0 / 4)Q\($0 % 4 + 1)") }
    panel = Panel(units: panel.units, times: times, outcomeName: "y", outcome: panel.outcome)
    func site(_ start: String) throws -> PreparedSite {
      design.treated[0].firstPost = try #require(TimePoint(start)).order
      return try PreparedSite(design.treated[0], design: design, panel: panel)
    }
    let within = try site("2021-05-10"), exact = try site("2021-04-01"), quarter = try site("2021Q2")
    #expect(within.comparison.pre.count == 25 && within.comparison.post.count == 6)
    #expect(within.warnings.contains { $0.code == "divided_period" && $0.message.contains("2021Q2") })
    #expect(exact.comparison.post == quarter.comparison.post && quarter.comparison.post.count == 7)
  }

  @Test func unitsThatChangeLaterAreDonorsUntilThen() throws {
    let (panel, base) = factorPanel(seed: 10, donors: 5, treated: 3)
    var design = base
    for k in 0..<3 { design.treated[k].firstPost = Double(12 + 6 * k) }
    design.usesNotYetTreated = true
    design.postPeriods = 6
    let sites = try design.treated.map { try PreparedSite($0, design: design, panel: panel) }
    #expect(sites.map { $0.comparison.donors.count } == [7, 6, 5])
    #expect(sites.allSatisfy { $0.comparison.post.count == 6 })
  }

  /// Three starts, an effect that grows with time, donors that are not yet treated: the event study recovers the course
  /// without bias; bounds are four Monte Carlo standard errors.
  @Test func growingEffectsOfStaggeredStartsAreRecovered() throws {
    var courses: [Int: RunningMoments] = [:]
    for seed in 0..<30 {
      var (panel, base) = factorPanel(seed: UInt64(300 + seed), donors: 15, pre: 24, post: 6, treated: 3)
      base.methods = [.differenceInDifferences]
      base.inference = [.placeboSpace]
      base.usesNotYetTreated = true
      base.postPeriods = 6
      base.placeboSets = 40
      for k in 0..<3 {
        let start = 12 + 6 * k
        base.treated[k].firstPost = Double(start)
        for t in start..<30 { panel.outcome[k][t] += 1 + 0.5 * Double(t - start) }
      }
      let study = try EffectsStudy(base, panel: panel)
      let sites = try (0..<3).map { try study.estimate(.differenceInDifferences, site: $0) }
      for point in try #require(study.pool(sites)).course where point.time >= -6 {
        #expect(point.sites == 3)
        courses[point.time, default: RunningMoments()].add(point.effect)
      }
    }
    for (time, moments) in courses {
      let truth = time >= 0 ? 1 + 0.5 * Double(time) : 0
      #expect((moments.mean - truth).magnitude < 4 * moments.standardError, "\(time): \(moments.mean)")
    }
    #expect(courses.count == 12)
  }

  @Test func theBacktestAddsItsEffectToSetsOfDonors() throws {
    let (panel, base) = factorPanel(seed: 12, donors: 24, pre: 16, post: 6, treated: 2)
    var design = base
    design.inference = [.placeboSpace, .backtest]
    design.methods = [.demeaned]
    design.backtestEffect = 3
    design.backtestTrials = 20
    let study = try EffectsStudy(design, panel: panel)
    let sites = try (0..<2).map { try study.estimate(.demeaned, site: $0) }
    let test = try #require(study.backtest(.demeaned, sites, pooled: study.pool(sites)))
    #expect(test.trials == 20 && test.addedEffect == 3)
    let pooled = try #require(test.coverage.first { $0.method == "pooled" })
    #expect(pooled.cases == 20 && pooled.said == 20)
    // 0.95 less four binomial standard errors of twenty trials.
    #expect(pooled.share > 0.75)
    #expect(test.bias.magnitude < 4 * test.rootMeanSquareError / 20.squareRoot())
  }
}

extension Int {
  fileprivate func squareRoot() -> Double { Double(self).squareRoot() }
}
