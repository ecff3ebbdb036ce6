// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Estimator {
  /// Simplex weights corrected by a ridge regression for what they leave unbalanced (Ben-Michael, Feller & Rothstein
  /// 2021, doi:10.1080/01621459.2021.1929245).
  ///
  /// Weights may be negative; they still sum to one. With fixed effects outcomes are taken less each unit's mean before
  /// the change, and the synthetic unit has a constant. Covariates stand beside the outcomes as further rows, scaled to
  /// the outcomes' standard deviation; or, residualised, outcomes are taken less their regression on the covariates
  /// and weights then corrected so that covariates are balanced exactly (section 6 of the paper).
  func ridgeAugmented(_ series: MatchedSeries) throws(EffectsError) -> SyntheticFit {
    var notes: [EffectsWarning] = []
    let covariates = try covariateRows(series.comparison, &notes)
    let balance = AugmentedBalance(
      series, hasFixedEffects: settings.usesFixedEffects, covariates: covariates,
      isResidualised: settings.residualisesCovariates)
    let all = Array(balance.target.indices)
    let given = series.comparison.heldRidge ?? settings.ridge
    let lambda: Double
    if let given { lambda = given } else { lambda = try chosenRidge(balance) }
    let (found, simplex) = try balance.weights(all, ridges: [lambda])
    let weights = balance.balancingCovariates(found[0])
    var shift: Double?
    if settings.usesFixedEffects {
      let donors = zip(weights, series.donors).reduce(0) { $0 + $1.0 * mean($1.1.prefix(series.preCount)) }
      shift = mean(series.target.prefix(series.preCount)) - donors
    }
    var fit = SyntheticFit(
      comparison: series.comparison, weights: weights, intercept: shift, observed: series.observed,
      synthetic: series.synthetic(weights, intercept: shift ?? 0))
    fit.optimalityGap = simplex.optimalityGap
    fit.lambda = lambda
    fit.warnings = notes
    if !covariates.names.isEmpty {
      fit.predictorNames = covariates.names
      fit.predictorWeights = covariates.names.map { _ in 1 / Double(covariates.names.count) }
      fit.predictorScale = covariates.scale
      fit.predictorBalance = covariates.rows.map { row in
        let synthetic = zip(weights, row.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        return (row[0], synthetic, mean(row.dropFirst()))
      }
    }
    return fit
  }

  private func covariateRows(
    _ comparison: Comparison, _ notes: inout [EffectsWarning]
  ) throws(EffectsError) -> (names: [String], rows: [[Double]], scale: [Double]) {
    guard !settings.covariates.isEmpty else { return ([], [], []) }
    let scaled = try ScaledPredictors(settings.covariates, comparison, in: panel, known: predictorValues)
    notes += scaled.warnings
    return (scaled.names, zip(scaled.rows, scaled.scale).map { row, sd in row.map { $0 * sd } }, scaled.scale)
  }

  /// The largest ridge whose error at left-out periods is within a standard error of the smallest, of 21 from the
  /// largest squared singular value down by eight powers of ten; the last period is never left out.
  private func chosenRidge(_ balance: AugmentedBalance) throws(EffectsError) -> Double {
    let largest = try balance.largestSquaredSingularValue()
    let grid = (0...20).map { largest * pow(1e-8, Double($0) / 20) }
    let count = balance.periodCount
    guard count > 2, largest > 0 else { return max(largest, .leastNormalMagnitude) }
    var errors = [RunningMoments](repeating: RunningMoments(), count: grid.count)
    for held in 0..<(count - 1) {
      let kept = balance.target.indices.filter { $0 != held }
      let (weights, _) = try balance.weights(kept, ridges: grid)
      for (index, weight) in weights.enumerated() {
        let gap = balance.target[held] - zip(weight, balance.donors).reduce(0) { $0 + $1.0 * $1.1[held] }
        errors[index].add(gap * gap)
      }
    }
    guard let best = errors.min(by: { $0.mean < $1.mean }) else { return grid[0] }
    let limit = best.mean + (best.standardError.isFinite ? best.standardError : 0)
    return zip(grid, errors).first { $0.1.mean <= limit }?.0 ?? grid[0]
  }
}

/// What the augmented method balances: outcomes before the change less the donors' mean of the period, and covariates.
struct AugmentedBalance: Sendable {
  let target: [Double]
  /// For each donor a value for each row, periods first.
  let donors: [[Double]]
  let periodCount: Int
  /// Covariates less the donors' mean, unit by covariate, treated first, where outcomes are residuals.
  private let exact: [[Double]]

