// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import SyntheticControl
import Testing

@Suite struct SimulatedPilotsTests {
  @Test func theSameSeedGivesTheSamePanelWithFiveKnownEffects() {
    let a = SimulatedPilots(seed: 1), b = SimulatedPilots(seed: 1)
    #expect(a.panel.outcome == b.panel.outcome)
    #expect(a.panel.units.count == 65 && a.panel.times.count == 32)
    #expect(a.pilots.count == 5 && a.trueEffects.allSatisfy { $0 > 1 && $0 < 6 })
    #expect(a.panel.isPercentage)
  }

  @Test func thePooledEffectIsCoveredAndDrawsStayAttainable() throws {
    let example = SimulatedPilots(seed: 1)
    var design = EffectsDesign(treated: example.pilots)
    design.inference = [.placeboSpace]
    design.methods = [.partiallyPooled]
    let study = try EffectsStudy(design, panel: example.panel)
    let sites = try (0..<5).map { try study.estimate(.partiallyPooled, site: $0) }
    let pooled = try #require(study.pool(sites))
    let truth = example.trueEffects.reduce(0, +) / 5
    #expect(try #require(pooled.interval).contains(truth))
    #expect(sites.allSatisfy { $0.fit.optimalityGap < 1e-9 && ($0.noiseFloor ?? 0) > 0 })
    let draws = try #require(EffectDraws(sites, pooled: pooled, design: design, count: 2000))
    let quiet = try #require(
      EffectDraws(sites, pooled: pooled, design: design, count: 2000, removesCountingNoise: true))
    for (k, site) in sites.enumerated() {
      let later = site.fit.synthetic.dropFirst(24), mean = later.reduce(0, +) / Double(later.count)
      #expect(draws.rows.allSatisfy { mean + $0[k] >= -1e-9 && mean + $0[k] <= 100 + 1e-9 })
      let all = RunningMoments(draws.rows.map { $0[k] }), without = RunningMoments(quiet.rows.map { $0[k] })
      #expect(without.standardDeviation < all.standardDeviation)
      // The draws spread as the placebo errors do, to within sampling error of a standard deviation.
      #expect((all.standardDeviation / (site.standardError ?? .nan) - 1).magnitude < 0.15)
    }
    #expect(draws.names.last == "two_year_review_percent.new_site")
  }

  @Test(arguments: [
    ("2019", 2019.0), ("2012.25", 2012.25), ("2019Q3", 2019.5), ("Q3 2019", 2019.5), ("2019/20", 2019.25),
    ("2019/20 Q1", 2019.25), ("2019-20 Q4", 2020.0), ("2019-07-02", 2019.498630136986), ("2020-01", 2020.0),
    ("Apr-Jun 2023", 2023.25), ("April to June 2023", 2023.25), ("Oct-Dec 2022", 2022.75), ("Jan 2024", 2024.0),
    ("01/04/2023", 2023.2465753424658), ("Financial year Q1 2023/24", 2023.25), ("2023/24 Financial year Q4", 2024.0),
  ])
  func periodsAreReadInOrder(label: String, order: Double) {
    #expect(((TimePoint(label)?.order ?? .nan) - order).magnitude < 1e-9)
  }

  @Test(arguments: ["", "soon", "2019Q5", "2019-13-01", "Q2", "2019/25", "FY2023 Q1", "13/13/2023", "Aprel 2023"])
  func whatIsNoPeriodIsRefused(label: String) { #expect(TimePoint(label) == nil) }
}
