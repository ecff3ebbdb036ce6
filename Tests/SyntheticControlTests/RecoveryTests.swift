// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import SyntheticControl
import Testing

/// Known effects in simulated factor models; bounds are four Monte Carlo standard errors.
@Suite struct RecoveryTests {
  @Test(arguments: [EffectsMethod.outcomeOnly, .demeaned, .ridgeAugmented, .syntheticDifferenceInDifferences])
  func effectsAreRecoveredWithoutBias(method: EffectsMethod) throws {
    var errors = RunningMoments()
    for seed in 0..<60 {
      let (panel, design) = factorPanel(seed: UInt64(seed), donors: 15, effect: 3)
      let site = try PreparedSite(design.treated[0], design: design, panel: panel)
      let fit = try Estimator(method, on: site.panel, settings: design.settings).fit(site.comparison)
      errors.add(fit.averageEffect - 3)
    }
    #expect(errors.mean.magnitude < 4 * errors.standardError)
  }

  @Test func placeboIntervalsCoverAndTestsKeepTheirLevel() throws {
    var covered = 0, rejected = 0
    let runs = 120
    for seed in 0..<runs {
      let (panel, base) = factorPanel(seed: UInt64(1000 + seed), donors: 19, pre: 16, post: 6, effect: 2)
      var design = base
      design.inference = [.placeboSpace]
      design.level = 0.9
      let study = try EffectsStudy(design, panel: panel)
      let estimate = try study.estimate(.outcomeOnly, site: 0)
      if try #require(estimate.interval).contains(2) { covered += 1 }
      let (none, _) = factorPanel(seed: UInt64(1000 + seed), donors: 19, pre: 16, post: 6)
      let null = try EffectsStudy(design, panel: none).estimate(.outcomeOnly, site: 0)
      if try #require(null.placeboSpace).pValue <= 0.1 { rejected += 1 }
    }
    // Nominal 0.90 and 0.10; a binomial of 120 has a standard error of 0.027.
    #expect((Double(covered) / Double(runs) - 0.9).magnitude < 4 * 0.0274)
    #expect(Double(rejected) / Double(runs) < 0.1 + 4 * 0.0274)
  }

  @Test func pooledEffectsOfSeveralSitesAreCovered() throws {
    var covered = 0
    let runs = 60
    for seed in 0..<runs {
      let (panel, base) = factorPanel(
        seed: UInt64(5000 + seed), donors: 20, pre: 16, post: 6, effect: 2, treated: 3)
      var design = base
      design.inference = [.placeboSpace]
      design.placeboSets = 1000
      design.level = 0.9
      let study = try EffectsStudy(design, panel: panel)
      let sites = try (0..<3).map { try study.estimate(.demeaned, site: $0) }
      let pooled = try #require(study.pool(sites))
      if try #require(pooled.interval).contains(2) { covered += 1 }
      #expect(pooled.adjustedPValues.allSatisfy { $0 >= pooled.jointPValue })
    }
    #expect(Double(covered) / Double(runs) > 0.9 - 4 * 0.0387)
  }

  @Test func anUnusuallyLargeEffectIsFoundByEveryProcedure() throws {
    let (panel, base) = factorPanel(seed: 7, donors: 25, effect: 12, treated: 2, noise: 0.5)
    var design = base
    design.inference = Set(InferenceProcedure.allCases)
    let study = try EffectsStudy(design, panel: panel)
    let sites = try (0..<2).map { try study.estimate(.demeaned, site: $0) }
    for site in sites {
      #expect(site.placeboSpace?.rank == 1)
      #expect(try #require(site.conformal).pValue <= 0.05)
      #expect(try #require(site.crossFit).interval(level: 0.95).lower > 0)
    }
    let pooled = try #require(study.pool(sites))
    #expect(pooled.pValue < 0.01)
    let draws = try #require(EffectDraws(sites, pooled: pooled, design: design, count: 500))
    #expect(draws.names == ["y.T0", "y.T1", "y.pooled", "y.new_site"])
    let mean = RunningMoments(draws.rows.map { $0[2] }).mean
    #expect((mean - pooled.averageEffect).magnitude < 1)
  }
}
