// SPDX-License-Identifier: GPL-3.0-or-later
public import Planning
public import ResultsStore
public import ScenarioFiles

/// The best choice of a plan, and what else was seen on the way.
public struct PlanResults: Sendable {
  public let document: PlanDocument
  public let findings: PlanFindings
  public let seed: UInt64
  /// For the best candidate, or the one that comes nearest to the limits.
  public let rules: SimpleRules?
  public let manifest: Manifest

  /// A point of the frontier: no candidate that was simulated costs less and gives more.
  public struct FrontierPoint: Sendable {
    public let cost: Double
    public let outcome: Double
    public let candidate: PlanFindings.Candidate
  }

  /// What the frontier is between, where the plan has a cost and something to set against it.
  public var frontierMeasures: (cost: String, outcome: String)? {
    let measures = [document.objectiveName] + document.limits.map(\.measure)
    guard let cost = measures.first(where: { $0.hasPrefix("cost.") }),
      let outcome = measures.first(where: { !$0.hasPrefix("cost.") })
    else { return nil }
    return (cost, outcome)
  }

  /// From the cheapest to the best, among the candidates that keep to all limits on other measures.
  public var frontier: [FrontierPoint] {
    guard let (cost, outcome) = frontierMeasures else { return [] }
    let measures = [document.objectiveName] + document.limits.map(\.measure)
    guard let costPlace = measures.firstIndex(of: cost), let outcomePlace = measures.firstIndex(of: outcome) else {
      return []
    }
    let isMoreBetter =
      outcomePlace == 0 ? document.maximises : document.limits[outcomePlace - 1].requirement.bound == .atLeast
    let points = findings.simulated.filter { candidate in
      zip(document.limits, candidate.standings).allSatisfy { limit, standing in
        standing.isMet || [cost, outcome].contains(limit.measure)
      }
    }.map { FrontierPoint(cost: $0.means[costPlace], outcome: $0.means[outcomePlace], candidate: $0) }
    var best = -Double.infinity
    return points.sorted { ($0.cost, $0.candidate.index) < ($1.cost, $1.candidate.index) }.filter { point in
      let gain = isMoreBetter ? point.outcome : -point.outcome
      guard gain > best else { return false }
      best = gain
      return true
    }
  }

  /// Options that a candidate takes, and the values of what is varied.
  public func choice(_ candidate: PlanFindings.Candidate) -> (
    options: [(choice: String, option: String)], values: [(path: String, value: Double)]
  ) {
    let place = document.grid.place(candidate.index)
    return (
      document.alternatives[place.alternative].options,
      zip(document.varied.map(\.path), document.grid.values(candidate.index)).map { ($0, $1) }
    )
  }
}
