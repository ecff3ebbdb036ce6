// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The rates at which safeguarding cases are opened so that as many are open at a time as the scenario states.
///
/// Little's law with the mean duration would open too few: a spell is cut short when the child reaches the leaving
/// age, a child with an open case opens no other, and a case may step down to another status. The states of a
/// child by age are a semi-Markov process (none, or one of the statuses) that starts at birth with some born with a
/// case; its renewal equation is solved in cells of about five days of age and averaged over the ages of the
/// children resident (births level, moves at their rates). A child that moves brings its history with it, so a
/// move changes nothing. The openings are then found by successive correction.
struct SafeguardingOpenings {
  /// New cases a day and child without an open case, by status, where the gradient's factor is one.
  private(set) var perDay: [Double]
  /// Open per child at a time in the scenario's own mix of deprivation, those from pathways included.
  private(set) var expectedShare: [Double] = []

  init(_ statuses: [SafeguardingStatus], factors: [[Double]], target: [Int?], children: Children) {
    perDay = Array(repeating: 0, count: statuses.count)
    guard !statuses.isEmpty else { return }
    let process = Process(statuses, factors: factors, target: target, children: children)
    let fromPathways = statuses.map { $0.fromPathwaysPer10000 / 10_000 }
    let stated = zip(statuses, fromPathways).map { max(0, $0.per10000 / 10_000 - $1) }
    for _ in 0..<200 {
      let open = process.open(perDay, shares: children.referenceShares)
      var change = 0.0
      for s in statuses.indices {
        let next = max(0, perDay[s] + (stated[s] - open[s]) / process.openDaysPerOpening[s])
        change = max(change, abs(next - perDay[s]) * process.openDaysPerOpening[s])
        perDay[s] = next
      }
      if change < 1e-9 { break }
    }
    expectedShare = zip(process.open(perDay, shares: children.deprivationShares), fromPathways).map(+)
  }

  /// The renewal equation in cells of age.
  private struct Process {
    private let cells: Int
    private let cell: Double
    /// Share of resident children in each cell.
    private let ageShares: [Double]
    /// By status: probability of being open at the start of each cell of its duration, and open time within the cell.
    private let survival: [[Double]]
    private let openTime: [[Double]]
    private let bornWith: [Double]
    private let factors: [[Double]]
    private let target: [Int?]
    private let stepsDown: [Double]
    /// Each status before the one it steps down to.
    private let order: [Int]
    /// Open time per opening at birth or later, averaged over resident ages; steers the correction.
    let openDaysPerOpening: [Double]

    init(_ statuses: [SafeguardingStatus], factors: [[Double]], target: [Int?], children: Children) {
      let cells = max(20, min(400, Int((children.leaveAtAgeDays / 5).rounded(.up))))
      let cell = children.leaveAtAgeDays / Double(cells)
      (self.cells, self.cell) = (cells, cell)
      let out = children.movesOutPerYear / Timeline.year, into = children.movesInPerYear / Timeline.year
      let residents = (0..<cells).map { index -> Double in
        let age = (Double(index) + 0.5) * cell
        return out > 0 ? exp(-out * age) + into / out * (1 - exp(-out * age)) : 1 + into * age
      }
      let total = residents.reduce(0, +)
      ageShares = residents.map { $0 / total }
      survival = statuses.map { status in (0...cells).map { status.durationDays.survival(beyond: Double($0) * cell) } }
      openTime = statuses.map { status in
        (0..<cells).map { index in
          let parts = 5
          let step = cell / Double(parts)
          return (0..<parts).reduce(0.0) {
            $0 + step * status.durationDays.survival(beyond: Double(index) * cell + (Double($1) + 0.5) * step)
          }
        }
      }
      bornWith = statuses.map { $0.bornWithPer10000 / 10_000 }
      stepsDown = statuses.map(\.stepsDownProbability)
      self.factors = factors
      self.target = target
      order = Self.order(target)
      openDaysPerOpening = openTime.map { [ageShares] times in
        var soFar = 0.0, average = 0.0
        for (share, time) in zip(ageShares, times) {
          average += share * (soFar + time / 2)
          soFar += time
        }
        return max(average, 1e-9)
      }
    }

    private static func order(_ target: [Int?]) -> [Int] {
      let depth = target.indices.map { start in
        var steps = 0, at = target[start]
        while let next = at, steps < target.count { (steps, at) = (steps + 1, target[next]) }
        return steps
      }
      return target.indices.sorted { depth[$0] == depth[$1] ? $0 < $1 : depth[$0] > depth[$1] }
    }

    /// Open cases per child by status, averaged over the quintiles' shares.
    func open(_ perDay: [Double], shares: [Double]) -> [Double] {
      let total = shares.reduce(0, +)
      var average = Array(repeating: 0.0, count: perDay.count)
      let isFlat = factors.allSatisfy { $0.allSatisfy { $0 == 1 } }
      for quintile in 0..<(isFlat ? 1 : 5) {
        let share = isFlat ? 1 : shares[quintile] / total
        guard share > 0 else { continue }
        for (s, open) in openByStatus(perDay, quintile: quintile).enumerated() { average[s] += share * open }
      }
      return average
    }

    private func openByStatus(_ perDay: [Double], quintile: Int) -> [Double] {
      let count = perDay.count
      let born = (0..<count).map { bornWith[$0] * factors[$0][quintile] }
      let opening = (0..<count).map { perDay[$0] * factors[$0][quintile] }
      var open = born, average = Array(repeating: 0.0, count: count)
      // Cases opened in each cell, by status.
      var entries = Array(repeating: Array(repeating: 0.0, count: cells), count: count)
      var none = 1 - born.reduce(0, +), before = none
      for k in 0..<cells {
        let withoutCase = max(0, none + (none - before) / 2)
        var stepped = Array(repeating: 0.0, count: count)
        for s in order {
          let opened = opening[s] * withoutCase * cell + stepped[s]
          entries[s][k] = opened
          var nowOpen = 0.0
          for j in 0...k { nowOpen += entries[s][j] * openTime[s][k - j] }
          nowOpen = nowOpen / cell + born[s] * survival[s][k + 1]
          if let next = target[s] { stepped[next] += stepsDown[s] * (open[s] + opened - nowOpen) }
          average[s] += ageShares[k] * (open[s] + nowOpen) / 2
          open[s] = nowOpen
        }
        (before, none) = (none, 1 - open.reduce(0, +))
      }
      return average
    }
  }
}
