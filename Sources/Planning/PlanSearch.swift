// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// The search for the candidate with the best expected objective among those that meet all requirements.
///
/// Along a single parameter each requirement is taken as monotone and its boundary found by bisection. Over several, a
/// Gaussian process for the objective and for the distance from each limit says where to look: expected improvement
/// times the chance to be feasible (Schonlau, Welch & Jones 1998; Gardner et al. 2014), with the noise of each point
/// known. The last few are then raced: all get more runs until they are decided or the runs are spent (in the manner of
/// Kim & Nelson 2001, doi:10.1145/502109.502111). All candidates meet the same random numbers.
public struct PlanSearch: Sendable {
  /// Outputs by candidate, run and output: the objective, then the measure of each requirement.
  public typealias Evaluation = (_ candidates: [Int], _ runs: Range<Int>) async throws -> [[[Double]]]

  public let grid: PlanGrid
  public let requirements: [Requirement]
  public let maximises: Bool
  /// Most runs of the simulator.
  public let budget: Int
  /// A difference of the objective that does not matter.
  public let indifference: Double

  public init(
    _ grid: PlanGrid, requirements: [Requirement], maximises: Bool = false, budget: Int, indifference: Double = 0
  ) {
    self.grid = grid
    self.requirements = requirements
    self.maximises = maximises
    self.budget = budget
    self.indifference = indifference
  }

  /// - Throws: What `evaluate` throws.
  public func run(_ evaluate: Evaluation) async throws -> PlanFindings {
    var work = SearchInHand(search: self)
    let varied = grid.levels.indices.filter { grid.levels[$0].count > 1 }
    for alternative in 0..<grid.alternatives {
      if varied.count <= 1 {
        try await work.followBoundaries(along: varied.first, of: alternative, evaluate)
      } else {
        try await work.explore(alternative, evaluate)
      }
    }
    try await work.race(evaluate)
    return work.findings(method: varied.count <= 1 ? .bisection : .emulators)
  }
}

/// A search under way.
struct SearchInHand {
  let search: PlanSearch
  var simulated: SimulatedCandidates
  /// Candidates that miss a limit by the emulators, which pool the runs of all around them: of many that are simulated,
  /// those that meet a limit by chance are the cheapest.
  var doubtful: Set<Int> = []

  /// Runs with which a candidate is first looked at.
  static let firstLook = 8

  init(search: PlanSearch) {
    self.search = search
    simulated = SimulatedCandidates(requirements: search.requirements, maximises: search.maximises)
  }

  var grid: PlanGrid { search.grid }
  var left: Int { search.budget - simulated.spent }
  /// More runs than this are not spent on one candidate.
  var mostRuns: Int { max(4 * Self.firstLook, search.budget / 6) }

  /// Whether all requirements are met, as far as is known.
  func isMet(_ candidate: Int) -> Bool { simulated.isMet(candidate) && !doubtful.contains(candidate) }

  /// The candidate that meets all requirements, as far as is known, with the best objective.
  var best: Int? { simulated.ranked(simulated.candidates.filter(isMet)).first }

  /// Simulates what candidates lack of so many runs, as far as the budget goes.
  mutating func need(_ candidates: [Int], _ runs: Int, _ evaluate: PlanSearch.Evaluation) async throws {
    var lacking: [Int: [Int]] = [:], planned = 0
    for candidate in candidates {
      let has = simulated.runs(candidate), lacks = runs - has
      guard lacks > 0, planned + lacks <= left else { continue }
      planned += lacks
      lacking[has, default: []].append(candidate)
    }
    for (has, candidates) in lacking.sorted(by: { $0.key < $1.key }) {
      let results = try await evaluate(candidates, has..<runs)
      for (candidate, outputs) in zip(candidates, results) { simulated.add(outputs, to: candidate) }
    }
  }

  /// Doubles the runs of a candidate until a question about it is answered, or it has had enough.
  mutating func settle(
    _ candidate: Int, _ evaluate: PlanSearch.Evaluation, until isAnswered: (SimulatedCandidates) -> Bool
  ) async throws {
    try await need([candidate], Self.firstLook, evaluate)
    while !isAnswered(simulated) {
      let has = simulated.runs(candidate), wanted = min(2 * has, mostRuns)
      guard has > 0, wanted > has else { return }
      try await need([candidate], wanted, evaluate)
      guard simulated.runs(candidate) > has else { return }
    }
  }
}
