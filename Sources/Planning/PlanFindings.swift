// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

/// What a search found.
public struct PlanFindings: Sendable {
  public enum Method: String, Sendable {
    case bisection = "bisection on common random numbers, then a race of the neighbours"
    case emulators = "constrained expected improvement by Gaussian processes, then a race of the last few"
  }

  /// A candidate that was simulated.
  public struct Candidate: Sendable {
    /// Place in the grid.
    public let index: Int
    public let runs: Int
    /// Mean of every output: the objective, the measures that have limits, and whatever stands behind them.
    public let means: [Double]
    /// Of the objective at 95 %.
    public let objectiveInterval: ConfidenceInterval
    public let standings: [RequirementStanding]
    /// Whether every requirement is met, as far as is known.
    public let isMet: Bool
    /// Objective less the best candidate's over common runs, with its interval at 95 %.
    public let difference: Double
    public let differenceInterval: ConfidenceInterval

    public var objective: Double { means[0] }
  }

  /// Nil where no candidate that was simulated meets all requirements.
  public let best: Candidate?
  /// The others that may be as good: not worse, and no requirement missed, beyond doubt.
  public let notClearlyWorse: [Candidate]
  /// All that were simulated, in the order of the grid.
  public let simulated: [Candidate]
  public let runs: Int
  public let method: Method
  /// That the best is the best of those simulated, or within the indifference of it: the share of Bayesian bootstraps
  /// of the runs in which it is (Rubin 1981, doi:10.1214/aos/1176345338).
  public let probabilityOfCorrectSelection: Double
  /// Where nothing meets all requirements: the candidate that comes nearest.
  public let nearest: Candidate?
}

extension SearchInHand {
  func findings(method: PlanFindings.Method) -> PlanFindings {
    let chosen = best
    let all = simulated.candidates.map { candidate($0, best: chosen) }
    let winner = all.first { $0.index == chosen }
    let rivals = all.filter { other in
      guard let winner, other.index != winner.index, simulated.verdict(other.index) != false else { return false }
      let worst = search.maximises ? -other.differenceInterval.upper : other.differenceInterval.lower
      return !(worst > search.indifference)
    }
    func shortfall(_ candidate: PlanFindings.Candidate) -> Double { candidate.standings.map(\.margin).min() ?? 0 }
    return PlanFindings(
      best: winner, notClearlyWorse: rivals, simulated: all, runs: simulated.spent, method: method,
      probabilityOfCorrectSelection: chosen.map(chanceToBeBest) ?? .nan,
      nearest: winner == nil ? all.max { shortfall($0) < shortfall($1) } : nil)
  }

  private func candidate(_ index: Int, best: Int?) -> PlanFindings.Candidate {
    let outputs = simulated.outputs(index)
    let objective = RunningMoments(outputs.map { $0[0] })
    let sign = search.maximises ? -1.0 : 1.0
    let difference = RunningMoments(
      best.map { best in zip(simulated.losses(index), simulated.losses(best)).map { sign * ($0 - $1) } } ?? [])
    return PlanFindings.Candidate(
      index: index, runs: outputs.count,
      means: outputs[0].indices.map { output in
        RunningMoments(outputs.lazy.map { $0[output] }.filter { !$0.isNaN }).mean
      },
      objectiveInterval: objective.skewnessCorrectedInterval(), standings: simulated.standings(index),
      isMet: isMet(index), difference: difference.count > 0 ? difference.mean : .nan,
      differenceInterval: difference.skewnessCorrectedInterval())
  }

  private func chanceToBeBest(_ chosen: Int) -> Double {
    let candidates = simulated.candidates.filter { simulated.verdict($0) != false }
    let longest = candidates.map(simulated.runs).max() ?? 0
    let stream = RandomStream(seed: 1, domain: stableKey("plan: probability of correct selection"))
    let losses = candidates.map(simulated.losses), outputs = candidates.map(simulated.outputs)
    var correct = 0
    let bootstraps = 1000
    for bootstrap in 0..<bootstraps {
      stream.seek(entity: UInt64(bootstrap), purpose: 0)
      let weights = (0..<longest).map { _ in stream.exponential(mean: 1) }
      var own = Double.infinity, least = Double.infinity
      for (place, candidate) in candidates.enumerated() where keepsLimits(outputs[place], weights) {
        let loss = weightedMean(losses[place], weights)
        least = min(least, loss)
        if candidate == chosen { own = loss }
      }
      if own <= least + search.indifference, own < .infinity { correct += 1 }
    }
    return Double(correct) / Double(bootstraps)
  }

  private func keepsLimits(_ runs: [[Double]], _ weights: [Double]) -> Bool {
    search.requirements.enumerated().allSatisfy { j, requirement in
      if let wanted = requirement.probability {
        return weightedMean(runs.map { requirement.isKept(by: $0[j + 1]) ? 1 : 0 }, weights) >= wanted
      }
      return requirement.isKept(by: weightedMean(runs.map { $0[j + 1] }, weights))
    }
  }

  /// Values that are not defined count for nothing.
  private func weightedMean(_ values: [Double], _ weights: [Double]) -> Double {
    var sum = 0.0, total = 0.0
    for (value, weight) in zip(values, weights) where !value.isNaN {
      sum += weight * value
      total += weight
    }
    return sum / total
  }
}
