// SPDX-License-Identifier: GPL-3.0-or-later
import Economics
import Studies
import TableFiles

/// The draws of a PSA from which sensitivity is read off without simulating again.
struct MetamodelSource: Sendable {
  let samples: DecisionSamples
  let parameters: ParameterSamples

  /// Reads the wide files that `skillmix psa --out` writes.
  init(folder: String, effect: EffectMeasure, perspective: Perspective) throws(TableError) {
    let effects = "\(folder)/psa_effects_\(effect.name).csv"
    samples = try readDecisionSamples(effects: effects, costs: "\(folder)/psa_costs_\(perspective.rawValue).csv")
    parameters = try readParameterSamples(at: "\(folder)/psa_parameters.csv", drawsOf: samples, in: effects)
  }

  /// Where the preferred strategy changes; nil when the parameter was not drawn.
  func switches(of name: String, at threshold: Double) -> [MetamodelCurve.Switch]? {
    parameters.index(of: name).map {
      MetamodelCurve(of: $0, in: parameters, samples: samples, threshold: threshold).switches
    }
  }
}
