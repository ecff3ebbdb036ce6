// SPDX-License-Identifier: GPL-3.0-or-later
public import Economics
import Statistics

/// The decision on one effect from one perspective: with the replication noise taken out, and as simulated.
public struct DecisionAnalysis: Sendable {
  public let effect: EffectMeasure
  public let effectLabel: String
  public let effectUnit: String
  public let perspective: Perspective
  /// Noise removed from the increments; the same as `raw` when it could not be told apart.
  public let analysis: CostEffectiveness
  public let raw: CostEffectiveness
  /// Of incremental effects and incremental costs against the baseline, by strategy (none for the baseline).
  public let effectComponents, costComponents: [VarianceComponents?]
  /// Of incremental net benefits at the threshold at which the decision is least sure.
  public let decisionComponents: [VarianceComponents?]
  public let replications: Int
  /// What errors that take the draws for independent are multiplied by: 1, or more where some were not simulated.
  let errorFactor: Double

  /// - Parameters:
  ///   - effects: By strategy, draw and replication.
  ///   - costs: As the effects.
  ///   - parameters: What the draws came from.
  ///   - areStratified: Whether they are a Latin hypercube.
  ///   - groups: Of draws, for the standard errors.
  ///   - errorFactor: What errors that take the draws for independent are multiplied by.
  init(
    effect: EffectMeasure, label: String, unit: String, perspective: Perspective, strategies: [String],
    effects: [[[Double]]], costs: [[[Double]]], thresholds: [Double],
    parameters: ParameterSamples, areStratified: Bool, groups: Int = NoiseRemoval.usualGroups,
    errorFactor: Double = 1
  ) {
    self.effect = effect
    effectLabel = label
    effectUnit = unit
    self.perspective = perspective
    replications = effects[0].first?.count ?? 1
    let samples = DecisionSamples(
      strategies: strategies, costs: costs.map { $0.map { mean($0) } }, effects: effects.map { $0.map { mean($0) } })
    self.errorFactor = errorFactor
    raw = CostEffectiveness(samples, thresholds: thresholds, errorFactor: errorFactor)
    analysis =
      Self.removal(samples, effects: effects, costs: costs, parameters: parameters, areStratified: areStratified)
      .flatMap { try? CostEffectiveness($0, thresholds: thresholds, groups: groups) } ?? raw
    effectComponents = Self.components(effects)
    costComponents = Self.components(costs)
    let information = raw.uncertainty.perfectInformation
    let leastSure = information.indices.max { information[$0].value < information[$1].value }
    decisionComponents = Self.components(
      zip(effects, costs).map { effects, costs in
        zip(effects, costs).map { effects, costs in
          zip(effects, costs).map { (leastSure.map { thresholds[$0] } ?? 0) * $0 - $1 }
        }
      })
  }

  /// Nil when noise cannot be told from uncertainty.
  private static func removal(
    _ samples: DecisionSamples, effects: [[[Double]]], costs: [[[Double]]], parameters: ParameterSamples,
    areStratified: Bool
  ) -> NoiseRemoval? {
    let replications = effects[0].first?.count ?? 1
    guard replications > 1, samples.drawCount > 1 else { return nil }
    var noise = ReplicationNoise(strategies: samples.strategies.count)
    for draw in 0..<samples.drawCount {
      noise.add(effects: effects.map { $0[draw] }, costs: costs.map { $0[draw] })
    }
    return NoiseRemoval(
      samples, noise: noise, replications: replications, parameters: parameters, areStratified: areStratified)
  }

  /// Of each strategy's increments against the first.
  static func components(_ outcomes: [[[Double]]]) -> [VarianceComponents?] {
    outcomes.indices.map { s in
      guard s > 0, outcomes[s].count > 1, (outcomes[s].first?.count ?? 0) > 1 else { return nil }
      return VarianceComponents(
        zip(outcomes[s], outcomes[0]).map { own, base in zip(own, base).map { $0 - $1 } })
    }
  }
}

/// What knowing parameters would be worth to a decision.
public struct ParameterInformation: Sendable {
  public let parameters: [String]
  /// At the thresholds of the decision; at most the EVPI without noise.
  public let value: PartialPerfectInformation
  /// The same, cut only at the EVPI that includes replication noise.
  public let raw: PartialPerfectInformation
}

extension DecisionAnalysis {
  /// EVPPI of parameters.
  ///
  /// The regression is on the draws as simulated: noise that is independent of the parameters leaves its expectation
  /// alone, whereas draws with the noise taken out have been shrunk, signal and all.
  public func information(_ indices: [Int], in parameters: ParameterSamples) -> ParameterInformation {
    let value = PartialPerfectInformation(
      of: indices, in: parameters, samples: raw.samples, thresholds: raw.uncertainty.thresholds,
      limit: analysis.uncertainty.perfectInformation, withoutNoise: analysis.samples, errorFactor: errorFactor)
    let raw = PartialPerfectInformation(
      of: indices, in: parameters, samples: raw.samples, thresholds: raw.uncertainty.thresholds,
      limit: raw.uncertainty.perfectInformation, errorFactor: errorFactor)
    return ParameterInformation(parameters: value.parameters, value: value, raw: raw)
  }
}
