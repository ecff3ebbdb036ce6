// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far trends may depart from parallel ones before difference-in-differences says nothing (Rambachan & Roth 2023,
/// doi:10.1093/restud/rdad018), for the mean effect over the periods after the change.
///
/// - *Relative magnitudes*: from one period to the next the departure after the change is at most so many times the
///   largest before it. The interval is the union, over which step before the change was the largest, of intervals whose
///   ends are known combinations of periods: it holds at least at its level, and is wider than the paper's
///   conditional one.
/// - *Smoothness*: the departure's slope changes by at most M from one period to the next (0: a straight line). The
///   interval is the paper's fixed-length one: of all combinations of periods that a straight line does not move, the
///   one with the shortest interval at its largest bias.
///
/// The covariance of periods is that of the donors' own courses (Ferman & Pinto 2019, doi:10.1162/rest_a_00759), drawn in
/// towards equal variances (Ledoit & Wolf 2004, doi:10.1016/S0047-259X(03)00096-4), with Student's quantiles. A combination
/// that is best for the donors looked at varies less in them than in others: its variance is taken in donors held out.
public struct TrendSensitivity: Sendable {
  public struct Bound: Sendable {
    /// The departure that is allowed.
    public let departure: Double
    public let estimate: Double
    public let interval: ConfidenceInterval
  }

  /// Mean effect against the last period before the change.
  public let estimate: Double
  public let relativeMagnitudes: [Bound]
  public let smoothness: [Bound]
  /// The largest departure at which no effect is still rejected; nil where it is not rejected at all.
  public let relativeBreakdown: Double?
  public let smoothnessBreakdown: Double?

  /// - Parameters:
  ///   - gaps: Treated less donors, by period; at least two periods before the change.
  ///   - before: How many of them come before the change.
  ///   - covariance: Of the gaps; only differences between periods matter.
  ///   - heldOut: The covariance of some donors, and that of those left out; none where the covariance is known.
  ///   - degreesOfFreedom: Of the covariance.
  public init?(
    gaps: [Double], before: Int, covariance: Matrix, heldOut: [(kept: Matrix, left: Matrix)] = [],
    degreesOfFreedom: Double, level: Double,
    relativeMagnitudes: [Double]? = nil, smoothness: [Double]? = nil
  ) {
    let later = gaps.count - before
    guard before >= 2, later >= 1, degreesOfFreedom >= 1 else { return nil }
    let relative = RelativeMagnitudes(
      gaps: gaps, before: before, covariance: covariance,
      critical: studentQuantile(0.5 + level / 2, degreesOfFreedom: degreesOfFreedom))
    guard
      let smooth = SmoothDepartures(
        gaps: gaps, before: before, covariance: covariance, heldOut: heldOut, level: level,
        degreesOfFreedom: degreesOfFreedom)
    else { return nil }
    let estimate = relative.estimate
    self.estimate = estimate
    self.relativeMagnitudes = (relativeMagnitudes ?? [0, 0.5, 1, 1.5, 2]).map(relative.bound)
    // A constant curvature of this size would make up the whole effect.
    let whole = estimate.magnitude / (Double((later + 1) * (later + 2)) / 6)
    self.smoothness = (smoothness ?? [0, 0.1, 0.25, 0.5, 1].map { $0 * whole }).map(smooth.bound)
    relativeBreakdown = Self.breakdown(relative.bound, start: 1)
    smoothnessBreakdown = Self.breakdown(smooth.bound, start: max(whole, .leastNormalMagnitude))
  }

  /// By doubling and halving.
  private static func breakdown(_ bound: (Double) -> Bound, start: Double) -> Double? {
    func isRejected(_ departure: Double) -> Bool { !bound(departure).interval.contains(0) }
    guard isRejected(0) else { return nil }
    var low = 0.0, high = start
    while isRejected(high), high < 1e6 * start { (low, high) = (high, 2 * high) }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if isRejected(middle) { low = middle } else { high = middle }
    }
    return low
  }
}

/// Ends of an interval as combinations of periods, one for each step that may have been the largest.
private struct RelativeMagnitudes {
  let gaps: [Double]
  let before: Int
  let covariance: Matrix
  let critical: Double
  var later: Int { gaps.count - before }

  private var base: [Double] {
    gaps.indices.map { $0 == before - 1 ? -1 : $0 >= before ? 1 / Double(later) : 0 }
  }

  var estimate: Double { zip(base, gaps).reduce(0) { $0 + $1.0 * $1.1 } }

  func bound(_ departure: Double) -> TrendSensitivity.Bound {
    // Steps of one direction add up: the mean over periods of 1, 2, …
    let reach = departure * Double(later + 1) / 2
    var low = Double.infinity, high = -Double.infinity
    for step in 1..<before {
      for sign in [1.0, -1] {
        var combination = base
        combination[step] += sign * reach
        combination[step - 1] -= sign * reach
        let value = zip(combination, gaps).reduce(0) { $0 + $1.0 * $1.1 }
        let half = critical * innerProduct(combination, covariance * combination).squareRoot()
        low = min(low, value - half)
        high = max(high, value + half)
      }
    }
    return TrendSensitivity.Bound(
      departure: departure, estimate: estimate, interval: ConfidenceInterval(lower: low, upper: high))
  }
}

