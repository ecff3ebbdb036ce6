// SPDX-License-Identifier: GPL-3.0-or-later
public import Economics

/// What a study found: the analysis of its draws, worked out once for every form of report.
public struct StudyFindings: Sendable {
  public let analysis: ProbabilisticAnalysis
  public let credible: [CredibleResult]
  public let budget: [BudgetImpact]
  public let distributional: [DistributionalResult]
  /// By decision: the value of knowing each parameter alone, then each group that the study names.
  public let information: [[ParameterInformation]]
  /// By decision: whether parameters explain outcomes at all.
  public let alignment: [RowAlignment?]
  /// What the research that the study names would be worth, decision by decision.
  public let research: [ResearchValue]
  /// The decision on QALYs with what follows the simulated period, by perspective; none without a horizon.
  public let horizon: [HorizonResult]
  /// The study's own perspective by deprivation quintile; none where costs or effects have no quintiles.
  public let subgroups: [SubgroupResult]
  /// What implementing the best strategy would be worth, decision by decision.
  public let implementation: [ImplementationResult]
  /// The decisions under each structural alternative.
  public let structure: [StructuralResult]
  /// Whether there are draws and replications enough, by decision.
  public let settlement: [Settlement]
  /// Names of parameters that are assumptions.
  public let assumptions: Set<String>
  /// What the simulator predicts beside what was measured elsewhere.
  public let evidence: [EvidenceComparison]

  public init(_ analysis: ProbabilisticAnalysis, space: ParameterSpace, evidence uses: [EvidenceUse] = [])
    async throws(ProbabilisticAnalysis.Flaw)
  {
    self.analysis = analysis
    evidence = analysis.evidenceComparisons(uses, in: space)
    credible = analysis.credibleResults()
    budget = analysis.budgetImpact()
    distributional = analysis.distributionalResults()
    assumptions = space.assumptions
    horizon = try analysis.horizonResults()
    implementation = analysis.implementationResults()
    structure = analysis.structuralResults()
    let byQuintile = analysis.subgroupDecisions()
    subgroups = await inOrder(byQuintile) { analysis.subgroupResult(decision: $0) }.compactMap(\.self)
    settlement = analysis.decisions.map(Settlement.init)
    let designs = analysis.plan.designs
    research = await inOrder(0..<analysis.decisions.count * designs.count) { piece in
      ResearchValue(designs[piece % designs.count], decision: piece / designs.count, analysis: analysis)
    }
    let parameters = analysis.parameters
    let groups =
      parameters.names.indices.map { [$0] }
      + analysis.plan.parameterGroups.map { $0.compactMap(parameters.index(of:)) }.filter { !$0.isEmpty }
    let count = groups.count
    let pieces = await inOrder(0..<analysis.decisions.count * count) { piece in
      analysis.decisions[piece / max(1, count)].information(groups[piece % max(1, count)], in: parameters)
    }
    information = analysis.decisions.indices.map { Array(pieces[($0 * count)..<(($0 + 1) * count)]) }
    alignment = await inOrder(0..<analysis.decisions.count) { index in
      parameters.names.isEmpty
        ? nil : RowAlignment(parameters, analysis.decisions[index].raw.samples, reference: 0, seed: analysis.plan.seed)
    }
  }

  /// How much of the variance that single parameters explain, and of their EVPPI, rests on assumptions; nil where
  /// there is none of it.
  ///
  /// The EVPPI is taken at the threshold at which the decision is least sure.
  public func shareOnAssumptions(decision: Int) -> (ofVariance: Double?, ofInformation: Double?) {
    let single = information[decision].filter { $0.parameters.count == 1 }
    let place = leastSureThreshold(decision: decision)
    func share(_ weight: (ParameterInformation) -> Double) -> Double? {
      let total = single.reduce(0) { $0 + weight($1) }
      let assumed = single.reduce(0) { $0 + (assumptions.contains($1.parameters[0]) ? weight($1) : 0) }
      return total > 0 ? assumed / total : nil
    }
    return (
      place.flatMap { i in share { max(0, $0.value.explainedShares[i]) } },
      place.flatMap { i in share { $0.value.estimates[i].value } }
    )
  }

  /// Position of the threshold with the highest EVPI; nil without thresholds.
  public func leastSureThreshold(decision: Int) -> Int? {
    let information = analysis.decisions[decision].analysis.uncertainty.perfectInformation
    return information.indices.max { information[$0].value < information[$1].value }
  }
}
