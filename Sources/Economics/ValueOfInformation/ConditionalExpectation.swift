// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Expected increments of each strategy given what would be known, estimated by regression over the draws (Strong,
/// Oakley & Brennan 2014, doi:10.1177/0272989X13505910).
///
/// Costs and effects are fitted, not net benefits, so that thresholds can be asked for together or one by one.
struct ConditionalExpectation: Sendable {
  let increments: Increments
  /// The fitted increments; where nothing that is known varies, the means.
  let fitted: Increments
  /// Largest share of an outcome's variance that the fit explains.
  let explainedShare: Double
  let effectiveParameters: Double
  private let basis: InteractionBasis?
  private let design: Matrix?
  private let regression: PenalisedRegression?

  /// - Parameter known: Columns of what would be known, a value for each draw.
  init(_ increments: Increments, given known: [[Double]]) {
    self.increments = increments
    let others = Self.otherStrategies(increments)
    guard let basis = InteractionBasis(known), !others.isEmpty else {
      fitted = Self.atMeans(increments)
      (explainedShare, effectiveParameters, basis, design, regression) = (0, 1, nil, nil, nil)
      return
    }
    let design = basis.design(known)
    let outcomes = others.flatMap { [increments.effects[$0], increments.costs[$0]] }
    let regression = PenalisedRegression(design: design, outcomes: outcomes, groups: basis.groups)
    fitted = Self.assemble(regression.predict(design), others, increments.reference)
    explainedShare = regression.explainedShares.max() ?? 0
    effectiveParameters = regression.effectiveParameters
    self.basis = basis
    self.design = design
    self.regression = regression
  }

  /// Expected increments at other values of what is known.
  func predict(_ known: [[Double]]) -> Increments {
    let count = known.first?.count ?? 0
    guard let basis, let regression else {
      func repeated(_ columns: [[Double]]) -> [[Double]] {
        columns.map { Array(repeating: $0.first ?? 0, count: count) }
      }
      return Increments(
        reference: increments.reference, costs: repeated(fitted.costs), effects: repeated(fitted.effects))
    }
    return Self.assemble(
      regression.predict(basis.design(known)), Self.otherStrategies(increments), increments.reference)
  }

  /// Expected gain from choosing after learning what is known, at each threshold, with its standard error.
  func valueOfKnowing(thresholds: [Double]) -> [Estimate] {
    let sweep = ThresholdSweep(fitted, thresholds: thresholds)
    let optimal = sweep.leastLoss
    return thresholds.indices.map { i in
      let value = sweep.loss(of: optimal[i], at: i, draws: fitted.drawCount).value
      return Estimate(
        value: value, standardError: standardError(value, optimal: optimal[i], threshold: thresholds[i]))
    }
  }

  private func standardError(_ value: Double, optimal: Int, threshold: Double) -> Double {
    guard Double(fitted.drawCount) > effectiveParameters + 1 else { return .nan }
    return max(
      influenceError(value, optimal: optimal, threshold: threshold), curvatureError(threshold: threshold))
  }

  /// The error of the draws and of the regression together: each draw's influence is what it adds to the mean gain
  /// and, through its residual, to the coefficients (the infinitesimal jackknife; Efron 1982, chapter 6).
  private func influenceError(_ value: Double, optimal: Int, threshold: Double) -> Double {
    let n = fitted.drawCount
    var influence = [Double](repeating: 0, count: n)
    var chosen = [Int](repeating: 0, count: n)
    for draw in 0..<n {
      var best = optimal
      func benefit(_ s: Int) -> Double { threshold * fitted.effects[s][draw] - fitted.costs[s][draw] }
      for s in 0..<fitted.strategyCount where benefit(s) > benefit(best) { best = s }
      chosen[draw] = best
      influence[draw] = benefit(best) - benefit(optimal) - value
    }
    for s in 0..<fitted.strategyCount where s != fitted.reference {
      addResidualInfluence(&influence, of: s, chosen: chosen, optimal: optimal, threshold: threshold)
    }
    let squares = influence.reduce(0) { $0 + $1 * $1 }
    return (squares / (Double(n) * (Double(n) - effectiveParameters))).squareRoot()
  }

