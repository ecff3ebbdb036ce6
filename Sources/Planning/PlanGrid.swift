// SPDX-License-Identifier: GPL-3.0-or-later

/// The candidates of a plan: every combination of the alternatives with the levels of what is varied.
public struct PlanGrid: Sendable, Equatable {
  /// Values of each varied parameter, rising.
  public let levels: [[Double]]
  /// How many combinations of alternatives there are; 1 where nothing but numbers is chosen.
  public let alternatives: Int

  public init(levels: [[Double]], alternatives: Int = 1) {
    precondition(alternatives >= 1 && levels.allSatisfy { !$0.isEmpty }, "a plan chooses among something")
    self.levels = levels
    self.alternatives = alternatives
  }

  public var count: Int { levels.reduce(alternatives) { $0 * $1.count } }

  /// A candidate by its place in the grid: the alternatives first, the last parameter fastest.
  public struct Place: Sendable, Hashable {
    public let alternative: Int
    /// Of each parameter, which of its levels.
    public let steps: [Int]

    public init(alternative: Int, steps: [Int]) {
      self.alternative = alternative
      self.steps = steps
    }
  }

  public func index(of place: Place) -> Int {
    zip(place.steps, levels).reduce(place.alternative) { $0 * $1.1.count + $1.0 }
  }

  public func place(_ index: Int) -> Place {
    var rest = index
    var steps = [Int](repeating: 0, count: levels.count)
    for dimension in levels.indices.reversed() {
      steps[dimension] = rest % levels[dimension].count
      rest /= levels[dimension].count
    }
    return Place(alternative: rest, steps: steps)
  }

  public func values(_ index: Int) -> [Double] { zip(levels, place(index).steps).map { $0[$1] } }

  /// Where a candidate stands in each dimension, from −1.7 to 1.7: the middle 90 % of normal scores, which the
  /// emulators' lengths are meant for.
  func scores(_ index: Int) -> [Double] {
    zip(levels, place(index).steps).map { levels, step in
      let low = levels[0], high = levels[levels.count - 1]
      return high > low ? 1.7 * (2 * (levels[step] - low) / (high - low) - 1) : 0
    }
  }

  /// Candidates one step away in one dimension, or one step up in one and down in another: a post exchanged.
  func neighbours(of index: Int) -> [Int] {
    let place = place(index)
    func moved(_ moves: [(dimension: Int, by: Int)]) -> Int? {
      var steps = place.steps
      for move in moves { steps[move.dimension] += move.by }
      guard zip(steps, levels).allSatisfy({ $1.indices.contains($0) }) else { return nil }
      return self.index(of: Place(alternative: place.alternative, steps: steps))
    }
    let single = levels.indices.flatMap { d in [moved([(d, -1)]), moved([(d, 1)])] }
    let exchanges = levels.indices.flatMap { a in
      levels.indices.filter { $0 != a }.map { b in moved([(a, 1), (b, -1)]) }
    }
    return (single + exchanges).compactMap { $0 }
  }
}
