// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// A method with its settings on a panel whose outcomes are complete for the units compared.
public struct Estimator: Sendable {
  public let panel: Panel
  public let method: EffectsMethod
  public let settings: EstimationSettings
  let predictorValues = PredictorValues()

  public init(_ method: EffectsMethod, on panel: Panel, settings: EstimationSettings) {
    self.method = method
    self.panel = panel
    self.settings = settings
  }

  /// The synthetic control of one comparison.
  public func fit(_ comparison: Comparison) throws(EffectsError) -> SyntheticFit {
    guard !comparison.donors.isEmpty else {
      throw EffectsError("no donors are left for \(panel.units[comparison.target])")
    }
    guard !comparison.pre.isEmpty else {
      throw EffectsError("no periods before the change for \(panel.units[comparison.target])")
    }
    let series = MatchedSeries(comparison, panel: panel, scale: settings.scale)
    return switch method {
    case .classic: settings.predictors.isEmpty ? outcomeOnly(series) : try classic(series)
    case .outcomeOnly: outcomeOnly(series)
    case .demeaned, .partiallyPooled: demeaned(series)
    case .penalised: try penalised(series)
    case .ridgeAugmented: try ridgeAugmented(series)
    case .syntheticDifferenceInDifferences: syntheticDifferenceInDifferences(series)
    case .differenceInDifferences: differenceInDifferences(series)
    case .interactiveFixedEffects: try interactiveFixedEffects(series)
    case .matrixCompletion: try matrixCompletion(series)
    }
  }

  /// Square roots of the relative precision of each pre-period, when counts are known and asked for.
  func precisionRoots(_ comparison: Comparison) -> [Double] {
    guard settings.usesPrecisionWeights, let counts = panel.denominator?[comparison.target] else {
      return Array(repeating: 1, count: comparison.pre.count)
    }
    let known = comparison.pre.map { counts[$0].isNaN || counts[$0] <= 0 ? nil : counts[$0] }
    let mean = RunningMoments(known.compactMap { $0 }).mean
    guard mean > 0 else { return Array(repeating: 1, count: comparison.pre.count) }
    return known.map { (($0 ?? mean) / mean).squareRoot() }
  }
}

/// The outcomes of a comparison on the scale on which they are matched.
struct MatchedSeries: Sendable {
  let comparison: Comparison
  let observed: [Double]
  /// Target and donors on the matching scale, periods before and then after the change.
  let target: [Double]
  let donors: [[Double]]
  let scale: OutcomeScale
  /// 100 of percentages, 1 of shares.
  let whole: Double
  var preCount: Int { comparison.pre.count }
  var postCount: Int { comparison.post.count }

  init(_ comparison: Comparison, panel: Panel, scale: OutcomeScale) {
    self.comparison = comparison
    self.scale = scale
    let whole = panel.whole ?? 100
    self.whole = whole
    let periods = comparison.periods
    func series(_ unit: Int, removing effect: Double) -> [Double] {
      let row = panel.outcome[unit]
      var values = periods.map { row[$0] }
      if effect != 0 { for k in comparison.pre.count..<values.count { values[k] -= effect } }
      return values
    }
    func matched(_ unit: Int, _ values: [Double]) -> [Double] {
      guard scale == .logit else { return values }
      let counts = panel.denominator?[unit]
      return zip(periods, values).map { time, value in
        logit(value, of: whole, count: counts.map { $0[time] } ?? .nan)
      }
    }
    observed = series(comparison.target, removing: comparison.effectRemoved)
    target = matched(comparison.target, observed)
    donors = comparison.donors.map { matched($0, series($0, removing: 0)) }
  }

  /// Donor minus target, a column for each donor, over the given positions and with rows weighed.
  func points(_ positions: Range<Int>, roots: [Double]? = nil) -> Matrix {
    Matrix(
      columns: donors.map { donor in
        positions.map { (donor[$0] - target[$0]) * (roots?[$0] ?? 1) }
      })
  }

  /// The weighted donors, with an intercept, back in the outcome's own units.
  func synthetic(_ weights: [Double], intercept: Double = 0) -> [Double] {
    var sum = [Double](repeating: intercept, count: target.count)
    for (weight, donor) in zip(weights, donors) where weight != 0 {
      for t in sum.indices { sum[t] += weight * donor[t] }
    }
    return inOwnUnits(sum)
  }

  /// From the matching scale to the outcome's.
  func inOwnUnits(_ values: [Double]) -> [Double] {
    scale == .logit ? values.map { value(ofLogit: $0, of: whole) } : values
  }

  func fit(_ solution: SimplexLeastSquares, intercept: Double? = nil) -> SyntheticFit {
    var fit = SyntheticFit(
      comparison: comparison, weights: solution.weights, intercept: intercept, observed: observed,
      synthetic: synthetic(solution.weights, intercept: intercept ?? 0))
    fit.optimalityGap = solution.optimalityGap
    return fit
  }
}
