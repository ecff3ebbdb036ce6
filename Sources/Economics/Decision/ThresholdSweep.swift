// SPDX-License-Identifier: GPL-3.0-or-later

/// One pass over the draws that adds up, at every threshold, how often each strategy is best and what is lost by
/// choosing it.
///
/// Thresholds lie side by side in memory and draws follow each other, so the inner loops have no branches. A draw
/// in which two strategies come within rounding error of each other is settled in exact decimals; ties are shared.
struct ThresholdSweep {
  let thresholds: [Double]
  let strategyCount: Int
  /// By strategy, then threshold: draws in which the strategy is best, ties shared.
  private(set) var wins: [Double]
  /// By strategy, then threshold: net benefit of the best strategy of the draw less that of this one, summed.
  private(set) var losses: [Double]
  /// Sums of their squares.
  private(set) var squaredLosses: [Double]

  init(_ increments: Increments, thresholds: [Double], countingWinsOf samples: DecisionSamples? = nil) {
    self.thresholds = thresholds
    strategyCount = increments.strategyCount
    let size = strategyCount * thresholds.count
    wins = [Double](repeating: 0, count: size)
    losses = wins
    squaredLosses = wins
    var scratch = Scratch(thresholds: thresholds.count, strategies: strategyCount)
    for draw in 0..<increments.drawCount {
      evaluate(increments, draw, &scratch)
      if let samples { countWins(samples, draw, &scratch) }
    }
  }

  /// What one draw needs, kept between draws.
  private struct Scratch {
    var values, best, near: [Double]
    var effects, costs: [Double]

    init(thresholds: Int, strategies: Int) {
      values = [Double](repeating: 0, count: thresholds * strategies)
      near = values
      best = [Double](repeating: 0, count: thresholds)
      effects = [Double](repeating: 0, count: strategies)
      costs = effects
    }
  }

  /// Net benefits of the draw, the best of them, and what each strategy loses against it.
  private mutating func evaluate(_ increments: Increments, _ draw: Int, _ scratch: inout Scratch) {
    let width = thresholds.count, strategies = strategyCount
    thresholds.withUnsafeBufferPointer { k in
      scratch.values.withUnsafeMutableBufferPointer { values in
        scratch.best.withUnsafeMutableBufferPointer { best in
          losses.withUnsafeMutableBufferPointer { losses in
            squaredLosses.withUnsafeMutableBufferPointer { squares in
              for s in 0..<strategies {
                let effect = increments.effects[s][draw], cost = increments.costs[s][draw]
                let offset = s * width
                if s == 0 {
                  for i in 0..<width {
                    let value = k[i] * effect - cost
                    values[i] = value
                    best[i] = value
                  }
                } else {
                  for i in 0..<width {
                    let value = k[i] * effect - cost
                    values[offset + i] = value
                    best[i] = value > best[i] ? value : best[i]
                  }
                }
              }
              for s in 0..<strategies {
                let offset = s * width
                for i in 0..<width {
                  let loss = best[i] - values[offset + i]
                  losses[offset + i] += loss
                  squares[offset + i] += loss * loss
                }
              }
            }
          }
        }
      }
    }
  }

  // MARK: Ties

  /// Adds one win at each threshold, shared between strategies that tie.
  private mutating func countWins(_ samples: DecisionSamples, _ draw: Int, _ scratch: inout Scratch) {
    let width = thresholds.count
    for s in 0..<strategyCount {
      scratch.effects[s] = samples.effects[s][draw]
      scratch.costs[s] = samples.costs[s][draw]
    }
    let marked = markNear(&scratch)
    if marked == Double(width) {
      addNear(scratch)
      return
    }
    for i in 0..<width {
      let candidates = (0..<strategyCount).filter { scratch.near[$0 * width + i] == 1 }
      let best = candidates.count == 1 ? candidates : exactlyBest(candidates, scratch, at: thresholds[i])
      for s in best { wins[s * width + i] += 1 / Double(best.count) }
    }
  }

  /// Marks the strategies whose net benefit may be the best given rounding; returns how many marks were set.
  private func markNear(_ scratch: inout Scratch) -> Double {
    // Each net benefit is known to about ten roundings of the strategies' own effects and costs; a pair to twice that.
    let rounding = 32 * 0x1p-53
    let effectScale = rounding * (scratch.effects.lazy.map(\.magnitude).max() ?? 0)
    let costScale = rounding * (scratch.costs.lazy.map(\.magnitude).max() ?? 0)
    let width = thresholds.count
    thresholds.withUnsafeBufferPointer { k in
      scratch.values.withUnsafeBufferPointer { values in
        scratch.best.withUnsafeBufferPointer { best in
          scratch.near.withUnsafeMutableBufferPointer { near in
            for s in 0..<strategyCount {
              let offset = s * width
              for i in 0..<width {
                let bound = k[i].magnitude * effectScale + costScale
                near[offset + i] = best[i] - values[offset + i] <= bound ? 1 : 0
              }
            }
          }
        }
      }
    }
    return sum(scratch.near)
  }

  private mutating func addNear(_ scratch: Scratch) {
    scratch.near.withUnsafeBufferPointer { near in
      wins.withUnsafeMutableBufferPointer { wins in
        for i in 0..<near.count { wins[i] += near[i] }
      }
    }
  }

  private func exactlyBest(_ candidates: [Int], _ scratch: Scratch, at threshold: Double) -> [Int] {
    var best = [candidates[0]]
    for s in candidates.dropFirst() {
      let leader = best[0]
      let sign = exactSign(
        threshold, scratch.effects[s], scratch.effects[leader], scratch.costs[s], scratch.costs[leader])
      if sign > 0 { best = [s] } else if sign == 0 { best.append(s) }
    }
    return best
  }
}

/// A sum in eight running parts, which do not wait for each other.
private func sum(_ values: [Double]) -> Double {
  values.withUnsafeBufferPointer { values in
    var parts = SIMD8<Double>.zero
    let whole = values.count & ~7
    for i in stride(from: 0, to: whole, by: 8) {
      parts += SIMD8(
        values[i], values[i + 1], values[i + 2], values[i + 3], values[i + 4], values[i + 5], values[i + 6],
        values[i + 7])
    }
    return values[whole...].reduce(parts.sum(), +)
  }
}
