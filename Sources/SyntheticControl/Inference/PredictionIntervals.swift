// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the untreated outcome of each period after the change is expected (Cattaneo, Feng & Titiunik 2021,
/// doi:10.1080/01621459.2021.1979561; Cattaneo, Feng, Palomba & Titiunik 2025, doi:10.18637/jss.v113.i01).
///
/// Two errors are told apart. In sample: weights would be others had the past been drawn again; for each draw the
/// lowest and the highest outcome are sought over all weights that the draw allows. Out of sample: the period's own
/// error, bounded as sub-Gaussian from the misses before the change. Each has half of the error allowed, so that an
/// interval holds at least at its level. Methods with weights on a simplex that follow the outcome alone have them.
public struct PredictionIntervals: Sendable {
  public struct Period: Sendable {
    /// Index of the period in the panel.
    public let time: Int
    /// Of the outcome had there been no change.
    public let untreated: ConfidenceInterval
    /// Of the effect.
    public let effect: ConfidenceInterval
    /// The part of the untreated outcome's interval that the weights' uncertainty makes, around the synthetic outcome.
    public let inSample: ConfidenceInterval
  }

  public let periods: [Period]
  public let draws: Int
  /// Standard deviation of a period's own error on the scale on which outcomes are matched.
  public let errorDeviation: Double

  static let methods: Set<EffectsMethod> = [.outcomeOnly, .demeaned, .classic]

  /// Nil where the method has no such interval, or periods before the change are too few for the weights.
  public init?(_ fit: SyntheticFit, estimator: Estimator, level: Double, seed: UInt64, draws: Int = 200) {
    let usesPredictors = estimator.method.usesPredictors && !estimator.settings.predictors.isEmpty
    guard Self.methods.contains(estimator.method), !usesPredictors else { return nil }
    let series = MatchedSeries(fit.comparison, panel: estimator.panel, scale: estimator.settings.scale)
    guard let problem = WeightUncertainty(series, fit, hasConstant: estimator.method == .demeaned) else { return nil }
    self.draws = draws
    errorDeviation = problem.errorDeviation
    let error = 1 - level, reach = (-2 * log(error / 2)).squareRoot() * problem.errorDeviation
    let later = series.preCount..<series.target.count
    let ends = problem.ends(over: later, draws: draws, seed: seed)
    let count = series.preCount
    periods = later.map { position in
      // What the estimated weights add above the true ones is taken off, and the other way round.
      let lows = ends.lowest[position - count].sorted(), highs = ends.highest[position - count].sorted()
      let down = quantile(sorted: highs, 1 - error / 4), up = quantile(sorted: lows, error / 4)
      let middle = problem.fitted[position]
      func own(_ low: Double, _ high: Double) -> ConfidenceInterval {
        let values = series.inOwnUnits([low, high])
        return ConfidenceInterval(lower: values[0], upper: values[1])
      }
      let untreated = own(middle - down + problem.meanMiss - reach, middle - up + problem.meanMiss + reach)
      let observed = series.observed[position]
      return Period(
        time: fit.comparison.post[position - count], untreated: untreated,
        effect: ConfidenceInterval(lower: observed - untreated.upper, upper: observed - untreated.lower),
        inSample: own(middle - down, middle - up))
    }
  }
}

/// The weights that a draw of the past allows: those at which the loss, with the draw's noise, is no higher than at the
/// weights found.
private struct WeightUncertainty {
  /// On the matching scale.
  let fitted: [Double]
  let meanMiss, errorDeviation: Double
  private let hasConstant: Bool
  /// Donors less their mean before the change where there is a constant, donor after donor.
  private let donors: [[Double]]
  private let preCount: Int
  /// Weights without those that are nought but for noise, and their sum.
  private let kept: [Double]
  private let total: Double
  /// Standard deviation of the noise of each period before the change.
  private let deviations: [Double]

  init?(_ series: MatchedSeries, _ fit: SyntheticFit, hasConstant: Bool) {
    let count = series.preCount, constant = fit.intercept ?? 0
    var fitted = [Double](repeating: constant, count: series.target.count)
    for (weight, donor) in zip(fit.weights, series.donors) where weight != 0 {
      for t in fitted.indices { fitted[t] += weight * donor[t] }
    }
    let misses = (0..<count).map { series.target[$0] - fitted[$0] }
    let active = fit.weights.indices.filter { fit.weights[$0] > 0 }
    let used = active.count - 1 + (hasConstant ? 1 : 0)
    guard count - used >= 3 else { return nil }
    meanMiss = hasConstant ? 0 : mean(misses)
    let centre = meanMiss, squares = misses.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    errorDeviation = (squares / Double(max(count - max(used, 1), 1))).squareRoot()
    guard errorDeviation > 0 else { return nil }
    let means = series.donors.map { hasConstant ? mean($0.prefix(count)) : 0 }
    donors = zip(series.donors, means).map { donor, mean in donor.map { $0 - mean } }
    let left = Self.leftOver(misses, active.map { Array(series.donors[$0].prefix(count)) })
    let widen = (Double(count) / Double(count - used)).squareRoot()
    deviations = left.map { $0.magnitude * widen }
    let threshold = Self.threshold(misses, series.donors.map { $0.prefix(count) })
    var kept = fit.weights.map { $0 > threshold ? $0 : 0 }
    if kept.allSatisfy({ $0 == 0 }) { kept = fit.weights }
    self.kept = kept
    total = kept.reduce(0, +)
    self.fitted = fitted
    self.hasConstant = hasConstant
    preCount = count
  }

