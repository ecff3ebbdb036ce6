// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// The standard error of a value of information that was estimated by regression.
///
/// Worked on some thousands of the draws when there are more: an error to two digits is enough.
struct RegressionError {
  private let fitted: ConditionalExpectation
  private let drawCount: Int
  /// The draws that are looked at.
  private let rows: [Int]
  private let design: Matrix?
  /// By strategy, then row: fitted increments and what is left of them.
  private let effects, costs, effectResiduals, costResiduals: [[Double]]
  /// By strategy: mean squares and products of the residuals.
  private let residualMoments: [(effect: Double, cost: Double, product: Double)]

  private static let mostRows = 2500

  init(_ expectation: ConditionalExpectation) {
    fitted = expectation
    let n = expectation.fitted.drawCount
    drawCount = n
    let rows = Array(stride(from: 0, to: n, by: (n + Self.mostRows - 1) / Self.mostRows))
    self.rows = rows
    design = expectation.design?.selecting(rows: rows)
    func select(_ columns: [[Double]]) -> [[Double]] { columns.map { column in rows.map { column[$0] } } }
    effects = select(expectation.fitted.effects)
    costs = select(expectation.fitted.costs)
    effectResiduals = zip(select(expectation.increments.effects), effects).map { zip($0, $1).map { $0 - $1 } }
    costResiduals = zip(select(expectation.increments.costs), costs).map { zip($0, $1).map { $0 - $1 } }
    let freedom = Double(rows.count) * (1 - expectation.effectiveParameters / Double(n))
    residualMoments = zip(effectResiduals, costResiduals).map { effect, cost in
      (
        innerProduct(effect, effect) / freedom, innerProduct(cost, cost) / freedom,
        innerProduct(effect, cost) / freedom
      )
    }
  }

  /// The larger of the error by influence and that by curvature.
  func of(_ value: Double, optimal: Int, threshold: Double) -> Double {
    guard Double(drawCount) > fitted.effectiveParameters + 1 else { return .nan }
    let benefits = zip(effects, costs).map { effect, cost in zip(effect, cost).map { threshold * $0 - $1 } }
    return max(
      influenceError(benefits, value, optimal: optimal, threshold: threshold),
      curvatureError(benefits, threshold: threshold))
  }

  // MARK: Influence

  /// The error of the draws and of the regression together: each draw's influence is what it adds to the mean gain
  /// and, through its residual, to the coefficients (the infinitesimal jackknife; Efron 1982, chapter 6).
  private func influenceError(_ benefits: [[Double]], _ value: Double, optimal: Int, threshold: Double)
    -> Double
  {
    var chosen = [Int](repeating: optimal, count: rows.count)
    var best = benefits[optimal]
    for s in benefits.indices {
      for i in best.indices where benefits[s][i] > best[i] {
        best[i] = benefits[s][i]
        chosen[i] = s
      }
    }
    var influence = zip(best, benefits[optimal]).map { $0 - $1 - value }
    for s in benefits.indices where s != fitted.fitted.reference {
      addResidualInfluence(&influence, of: s, chosen: chosen, optimal: optimal, threshold: threshold)
    }
    let variance = innerProduct(influence, influence) / Double(rows.count)
    return (variance / (Double(drawCount) - fitted.effectiveParameters)).squareRoot()
  }

  private func addResidualInfluence(
    _ influence: inout [Double], of s: Int, chosen: [Int], optimal: Int, threshold: Double
  ) {
    guard let regression = fitted.regression, let design else { return }
    let share = Double(drawCount) / Double(rows.count), whenOptimal = s == optimal ? 1.0 : 0.0
    let sensitivity = chosen.map { share * (($0 == s ? 1 : 0) - whenOptimal) }
    guard sensitivity.contains(where: { $0 != 0 }) else { return }
    let outcome = 2 * (s < fitted.fitted.reference ? s : s - 1)
    let effectWeights = regression.rowWeights(design: design, sensitivity: sensitivity, outcome: outcome)
    let costWeights = regression.rowWeights(design: design, sensitivity: sensitivity, outcome: outcome + 1)
    let effectResiduals = effectResiduals[s], costResiduals = costResiduals[s]
    for i in influence.indices {
      influence[i] += threshold * effectWeights[i] * effectResiduals[i] - costWeights[i] * costResiduals[i]
    }
  }

  // MARK: Curvature

  /// How far the value moves when the slopes are wrong by two standard errors, halved.
  ///
  /// The value has no gradient where the fit changes no decision, and an estimate of nil would seem certain. It is
  /// convex in the slopes, so this errs on the safe side.
  private func curvatureError(_ benefits: [[Double]], threshold: Double) -> Double {
    guard let basis = fitted.basis, let design else { return 0 }
    let looked = Array(stride(from: 0, to: rows.count, by: max(rows.count / 800, 1)))
    let leaders = Leaders(benefits.map { values in looked.map { values[$0] } })
    let value = leaders.gain(moving: fitted.fitted.reference) { _ in 0 }
    var squares = 0.0
    for s in benefits.indices where s != fitted.fitted.reference {
      let slopeError = residualDeviation(of: s, at: threshold) / Double(drawCount).squareRoot()
      for column in basis.straightColumns {
        var largest = 0.0
        for shift in [2 * slopeError, -2 * slopeError] {
          let moved = leaders.gain(moving: s) { shift * design[looked[$0], column] }
          largest = max(largest, abs(moved - value) / 2)
        }
        squares += largest * largest
      }
    }
    return squares.squareRoot()
  }

  /// Of each row the best net benefit and the best of the other strategies, so that moving one strategy is one pass
  /// over its own rows however many strategies there are.
  private struct Leaders {
    /// By strategy, then row.
    let benefits: [[Double]]
    private var leader: [Int]
    private var best, second: [Double]
    private let sums: [Double]
    private let bySum: [Int]

    init(_ benefits: [[Double]]) {
      self.benefits = benefits
      leader = [Int](repeating: 0, count: benefits[0].count)
      best = benefits[0]
      second = [Double](repeating: -.infinity, count: best.count)
      for s in benefits.indices.dropFirst() {
        for (i, own) in benefits[s].enumerated() {
          if own > best[i] {
            (second[i], best[i], leader[i]) = (best[i], own, s)
          } else if own > second[i] {
            second[i] = own
          }
        }
      }
      let sums = benefits.map { $0.reduce(0, +) }
      self.sums = sums
      bySum = sums.indices.sorted { sums[$0] > sums[$1] }
    }

    /// Mean of the best net benefit less the best mean, with one strategy's rows moved.
    func gain(moving s: Int, by shift: (_ row: Int) -> Double) -> Double {
      var total = 0.0, ownSum = 0.0
      for (i, benefit) in benefits[s].enumerated() {
        let own = benefit + shift(i), others = leader[i] == s ? second[i] : best[i]
        total += own > others ? own : others
        ownSum += own
      }
      let highest = bySum.first { $0 != s }.map { max(ownSum, sums[$0]) } ?? ownSum
      return max(total - highest, 0) / Double(best.count)
    }
  }

  private func residualDeviation(of s: Int, at threshold: Double) -> Double {
    let moments = residualMoments[s]
    let variance = threshold * threshold * moments.effect - 2 * threshold * moments.product + moments.cost
    return max(variance, 0).squareRoot()
  }
}
