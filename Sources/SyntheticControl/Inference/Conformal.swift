// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Conformal inference (Chernozhukov, Wüthrich & Zhu 2021, doi:10.1080/01621459.2021.1920957): the effect supposed is
/// taken off, the control refitted on all periods, and the residuals after the change compared with every cyclic shift.
///
/// Methods that match on predictors are refitted on outcomes, and difference-in-differences with a constant.
public struct Conformal: Sendable {
  public let comparison: Comparison
  private let estimator: Estimator

  public init(_ fit: SyntheticFit, estimator: Estimator) {
    var comparison = fit.comparison
    comparison.isPlacebo = true
    let method: EffectsMethod
    switch estimator.method {
    case .classic, .outcomeOnly, .penalised: method = .outcomeOnly
    case .demeaned, .syntheticDifferenceInDifferences, .partiallyPooled: method = .demeaned
    case .differenceInDifferences: method = .differenceInDifferences
    case .interactiveFixedEffects:
      method = .interactiveFixedEffects
      comparison.heldFactors = fit.factors?.chosen
    case .matrixCompletion:
      method = .matrixCompletion
      comparison.heldNuclearPenalty = fit.lambda
    case .ridgeAugmented:
      method = .ridgeAugmented
      comparison.heldRidge = fit.lambda
    }
    self.comparison = comparison
    self.estimator = Estimator(method, on: estimator.panel, settings: estimator.settings)
  }

  /// The p-value that a constant effect of this size explains the periods after the change.
  public func pValue(effect: Double) -> Double { pValue(effect: effect, over: comparison.post) }

  /// The same for a single period after the change, the others left out.
  public func pValue(effect: Double, at time: Int) -> Double { pValue(effect: effect, over: [time]) }

  private func pValue(effect: Double, over post: [Int]) -> Double {
    guard let residuals = try? residuals(effect: effect, over: post) else { return .nan }
    let count = residuals.count, length = post.count
    let sums = (0..<count).map { shift in
      (0..<length).reduce(0) { $0 + residuals[(shift + $1) % count].magnitude }
    }
    let observed = sums[count - length]
    return Double(sums.count { $0 >= observed * (1 - 1e-12) }) / Double(count)
  }

  private func residuals(effect: Double, over post: [Int]) throws(EffectsError) -> [Double] {
    // The outcomes with the effect removed become a panel in which every period is one before the change.
    var panel = estimator.panel
    for time in post { panel.outcome[comparison.target][time] -= effect }
    var all = comparison
    all.pre = comparison.pre + post
    all.post = []
    return try Estimator(estimator.method, on: panel, settings: estimator.settings).fit(all).gap
  }

  /// The effects that are not rejected; each end is nil where the search ended before a rejection.
  public struct Interval: Sendable, Equatable {
    public let lower, upper: Double
    public let reachesLowerEnd, reachesUpperEnd: Bool
  }

  /// - Parameter time: One period after the change; nil for all.
  public func interval(level: Double, at time: Int? = nil, around estimate: Double, scale: Double)
    -> Interval?
  {
    let post = time.map { [$0] } ?? comparison.post
    let periods = comparison.pre.count + post.count
    guard 1 / Double(periods) <= 1 - level + 1e-9 else { return nil }
    let spread = max(scale, estimate.magnitude, .leastNormalMagnitude)
    func isKept(_ effect: Double) -> Bool { pValue(effect: effect, over: post) > 1 - level + 1e-9 }
    // The set of kept effects may have holes: its ends are searched from outside, in steps of a twentieth.
    guard let centre = centre(of: isKept, estimate, spread) else { return nil }
    let lower = end(from: centre, step: -spread / 20, isKept),
      upper = end(from: centre, step: spread / 20, isKept)
    return Interval(
      lower: lower.value, upper: upper.value, reachesLowerEnd: lower.isOpen, reachesUpperEnd: upper.isOpen)
  }

  private func centre(of isKept: (Double) -> Bool, _ estimate: Double, _ spread: Double) -> Double? {
    for step in 0...20 {
      for sign in [1.0, -1.0] {
        let effect = estimate + sign * Double(step) * spread / 20
        if isKept(effect) { return effect }
      }
    }
    return nil
  }

  private func end(from centre: Double, step: Double, _ isKept: (Double) -> Bool) -> (
    value: Double, isOpen: Bool
  ) {
    var last = centre, width = step
    for index in 1...120 {
      let next = last + width
      guard isKept(next) else {
        var inside = last, outside = next
        for _ in 0..<16 {
          let middle = (inside + outside) / 2
          if isKept(middle) { inside = middle } else { outside = middle }
        }
        return (inside, false)
      }
      last = next
      if index > 40 { width *= 1.05 }
    }
    return (last, true)
  }
}
