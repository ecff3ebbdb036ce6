// SPDX-License-Identifier: GPL-3.0-or-later
public import Economics

/// Research that could be done before deciding: what is measured, on how many, at what cost.
public struct ResearchDesign: Sendable, Equatable {
  /// What one participant tells of a parameter.
  public struct Arm: Sendable, Equatable {
    public let parameter: String
    public let measurement: StudyDesign.Measurement
    /// Participants of this arm for each unit of the size.
    public let share: Double

    public init(parameter: String, measurement: StudyDesign.Measurement, share: Double = 1) {
      self.parameter = parameter
      self.measurement = measurement
      self.share = share
    }
  }

  public let name: String
  public let arms: [Arm]
  public let sizes: [Int]
  public let costs: StudyCosts

  public init(name: String, arms: [Arm], sizes: [Int], costs: StudyCosts) {
    self.name = name
    self.arms = arms
    self.sizes = sizes
    self.costs = costs
  }

  /// In the columns of a table of draws; nil when it lacks a parameter.
  func design(in parameters: ParameterSamples) -> StudyDesign? {
    let arms = arms.compactMap { arm in
      parameters.index(of: arm.parameter).map {
        StudyDesign.Arm(parameter: $0, measurement: arm.measurement, share: arm.share)
      }
    }
    return arms.count == self.arms.count ? StudyDesign(arms: arms) : nil
  }
}

/// What a piece of research would be worth to one decision.
public struct ResearchValue: Sendable {
  public let design: ResearchDesign
  /// Position of the decision that it informs.
  public let decision: Int
  public let thresholds: [Double]
  /// By size, then threshold: worth of its results for the authority and period (EVSI).
  public let value: [[Estimate]]
  /// By size, then threshold: worth to everyone affected after it reports, less its cost (ENBS).
  public let net: [[Estimate]]
  /// At each threshold, the size with the highest net benefit and the sizes that are not clearly worse (within 1.96
  /// standard errors); nil where no size is worth its cost.
  public let best: [(size: Int, lowest: Int, highest: Int)?]
  /// Why it could not be valued; nil when it was.
  public let flaw: String?

  init(_ design: ResearchDesign, decision index: Int, analysis: ProbabilisticAnalysis) {
    self.design = design
    decision = index
    let decision = analysis.decisions[index], parameters = analysis.parameters
    let thresholds = decision.raw.uncertainty.thresholds
    self.thresholds = thresholds
    let study = design.design(in: parameters)
    flaw = study.map { $0.flaw(in: parameters) } ?? "the study draws no such parameter"
    guard let study, flaw == nil else {
      (value, net, best) = ([], [], [])
      return
    }
    let value = design.sizes.map { size in
      SampleInformation(
        of: study, size: size, in: parameters, samples: decision.raw.samples, thresholds: thresholds,
        limit: decision.analysis.uncertainty.perfectInformation, seed: analysis.plan.seed
      ).estimates.map { $0.withError(times: analysis.errorFactor) }
    }
    let net = zip(design.sizes, value).map { size, estimates in
      estimates.map { estimate in
        NetBenefitOfSampling(
          estimate.scaled(by: analysis.perPerson(1)), sampleSize: size, population: analysis.population,
          costs: design.costs
        ).net
      }
    }
    self.value = value
    self.net = net
    best = thresholds.indices.map { i in
      guard let top = net.indices.max(by: { net[$0][i].value < net[$1][i].value }), net[top][i].value > 0 else {
        return nil
      }
      let near = net.indices.filter { net[$0][i].value >= net[top][i].value - 1.96 * net[top][i].standardError }
      let sizes = near.map { design.sizes[$0] }
      return (design.sizes[top], sizes.min() ?? 0, sizes.max() ?? 0)
    }
  }
}
