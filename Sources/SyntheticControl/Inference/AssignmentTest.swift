// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The mean effect of several treated units, tested by giving the change to other units in their stead.
///
/// Under an effect supposed, that effect is taken off the treated units; then any of the units might have been the
/// treated ones, and each assignment is worked as the actual one was: its members matched from all units that are not
/// members. The share of assignments with a statistic at least as large is the p value (Fisher 1935; Firpo & Possebom
/// 2018, doi:10.1515/jci-2016-0026), never below one over the number of assignments. The statistic is the mean gap over
/// the root of the members' mean squared misses before the change, each with the median of all added.
///
/// What an effect left in the treated units does to a gap is linear, so the test is inverted exactly: each assignment
/// has one effect up to which it counts, and the ends of the interval are order statistics of these.
public struct AssignmentTest: Sendable {
  /// One way in which the change might have been given; its members stand at the places of the treated units.
  struct Assignment: Sendable {
    let members: [Int]
    /// Mean gap of each member, the estimated effect being off the treated units.
    let errors: [Double]
    /// What each gap gains for each unit of effect left in the treated units.
    let slopes: [Double]
    /// Squares of the members' scales.
    let variances: [Double]
    /// Mean gap of the members by periods since the change.
    let course: [Int: Double]
  }

  /// Periods since the change, 0 the first, of each site's periods.
  let eventTimes: [[Int]]

  /// The actual assignment is not among them.
  let assignments: [Assignment]
  let estimate: Double
  let estimates: [Double]
  /// Squares of the scales of the treated units.
  let variances: [Double]
  /// Indices of the never-treated units that could be assigned.
  let donors: Set<Int>
  public let isEnumerated: Bool
  /// Ways to choose as many units as were treated.
  public let possible: Double

  /// More assignments than these are drawn from, not listed.
  static let largestEnumeration = 3000.0

  /// - Parameters:
  ///   - sites: Estimates of one method.
  ///   - estimate: The pooled estimate, taken off the treated units while weights are found.
  public init?(_ sites: [SiteEstimate], estimate: Double, design: EffectsDesign, count: Int) {
    let places = sites.map(\.site), targets = places.map(\.comparison.target)
    let common = places.dropFirst().reduce(Set(places[0].comparison.donors)) {
      $0.intersection($1.comparison.donors)
    }
    let units = Self.units(places, common: common)
    guard !common.isEmpty, units.count > sites.count, Set(targets).count == targets.count else { return nil }
    let worked = places.map { Self.withoutEffect($0, of: places, estimate) }
    let comparisons = sites.map { site in
      var comparison = site.fit.comparison
      comparison.donors = units.sorted()
      return comparison
    }
    var settings = design.settings
    // A search for predictor weights is not repeated for every assignment: the first site's are kept.
    if settings.rule == .nested || settings.rule == .crossValidated, !sites[0].fit.predictorWeights.isEmpty {
      settings.rule = .given(
        Dictionary(
          zip(sites[0].fit.predictorNames, sites[0].fit.predictorWeights), uniquingKeysWith: { first, _ in first }))
    }
    let isAlike = places.allSatisfy {
      $0.comparison.pre == places[0].comparison.pre && $0.comparison.post == places[0].comparison.post
    }
    let estimators = worked.map { Estimator(sites[0].method, on: $0, settings: settings) }
    let treatedShares = places.map { place in Self.treatedShares(place, places) }
    var fits = AssignedFits(estimators, comparisons, treatedShares: treatedShares)
    // The estimate of several sites' mean is then one fit, and each assignment's too.
    let isJoint =
      sites[0].method == .syntheticDifferenceInDifferences && isAlike
      && places.allSatisfy { $0.comparison.donors == places[0].comparison.donors }
    possible = Self.ways(units.count, sites.count)
    isEnumerated = isAlike && possible <= Self.largestEnumeration
    let chosen =
      isEnumerated
      ? Self.listed(units.sorted(), targets, seed: design.settings.seed)
      : Self.drawn(units.sorted(), sites.count, count, seed: design.settings.seed)
    var found: [(members: [Int], fits: [AssignedFits.Summary], joint: AssignedFits.Summary?)] = []
    for members in chosen {
      let summaries = members.indices.compactMap {
        fits.summary(place: isAlike ? 0 : $0, unit: members[$0], assigned: members)
      }
      guard summaries.count == members.count else { continue }
      let joint =
        isJoint ? AssignedFits.joint(members, estimators[0], comparisons[0], treatedShares[0]) : nil
      found.append((members, summaries, joint))
    }
    guard !found.isEmpty else { return nil }
    let eventTimes = places.map { Self.eventTimes($0) }
    self.eventTimes = eventTimes
    let own = sites.map(\.fit.preMSPE)
    let middle = quantile(found.flatMap { $0.fits.map(\.preMSPE) } + own, 0.5)
    func variance(_ miss: Double) -> Double { max(miss + middle, .leastNormalMagnitude) }
    assignments = found.map { one in
      // Members keep how they differ; their mean becomes that of the joint fit.
      let shift = one.joint.map { $0.effect - Statistics.mean(one.fits.map(\.effect)) } ?? 0
      let tilt = one.joint.map { $0.slope - Statistics.mean(one.fits.map(\.slope)) } ?? 0
      return Assignment(
        members: one.members, errors: one.fits.map { $0.effect + shift }, slopes: one.fits.map { $0.slope + tilt },
        variances: one.fits.map { variance($0.preMSPE) },
        course: Self.course(one.fits.map(\.gap), eventTimes))
    }
    variances = own.map(variance)
    estimates = sites.map(\.fit.averageEffect)
    donors = common
    self.estimate = estimate
  }

