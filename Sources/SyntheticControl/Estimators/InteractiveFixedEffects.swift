// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// What each number of common factors makes of a comparison.
public struct FactorPath: Sendable {
  public struct Step: Sendable {
    public let factors: Int
    /// Mean squared error at periods before the change, each left out in turn.
    public let error: Double
    public let averageEffect: Double
  }
  public let chosen: Int
  public let steps: [Step]
}

extension Estimator {
  /// Levels, common courses and common factors of the donors, carried on for the treated unit (interactive fixed effects:
  /// Bai 2009, doi:10.3982/ECTA6135; the generalised synthetic control of Xu 2017, doi:10.1017/pan.2016.2).
  ///
  /// Factors are the principal components of the donors' outcomes less unit and period means; the treated unit's level
  /// and loadings follow from its periods before the change. Their number is the one with the least error at periods
  /// left out in turn; a further factor must better it by a thousandth. Weights are those that the factors imply.
  func interactiveFixedEffects(_ series: MatchedSeries) throws(EffectsError) -> SyntheticFit {
    let factors = try DonorFactors(series)
    let most = max(0, min(5, series.preCount - 2, series.donors.count - 2, factors.count))
    if let held = series.comparison.heldFactors ?? settings.factors {
      var fit = factors.fit(series, count: min(held, most))
      fit.factors = FactorPath(chosen: min(held, most), steps: [])
      return fit
    }
    var steps: [FactorPath.Step] = [], best: (count: Int, error: Double)?
    for count in 0...most {
      guard let error = factors.leftOutError(series, count: count) else { break }
      let effect = series.postCount > 0 ? factors.fit(series, count: count).averageEffect : .nan
      steps.append(FactorPath.Step(factors: count, error: error, averageEffect: effect))
      if best.map({ error < $0.error * (1 - 1e-3) }) ?? true { best = (count, error) }
    }
    var fit = factors.fit(series, count: best?.count ?? 0)
    fit.factors = FactorPath(chosen: best?.count ?? 0, steps: steps)
    return fit
  }
}

/// Principal components of the donors' outcomes less unit and period means.
private struct DonorFactors {
  /// From the largest, a value for each period, of unit length; only those that are not noise of rounding.
  let courses: [[Double]]
  /// For each factor each donor's part in it.
  let shares: [[Double]]
  let periodMeans: [Double]
  var count: Int { courses.count }

  init(_ series: MatchedSeries) throws(EffectsError) {
    let donors = series.donors, length = series.target.count, size = Double(donors.count)
    var periodMeans = [Double](repeating: 0, count: length)
    for donor in donors { for t in 0..<length { periodMeans[t] += donor[t] / size } }
    let all = mean(periodMeans)
    let rest = donors.map { donor -> [Double] in
      let own = mean(donor)
      return (0..<length).map { donor[$0] - own - periodMeans[$0] + all }
    }
    let spectrum: SymmetricEigenvalues
    do {
      spectrum = try SymmetricEigenvalues(
        Matrix(columns: (0..<length).map { t in rest.map { $0[t] } }).gramMatrix())
    } catch { throw EffectsError("\(error)") }
    let largest = spectrum.values.last ?? 0
    let used = spectrum.values.indices.reversed().prefix(6).filter { spectrum.values[$0] > 1e-10 * largest }
    courses = used.map { Array(spectrum.vectors.column($0)) }
    shares = zip(courses, used).map { course, k in
      rest.map { innerProduct($0, course) / spectrum.values[k] }
    }
    self.periodMeans = periodMeans
  }

  /// Level and loadings by least squares over some periods; nil where they do not identify them.
  private func loadings(_ series: MatchedSeries, count: Int, periods: [Int]) -> [Double]? {
    let design = Matrix(
      columns: [[Double](repeating: 1, count: periods.count)]
        + courses.prefix(count).map { course in periods.map { course[$0] } })
    guard periods.count > count, let factor = CholeskyFactor(design.gramMatrix()) else { return nil }
    return factor.solve(design.transposedTimes(periods.map { series.target[$0] - periodMeans[$0] }))
  }

  func leftOutError(_ series: MatchedSeries, count: Int) -> Double? {
    var sum = 0.0
    for held in 0..<series.preCount {
      let kept = (0..<series.preCount).filter { $0 != held }
      guard let loadings = loadings(series, count: count, periods: kept) else { return nil }
      var miss = series.target[held] - periodMeans[held] - loadings[0]
      for k in 0..<count { miss -= loadings[k + 1] * courses[k][held] }
      sum += miss * miss
    }
    return sum / Double(series.preCount)
  }

  func fit(_ series: MatchedSeries, count: Int) -> SyntheticFit {
    let all = Array(0..<series.preCount)
    let found = (0...count).reversed().lazy.compactMap { loadings(series, count: $0, periods: all) }.first ?? [0]
    let course = series.target.indices.map { t in
      (1..<max(found.count, 1)).reduce(periodMeans[t] + found[0]) { $0 + found[$1] * courses[$1 - 1][t] }
    }
    let weights = series.donors.indices.map { j in
      (1..<max(found.count, 1)).reduce(1 / Double(series.donors.count)) { $0 + found[$1] * shares[$1 - 1][j] }
    }
    let raw = zip(weights, series.donors).reduce(0) { $0 + $1.0 * $1.1[0] }
    return SyntheticFit(
      comparison: series.comparison, weights: weights, intercept: course[0] - raw, observed: series.observed,
      synthetic: series.inOwnUnits(course))
  }
}
