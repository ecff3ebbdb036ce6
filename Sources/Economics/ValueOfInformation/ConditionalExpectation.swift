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
  let basis: InteractionBasis?
  let design: Matrix?
  let regression: PenalisedRegression?

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
    let error = RegressionError(self)
    return thresholds.indices.map { i in
      let value = sweep.loss(of: optimal[i], at: i, draws: fitted.drawCount).value
      return Estimate(
        value: value, standardError: error.of(value, optimal: optimal[i], threshold: thresholds[i]))
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