  /// How far the value moves when the slopes are wrong by two standard errors, halved.
  ///
  /// The value has no gradient where the fit changes no decision, and an estimate of nil would seem certain. It is
  /// convex in the slopes, so this errs on the safe side.
  private func curvatureError(threshold: Double) -> Double {
    guard let basis, let design else { return 0 }
    let n = fitted.drawCount, step = max(n / 1000, 1)
    let rows = Array(stride(from: 0, to: n, by: step))
    let benefits = (0..<fitted.strategyCount).map { s in
      rows.map { threshold * fitted.effects[s][$0] - fitted.costs[s][$0] }
    }
    let value = gain(benefits)
    var squares = 0.0
    for s in 0..<fitted.strategyCount where s != fitted.reference {
      let slopeError = residualDeviation(of: s, at: threshold) / Double(n).squareRoot()
      for column in basis.straightColumns {
        let changes = [2 * slopeError, -2 * slopeError].map { shift in
          var moved = benefits
          for (i, row) in rows.enumerated() { moved[s][i] += shift * design[row, column] }
          return abs(gain(moved) - value) / 2
        }
        let largest = changes.max() ?? 0
        squares += largest * largest
      }
    }
    return squares.squareRoot()
  }

  /// Mean of the best net benefit less the best mean.
  private func gain(_ benefits: [[Double]]) -> Double {
    var best = benefits[0]
    for values in benefits.dropFirst() {
      for i in best.indices where values[i] > best[i] { best[i] = values[i] }
    }
    let highest = benefits.map { $0.reduce(0, +) }.max() ?? 0
    return max(best.reduce(0, +) - highest, 0) / Double(best.count)
  }

  private func residualDeviation(of s: Int, at threshold: Double) -> Double {
    var squares = 0.0
    for draw in 0..<fitted.drawCount {
      let residual =
        threshold * (increments.effects[s][draw] - fitted.effects[s][draw])
        - (increments.costs[s][draw] - fitted.costs[s][draw])
      squares += residual * residual
    }
    return (squares / (Double(fitted.drawCount) - effectiveParameters)).squareRoot()
  }

  private func addResidualInfluence(
    _ influence: inout [Double], of s: Int, chosen: [Int], optimal: Int, threshold: Double
  ) {
    guard let regression, let design else { return }
    let sensitivity = chosen.map { ($0 == s ? 1.0 : 0.0) - (s == optimal ? 1.0 : 0.0) }
    guard sensitivity.contains(where: { $0 != 0 }) else { return }
    let outcome = 2 * (s < increments.reference ? s : s - 1)
    let effectWeights = regression.rowWeights(design: design, sensitivity: sensitivity, outcome: outcome)
    let costWeights = regression.rowWeights(design: design, sensitivity: sensitivity, outcome: outcome + 1)
    let effects = increments.effects[s], costs = increments.costs[s]
    let fittedEffects = fitted.effects[s], fittedCosts = fitted.costs[s]
    for draw in influence.indices {
      influence[draw] += threshold * effectWeights[draw] * (effects[draw] - fittedEffects[draw])
      influence[draw] -= costWeights[draw] * (costs[draw] - fittedCosts[draw])
    }
  }

  // MARK: Putting outcomes in order

  private static func otherStrategies(_ increments: Increments) -> [Int] {
    (0..<increments.strategyCount).filter { $0 != increments.reference }
  }

  private static func assemble(_ predictions: [[Double]], _ others: [Int], _ reference: Int) -> Increments {
    let zeros = [Double](repeating: 0, count: predictions[0].count)
    var effects = Array(repeating: zeros, count: others.count + 1), costs = effects
    for (index, s) in others.enumerated() {
      effects[s] = predictions[2 * index]
      costs[s] = predictions[2 * index + 1]
    }
    return Increments(reference: reference, costs: costs, effects: effects)
  }

  private static func atMeans(_ increments: Increments) -> Increments {
    func constant(_ column: [Double]) -> [Double] { Array(repeating: mean(column), count: column.count) }
    return Increments(
      reference: increments.reference, costs: increments.costs.map(constant),
      effects: increments.effects.map(constant))
  }
}
