// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Fits of many units against the donors that an assignment leaves, each made once.
///
/// Taking a donor without weight out of a convex fit changes nothing, so a fit serves every assignment in which only
/// such donors are away.
struct AssignedFits {
  /// What an assignment needs of a fit.
  struct Summary {
    /// Mean gap after the change, with the estimated effect off the treated units.
    let effect: Double
    /// What the mean gap gains for each unit of effect left in the treated units.
    let slope: Double
    let preMSPE: Double
    /// Gaps of all periods, before and then after the change.
    let gap: [Double]
  }

  private struct Key: Hashable {
    let place, unit: Int
    let away: [Int]
  }

  private let estimators: [Estimator]
  private let comparisons: [Comparison]
  /// For each place and unit the share of the periods after the change in which the unit was itself treated.
  private let treatedShares: [[Double]]
  private let isSparse: Bool
  private var known: [Key: (fit: Summary, weighted: [Int])?] = [:]

  /// - Parameters:
  ///   - estimators: For each place, on its panel with the estimated effect taken off.
  ///   - comparisons: For each place, with all units that may be donors, treated ones among them.
  init(_ estimators: [Estimator], _ comparisons: [Comparison], treatedShares: [[Double]]) {
    self.estimators = estimators
    self.comparisons = comparisons
    self.treatedShares = treatedShares
    // Only weights on a simplex without a ridge stay as they are when a donor without weight goes.
    isSparse =
      [.outcomeOnly, .demeaned, .partiallyPooled].contains(estimators[0].method)
      || (estimators[0].method == .classic && estimators[0].settings.predictors.isEmpty)
  }

  /// The unit at a place of the assignment, matched from every unit that is not assigned; nil where there is no fit.
  mutating func summary(place: Int, unit: Int, assigned: [Int]) -> Summary? {
    let others = assigned.filter { $0 != unit }.sorted()
    guard isSparse else { return fit(Key(place: place, unit: unit, away: others))?.fit }
    var away: [Int] = []
    while true {
      guard let found = fit(Key(place: place, unit: unit, away: away)) else { return nil }
      let missed = others.filter { found.weighted.contains($0) }
      if missed.isEmpty { return found.fit }
      away = (away + missed).sorted()
    }
  }

  /// Synthetic difference-in-differences of the members' mean.
  static func joint(
    _ members: [Int], _ estimator: Estimator, _ comparison: Comparison, _ treatedShares: [Double]
  ) -> Summary? {
    var comparison = comparison.without(Set(members))
    comparison.target = members[0]
    guard !comparison.donors.isEmpty else { return nil }
    let fit = estimator.syntheticDifferenceInDifferences(ofMean: members, comparison)
    let own = mean(members.map { treatedShares[$0] })
    let slope = own - zip(comparison.donors, fit.weights).reduce(0) { $0 + $1.1 * treatedShares[$1.0] }
    guard fit.averageEffect.isFinite else { return nil }
    return Summary(effect: fit.averageEffect, slope: slope, preMSPE: fit.preMSPE, gap: fit.gap)
  }

  private mutating func fit(_ key: Key) -> (fit: Summary, weighted: [Int])? {
    if let found = known[key] { return found }
    let made = make(key)
    known[key] = .some(made)
    return made
  }

  private func make(_ key: Key) -> (fit: Summary, weighted: [Int])? {
    var comparison = comparisons[key.place].without(Set(key.away + [key.unit]))
    comparison.target = key.unit
    comparison.isPlacebo = true
    guard let fit = try? estimators[key.place].fit(comparison) else { return nil }
    let shares = treatedShares[key.place]
    let slope = shares[key.unit] - zip(comparison.donors, fit.weights).reduce(0) { $0 + $1.1 * shares[$1.0] }
    let weighted = zip(comparison.donors, fit.weights).filter { $0.1 > 0 }.map(\.0)
    guard fit.averageEffect.isFinite else { return nil }
    return (Summary(effect: fit.averageEffect, slope: slope, preMSPE: fit.preMSPE, gap: fit.gap), weighted)
  }
}
