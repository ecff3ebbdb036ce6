// SPDX-License-Identifier: GPL-3.0-or-later
import Calibration
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SearchInHand {
  /// Looks where the emulators of one alternative expect most, until they expect nothing or the alternative's share of
  /// the runs is spent.
  mutating func explore(_ alternative: Int, _ evaluate: PlanSearch.Evaluation) async throws {
    let all = grid.count / grid.alternatives
    let candidates = (0..<all).map { alternative * all + $0 }
    try await need(firstPlaces(alternative), Self.firstLook, evaluate)
    // A third of the runs is kept for the race.
    let share = simulated.spent + (search.budget * 2 / 3 - simulated.spent) / (grid.alternatives - alternative)
    while simulated.spent < share {
      guard let surrogate = Surrogate(simulated, grid, candidates.filter { simulated.runs($0) > 0 }) else { return }
      let wanted = promising(candidates, surrogate)
      guard !wanted.isEmpty else { return }
      let before = simulated.spent
      for candidate in wanted {
        let runs = simulated.runs(candidate)
        try await need([candidate], runs == 0 ? Self.firstLook : min(2 * runs, mostRuns), evaluate)
      }
      guard simulated.spent > before else { return }
    }
  }

  /// Asks the emulators again, with all that has been simulated, which candidates meet their limits.
  mutating func pool() {
    guard grid.levels.count(where: { $0.count > 1 }) > 1 else { return }
    doubtful = []
    let size = grid.count / grid.alternatives
    for alternative in 0..<grid.alternatives {
      let points = simulated.candidates.filter { $0 / size == alternative }
      guard let surrogate = Surrogate(simulated, grid, points) else { continue }
      doubtful.formUnion(points.filter { surrogate.leastMargin(grid.scores($0)) < 0 })
    }
  }

  /// The corners, the middle and a low-discrepancy sequence between them.
  private func firstPlaces(_ alternative: Int) -> [Int] {
    let levels = grid.levels.map(\.count), dimensions = levels.count
    var places: [[Double]] = [levels.map { _ in 0.5 }]
    if dimensions <= 4 {
      places += (0..<(1 << dimensions)).map { corner in (0..<dimensions).map { corner >> $0 & 1 == 1 ? 1 : 0 } }
    }
    places += SobolSequence.points(4 * dimensions + 2, dimensions: min(dimensions, SobolSequence.mostDimensions))
    var seen: Set<Int> = []
    return places.map { place in
      grid.index(
        of: PlanGrid.Place(
          alternative: alternative,
          steps: zip(place, levels).map { min($1 - 1, max(0, Int(($0 * Double($1 - 1)).rounded()))) }))
    }.filter { seen.insert($0).inserted }
  }

  /// A few candidates, apart from each other, from which most is expected.
  private func promising(_ candidates: [Int], _ surrogate: Surrogate) -> [Int] {
    let best = simulated.ranked(candidates.filter { simulated.runs($0) > 0 && simulated.isMet($0) }).first
    let incumbent = best.map { surrogate.loss(grid.scores($0)).mean }
    let least = max(search.indifference / 10, 2e-5 * abs(incumbent ?? 0))
    var expected: [(candidate: Int, value: Double)] = []
    for candidate in candidates where simulated.runs(candidate) < mostRuns && simulated.verdict(candidate) != false {
      let scores = grid.scores(candidate), chance = surrogate.chanceToMeet(scores)
      guard let incumbent else {
        expected.append((candidate, chance))
        continue
      }
      // What is known to be met and better is the incumbent itself, which the race looks after.
      guard simulated.runs(candidate) == 0 || simulated.verdict(candidate) == nil else { continue }
      let value = surrogate.expectedGain(scores, beyond: incumbent) * chance
      if value > least { expected.append((candidate, value)) }
    }
    var chosen: [Int] = []
    for (candidate, _) in expected.sorted(by: { ($0.value, $1.candidate) > ($1.value, $0.candidate) }) {
      let place = grid.place(candidate)
      let isApart = chosen.allSatisfy { other in
        zip(grid.place(other).steps, place.steps).contains { abs($0 - $1) > 1 }
      }
      if isApart { chosen.append(candidate) }
      if chosen.count == 4 { break }
    }
    return chosen
  }
}

/// Emulators of the objective and of the distance from every limit.
private struct Surrogate {
  private let losses: Emulator
  private let margins: [Emulator]

  init?(_ simulated: SimulatedCandidates, _ grid: PlanGrid, _ points: [Int]) {
    let scores = points.map(grid.scores)
    let moments = points.map { RunningMoments(simulated.losses($0)) }
    func variance(_ moments: RunningMoments) -> Double {
      moments.count > 1 ? moments.variance / Double(moments.count) : 0
    }
    guard let losses = Emulator(scores: scores, means: moments.map(\.mean), noise: moments.map(variance)) else {
      return nil
    }
    var margins: [Emulator] = []
    for requirement in simulated.requirements.indices {
      let standings = points.map { simulated.standings($0)[requirement] }
      guard
        let emulator = Emulator(
          scores: scores, means: standings.map(\.margin), noise: standings.map { $0.marginError * $0.marginError })
      else { return nil }
      margins.append(emulator)
    }
    self.losses = losses
    self.margins = margins
  }

  func loss(_ scores: [Double]) -> (mean: Double, variance: Double) { losses.predict(at: scores) }

  /// Of the expected distances from the limits.
  func leastMargin(_ scores: [Double]) -> Double { margins.map { $0.mean(at: scores) }.min() ?? .infinity }

  /// That all requirements are met, each apart from the others.
  func chanceToMeet(_ scores: [Double]) -> Double {
    margins.reduce(1) { chance, emulator in
      let (mean, variance) = emulator.predict(at: scores)
      return chance * normalProbability(below: variance > 0 ? mean / variance.squareRoot() : mean >= 0 ? 40 : -40)
    }
  }

  /// By how much the loss is expected to be less than another (Jones, Schonlau & Welch 1998).
  func expectedGain(_ scores: [Double], beyond incumbent: Double) -> Double {
    let (mean, variance) = loss(scores), sd = variance.squareRoot()
    guard sd > 0 else { return max(0, incumbent - mean) }
    let z = (incumbent - mean) / sd
    return sd * (z * normalProbability(below: z) + exp(-z * z / 2) / (2 * Double.pi).squareRoot())
  }
}
