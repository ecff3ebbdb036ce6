// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

extension SearchInHand {
  /// Along one parameter: the stretch in which all requirements are met, and the best of it.
  ///
  /// Each requirement is monotone in the parameter: met on one side of a boundary, which bisection finds in the
  /// logarithm of the number of levels. Within the stretch the objective has one best place.
  mutating func followBoundaries(
    along dimension: Int?, of alternative: Int, _ evaluate: PlanSearch.Evaluation
  ) async throws {
    let grid = grid
    func candidate(_ step: Int) -> Int {
      var steps = grid.levels.map { _ in 0 }
      if let dimension { steps[dimension] = step }
      return grid.index(of: PlanGrid.Place(alternative: alternative, steps: steps))
    }
    let last = dimension.map { grid.levels[$0].count - 1 } ?? 0
    var stretch = 0...last
    for requirement in search.requirements.indices {
      let isMetFirst = try await meets(requirement, candidate(0), evaluate)
      let isMetLast = try await meets(requirement, candidate(last), evaluate)
      if isMetFirst, isMetLast { continue }
      guard isMetFirst || isMetLast else { return }
      var met = isMetFirst ? 0 : last, missed = isMetFirst ? last : 0
      while abs(met - missed) > 1 {
        let middle = (met + missed) / 2
        if try await meets(requirement, candidate(middle), evaluate) { met = middle } else { missed = middle }
      }
      let side = isMetFirst ? 0...met : met...last
      guard side.overlaps(stretch) else { return }
      stretch = side.clamped(to: stretch)
    }
    try await narrow(stretch, candidate, evaluate)
  }

  private mutating func meets(
    _ requirement: Int, _ candidate: Int, _ evaluate: PlanSearch.Evaluation
  ) async throws -> Bool {
    try await settle(candidate, evaluate) { $0.standings(candidate)[requirement].verdict != nil }
    return simulated.standings(candidate).indices.contains(requirement)
      && simulated.standings(candidate)[requirement].isMet
  }

  /// Simulates where the objective is best within a stretch: its better end, or inside by sections.
  private mutating func narrow(
    _ stretch: ClosedRange<Int>, _ candidate: (Int) -> Int, _ evaluate: PlanSearch.Evaluation
  ) async throws {
    var low = stretch.lowerBound, high = stretch.upperBound
    while high - low > 2 {
      let middle = (low + high) / 2
      let places = [low, middle, middle + 1, high]
      try await need(places.map(candidate), Self.firstLook, evaluate)
      let best = simulated.ranked(places.map(candidate)).first
      if best == candidate(low) {
        high = low
      } else if best == candidate(high) {
        low = high
      } else if best == candidate(middle) {
        high = middle + 1
        low += 1
      } else {
        low = middle
        high -= 1
      }
    }
    try await need((low...high).map(candidate), Self.firstLook, evaluate)
  }
}
