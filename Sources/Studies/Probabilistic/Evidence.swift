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

/// A parameter of one strategy that follows an effect, so that the simulated difference from the baseline equals it.
public struct EvidenceShift: Sendable, Equatable {
  public let strategy: Int
  public let path: String
  /// Position of the effect in the space.
  public let effect: Int
  /// The parameter's own value at the means, for parameters that are not in the space.
  public let mean: Double
  /// What the format allows; a value that would leave it stops at its bound.
  public let allowed: ClosedRange<Double>
  /// How far the parameter goes for each effect; nowhere for what the strategy shows by itself.
  public var response: EvidenceResponse

  public init(
    strategy: Int, path: String, effect: Int, mean: Double, allowed: ClosedRange<Double>,
    response: EvidenceResponse = EvidenceResponse()
  ) {
    self.strategy = strategy
    self.path = path
    self.effect = effect
    self.mean = mean
    self.allowed = allowed
    self.response = response
  }

  func moved(_ own: Double, by effect: Double) -> Double {
    min(max(own + response.shift(for: effect), allowed.lowerBound), allowed.upperBound)
  }

  /// Whether the parameter would have to leave what is allowed for this effect.
  func isBound(by effect: Double) -> Bool { !allowed.contains(mean + response.shift(for: effect)) }
}

/// How far parameters must go from their own values for the strategy to show an effect: straight lines between effects
/// that were simulated, beyond them as the outer ones go on.
public struct EvidenceResponse: Sendable, Equatable {
  /// The difference from the baseline that the strategy shows when nothing is moved.
  public let prediction: Double
  /// By effect.
  let points: [Point]

  struct Point: Sendable, Equatable {
    let effect, shift: Double
  }

  /// Nothing is moved.
  public init() {
    prediction = .nan
    points = []
  }

  /// - Parameter simulated: Shifts and the differences from the baseline they led to; the first is no shift.
  public init(simulated: [(shift: Double, difference: Double)]) {
    prediction = simulated[0].difference
    // Differences that chance has put in another order than the shifts are one point.
    let rising = simulated.map(\.shift).max() ?? 0 > 0 || simulated.map(\.shift).min() ?? 0 < 0
    var kept: [Point] = []
    for one in simulated.sorted(by: { $0.shift < $1.shift }) {
      if let last = kept.last, rising, one.shift - last.shift < 1e-12 { continue }
      kept.append(Point(effect: one.difference, shift: one.shift))
    }
    let isFalling = (kept.first?.effect ?? 0) > (kept.last?.effect ?? 0)
    var ordered: [Point] = []
    for point in isFalling ? kept.reversed() : kept {
      if let last = ordered.last, point.effect <= last.effect { continue }
      ordered.append(point)
    }
    points = ordered
  }

  /// The shift that shows an effect.
  public func shift(for effect: Double) -> Double {
    guard points.count > 1 else { return 0 }
    let after = points.firstIndex { $0.effect > effect } ?? points.count
    let right = min(max(after, 1), points.count - 1), a = points[right - 1], b = points[right]
    return a.shift + (effect - a.effect) * (b.shift - a.shift) / (b.effect - a.effect)
  }
}

/// What the evidence moved, and how far: one parameter of a strategy.
public struct EvidenceMovement: Sendable, Equatable {
  public let path: String
  /// At the means; moved by the effect's mean and by the ends of its central 95 %.
  public let own, moved, lower, upper: Double
  /// Share of the draws of the effect that would take it beyond what is allowed.
  public let shareAtBound: Double
}

/// Do the mechanism and the evidence agree? A simulated difference from the baseline beside the measured one.
public struct EvidenceComparison: Sendable {
  public let use: EvidenceUse
  /// Over the draws: of the effect, of what the simulator predicts without being told of it, and of the difference
  /// from the baseline as simulated.
  public let estimated, predicted, simulated: ExpectedValue
  /// Predicted less estimated.
  public let difference: Double
  /// The difference over the root of both variances, and its two-sided p value (normal).
  public let z, pValue: Double
  /// The smallest difference between mechanism and evidence that the test would find in four of five cases.
  public let detectableDifference: Double
  public let movements: [EvidenceMovement]

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
  ///   - simulated: The strategy's difference from the baseline in the same draws.
  ///   - shifts: The parameters that follow this effect.
  init(_ use: EvidenceUse, effect: [Double], simulated: [Double], shifts: [EvidenceShift] = []) {
    self.use = use
    // Where the strategy was moved to the effect, the effect is taken off and what the mechanism says at the means put
    // back: what is left is what it says by itself, as far as the two add up.
    let prediction = shifts.first?.response.prediction
    let own = prediction.map { alone in zip(simulated, effect).map { $0 - $1 + alone } } ?? simulated
    estimated = ExpectedValue(effect)
    predicted = ExpectedValue(own)
    self.simulated = ExpectedValue(simulated)
    difference = predicted.mean - estimated.mean
    let spread = (RunningMoments(effect).variance + RunningMoments(own).variance).squareRoot()
    z = spread > 0 ? difference / spread : .nan
    pValue = 2 * normalProbability(below: -z.magnitude)
    detectableDifference = (normalQuantile(0.975) + normalQuantile(0.8)) * spread
    let (middle, low, high) = (estimated.mean, estimated.lower, estimated.upper)
    movements = shifts.map { shift in
      EvidenceMovement(
        path: shift.path, own: shift.mean, moved: shift.moved(shift.mean, by: middle),
        lower: shift.moved(shift.mean, by: low), upper: shift.moved(shift.mean, by: high),
        shareAtBound: Double(effect.count(where: shift.isBound(by:))) / Double(effect.count))
    }
  }

  /// What a reader of the comparison must know.
  public var warnings: [String] {
    var warnings: [String] = []
    for one in movements where one.shareAtBound > 0 {
      warnings.append(
        "\(use.effect) takes \(one.path) beyond what is allowed in \(Int((100 * one.shareAtBound).rounded(.up))) % of its draws, where it stays at its bound and the strategy does not show the effect"
      )
    }
    if !use.through.isEmpty, use.isOfThePilots {
      warnings.append(
        "\(use.effect) is the mean effect in the pilots themselves; for an authority that was not a pilot, use the effect in a further site (….new_site), whose draws hold that sites differ"
      )
    }
    return warnings
  }
}

extension EvidenceUse {
  /// Whether the effect is that of the pilots together, and not of a further site.
  var isOfThePilots: Bool { effect.hasSuffix(".pooled") || effect.hasSuffix(".pooled_population_weighted") }
}

extension ProbabilisticAnalysis {
  /// Each use of evidence whose measure is defined in every draw.
  public func evidenceComparisons(_ uses: [EvidenceUse], in space: ParameterSpace) -> [EvidenceComparison] {
    uses.compactMap { use in
      let key = OutcomeKey(use.measure)
      guard let effect = parameters.index(of: "effects.\(use.effect)"),
        let own = results[use.strategy].drawMeans(key), let base = results[0].drawMeans(key)
      else { return nil }
      let simulated = zip(own, base).map { $0 - $1 }
      guard simulated.allSatisfy(\.isFinite), simulated.count > 1 else { return nil }
      let shifts = space.shifts.filter { shift in
        shift.strategy == use.strategy && use.through.contains(shift.path)
          && space.parameters[shift.effect].name == "effects.\(use.effect)"
      }
      return EvidenceComparison(use, effect: parameters.values[effect], simulated: simulated, shifts: shifts)
    }
  }
}
