// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// The search for switch values.
///
/// On a grid, each pair of strategies that may be best is compared at every point; points that are not decided get
/// more replications. A change is established only where one strategy is better on one side and the other on the
/// other, each beyond doubt at 5 % over all points and looks together (Bonferroni). Between such points the search
/// moves closer: five points, a parabola for each replication through its paired differences in net benefit, and
/// Student's t over replications of the parabolas' values. The interval is where that test finds no difference.
/// Replications are doubled until the interval is a tenth of the range, or `atMost` is reached.
struct SwitchSearch {
  /// Outcomes at values of the parameter, for a range of replications.
  typealias Evaluation = (_ values: [Double], _ replications: Range<Int>) async throws -> [SensitivityPoint]

  let grid: [Double]
  let threshold: Double
  let strategies: Int
  let replications: Int
  let atMost: Int
  private var evaluated: [Double: SensitivityPoint] = [:]

  /// How often the replications of a point are doubled at most.
  private static let doublings = 3
  private static let leastReplications = 20
  /// Width of the interval at which the search ends, as a share of the range.
  private static let widthAimed = 0.1

  init(from low: Double, to high: Double, points: Int, threshold: Double, strategies: Int, replications: Int) {
    grid = evenlySpaced(from: low, to: high, count: max(2, points))
    self.threshold = threshold
    self.strategies = strategies
    self.replications = replications
    atMost = max(replications, Self.leastReplications) << Self.doublings
  }

  mutating func run(_ evaluate: Evaluation) async throws -> SwitchFindings {
    try await need(grid, replications, evaluate)
    var switches: [SwitchPoint] = [], unresolved: [UnresolvedStretch] = []
    let contenders = contenders()
    for (index, a) in contenders.enumerated() {
      for b in contenders[(index + 1)...] {
        let undecided = try await decideGrid(a, b, evaluate)
        unresolved += undecided.filter { stretch in !isBeaten(a, b, between: stretch.low, and: stretch.high) }
        for bracket in brackets(a, b) {
          let found = try await locate(a, b, between: bracket.low, and: bracket.high, evaluate)
          if let found, !isBeaten(a, b, between: found.interval.lower, and: found.interval.upper) {
            switches.append(found)
          }
        }
      }
    }
    return SwitchFindings(
      curve: grid.compactMap { evaluated[$0] }, switches: switches.sorted { $0.value < $1.value },
      unresolved: unresolved)
  }

  // MARK: Outcomes

  /// Runs what is missing for so many replications at each value.
  private mutating func need(_ values: [Double], _ replications: Int, _ evaluate: Evaluation) async throws {
    var missing: [Int: [Double]] = [:]
    for value in values where count(value) < replications { missing[count(value), default: []].append(value) }
    for (done, values) in missing.sorted(by: { $0.key < $1.key }) {
      let points = try await evaluate(values, done..<replications)
      for (value, point) in zip(values, points) { evaluated[value] = evaluated[value]?.followed(by: point) ?? point }
    }
  }

  private func count(_ value: Double) -> Int { evaluated[value]?.effects.first?.count ?? 0 }

  /// Net benefit of b less that of a, by replication.
  private func increments(_ a: Int, _ b: Int, at value: Double) -> [Double] {
    evaluated[value]?.increments(of: b, against: a, at: threshold) ?? []
  }

  // MARK: The grid

  /// 5 % over all points of the grid and all looks at them.
  private var strictLevel: Double { 1 - 0.05 / Double(grid.count * (Self.doublings + 2)) }

  /// 1 where b is better beyond doubt, −1 where a is, 0 where that is open.
  private func sign(_ a: Int, _ b: Int, at value: Double) -> Int {
    let interval = RunningMoments(increments(a, b, at: value)).confidenceInterval(level: strictLevel)
    return interval.lower > 0 ? 1 : interval.upper < 0 ? -1 : 0
  }

  /// Strategies that are not beaten beyond doubt everywhere.
  private func contenders() -> [Int] {
    (0..<strategies).filter { s in
      grid.contains { value in !(0..<strategies).contains { $0 != s && sign(s, $0, at: value) > 0 } }
    }
  }

  /// Whether a third strategy is better than one of two at every point of the grid and near it within a stretch.
  private func isBeaten(_ a: Int, _ b: Int, between low: Double, and high: Double) -> Bool {
    let near = evaluated.keys.filter { low <= $0 && $0 <= high }
    let places = near.isEmpty ? [evaluated.keys.min { abs($0 - low) < abs($1 - low) } ?? low] : near
    return (0..<strategies).contains { c in
      c != a && c != b && places.allSatisfy { sign(a, c, at: $0) > 0 || sign(b, c, at: $0) > 0 }
    }
  }

  private struct Stretch {
    let points: Range<Int>
    let isBracket: Bool
  }

  /// Runs of points whose sign is open, and whether they lie between points of opposite signs.
  private func openStretches(_ signs: [Int]) -> [Stretch] {
    var stretches: [Stretch] = []
    var start = 0
    while let first = signs[start...].firstIndex(of: 0) {
      let end = signs[first...].firstIndex { $0 != 0 } ?? signs.count
      let isBracket = first > 0 && end < signs.count && signs[first - 1] != signs[end]
      stretches.append(Stretch(points: first..<end, isBracket: isBracket))
      start = end
    }
    return stretches
  }