  init(
    _ series: MatchedSeries, hasFixedEffects: Bool, covariates: (names: [String], rows: [[Double]], scale: [Double]),
    isResidualised: Bool
  ) {
    let count = series.preCount, size = Double(series.donors.count)
    periodCount = count
    var units = ([series.target] + series.donors).map { values -> [Double] in
      let level = hasFixedEffects ? mean(values.prefix(count)) : 0
      return values.prefix(count).map { $0 - level }
    }
    Self.centre(&units)
    var extra = units.indices.map { unit in covariates.rows.map { $0[unit] } }
    Self.centre(&extra)
    if isResidualised, !covariates.rows.isEmpty {
      exact = extra
      units = Self.residuals(units, extra)
    } else {
      exact = []
      var all = RunningMoments()
      if !covariates.rows.isEmpty { for donor in units.dropFirst() { for value in donor { all.add(value) } } }
      for k in covariates.rows.indices {
        let squares = extra.dropFirst().reduce(0) { $0 + $1[k] * $1[k] }
        let deviation = (squares / max(size - 1, 1)).squareRoot()
        let factor = deviation > 0 && all.variance.isFinite ? all.standardDeviation / deviation : 1
        for unit in units.indices { units[unit].append(extra[unit][k] * factor) }
      }
    }
    target = units[0]
    donors = Array(units.dropFirst())
  }

  /// Each row less its mean over donors.
  private static func centre(_ units: inout [[Double]]) {
    guard let length = units.first?.count else { return }
    for t in 0..<length {
      let middle = units.dropFirst().reduce(0) { $0 + $1[t] } / Double(units.count - 1)
      for unit in units.indices { units[unit][t] -= middle }
    }
  }

  private static func factor(_ covariates: [[Double]]) -> (design: Matrix, factor: CholeskyFactor)? {
    guard let count = covariates.first?.count, count > 0 else { return nil }
    let design = Matrix(columns: (0..<count).map { k in covariates.dropFirst().map { $0[k] } })
    return CholeskyFactor(design.gramMatrix()).map { (design, $0) }
  }

  /// Outcomes less their regression over donors on the covariates.
  private static func residuals(_ units: [[Double]], _ covariates: [[Double]]) -> [[Double]] {
    guard let (design, factor) = factor(covariates), let length = units.first?.count else { return units }
    let slopes = (0..<length).map { t in factor.solve(design.transposedTimes(units.dropFirst().map { $0[t] })) }
    return zip(units, covariates).map { unit, own in
      unit.indices.map { unit[$0] - innerProduct(own, slopes[$0]) }
    }
  }

  /// Weights moved the least so that residualised covariates are balanced exactly.
  func balancingCovariates(_ weights: [Double]) -> [Double] {
    guard let (design, factor) = Self.factor(exact) else { return weights }
    let missed = zip(exact[0], design.transposedTimes(weights)).map { $0 - $1 }
    return zip(weights, design * factor.solve(missed)).map { $0 + $1 }
  }

  func largestSquaredSingularValue() throws(EffectsError) -> Double {
    try spectrum(Array(target.indices)).values.last ?? 0
  }

  /// Eigenvalues of the rows' cross products over donors.
  private func spectrum(_ rows: [Int]) throws(EffectsError) -> SymmetricEigenvalues {
    let columns = Matrix(columns: rows.map { t in donors.map { $0[t] } })
    do { return try SymmetricEigenvalues(columns.gramMatrix()) } catch { throw EffectsError("\(error)") }
  }

  /// For each ridge the augmented weights, and the simplex fit they start from.
  func weights(_ rows: [Int], ridges: [Double]) throws(EffectsError) -> ([[Double]], SimplexLeastSquares) {
    let points = Matrix(columns: donors.map { donor in rows.map { donor[$0] - target[$0] } })
    let simplex = SimplexLeastSquares(points: points)
    let left = (points * simplex.weights).map { -$0 }
    let spectrum = try spectrum(rows)
    let rotated = spectrum.vectors.transposedTimes(left)
    let weights = ridges.map { ridge in
      let scaled = zip(rotated, spectrum.values).map { $0 / (max($1, 0) + ridge) }
      let correction = spectrum.vectors * scaled
      return zip(simplex.weights, donors).map { weight, donor in
        weight + zip(rows, correction).reduce(0) { $0 + donor[$1.0] * $1.1 }
      }
    }
    return (weights, simplex)
  }
}
