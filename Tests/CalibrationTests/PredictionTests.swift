// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Statistics
import Testing

@testable import Calibration

@Suite struct PredictionTests {
  private static func count(
    _ value: Double, among children: Double, use: CalibrationTarget.Use = .fitted, label: String = "m"
  ) -> CalibrationTarget {
    CalibrationTarget(
      metric: label, label: label, unit: "percent", value: value,
      counts: .init(numerator: value / 100 * children, denominator: children), tolerance: 0, accepted: 0...100, use: use
    )
  }

  /// A known share is predicted as a binomial count: its central 90 %, within a child and a half of 1,500 on either
  /// side (the count is discrete, the beta distribution is not).
  @Test(arguments: [50.0, 80, 98]) func aKnownShareIsPredictedAsABinomialCount(percentage: Double) throws {
    let target = Self.count(60, among: 1500)
    let prediction = try #require(
      PosteriorPrediction(
        target, expectations: [percentage, percentage, percentage], excess: 0, replicationVariance: 0, children: 1500))
    var below = 0.0, lower = 0, upper = 0
    let p = percentage / 100
    for k in 0...1500 {
      below += exp(
        lgamma(1501) - lgamma(Double(k + 1)) - lgamma(Double(1501 - k)) + Double(k) * log(p) + Double(1500 - k)
          * log1p(-p))
      if below < 0.05 { lower = k + 1 }
      if below < 0.95 { upper = k + 1 }
    }
    let interval = prediction.interval(0.9)
    #expect((interval.lower - Double(lower) / 15).magnitude < 0.1 + 1e-9, "\(interval) \(lower)")
    #expect((interval.upper - Double(upper) / 15).magnitude < 0.1 + 1e-9, "\(interval) \(upper)")
  }

  /// Variances add: of the expectation less its own noise, of the count, and of what a place has of its own.
  @Test func everySourceOfDoubtIsInThePrediction() throws {
    let target = CalibrationTarget(
      metric: "m", label: "m", unit: "percent", value: 70, counts: .init(numerator: 700, denominator: 1000),
      tolerance: 0.5, overdispersion: 0.1, accepted: 0...100)
    let prediction = try #require(
      PosteriorPrediction(target, expectations: [78, 82], excess: 2, replicationVariance: 3, children: 500))
    #expect((prediction.parameterVariance - (8 - 2)).magnitude < 1e-9)
    // Binomial 1.6; the simulation's 3 × 500/1,000 = 1.5 is less; 0.25 of tolerance; 100 × 0.1 × 0.16 = 1.6, squared.
    #expect((prediction.figureVariance - (1.6 + 0.25 + 2.56)).magnitude < 1e-9)
    let width = prediction.interval(0.95).upper - prediction.interval(0.95).lower
    #expect((width / (2 * 1.96 * (6 + 4.41).squareRoot()) - 1).magnitude < 0.02)
    #expect(prediction.holds(85) && !prediction.holds(70))
  }

  // MARK: Two counts of a place, and its other two

  /// Completion within so many appointments kept with probability p, failures clustering in families (latent
  /// correlation 0.34): 1 − E[(1 − p_f)^n], the expectation over 40 strata of families.
  private static func completed(_ p: Double, _ appointments: Int) -> Double {
    let strata = (0..<40).map { normalQuantile((Double($0) + 0.5) / 40) }
    let threshold = normalQuantile(1 - p)
    return 1
      - mean(
        strata.map { family in
          pow(
            normalProbability(below: (threshold - 0.34.squareRoot() * family) / 0.66.squareRoot()), Double(appointments)
          )
        })
  }

  /// Attendances of the eight kinds, and what they make of C2, C5 (fitted), C8i and C6i.
  private static let means = [0.895, 0.79, 0.76, 0.70, 0.70, 0.70, 0.62, 0.62]
  private static func figures(_ p: [Double]) -> [Double] {
    let toddlers = p.map { completed($0, 2) }
    return [
      95 * p[0], 100 * (0.42 * toddlers[2] + 0.48 * toddlers[3] + 0.10 * toddlers[4]),
      100 * (0.8 * p[1] + 0.2 * toddlers[1]), 100 * (0.205 * toddlers[5] + 0.645 * toddlers[6] + 0.15 * toddlers[7]),
    ]
  }

  /// The prior of `calibration/example-authority`: 0.28 on the logit scale, correlated.
  private static func prior(rank: Double) -> PriorSpace {
    let priors = means.map { Uncertainty.beta(mean: $0, se: 0.28 * $0 * (1 - $0)) ?? .uniform(0, 1) }
    let pairs = means.indices.flatMap { i in
      (i + 1..<means.count).map { GaussianCopula.Pair(first: i, second: $0, rank: rank) }
    }
    return PriorSpace(
      names: means.indices.map { "p\($0)" }, priors: priors, copula: GaussianCopula(pairs))
  }

  private static let places = 120

  /// Figures of the two that are held out.
  /// - Parameter given: Positions of the two counts that are given: new birth visits and 12-month reviews by default.
  private static func check(
    _ prior: PriorSpace, given: [Int] = [0, 1], truths: [[Double]]
  ) async throws -> [CalibrationCheck.Figure] {
    let order = given + (0..<4).filter { !given.contains($0) }
    let targets = order.enumerated().map { place, figure in
      count(80, among: 1500, use: place < 2 ? .fitted : .heldOut, label: ["C2", "C5", "C8i", "C6i"][figure])
    }
    let stream = RandomStream(seed: 11, domain: 79)
    let check = try await CalibrationCheck(
      prior: prior, targets: targets, children: 1500, points: 60, replications: 3, truths: truths, particles: 300,
      seed: 3
    ) { stage, scores, replications in
      scores.enumerated().map { place, score in
        stream.seek(entity: UInt64(stage) << 32 | UInt64(place), purpose: 1)
        let figures = figures(prior.values(score))
        return order.map { figures[$0] }.map { figure in
          (0..<replications).map { _ in
            Double(stream.binomial(probability: min(figure / 100, 1), trials: 1500)) / 15
          }
        }
      }
    }
    return check.figures.filter { $0.target.use == .heldOut }
  }

  /// Places as the prior has them. Coverage of 240 predictions of 120 places within four errors of 0.9, an error being
  /// √(0.09/120), as a place's two predictions are not independent; and what the issue asks: no wider than ± 5 points,
  /// no worse than a logit shift of the national figures. Where new birth visits and 12-month reviews are given, both
  /// are equally good but for chance: their errors differ by 0.35 points from place to place, so 0.1 is three errors.
  @Test func twoCountsPredictTheOtherTwo() async throws {
    let prior = Self.prior(rank: 0.7), truths = prior.draws(Self.places, seed: 5)
    let held = try await Self.check(prior, truths: truths)
    let others = try await Self.check(prior, given: [2, 3], truths: truths)
    for figures in [held, others] {
      let coverage = mean(figures.map(\.coverage))
      #expect((coverage - 0.9).magnitude < 4 * (0.09 / Double(Self.places)).squareRoot(), "\(figures)")
      #expect(mean(figures.map(\.halfWidth)) < 5, "\(figures)")
      #expect(mean(figures.map(\.meanError)) < mean(figures.compactMap(\.logitShiftError)) + 0.1, "\(figures)")
    }
    let both = held + others
    #expect(mean(both.map(\.meanError)) <= mean(both.compactMap(\.logitShiftError)), "\(both)")
    // Without what places have in common, the two say nothing about the others.
    let alone = try await Self.check(Self.prior(rank: 0), truths: truths)
    #expect(mean(alone.map(\.meanError)) > 1.3 * mean(held.map(\.meanError)), "\(alone)")
  }

  /// Places that have more in common than the prior says (0.9 of the variance): the prediction stays as good as the
  /// logit shift, within two errors of a difference between them, and the interval is not missed more often.
  @Test func placesMoreAlikeThanThePriorSaysArePredictedToo() async throws {
    let prior = Self.prior(rank: 0.7)
    let stream = RandomStream(seed: 8, domain: 80)
    let truths = (0..<Self.places).map { place -> [Double] in
      stream.seek(entity: UInt64(place), purpose: 1)
      let common = 0.28 * 0.9.squareRoot() * stream.standardNormal()
      return Self.means.enumerated().map { i, p in
        let logit = log(p / (1 - p)) + common + 0.28 * 0.1.squareRoot() * stream.standardNormal()
        return prior.priors[i].score(of: 1 / (1 + exp(-logit)))
      }
    }
    let held = try await Self.check(prior, truths: truths)
    #expect(mean(held.map(\.coverage)) >= 0.9, "\(held)")
    #expect(mean(held.map(\.meanError)) <= mean(held.compactMap(\.logitShiftError)) + 0.15, "\(held)")
  }
}