  /// Doubles the replications of points that are open and not between opposite signs, as long as that may help.
  private mutating func decideGrid(_ a: Int, _ b: Int, _ evaluate: Evaluation) async throws -> [UnresolvedStretch] {
    for _ in 0...Self.doublings {
      let signs = grid.map { sign(a, b, at: $0) }
      let open = openStretches(signs).filter { !$0.isBracket }.flatMap(\.points)
      guard let least = open.map({ count(grid[$0]) }).min(), least < atMost else { break }
      let more = min(atMost, max(Self.leastReplications, 2 * least))
      try await need(open.map { grid[$0] }, more, evaluate)
    }
    let signs = grid.map { sign(a, b, at: $0) }
    return openStretches(signs).filter { !$0.isBracket }.map { stretch in
      let points = stretch.points
      return UnresolvedStretch(
        low: grid[max(0, points.lowerBound - 1)], high: grid[min(grid.count - 1, points.upperBound)], first: a,
        second: b, replications: points.map { count(grid[$0]) }.min() ?? 0)
    }
  }

  /// Neighbouring decided points with opposite signs.
  private func brackets(_ a: Int, _ b: Int) -> [(low: Double, high: Double)] {
    let decided = grid.filter { sign(a, b, at: $0) != 0 }
    return zip(decided, decided.dropFirst())
      .filter { sign(a, b, at: $0) != sign(a, b, at: $1) }.map { (low: $0, high: $1) }
  }

  // MARK: Near the crossing

  private mutating func locate(
    _ a: Int, _ b: Int, between low: Double, and high: Double, _ evaluate: Evaluation
  ) async throws -> SwitchPoint? {
    let below = sign(a, b, at: low) < 0 ? a : b, above = below == a ? b : a
    let aimed = Self.widthAimed * (grid[grid.count - 1] - grid[0])
    var window = (low: low, high: high)
    var n = max(replications, Self.leastReplications)
    var best: SwitchPoint?
    for _ in 0..<12 {
      let values = evenlySpaced(from: window.low, to: window.high, count: 5)
      try await need(values, n, evaluate)
      let fit = LocalParabolas(
        values: values, outcomes: values.map { Array(increments(below, above, at: $0).prefix(n)) })
      guard let crossing = fit.crossing() else { return best }
      best = SwitchPoint(
        value: crossing.value, interval: crossing.interval, below: below, above: above, replications: n)
      let width = crossing.interval.upper - crossing.interval.lower, room = window.high - window.low
      let isCutLow = crossing.interval.lower <= window.low && window.low > low
      let isCutHigh = crossing.interval.upper >= window.high && window.high < high
      if isCutLow || isCutHigh {
        window = (max(low, window.low - room / 2), min(high, window.high + room / 2))
      } else if width > aimed, width < room / 3 {
        window = (max(low, crossing.interval.lower - width / 2), min(high, crossing.interval.upper + width / 2))
      } else if width > aimed, n < atMost {
        n = min(2 * n, atMost)
      } else {
        break
      }
    }
    return best
  }
}

/// A parabola for each replication through its outcomes at evenly spaced values.
struct LocalParabolas {
  let values: [Double]
  /// By value, then replication.
  let outcomes: [[Double]]

  /// Outcomes of every replication's parabola at a value, by the discrete orthogonal polynomials of the design.
  func predicted(at value: Double) -> RunningMoments {
    let middle = (values[0] + values[values.count - 1]) / 2, half = (values[values.count - 1] - values[0]) / 2
    let places = values.map { half > 0 ? ($0 - middle) / half : 0 }
    let spread = places.reduce(0) { $0 + $1 * $1 } / Double(places.count)
    func basis(_ u: Double) -> [Double] { [1, u, u * u - spread] }
    let rows = places.map(basis), here = basis(half > 0 ? (value - middle) / half : 0)
    let norms = (0..<3).map { j in rows.reduce(0) { $0 + $1[j] * $1[j] } }
    let weights = rows.map { row in (0..<3).reduce(0) { norms[$1] > 0 ? $0 + row[$1] * here[$1] / norms[$1] : $0 } }
    return RunningMoments(
      outcomes[0].indices.map { r in weights.indices.reduce(0) { $0 + weights[$1] * outcomes[$1][r] } })
  }

  /// Where the mean goes from below nil to above, and all values at which Student's t does not tell it from nil.
  func crossing(level: Double = 0.95) -> (value: Double, interval: ConfidenceInterval)? {
    let places = evenlySpaced(from: values[0], to: values[values.count - 1], count: 101)
    let predictions = places.map { predicted(at: $0) }
    guard
      let right = predictions.indices.dropFirst().first(where: {
        predictions[$0 - 1].mean <= 0 && predictions[$0].mean > 0
      })
    else { return nil }
    let rise = predictions[right].mean - predictions[right - 1].mean
    let step = places[1] - places[0]
    let value = places[right] - predictions[right].mean / rise * step
    let open = predictions.indices.filter { predictions[$0].confidenceInterval(level: level).contains(0) }
    // The ends lie within a step outside the last values that are not told apart.
    let lower = open.first.map { places[max(0, $0 - 1)] } ?? places[right - 1]
    let upper = open.last.map { places[min(places.count - 1, $0 + 1)] } ?? places[right]
    return (value, ConfidenceInterval(lower: min(lower, value), upper: max(upper, value)))
  }
}
