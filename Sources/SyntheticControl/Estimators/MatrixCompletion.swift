// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What each penalty makes of a comparison, from the largest down.
public struct CompletionPath: Sendable {
  public struct Step: Sendable {
    /// λ of the objective (`LowRankCompletion`), in the outcome's units.
    public let penalty: Double
    /// Mean squared error at entries left out.
    public let error: Double
    public let rank: Int
    public let averageEffect: Double
  }
  /// Rank of the chosen completion.
  public let rank: Int
  /// Empty where the penalty was given.
  public let steps: [Step]
}

extension Estimator {
  /// The periods after the change filled in by levels, common courses and a matrix of low rank over the treated unit
  /// and its donors (Athey et al. 2021, doi:10.1080/01621459.2021.1891924).
  ///
  /// The penalty is the one with the least error at observed entries left out, a fifth at a time. What the gaps are
  /// filled with is a constant and donors' outcomes with weights that sum to one; before the change the same sum is the
  /// synthetic outcome, so that a miss there is the completion's own divided by one less the unit's own share in it.
  func matrixCompletion(_ series: MatchedSeries) throws(EffectsError) -> SyntheticFit {
    let later = series.preCount..<series.target.count
    let problem = CompletionProblem(values: [series.target] + series.donors, gaps: later.map { (0, $0) })
    let largest = try problem.largestPenalty()
    // Without any course of their own, units are matched by levels and the common course alone.
    guard largest > 0 else {
      var fit = differenceInDifferences(series)
      fit.lambda = settings.nuclearPenalty ?? 0
      fit.completion = CompletionPath(rank: 0, steps: [])
      return fit
    }
    if let held = series.comparison.heldNuclearPenalty ?? settings.nuclearPenalty {
      return try completed(series, problem, penalty: max(held, 1e-6 * largest), start: problem.plainStart).fit
    }
    let penalties = (0...12).map { largest * pow(10, -Double($0) / 4) }
    let errors = try leftOutErrors(series, problem, penalties)
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    var steps: [CompletionPath.Step] = [], start = problem.plainStart, chosen: SyntheticFit?
    for (index, (penalty, error)) in zip(penalties, errors).enumerated() {
      let (fit, completion) = try completed(series, problem, penalty: penalty, start: start)
      start = completion.filled
      steps.append(
        CompletionPath.Step(
          penalty: penalty, error: error, rank: completion.rank,
          averageEffect: later.isEmpty ? .nan : fit.averageEffect))
      if index == best { chosen = fit }
    }
    guard var fit = chosen else { throw EffectsError("no penalty could be chosen") }
    fit.completion = CompletionPath(rank: steps[best].rank, steps: steps)
    return fit
  }

  private func completed(
    _ series: MatchedSeries, _ problem: CompletionProblem, penalty: Double, start: [Double]
  ) throws(EffectsError) -> (fit: SyntheticFit, completion: LowRankCompletion) {
    let completion = try LowRankCompletion(problem, penalty: penalty, start: start)
    let shares = try completion.shares()
    let weights = shares.dropFirst().map { $0 / (1 - shares[0]) }
    let raw = series.target.indices.map { t in zip(weights, series.donors).reduce(0) { $0 + $1.0 * $1.1[t] } }
    let intercept = mean((0..<series.preCount).map { series.target[$0] - raw[$0] })
    var fit = SyntheticFit(
      comparison: series.comparison, weights: weights, intercept: intercept, observed: series.observed,
      synthetic: series.inOwnUnits(raw.map { $0 + intercept }))
    fit.lambda = penalty
    fit.optimalityGap = completion.remainder
    fit.completion = CompletionPath(rank: completion.rank, steps: [])
    return (fit, completion)
  }

  /// Mean squared error at observed entries, a fifth left out at a time, for the penalties down to where it has risen
  /// three times running; what is left out with what depends on units' names and periods alone.
  private func leftOutErrors(
    _ series: MatchedSeries, _ problem: CompletionProblem, _ penalties: [Double]
  ) throws(EffectsError) -> [Double] {
    let folds = 5, stream = RandomStream(seed: settings.seed, domain: 46)
    let units = [series.comparison.target] + series.comparison.donors
    var held = [[(unit: Int, time: Int)]](repeating: [], count: folds)
    for (unit, index) in units.enumerated() {
      let observed = unit == 0 ? series.preCount : problem.periodCount
      for time in 0..<observed {
        stream.seek(
          entity: stableKey(panel.units[index]), purpose: stableKey(panel.times[series.comparison.periods[time]].label))
        held[stream.integer(below: folds)].append((unit, time))
      }
    }
    let parts = held.filter { !$0.isEmpty }
      .map { CompletionProblem(values: problem.values, gaps: $0 + problem.gaps) }
      .filter(\.hasObservationsEverywhere)
    guard !parts.isEmpty else { return [0] }
    var starts = parts.map(\.plainStart), errors: [Double] = [], least = 0
    for penalty in penalties {
      var sum = 0.0, count = 0
      for (k, part) in parts.enumerated() {
        // The errors that are compared differ by far more than this.
        starts[k] = try LowRankCompletion(part, penalty: penalty, start: starts[k], tolerance: 1e-3).filled
        let own = part.gaps.count - problem.gaps.count
        for (gap, value) in zip(part.gaps, starts[k]).prefix(own) {
          let miss = problem.values[gap.unit][gap.time] - value
          sum += miss * miss
        }
        count += own
      }
      errors.append(sum / Double(count))
      if errors[errors.count - 1] <= errors[least] { least = errors.count - 1 }
      if errors.count - 1 - least == 3 { break }
    }
    return errors
  }
}

extension CompletionProblem {
  /// Levels and courses follow from the observed entries only where every unit and period has one.
  var hasObservationsEverywhere: Bool {
    var units = [Int](repeating: periodCount, count: unitCount),
      periods = [Int](repeating: unitCount, count: periodCount)
    for gap in gaps {
      units[gap.unit] -= 1
      periods[gap.time] -= 1
    }
    return units.allSatisfy { $0 > 0 } && periods.allSatisfy { $0 > 0 }
  }
}