  // MARK: The test

  /// An assignment's error of a weighted mean of the places, per unit of its scale and in units of the actual scale.
  struct Weighted {
    let error, slope: Double
  }

  func weighted(_ shares: [Double]) -> [Weighted] {
    let actual = Self.mean(variances, squares: shares)
    return assignments.map { one in
      let ratio = (actual / Self.mean(one.variances, squares: shares)).squareRoot()
      return Weighted(
        error: ratio * zip(shares, one.errors).reduce(0) { $0 + $1.0 * $1.1 },
        slope: ratio * zip(shares, one.slopes).reduce(0) { $0 + $1.0 * $1.1 })
    }
  }

  private static func mean(_ values: [Double], squares shares: [Double]) -> Double {
    zip(shares, values).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
  }

  /// That the effect is this large in all treated units; `shares` are the places' weights in the mean.
  public func pValue(effect: Double, estimate: Double, shares: [Double]) -> Double {
    let left = estimate - effect
    let all = weighted(shares)
    let exceed = all.count { ($0.error + left * $0.slope).magnitude >= left.magnitude * (1 - 1e-12) }
    return Double(exceed + 1) / Double(all.count + 1)
  }

  /// The effects that are not rejected; nil where there are too few assignments for the level.
  public func interval(level: Double, estimate: Double, shares: [Double]) -> ConfidenceInterval? {
    let all = weighted(shares)
    guard let up = reach(all, level: level, sign: 1), let down = reach(all, level: level, sign: -1) else { return nil }
    return ConfidenceInterval(lower: estimate - up, upper: estimate + down)
  }

  /// How far the supposed effect may lie below (1) or above (−1) the estimate.
  private func reach(_ all: [Weighted], level: Double, sign: Double) -> Double? {
    let rejected = Int((1 - level) * Double(all.count + 1) + 1e-9)
    // The actual assignment counts at every effect and is the first of them.
    guard rejected >= 1 else { return nil }
    let reaches = all.map { Self.reach($0, sign: sign) }.sorted(by: >)
    let value = reaches[rejected - 1]
    // Units that never err say nothing about errors.
    return value.isFinite && value > 1e-12 * variances.reduce(0, +).squareRoot() && value > 1e-150 ? value : nil
  }

  /// The effect left in the treated units up to which an assignment's statistic is the larger one.
  static func reach(_ one: Weighted, sign: Double) -> Double {
    let slope = (one.error >= 0 ? sign : -sign) * one.slope
    return slope < 1 && one.slope.magnitude < 1 ? one.error.magnitude / (1 - slope) : .infinity
  }

  /// Errors of the weighted mean as the inverted test has them: a draw of the estimate's error.
  func drawnErrors(_ shares: [Double]) -> [Double] {
    weighted(shares).map { one in
      let reach = Self.reach(one, sign: one.error >= 0 ? 1 : -1)
      return one.error >= 0 ? reach : -reach
    }
    .filter(\.isFinite)
  }

  /// The interval of the mean effect so many periods since the change; before it, of the mean gap.
  func interval(at time: Int, estimate: Double, level: Double) -> ConfidenceInterval? {
    let shares = variances.map { _ in 1 / Double(variances.count) }, all = weighted(shares)
    let actual = Self.mean(variances, squares: shares)
    let here = zip(assignments, all).compactMap { one, whole -> Weighted? in
      guard let gap = one.course[time] else { return nil }
      let ratio = (actual / Self.mean(one.variances, squares: shares)).squareRoot()
      return Weighted(error: ratio * gap, slope: time >= 0 ? whole.slope : 0)
    }
    guard let up = reach(here, level: level, sign: 1), let down = reach(here, level: level, sign: -1) else {
      return nil
    }
    return ConfidenceInterval(lower: estimate - up, upper: estimate + down)
  }

