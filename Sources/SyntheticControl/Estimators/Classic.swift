// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

extension Estimator {
  /// Predictors matched with declared weights (Abadie, Diamond & Hainmueller 2010, doi:10.1198/jasa.2009.ap08746).
  func classic(_ series: MatchedSeries) throws(EffectsError) -> SyntheticFit {
    let predictors = try ScaledPredictors(settings.predictors, series.comparison, in: panel, known: predictorValues)
    let judged = JudgedOutcomes(series, panel: panel, window: settings.optimiseWindow)
    var notes = predictors.warnings
    var losses: [Double] = [], optimistic: Double?
    let weights: [Double]
    switch settings.rule {
    case .equal: weights = Self.equal(predictors.names.count)
    case .given(let values): weights = try Self.given(values, predictors.names)
    case .regression: weights = regressionWeights(predictors, judged, &notes)
    case .nested:
      let search = NestedSearch(
        predictors, judged, regression: regressionWeights(predictors, judged, &notes), seed: settings.seed,
        starts: series.comparison.isPlacebo ? settings.nestedStartsOfPlacebos : settings.nestedStarts)
      (weights, losses) = (search.weights, search.losses)
      optimistic = search.optimisticLoss
    case .crossValidated:
      weights = try crossValidated(series, predictors, &notes)
    }
    let solution = predictors.weights(weights)
    var fit = series.fit(solution)
    fit.predictorNames = predictors.names
    fit.predictorWeights = weights
    fit.predictorScale = predictors.scale
    fit.predictorBalance = predictors.balance(solution.weights)
    fit.predictorLoss = solution.squaredNorm
    fit.optimiseLoss = judged.loss(solution.weights)
    fit.nestedLosses = losses
    fit.optimisticLoss = optimistic
    fit.warnings = notes
    return fit
  }

  static func equal(_ count: Int) -> [Double] { Array(repeating: 1 / Double(count), count: count) }

  static func given(_ values: [String: Double], _ names: [String]) throws(EffectsError) -> [Double] {
    // A weight may be given for one predictor or for all predictors of a column.
    let weights = names.map { name in
      let column = values.keys.filter { name.hasPrefix($0 + ".") }.max { $0.count < $1.count }
      return values[name] ?? values["special.\(name)"] ?? column.flatMap { values[$0] } ?? 0
    }
    let total = weights.reduce(0, +)
    guard total > 0, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw EffectsError(
        "predictor weights must not be negative and one must be positive; the predictors are \(names.joined(separator: ", "))"
      )
    }
    return weights.map { $0 / total }
  }

  /// Weights found on the training predictors and judged on later outcomes, then used with the main predictors
  /// (Abadie, Diamond & Hainmueller 2015, doi:10.1111/ajps.12116).
  private func crossValidated(
    _ series: MatchedSeries, _ main: ScaledPredictors, _ notes: inout [EffectsWarning]
  ) throws(EffectsError) -> [Double] {
    let pre = series.comparison.pre
    let middle = panel.times[pre[pre.count / 2]].order, last = panel.times[pre[pre.count - 1]].order
    let window = settings.trainingWindow ?? middle...last
    let given = settings.trainingPredictors
    let chosen =
      given.isEmpty
      ? settings.predictors.map { earlier($0, series.comparison, before: window.lowerBound) } : given
    // Predictors stand in the same order in both halves; one that drops out leaves nothing to hand over.
    let predictors = try ScaledPredictors(chosen, series.comparison, in: panel, known: predictorValues)
    guard predictors.names.count == main.names.count else {
      notes.append(
        EffectsWarning(
          "cross_validation_fallback",
          "the training predictors do not pair with the main ones; weights are equal"))
      return Self.equal(main.names.count)
    }
    let judged = JudgedOutcomes(series, panel: panel, window: window)
    var ignored: [EffectsWarning] = []
    let search = NestedSearch(
      predictors, judged, regression: regressionWeights(predictors, judged, &ignored), seed: settings.seed,
      starts: series.comparison.isPlacebo ? settings.nestedStartsOfPlacebos : settings.nestedStarts)
    return search.weights
  }

  /// The same predictor measured before the validation window; as it is where nothing was measured then.
  private func earlier(_ predictor: Predictor, _ comparison: Comparison, before limit: Double) -> Predictor {
    let last = limit - 1e-6
    var copy = predictor
    switch predictor.periods {
    case .pre: copy.periods = .window(-.greatestFiniteMagnitude, last)
    case .window(let a, let b):
      copy.periods = .window(a < last ? a : -.greatestFiniteMagnitude, min(b, last))
    case .list(let values):
      let kept = values.filter { $0 < last }
      copy.periods = kept.isEmpty ? .window(-.greatestFiniteMagnitude, last) : .list(kept)
    }
    let values = copy.values(in: panel, available: Array(0...(comparison.pre.max() ?? 0)))
    let isKnown = ([comparison.target] + comparison.donors).allSatisfy {
      values.indices.contains($0) && values[$0].isFinite
    }
    return isKnown ? copy : predictor
  }
}

/// The outcomes by which predictor weights are judged.
struct JudgedOutcomes: Sendable {
  let target: [Double]
  /// For each donor a value for each judged period.
  let donors: [[Double]]

  init(_ series: MatchedSeries, panel: Panel, window: ClosedRange<Double>?) {
    let all = Array(0..<series.preCount)
    let inside = all.filter { position in
      guard let window else { return true }
      let order = panel.times[series.comparison.pre[position]].order
      return order >= window.lowerBound - 1e-9 && order <= window.upperBound + 1e-9
    }
    let used = inside.isEmpty ? all : inside
    target = used.map { series.target[$0] }
    donors = series.donors.map { donor in used.map { donor[$0] } }
  }

  /// What no donor weights can go below.
  var lowestLoss: Double {
    let points = Matrix(columns: donors.map { donor in zip(donor, target).map { $0 - $1 } })
    return loss(SimplexLeastSquares(points: points).weights)
  }

  /// Mean squared gap.
  func loss(_ weights: [Double]) -> Double {
    var gap = target
    for (weight, donor) in zip(weights, donors) where weight != 0 {
      for t in gap.indices { gap[t] -= weight * donor[t] }
    }
    return gap.reduce(0) { $0 + $1 * $1 } / Double(gap.count)
  }
}