/// Combinations of periods that no straight line moves, from the least variance to the least bias.
///
/// A combination c is the second difference of a course g; its largest bias is M times the sum of |g|. After the change
/// g is given by the effect asked for; before it, the sum of squares c′Σc and the sum of |g| are weighed against each
/// other, a lasso (Tibshirani 1996) whose path is every combination that could be best for some M.
private struct SmoothDepartures {
  private struct Combination {
    let estimate, deviation, bias: Double
  }

  private var path: [Combination] = []
  private let level: Double
  /// Student's quantile over the normal one.
  private let widen: Double

  init?(
    gaps: [Double], before: Int, covariance: Matrix, heldOut: [(kept: Matrix, left: Matrix)], level: Double,
    degreesOfFreedom: Double
  ) {
    self.level = level
    widen = studentQuantile(0.5 + level / 2, degreesOfFreedom: degreesOfFreedom) / normalQuantile(0.5 + level / 2)
    let courses = Courses(count: gaps.count, before: before)
    guard let own = Self.path(courses, covariance) else { return nil }
    let others = heldOut.compactMap { one in Self.path(courses, one.kept).map { (path: $0, left: one.left) } }
    guard others.count == heldOut.count else { return nil }
    path = own.indices.map { step in
      let c = courses.combination(own[step])
      let variances =
        others.isEmpty
        ? [innerProduct(c, covariance * c)]
        : others.map { one in
          let other = courses.combination(one.path[step])
          return innerProduct(other, one.left * other)
        }
      return Combination(
        estimate: innerProduct(c, gaps), deviation: max(mean(variances), 0).squareRoot(),
        bias: courses.fixedBias + own[step].reduce(0) { $0 + $1.magnitude })
    }
  }

  /// The combinations of periods as second differences of courses.
  private struct Courses {
    let start: [Double]
    let directions: [[Double]]
    let fixedBias: Double

    init(count: Int, before: Int) {
      let later = count - before
      // g at the last period before the change and after it, from the end backwards: c at t is g(t+1) − 2g(t) + g(t−1).
      var fixed = [Double](repeating: 0, count: count)
      for t in stride(from: count - 1, through: before, by: -1) {
        fixed[t - 1] = 1 / Double(later) + 2 * fixed[t] - (t + 1 < count ? fixed[t + 1] : 0)
      }
      func differences(_ course: [Double]) -> [Double] {
        (0..<count).map { t in
          (t + 1 < count ? course[t + 1] : 0) - 2 * course[t] + (t > 0 ? course[t - 1] : 0)
        }
      }
      start = differences(fixed)
      directions = (1..<max(before - 1, 1)).map { free in differences((0..<count).map { $0 == free ? 1 : 0 }) }
      fixedBias = fixed.reduce(0) { $0 + $1.magnitude }
    }

    func combination(_ free: [Double]) -> [Double] {
      var c = start
      for (value, direction) in zip(free, directions) { for t in c.indices { c[t] += value * direction[t] } }
      return c
    }
  }

  /// Free parts of the course from the least variance to the least bias, at prices relative to the largest that matters.
  private static func path(_ courses: Courses, _ covariance: Matrix) -> [[Double]]? {
    let count = courses.directions.count
    guard count > 0 else { return [[]] }
    let weighed = courses.directions.map { covariance * $0 }
    var gram = Matrix(rows: count, columns: count)
    for a in 0..<count { for b in 0..<count { gram[a, b] = innerProduct(courses.directions[a], weighed[b]) } }
    let slope = weighed.map { innerProduct($0, courses.start) }
    guard let factor = CholeskyFactor(gram) else { return nil }
    var course = factor.solve(slope).map { -$0 }
    var found = [course]
    let most = slope.map(\.magnitude).max() ?? 0
    for step in 0...60 {
      descend(&course, gram, slope, price: most * exp(-12 * (1 - Double(step) / 60)))
      found.append(course)
    }
    return found
  }

  /// Coordinate descent of half the variance plus the price of the sum of |g|.
  private static func descend(_ course: inout [Double], _ gram: Matrix, _ slope: [Double], price: Double) {
    for _ in 0..<500 {
      var most = 0.0, size = 0.0
      for k in course.indices {
        var pull = slope[k]
        for j in course.indices where j != k { pull += gram[k, j] * course[j] }
        let next = pull > price ? -(pull - price) / gram[k, k] : pull < -price ? -(pull + price) / gram[k, k] : 0
        most = max(most, (next - course[k]).magnitude)
        size = max(size, next.magnitude)
        course[k] = next
      }
      if most <= 1e-6 * size { return }
    }
  }