  /// Misses less what a regression on the donors with weight explains of them, where periods suffice for one.
  private static func leftOver(_ misses: [Double], _ donors: [[Double]]) -> [Double] {
    let middle = mean(misses), centred = misses.map { $0 - middle }
    guard misses.count - donors.count - 1 > 10 else { return centred }
    let design = Matrix(
      columns: donors.map { donor in
        let own = mean(donor)
        return donor.map { $0 - own }
      })
    guard let factor = CholeskyFactor(design.gramMatrix()) else { return centred }
    let explained = design * factor.solve(design.transposedTimes(centred))
    return zip(centred, explained).map { $0 - $1 }
  }

  /// Below this a weight may be nought (the papers' ϱ, type 1): √(ln T/T) times the misses' standard deviation over the
  /// smallest of the donors', at most 0.2.
  private static func threshold(_ misses: [Double], _ donors: [ArraySlice<Double>]) -> Double {
    let periods = Double(misses.count)
    let least = donors.map { RunningMoments($0).standardDeviation }.filter { $0 > 0 }.min() ?? .infinity
    return min(0.2, (log(periods) / periods).squareRoot() * RunningMoments(misses).standardDeviation / least)
  }

  /// For each period asked for and each draw, the least and the most that allowed weights add to the fitted outcome.
  func ends(over periods: Range<Int>, draws: Int, seed: UInt64) -> (lowest: [[Double]], highest: [[Double]]) {
    let solver = SimplexSolver(rows: preCount, columns: donors.count), root = Double(preCount).squareRoot()
    let base = (0..<preCount).map { t in zip(kept, donors).reduce(0) { $0 + $1.0 * $1.1[t] } }
    for (j, donor) in donors.enumerated() {
      for t in 0..<preCount { solver.points[j * preCount + t] = (total * donor[t] - base[t]) / root }
    }
    let search = AllowedWeights(solver: solver, kept: kept, total: total, hasConstant: hasConstant)
    let stream = RandomStream(seed: seed, domain: 45)
    var lowest = [[Double]](repeating: [], count: periods.count), highest = lowest
    for draw in 0..<draws {
      stream.seek(entity: UInt64(draw), purpose: 1)
      let noise = deviations.map { $0 * stream.standardNormal() }
      let pull = donors.map { donor in
        (0..<preCount).reduce(0) { $0 + donor[$1] * noise[$1] } / Double(preCount)
      }
      let constantPull = mean(noise)
      for (k, t) in periods.enumerated() {
        let later = donors.map { $0[t] }
        lowest[k].append(search.least(later, pull: pull, constantPull: constantPull, sign: 1))
        highest[k].append(-search.least(later, pull: pull, constantPull: constantPull, sign: -1))
      }
    }
    return (lowest, highest)
  }
}

/// The least of a linear function of the weights' change δ where δ′Qδ ≤ 2ζ′δ and weights stay on their simplex: a
/// quadratic programme for each price of the constraint, the price found by bisection.
private struct AllowedWeights {
  let solver: SimplexSolver
  let kept: [Double]
  let total: Double
  let hasConstant: Bool

  func least(_ later: [Double], pull: [Double], constantPull: Double, sign: Double) -> Double {
    var value = 0.0
    /// How far the constraint is passed, at a price t: the function counts t times as much as the loss.
    func excess(_ t: Double, isWarm: Bool = true) -> Double {
      for j in later.indices { solver.linear[j] = -2 * total * (pull[j] - t * sign * later[j]) }
      solver.solve(isLinear: true, isWarm: isWarm)
      var along = 0.0, pulled = 0.0
      for j in later.indices {
        let change = total * solver.weights[j] - kept[j]
        along += change * later[j]
        pulled += change * pull[j]
      }
      value = sign * along
      var excess = solver.squaredNorm - 2 * pulled
      if hasConstant {
        value += sign * constantPull - t
        excess += t * t - constantPull * constantPull
      }
      return excess
    }
    _ = excess(0, isWarm: false)
    var low = 0.0, high = 1e-3
    while excess(high) < 0 {
      low = high
      high *= 4
      // Every weight of the simplex is allowed.
      if high > 1e9 { return value }
    }
    for _ in 0..<40 where high - low > 1e-4 * high {
      let middle = (low + high) / 2
      if excess(middle) < 0 { low = middle } else { high = middle }
    }
    _ = excess(low)
    return value
  }
}
