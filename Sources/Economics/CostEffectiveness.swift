// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// The analysis of a PSA table: what the strategies cost and achieve, which is best, how sure that is, and what it
/// would be worth to know more.
public struct CostEffectiveness: Sendable {
  public let samples: DecisionSamples
  public let incremental: IncrementalAnalysis
  public let uncertainty: DecisionUncertainty
  /// The strategy that increments are taken against.
  public let reference: Int

  /// - Parameter errorFactor: What standard errors are multiplied by, where the draws tell less than as many independent
  ///   ones.
  public init(_ samples: DecisionSamples, thresholds: [Double], reference: Int = 0, errorFactor: Double = 1) {
    self.samples = samples
    self.reference = reference
    incremental = IncrementalAnalysis(samples.expectedOutcomes)
    uncertainty = DecisionUncertainty(samples, thresholds: thresholds, reference: reference).withErrors(
      times: errorFactor)
  }

  /// The analysis of draws whose replication noise is taken out, with standard errors that know of it.
  /// - Parameter groups: Of draws, for the standard errors; fewer are quicker and less exact.
  public init(
    _ removal: NoiseRemoval, thresholds: [Double], groups: Int = NoiseRemoval.usualGroups, reference: Int = 0
  ) throws(NumericalError) {
    samples = try removal.cleaned()
    self.reference = reference
    incremental = IncrementalAnalysis(samples.expectedOutcomes)
    uncertainty = try removal.decision(thresholds: thresholds, groups: groups)
  }

  /// The value of knowing some parameters, at the thresholds of this analysis.
  public func valueOfKnowing(_ indices: [Int], in parameters: ParameterSamples) -> PartialPerfectInformation {
    PartialPerfectInformation(
      of: indices, in: parameters, samples: samples, thresholds: uncertainty.thresholds, reference: reference,
      limit: uncertainty.perfectInformation)
  }

  /// The value of a study of some parameters, at the thresholds of this analysis.
  public func valueOfStudying(
    _ study: StudyDesign, size: Int, in parameters: ParameterSamples, seed: UInt64
  ) -> SampleInformation {
    SampleInformation(
      of: study, size: size, in: parameters, samples: samples, thresholds: uncertainty.thresholds,
      reference: reference, limit: uncertainty.perfectInformation, seed: seed)
  }
}