  func bound(_ departure: Double) -> TrendSensitivity.Bound {
    var best: (half: Double, estimate: Double)?
    for one in path {
      let half =
        one.deviation > 0
        ? one.deviation * widen * Self.critical(departure * one.bias / (one.deviation * widen), level)
        : departure * one.bias
      if half < best?.half ?? .infinity { best = (half, one.estimate) }
    }
    let (half, estimate) = best ?? (.infinity, .nan)
    return TrendSensitivity.Bound(
      departure: departure, estimate: estimate,
      interval: ConfidenceInterval(lower: estimate - half, upper: estimate + half))
  }

  /// The quantile of |N(bias, 1)|.
  private static func critical(_ bias: Double, _ level: Double) -> Double {
    if bias > 12 { return bias + normalQuantile(level) }
    var low = 0.0, high = bias + 10
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let share = normalProbability(below: middle - bias) - normalProbability(below: -middle - bias)
      if share < level { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

extension EffectsStudy {
  /// The sensitivity of difference-in-differences over the sites to departures from parallel trends; nil with fewer than
  /// five donors that all sites share, or fewer than two periods before the change.
  public var trendSensitivity: TrendSensitivity? {
    let starts = sites.map { $0.comparison.post[0] }
    func has(_ time: Int) -> Bool {
      zip(sites, starts).allSatisfy { site, start in
        site.comparison.pre.contains(start + time) || site.comparison.post.contains(start + time)
      }
    }
    var before = 0, later = 0
    while has(-before - 1) { before += 1 }
    while has(later) { later += 1 }
    let donors = sites.dropFirst().reduce(Set(sites[0].comparison.donors)) { $0.intersection($1.comparison.donors) }
      .sorted()
    guard donors.count >= 5, before >= 2 else { return nil }
    var gaps = [Double](repeating: 0, count: before + later)
    let folds = min(5, donors.count / 2)
    var covariance = Matrix(rows: gaps.count, columns: gaps.count)
    var heldOut = (0..<folds).map { _ in (kept: covariance, left: covariance) }
    for (site, start) in zip(sites, starts) {
      let times = (start - before)..<(start + later)
      let courses = donors.map { donor in times.map { site.panel.outcome[donor][$0] } }
      for (k, time) in times.enumerated() {
        let own = site.panel.outcome[site.comparison.target][time]
        gaps[k] += (own - mean(courses.map { $0[k] })) / Double(sites.count)
      }
      let share = (1 / Double(sites.count) + 1 / Double(donors.count)) / Double(sites.count)
      let rows = Self.levelled(courses)
      covariance = covariance + Self.drawnIn(rows, share)
      for fold in 0..<folds {
        let left = rows.indices.filter { $0 % folds == fold }, kept = rows.indices.filter { $0 % folds != fold }
        heldOut[fold].kept = heldOut[fold].kept + Self.drawnIn(kept.map { rows[$0] }, share)
        // The rows are less the mean of all, which takes one degree of freedom of all.
        let spare = Double(left.count) * Double(rows.count - 1) / Double(rows.count)
        heldOut[fold].left = heldOut[fold].left + Self.crossProducts(left.map { rows[$0] }, share / spare)
      }
    }
    return TrendSensitivity(
      gaps: gaps, before: before, covariance: covariance, heldOut: heldOut,
      degreesOfFreedom: Double(donors.count - 1), level: design.level, relativeMagnitudes: design.relativeMagnitudes,
      smoothness: design.smoothness)
  }

  /// The donors' courses less their level and the course of all.
  private static func levelled(_ courses: [[Double]]) -> [[Double]] {
    let levelled = courses.map { course in
      let level = mean(course)
      return course.map { $0 - level }
    }
    let middle = courses[0].indices.map { t in mean(levelled.map { $0[t] }) }
    return levelled.map { zip($0, middle).map { $0 - $1 } }
  }

  private static func crossProducts(_ rows: [[Double]], _ factor: Double) -> Matrix {
    let length = rows[0].count
    var sum = Matrix(rows: length, columns: length)
    for row in rows { for i in row.indices { for j in row.indices { sum[i, j] += factor * row[i] * row[j] } } }
    return sum
  }

  /// The covariance of some courses, drawn in towards equal variances, times a factor.
  private static func drawnIn(_ rows: [[Double]], _ factor: Double) -> Matrix {
    let count = Double(rows.count), length = rows[0].count
    var sample = crossProducts(rows, 1 / max(count - 1, 1))
    let variance = (0..<length).reduce(0) { $0 + sample[$1, $1] } / Double(length)
    var distance = 0.0, noise = 0.0
    for i in 0..<length {
      for j in 0..<length {
        let target = i == j ? variance : 0
        distance += (sample[i, j] - target) * (sample[i, j] - target)
        for row in rows {
          let miss = row[i] * row[j] - sample[i, j]
          noise += miss * miss / (count * count)
        }
      }
    }
    let share = distance > 0 ? min(1, noise / distance) : 1
    for i in 0..<length {
      for j in 0..<length {
        sample[i, j] = factor * ((1 - share) * sample[i, j] + (i == j ? share * variance : 0))
      }
    }
    return sample
  }
}
