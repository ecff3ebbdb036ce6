// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Statistics

/// What was measured of a strategy elsewhere, and what a study makes of it.
public struct EvidenceUse: Sendable, Equatable {
  /// Name of the effect among the draws, such as `two_year_review_percent.pooled`.
  public let effect: String
  /// Which strategy had it, against the baseline.
  public let strategy: Int
  /// The simulated measure that the effect is on, in the same unit.
  public let measure: String
  /// Parameters that are moved, all by as much, until the strategy shows the effect; none when the effect is only
  /// compared with what the simulator predicts by itself.
  public let through: [String]

  public init(effect: String, strategy: Int, measure: String, through: [String] = []) {
    self.effect = effect
    self.strategy = strategy
    self.measure = measure
    self.through = through
  }
}

/// A parameter of one strategy that follows an effect: its own value plus so much for each unit of the effect.
public struct EvidenceShift: Sendable, Equatable {
  public let strategy: Int
  public let path: String
  /// Position of the effect in the space.
  public let effect: Int
  /// The parameter's own value at the means, for parameters that are not in the space.
  public let mean: Double
  /// What the format allows; a value that would leave it stops at its bound.
  public let allowed: ClosedRange<Double>
  /// Change of the parameter for each unit of the effect.
  public var perUnit: Double

  public init(
    strategy: Int, path: String, effect: Int, mean: Double, allowed: ClosedRange<Double>, perUnit: Double
  ) {
    self.strategy = strategy
    self.path = path
    self.effect = effect
    self.mean = mean
    self.allowed = allowed
    self.perUnit = perUnit
  }

  func moved(_ own: Double, by effect: Double) -> Double {
    min(max(own + perUnit * effect, allowed.lowerBound), allowed.upperBound)
  }
}

/// Do the mechanism and the evidence agree? A simulated difference from the baseline beside the measured one.
public struct EvidenceComparison: Sendable {
  public let use: EvidenceUse
  /// Over the draws: of the effect, and of what the simulator predicts without being told of it.
  public let estimated, predicted: ExpectedValue
  /// Predicted less estimated.
  public let difference: Double
  /// The difference over the root of both variances, and its two-sided p value (normal).
  public let z, pValue: Double

  /// A mean over draws with the central 95 % of them.
  public struct ExpectedValue: Sendable {
    public let mean, lower, upper: Double

    init(_ draws: [Double]) {
      let sorted = draws.sorted()
      mean = Statistics.mean(draws)
      lower = quantile(sorted: sorted, 0.025)
      upper = quantile(sorted: sorted, 0.975)
    }
  }

  /// - Parameters:
  ///   - effect: Draws of the effect.
  ///   - simulated: The strategy's difference from the baseline in the same draws. Where the strategy was moved by
  ///     the effect, the effect is taken off again: what is left is what the mechanism says by itself, as far as
  ///     the two add up.
  init(_ use: EvidenceUse, effect: [Double], simulated: [Double]) {
    self.use = use
    let own = use.through.isEmpty ? simulated : zip(simulated, effect).map { $0 - $1 }
    estimated = ExpectedValue(effect)
    predicted = ExpectedValue(own)
    difference = predicted.mean - estimated.mean
    let variance = RunningMoments(effect).variance + RunningMoments(own).variance
    z = variance > 0 ? difference / variance.squareRoot() : .nan
    pValue = 2 * normalProbability(below: -z.magnitude)
  }
}

extension ProbabilisticAnalysis {
  /// Each use of evidence whose measure is defined in every draw.
  public func evidenceComparisons(_ uses: [EvidenceUse]) -> [EvidenceComparison] {
    uses.compactMap { use in
      let key = OutcomeKey(use.measure)
      guard let effect = parameters.index(of: "effects.\(use.effect)"),
        let own = results[use.strategy].drawMeans(key), let base = results[0].drawMeans(key)
      else { return nil }
      let simulated = zip(own, base).map { $0 - $1 }
      guard simulated.allSatisfy(\.isFinite), simulated.count > 1 else { return nil }
      return EvidenceComparison(use, effect: parameters.values[effect], simulated: simulated)
    }
  }
}
