// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

extension SearchInHand {
  /// The last few candidates get more runs, all as many, until one is left or the runs are spent; then the places
  /// around the winner are looked at, and what is better there joins.
  mutating func race(_ evaluate: PlanSearch.Evaluation) async throws {
    var looked: Set<Int> = []
    while true {
      try await decide(evaluate)
      pool()
      guard let best, looked.insert(best).inserted else { return }
      let around = grid.neighbours(of: best).filter { simulated.runs($0) == 0 }
      try await need(around, Self.firstLook, evaluate)
      guard left >= Self.firstLook else { return }
    }
  }

  /// Doubles the runs of those that may be the best.
  private mutating func decide(_ evaluate: PlanSearch.Evaluation) async throws {
    while true {
      let open = contenders()
      let fewest = open.map(simulated.runs).min() ?? 0, most = open.map(simulated.runs).max() ?? 0
      // One that is met beyond doubt has won.
      guard open.count > 1 || open.contains(where: { simulated.verdict($0) == nil }) else { return }
      let wanted = fewest < most ? most : min(2 * most, mostRuns)
      let before = simulated.spent
      let affordable = open.prefix(max(1, left / max(1, wanted - fewest)))
      try await need(Array(affordable), wanted, evaluate)
      guard simulated.spent > before else { return }
    }
  }

  /// What is not missed beyond doubt, and not worse beyond doubt than one that is met beyond doubt; by mean loss.
  private func contenders() -> [Int] {
    let possible = simulated.candidates.filter { simulated.verdict($0) != false }
    let certain = possible.filter { simulated.verdict($0) == true }
    guard let leader = simulated.ranked(certain).first else {
      return Array(simulated.ranked(possible).prefix(12))
    }
    let rivals = possible.filter { candidate in
      guard candidate != leader else { return true }
      let difference = simulated.difference(candidate, from: leader)
      guard difference.count > 1 else { return true }
      // One that is as good as the leader, but no better, need not be told apart from it.
      if difference.mean > -search.indifference, difference.variance == 0 { return false }
      let interval = difference.confidenceInterval(level: 1 - RequirementStanding.doubt)
      return interval.lower < 0 && interval.lower < -search.indifference
    }
    return Array(simulated.ranked(rivals).prefix(12))
  }
}
