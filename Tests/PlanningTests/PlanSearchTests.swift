// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Planning
import Statistics
import Testing

/// The search on toy services whose truth is known in closed form.
@Suite struct PlanSearchTests {
  // MARK: One parameter

  /// Erlang B by recursion, Erlang C from it (Erlang 1917; Cooper 1981).
  static func meanWait(servers: Int, load: Double, service: Double) -> Double {
    let rho = load / Double(servers)
    guard rho < 1 else { return .infinity }
    let b = (1...servers).reduce(1.0) { load * $0 / (Double($1) + load * $0) }
    return b / (1 - rho * (1 - b)) / (Double(servers) * service - load * service)
  }

  /// Waits whose mean is Erlang C's, each run off by a gamma factor with a coefficient of variation of a quarter that
  /// candidates share in part; queues that grow without end wait fifty years.
  @Test func leastServersAreErlangs() async throws {
    let stream = RandomStream(seed: 20_260)
    for problem in 0..<100 {
      stream.seek(entity: UInt64(problem), purpose: 1)
      let service = 0.5 + 4 * stream.uniform(), load = 1 + 12 * stream.uniform()
      let servers = Int(load) + 1 + Int(3 * stream.uniform())
      // Between the wait that so many servers give and that of one fewer.
      let here = Self.meanWait(servers: servers, load: load, service: service)
      let fewer = min(Self.meanWait(servers: servers - 1, load: load, service: service), 10 * here)
      let limit = (here * fewer).squareRoot()
      let grid = PlanGrid(levels: [(1...40).map(Double.init)])
      let search = PlanSearch(grid, requirements: [Requirement(.atMost, limit, scale: .positive)], budget: 2000)
      let findings = try await search.run { candidates, runs in
        candidates.map { candidate in
          runs.map { run in
            let wait = min(Self.meanWait(servers: candidate + 1, load: load, service: service), 18_000)
            stream.seek(entity: UInt64(1000 * problem + run), purpose: 2)
            let shared = stream.gamma(shape: 32, scale: 1.0 / 32)
            stream.seek(entity: UInt64(1000 * problem + run), purpose: 3, index: UInt64(candidate))
            return [grid.values(candidate)[0], wait * shared * stream.gamma(shape: 32, scale: 1.0 / 32)]
          }
        }
      }
      #expect(findings.best.map { grid.values($0.index)[0] } == Double(servers), "problem \(problem)")
    }
  }

  @Test func aBudgetAndATargetHoldTogether() async throws {
    // Costs at most 20 with 10 posts or fewer; the target from 7 on: the least cost is that of 7, the most met that of 10.
    let grid = PlanGrid(levels: [(0...30).map(Double.init)])
    let requirements = [Requirement(.atMost, 20.5), Requirement(.atLeast, 6.5)]
    for (maximises, expected) in [(false, 7), (true, 10)] {
      let findings = try await PlanSearch(grid, requirements: requirements, maximises: maximises, budget: 2000)
        .run { candidates, runs in
          candidates.map { c in runs.map { _ in [Double(c), 2 * Double(c), Double(c)] } }
        }
      #expect(findings.best?.index == expected)
      #expect(findings.probabilityOfCorrectSelection == 1)
    }
  }

  @Test func nothingThatMeetsTheLimitsIsSaidSo() async throws {
    let grid = PlanGrid(levels: [(0...30).map(Double.init)])
    let findings = try await PlanSearch(grid, requirements: [Requirement(.atLeast, 50)], budget: 500)
      .run { candidates, runs in candidates.map { c in runs.map { _ in [Double(c), Double(c)] } } }
    #expect(findings.best == nil)
    #expect(findings.nearest?.index == 30)
  }

  // MARK: Two parameters

  /// Health visitors and nursery nurses: cost is linear, a completion rises and saturates, lapsed work falls.
  struct Toy {
    static let hv = (0...50).map { 25 + 0.5 * Double($0) }
    static let cnn = (0...30).map(Double.init)
    let grid = PlanGrid(levels: [hv, cnn])
    let requirements = [
      Requirement(.atLeast, 88, scale: .percent), Requirement(.atMost, 50, probability: 0.9, scale: .positive),
    ]

    func cost(_ c: Int) -> Double { grid.values(c)[0] * 64_000 + grid.values(c)[1] * 34_000 }
    func completionLogit(_ c: Int) -> Double {
      let (h, n) = (grid.values(c)[0], grid.values(c)[1])
      return log(88 / 12.0) + 0.12 * (h - 36) + 0.09 * (n - 12) - 0.004 * (n - 12) * (n - 12)
    }
    func lapsedLog(_ c: Int) -> Double {
      let (h, n) = (grid.values(c)[0], grid.values(c)[1])
      return log(50) - 0.64 - 0.20 * (h - 35) - 0.05 * (n - 12)
    }
    static let lapsedSD = 0.5
    static let completionSD = 0.08