  private static func eventTimes(_ place: PreparedSite) -> [Int] {
    let periods = place.comparison.periods, first = place.comparison.pre.count
    // Positions in the panel count, so that periods left out leave their place empty.
    let start = first < periods.count ? periods[first] : 0
    return periods.map { $0 - start }
  }

  /// The mean over sites at each time since the change that any of them has.
  static func course(_ gaps: [[Double]], _ times: [[Int]]) -> [Int: Double] {
    var sums: [Int: (sum: Double, count: Int)] = [:]
    for (gap, own) in zip(gaps, times) {
      for (value, time) in zip(gap, own) {
        sums[time, default: (0, 0)].sum += value
        sums[time, default: (0, 0)].count += 1
      }
    }
    return sums.mapValues { $0.sum / Double($0.count) }
  }

  /// Variance of the difference between a site's error and the mean of all sites' errors times n/(n − 1), for a site of
  /// unit scale; from never-treated members only.
  var contrastVariance: Double {
    var sum = 0.0, spare = 0.0
    for one in assignments {
      let errors = one.members.indices.filter { donors.contains(one.members[$0]) }
        .map { one.errors[$0] / one.variances[$0].squareRoot() }
      guard errors.count > 1 else { continue }
      let moments = RunningMoments(errors)
      sum += moments.variance * Double(errors.count - 1)
      spare += Double(errors.count - 1)
    }
    return spare > 0 ? sum / spare : .nan
  }

  /// For each site the p value of no effect, adjusted so that the chance of any false finding is the level.
  var adjustedPValues: [Double] {
    let largest = assignments.map { one in
      one.errors.indices.map { k in
        (one.errors[k] + estimate * one.slopes[k]).magnitude / one.variances[k].squareRoot()
      }.max() ?? 0
    }
    return zip(estimates, variances).map { effect, variance in
      let own = effect.magnitude / variance.squareRoot()
      return Double(1 + largest.count { $0 >= own * (1 - 1e-12) }) / Double(largest.count + 1)
    }
  }

  // MARK: Assignments

  /// Units with outcomes in all periods of all sites.
  private static func units(_ places: [PreparedSite], common: Set<Int>) -> Set<Int> {
    let treated = places.map(\.comparison.target).filter { unit in
      places.allSatisfy { place in place.comparison.periods.allSatisfy { place.panel.outcome[unit][$0].isFinite } }
    }
    return common.union(treated)
  }

  /// The site's panel with the effect taken off every treated unit from its change on.
  private static func withoutEffect(_ place: PreparedSite, of places: [PreparedSite], _ effect: Double) -> Panel {
    var panel = place.panel
    for other in places {
      let unit = other.comparison.target
      for time in panel.times.indices where panel.isAfter(time, other.treated.firstPost) {
        panel.outcome[unit][time] -= effect
      }
    }
    return panel
  }

  private static func treatedShares(_ place: PreparedSite, _ places: [PreparedSite]) -> [Double] {
    var shares = [Double](repeating: 0, count: place.panel.units.count)
    let post = place.comparison.post
    for other in places {
      let later = post.count { place.panel.isAfter($0, other.treated.firstPost) }
      shares[other.comparison.target] = Double(later) / Double(post.count)
    }
    return shares
  }

  static func ways(_ units: Int, _ chosen: Int) -> Double {
    (0..<chosen).reduce(1.0) { ($0 * Double(units - $1) / Double($1 + 1)).rounded() }
  }

  /// Every set but the actual one, its members in a random order.
  private static func listed(_ units: [Int], _ actual: [Int], seed: UInt64) -> [[Int]] {
    let count = actual.count, treated = Set(actual), stream = RandomStream(seed: seed, domain: 41)
    var all: [[Int]] = [], chosen = Array(0..<count), index: UInt64 = 0
    while true {
      var members = chosen.map { units[$0] }
      if Set(members) != treated {
        stream.seek(entity: index, purpose: 2)
        for k in stride(from: count - 1, to: 0, by: -1) { members.swapAt(k, stream.integer(below: k + 1)) }
        all.append(members)
      }
      index += 1
      guard let place = chosen.indices.last(where: { chosen[$0] < units.count - count + $0 }) else { return all }
      chosen[place] += 1
      for k in (place + 1)..<max(count, place + 1) { chosen[k] = chosen[k - 1] + 1 }
    }
  }

  private static func drawn(_ units: [Int], _ chosen: Int, _ count: Int, seed: UInt64) -> [[Int]] {
    let stream = RandomStream(seed: seed, domain: 41)
    return (0..<count).map { set in
      stream.seek(entity: UInt64(set), purpose: 1)
      var members: [Int] = []
      while members.count < chosen {
        let unit = units[stream.integer(below: units.count)]
        if !members.contains(unit) { members.append(unit) }
      }
      return members
    }
  }
}
