// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics
import Testing

@testable import SyntheticControl

/// Matrix completion beside what is known of its objective: the closed form without gaps, its first-order condition with
/// gaps, exact recovery of a matrix of low rank, and the published estimate for California.
@Suite struct MatrixCompletionTests {
  private func random(_ units: Int, _ periods: Int, seed: UInt64) -> [[Double]] {
    let stream = RandomStream(seed: seed)
    return (0..<units).map { unit in
      stream.seek(entity: UInt64(unit), purpose: 1)
      let own = [stream.standardNormal(), stream.standardNormal()]
      return (0..<periods).map { t in
        20 + 3 * own[0] + Double(t) / 5 + 2 * own[0] * Double(t % 7) / 3 - own[1] * Double(t % 5)
          + stream.standardNormal()
      }
    }
  }

  private func product(_ a: [[Double]], _ b: [[Double]]) -> Double {
    zip(a, b).reduce(0) { $0 + zip($1.0, $1.1).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  private func singularValues(_ a: [[Double]]) throws -> [Double] {
    let gram = Matrix(columns: a).gramMatrix()
    return try SymmetricEigenvalues(gram).values.map { max($0, 0).squareRoot() }.sorted(by: >)
  }

  /// Two by two, by hand: rows less means are ±(a, −a) with one singular value 2a, less λ·4/2.
  @Test func aFullMatrixHasTheClosedForm() throws {
    let problem = CompletionProblem(values: [[7, 1], [2, 4]], gaps: [])
    // Means: rows 4 and 3, columns 4.5 and 2.5, all 3.5; the rest is ±2, singular value 4.
    let completion = try LowRankCompletion(problem, penalty: 0.5, start: [])
    #expect(completion.rank == 1 && completion.rounds == 1)
    let (lowRank, misses) = try completion.parts()
    // 4 − 0.5 · 4 / 2 = 3, so three quarters are kept.
    #expect(agree(lowRank.flatMap { $0 }, [1.5, -1.5, -1.5, 1.5], 1e-12))
    #expect(agree(misses.flatMap { $0 }, [0.5, -0.5, -0.5, 0.5], 1e-12))
    #expect(agree(try problem.largestPenalty(), 2, 1e-9))
  }

  /// Whatever the shape: singular values of what is missed are those of the rest, at most the threshold.
  @Test(arguments: [(6, 20), (20, 6)]) func singularValuesAreLessenedByTheThreshold(units: Int, periods: Int) throws {
    let problem = CompletionProblem(values: random(units, periods, seed: 3), gaps: [])
    let whole = try singularValues(try LowRankCompletion(problem, penalty: .infinity, start: []).parts().misses)
    let penalty = 0.25 * (try problem.largestPenalty()), threshold = penalty * Double(units * periods) / 2
    let (lowRank, misses) = try LowRankCompletion(problem, penalty: penalty, start: []).parts()
    for ((all, kept), left) in zip(zip(whole, try singularValues(lowRank)), try singularValues(misses)) {
      #expect((kept - max(0, all - threshold)).magnitude < 1e-7 * whole[0])
      #expect((left - min(all, threshold)).magnitude < 1e-7 * whole[0])
    }
  }

  /// The misses at observed entries are a subgradient: no larger than the threshold in the spectral norm, with an inner
  /// product with the low-rank part of the threshold times its nuclear norm, and nothing left in any row or column.
  @Test(arguments: [(8, 24), (30, 16)]) func withGapsTheFirstOrderConditionHolds(units: Int, periods: Int) throws {
    let gaps = (periods - 6..<periods).map { (unit: 0, time: $0) } + [(2, 3), (2, 4), (5, 9)]
    let problem = CompletionProblem(values: random(units, periods, seed: 5), gaps: gaps)
    for share in [0.5, 0.1, 0.02] {
      let penalty = share * (try problem.largestPenalty())
      let completion = try LowRankCompletion(problem, penalty: penalty, start: problem.plainStart)
      let threshold = penalty * Double(problem.observedCount) / 2
      let (lowRank, misses) = try completion.parts()
      #expect(completion.remainder < 1e-11)
      let size = try singularValues(lowRank).reduce(0, +)
      #expect(try singularValues(misses)[0] <= threshold * (1 + 1e-7))
      #expect(agree(product(lowRank, misses), threshold * size, 1e-7))
      for row in misses { #expect(row.reduce(0, +).magnitude < 1e-7) }
      for t in 0..<periods { #expect(misses.reduce(0) { $0 + $1[t] }.magnitude < 1e-7) }
    }
  }

  /// Levels, a common course and one factor without noise: the gaps are what the factor makes them, as the penalty goes
  /// to nought; and the weights say the same as the matrix.
  @Test func aFactorWithoutNoiseIsRecovered() throws {
    let (panel, design) = factorPanel(seed: 9, donors: 15, noise: 0)
    var one = panel
    for unit in panel.units.indices {
      let loading = Double((unit * 7 + 3) % 11) / 5
      for t in panel.times.indices {
        one.outcome[unit][t] = 50 + Double(unit) + Double(t % 4) + loading * Double((t * t) % 9)
      }
      guard unit == 0 else { continue }
      for t in 24..<32 { one.outcome[0][t] += 3 }
    }
    let site = try PreparedSite(design.treated[0], design: design, panel: one)
    var settings = EstimationSettings()
    var errors: [Double] = []
    for penalty in [1e-1, 1e-2, 1e-3] {
      settings.nuclearPenalty = penalty
      let fit = try Estimator(.matrixCompletion, on: one, settings: settings).fit(site.comparison)
      errors.append((fit.averageEffect - 3).magnitude)
    }
    #expect(errors[2] < 0.005 && errors[1] < errors[0] && errors[2] < errors[1], "\(errors)")
  }

  @Test func weightsSumToOneAndMakeWhatTheCompletionFills() throws {
    let (panel, design) = factorPanel(seed: 10, donors: 12, effect: 2)
    let site = try PreparedSite(design.treated[0], design: design, panel: panel)
    let fit = try Estimator(.matrixCompletion, on: panel, settings: EstimationSettings()).fit(site.comparison)
    #expect(agree(fit.weights.reduce(0, +), 1, 1e-10))
    let later = fit.comparison.pre.count..<fit.observed.count
    let problem = CompletionProblem(
      values: panel.outcome, gaps: later.map { (unit: 0, time: $0) })
    let completion = try LowRankCompletion(problem, penalty: try #require(fit.lambda), start: problem.plainStart)
    #expect(agree(Array(fit.synthetic[later]), completion.filled, 1e-8))
    #expect(fit.completion?.steps.contains { $0.penalty == fit.lambda } == true)
    #expect(fit.completion?.rank == completion.rank)
  }

  @Test func withoutLowRankItIsDifferenceInDifferences() throws {
    let (panel, design) = factorPanel(seed: 12, donors: 12)
    let comparison = try PreparedSite(design.treated[0], design: design, panel: panel).comparison
    var settings = EstimationSettings()
    settings.nuclearPenalty = 1e6
    let a = try Estimator(.matrixCompletion, on: panel, settings: settings).fit(comparison)
    let b = try Estimator(.differenceInDifferences, on: panel, settings: settings).fit(comparison)
    #expect(agree(a.averageEffect, b.averageEffect, 1e-8) && a.completion?.rank == 0)
  }

  @Test func itRecoversEffectsOfAFactorModelWithoutBias() throws {
    var errors = RunningMoments(), plain = RunningMoments()
    for seed in 0..<25 {
      let (panel, design) = factorPanel(seed: UInt64(seed), donors: 30, effect: 3, noise: 0.5)
      let site = try PreparedSite(design.treated[0], design: design, panel: panel)
      func effect(_ method: EffectsMethod) throws -> Double {
        try Estimator(method, on: panel, settings: design.settings).fit(site.comparison).averageEffect
      }
      errors.add(try effect(.matrixCompletion) - 3)
      plain.add(try effect(.differenceInDifferences) - 3)
    }
    #expect(errors.mean.magnitude < 4 * errors.standardError)
    #expect(errors.variance < plain.variance / 4)
  }
}
