// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Planning
import ScenarioFiles

/// The rules that people know, on the sheet of a plan: what they ask for beside what the simulation asks for.
public struct SimpleRules: Sendable {
  public struct Role: Sendable {
    public let name, label: String
    /// WTE of the establishment that the plan chose, and what of it is in post on average.
    public let planned, inPost: Double
    /// The World Health Organization's rule for the work that is done at this plan.
    public let workloadIndicators: Double
  }

  public let roles: [Role]
  public let childrenUnderFive: Double
  /// Children a whole-time equivalent by the rule of the Institute of Health Visiting.
  public static let childrenPerHealthVisitor = 250.0
  /// Health visitors by that rule.
  public var byCaseload: Double { childrenUnderFive / Self.childrenPerHealthVisitor }

  private static let workedOn = ["contact", "travel", "records", "safeguarding"]
  private static let support = "supervision_and_team"

  /// What the rules need to know of a run.
  static func measures(of document: PlanDocument) -> [String] {
    let roles = document.alternatives[0].scenario.scenario().workforce.map(\.name)
    return ["population.children"]
      + roles.flatMap { role in
        ["workforce.\(role).wte_in_post"] + (workedOn + [support]).map { "workforce.\(role).worked.\($0)" }
      }
  }

  /// - Parameters:
  ///   - candidate: With the means of those measures behind its other outputs.
  init(_ document: PlanDocument, _ candidate: PlanFindings.Candidate, measures: [String]) {
    let beside = Dictionary(
      zip(measures, candidate.means.dropFirst(1 + document.limits.count)), uniquingKeysWith: { $1 })
    let grid = document.grid, place = grid.place(candidate.index)
    let values = Dictionary(
      zip(document.varied.map(\.path), grid.values(candidate.index)), uniquingKeysWith: { $1 })
    let scenario = document.alternatives[place.alternative].scenario.scenario(values: values)
    childrenUnderFive = beside["population.children"] ?? .nan
    roles = scenario.workforce.map { role in
      let inPost = beside["workforce.\(role.name).wte_in_post"] ?? .nan
      func share(_ part: String) -> Double { (beside["workforce.\(role.name).worked.\(part)"] ?? .nan) / 100 }
      let work = Self.workedOn.reduce(0) { $0 + share($1) }
      // In years of one person's work: the time that was worked is the standard by which it is counted.
      let indicators = WorkloadIndicators(
        workloads: [.init(volume: inPost * work, standardHours: 1)], availableHours: 1,
        categoryAllowance: share(Self.support))
      return Role(
        name: role.name, label: role.label, planned: role.wte, inPost: inPost, workloadIndicators: indicators.need)
    }
  }
}
