// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// What has been simulated of a plan.
///
/// Every candidate meets the same runs, 0, 1, 2 …, so that candidates are compared run by run (common random numbers).
struct SimulatedCandidates {
  let requirements: [Requirement]
  let maximises: Bool
  /// By candidate and run: the objective, then the measure of each requirement.
  private var outputs: [Int: [[Double]]] = [:]
  private var standings: [Int: [RequirementStanding]] = [:]
  private(set) var spent = 0

  init(requirements: [Requirement], maximises: Bool) {
    self.requirements = requirements
    self.maximises = maximises
  }

  var candidates: [Int] { outputs.keys.sorted() }

  func runs(_ candidate: Int) -> Int { outputs[candidate]?.count ?? 0 }

  mutating func add(_ runs: [[Double]], to candidate: Int) {
    outputs[candidate, default: []] += runs
    spent += runs.count
    let all = outputs[candidate] ?? []
    standings[candidate] = requirements.enumerated().map { j, requirement in
      RequirementStanding(requirement, values: all.map { $0[j + 1] })
    }
  }

  /// Outputs by run.
  func outputs(_ candidate: Int) -> [[Double]] { outputs[candidate] ?? [] }

  /// The objective by run, such that less is better.
  func losses(_ candidate: Int) -> [Double] {
    let sign = maximises ? -1.0 : 1.0
    return outputs(candidate).map { sign * $0[0] }
  }

  func standings(_ candidate: Int) -> [RequirementStanding] { standings[candidate] ?? [] }

  /// Whether every requirement is met as far as is known.
  func isMet(_ candidate: Int) -> Bool { standings(candidate).allSatisfy(\.isMet) }

  /// True when every requirement is met beyond doubt, false when one is missed beyond doubt.
  func verdict(_ candidate: Int) -> Bool? {
    let verdicts = standings(candidate).map(\.verdict)
    if verdicts.contains(false) { return false }
    return verdicts.allSatisfy { $0 == true } ? true : nil
  }

  /// Loss of one candidate less that of another over the runs that both have.
  func difference(_ candidate: Int, from other: Int) -> RunningMoments {
    RunningMoments(zip(losses(candidate), losses(other)).map { $0 - $1 })
  }

  /// Mean losses to be ranked: over the runs that all of some candidates have, so that none is favoured by its runs.
  func ranked(_ candidates: [Int]) -> [Int] {
    let common = candidates.map(runs).min() ?? 0
    let losses = Dictionary(
      uniqueKeysWithValues: candidates.map { ($0, mean(Array(self.losses($0).prefix(common)))) })
    // Of equals the one with fewer posts, which stands earlier in the grid.
    return candidates.sorted { a, b in
      let first = losses[a] ?? .infinity, second = losses[b] ?? .infinity
      return first == second ? a < b : first < second
    }
  }
}