    /// Mean of the completion over its logistic-normal noise, by the normal distribution's quantiles.
    func completion(_ c: Int) -> Double {
      mean(
        (1...199).map { 100 / (1 + exp(-completionLogit(c) - Self.completionSD * normalQuantile(Double($0) / 200))) })
    }
    func chanceOfFewLapsed(_ c: Int) -> Double { normalProbability(below: (log(50) - lapsedLog(c)) / Self.lapsedSD) }

    func outputs(_ c: Int, run: Int, seed: UInt64) -> [Double] {
      let stream = RandomStream(seed: seed)
      stream.seek(entity: UInt64(run), purpose: 1)
      let shared = [stream.standardNormal(), stream.standardNormal(), stream.standardNormal()]
      stream.seek(entity: UInt64(run), purpose: 2, index: UInt64(c))
      // Three quarters of the variance are shared by all candidates of a run.
      func noise(_ k: Int) -> Double { 0.75.squareRoot() * shared[k] + 0.5 * stream.standardNormal() }
      return [
        cost(c) + 30_000 * noise(0), 100 / (1 + exp(-completionLogit(c) - Self.completionSD * noise(1))),
        exp(lapsedLog(c) + Self.lapsedSD * noise(2)),
      ]
    }
  }

  /// Within 1 % of the least cost there is, and no limit missed by more than the eye can see, in at least 95 of 100
  /// seeds, with a fortieth of the runs of a search in full with 40 runs each.
  @Test func twoRolesAreChosenWithinToleranceOfAFullSearch() async throws {
    let toy = Toy()
    let all = Array(0..<toy.grid.count)
    let least = all.filter { toy.completion($0) >= 88 && toy.chanceOfFewLapsed($0) >= 0.9 }.map(toy.cost).min()
    let best = try #require(least)
    let seeds = Int(ProcessInfo.processInfo.environment["SKILLMIX_PLAN_SEEDS"] ?? "") ?? 40
    var good = 0
    for seed in 1...seeds {
      let findings = try await PlanSearch(toy.grid, requirements: toy.requirements, budget: 1500)
        .run { candidates, runs in
          candidates.map { c in runs.map { toy.outputs(c, run: $0, seed: UInt64(seed)) } }
        }
      #expect(findings.runs <= 1500)
      guard let chosen = findings.best?.index else { continue }
      let isGood =
        abs(toy.cost(chosen) / best - 1) <= 0.015 && toy.completion(chosen) >= 87.7
        && toy.chanceOfFewLapsed(chosen) >= 0.86
      if isGood { good += 1 }
    }
    // Of 40 seeds with a chance of 0.95 each, fewer than 34 come once in 500 times.
    #expect(Double(good) >= 0.95 * Double(seeds) - 3 * (0.95 * 0.05 * Double(seeds)).squareRoot())
  }

  @Test func theChoiceDoesNotDependOnHowRunsAreGrouped() async throws {
    let toy = Toy()
    func chosen(_ order: @escaping ([Int]) -> [Int]) async throws -> [Int] {
      let findings = try await PlanSearch(toy.grid, requirements: toy.requirements, budget: 800)
        .run { candidates, runs in
          var byCandidate: [Int: [[Double]]] = [:]
          for c in order(candidates) { byCandidate[c] = runs.map { toy.outputs(c, run: $0, seed: 3) } }
          return candidates.map { byCandidate[$0] ?? [] }
        }
      return [findings.best?.index ?? -1, findings.runs]
    }
    #expect(try await chosen { $0 } == chosen { $0.reversed() })
  }

  // MARK: Limits

  @Test func aPromiseInNineOfTenYearsNeedsEnoughYears() async throws {
    // A measure that keeps its limit in 85 of 100 runs fails a promise of 90 and keeps one of 80.
    let stream = RandomStream(seed: 11)
    for (wanted, isKept) in [(0.8, true), (0.9, false)] {
      let grid = PlanGrid(levels: [[1]])
      let findings = try await PlanSearch(
        grid, requirements: [Requirement(.atLeast, 0, probability: wanted)], budget: 6000
      )
      .run { candidates, runs in
        candidates.map { _ in
          runs.map { run in
            stream.seek(entity: UInt64(run), purpose: 4)
            return [1, stream.uniform() < 0.85 ? 1 : -1]
          }
        }
      }
      #expect((findings.best != nil) == isKept)
    }
  }
}
