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
    guard !thresholds.isEmpty else { return }
    var scratch = Scratch(thresholds: thresholds.count, strategies: strategyCount)
    for draw in 0..<increments.drawCount {
      evaluate(increments, draw, &scratch)
      addLosses(&scratch)
      if let samples { countWins(samples, draw, &scratch) }
    }
  }

  /// What one draw needs, kept between draws.
  private struct Scratch {
    /// Net benefits by strategy, then threshold, and then what each loses against the best.
    var values: [Double]
    var best: [Double]
    /// At each threshold, how far apart two net benefits may be and still tie, and how many strategies may be best.
    var bound, candidates: [Double]

    init(thresholds: Int, strategies: Int) {
      values = [Double](repeating: 0, count: thresholds * strategies)
      best = [Double](repeating: 0, count: thresholds)
      bound = best
      candidates = best
    }
  }

  /// Net benefits of the draw and the best of them.
  private func evaluate(_ increments: Increments, _ draw: Int, _ scratch: inout Scratch) {
    let width = thresholds.count
    thresholds.withUnsafeBufferPointer { k in
      scratch.values.withUnsafeMutableBufferPointer { values in
        scratch.best.withUnsafeMutableBufferPointer { best in
          for s in 0..<strategyCount {
            let effect = increments.effects[s][draw], cost = increments.costs[s][draw]
            let own = UnsafeMutableBufferPointer(rebasing: values[(s * width)..<((s + 1) * width)])
            for i in 0..<width { own[i] = k[i] * effect - cost }
            if s == 0 {
              for i in 0..<width { best[i] = own[i] }
            } else {
              for i in 0..<width { best[i] = own[i] > best[i] ? own[i] : best[i] }
            }
          }
        }
      }
    }
  }

  private mutating func addLosses(_ scratch: inout Scratch) {
    let width = thresholds.count
    scratch.best.withUnsafeBufferPointer { best in
      scratch.values.withUnsafeMutableBufferPointer { values in
        losses.withUnsafeMutableBufferPointer { losses in
          squaredLosses.withUnsafeMutableBufferPointer { squares in
            for offset in stride(from: 0, to: values.count, by: width) {
              for i in 0..<width {
                let loss = best[i] - values[offset + i]
                values[offset + i] = loss
                losses[offset + i] += loss
                squares[offset + i] += loss * loss
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
    setBounds(samples, draw, &scratch)
    countCandidates(&scratch)
    guard sum(scratch.candidates) != Double(width) else { return }
    for i in 0..<width where scratch.candidates[i] != 1 {
      let candidates = (0..<strategyCount).filter { scratch.values[$0 * width + i] <= scratch.bound[i] }
      for s in candidates { wins[s * width + i] -= 1 }
      let best = exactlyBest(candidates, samples, draw, at: thresholds[i])
      for s in best { wins[s * width + i] += 1 / Double(best.count) }
    }
  }

  /// Each net benefit is known to about ten roundings of the strategies' own effects and costs; a pair to twice that.
  private func setBounds(_ samples: DecisionSamples, _ draw: Int, _ scratch: inout Scratch) {
    let rounding = 32 * 0x1p-53
    var effectScale = 0.0, costScale = 0.0
    for s in 0..<strategyCount {
      effectScale = max(effectScale, rounding * samples.effects[s][draw].magnitude)
      costScale = max(costScale, rounding * samples.costs[s][draw].magnitude)
    }
    thresholds.withUnsafeBufferPointer { k in
      scratch.bound.withUnsafeMutableBufferPointer { bound in
        for i in 0..<bound.count { bound[i] = k[i].magnitude * effectScale + costScale }
      }
    }
  }

  /// Gives a win to every strategy that may be the best, and counts them at each threshold.
  private mutating func countCandidates(_ scratch: inout Scratch) {
    let width = thresholds.count
    scratch.values.withUnsafeBufferPointer { losses in
      scratch.bound.withUnsafeBufferPointer { bound in
        scratch.candidates.withUnsafeMutableBufferPointer { candidates in
          wins.withUnsafeMutableBufferPointer { wins in
            for i in 0..<width { candidates[i] = 0 }
            for offset in stride(from: 0, to: losses.count, by: width) {
              for i in 0..<width {
                let mark = losses[offset + i] <= bound[i] ? 1.0 : 0
                wins[offset + i] += mark
                candidates[i] += mark
              }
            }
          }
        }
      }
    }
  }

  private func exactlyBest(
    _ candidates: [Int], _ samples: DecisionSamples, _ draw: Int, at threshold: Double
  ) -> [Int] {
    var best = [candidates[0]]
    for s in candidates.dropFirst() {
      let leader = best[0]
      let sign = exactSign(
        threshold, samples.effects[s][draw], samples.effects[leader][draw], samples.costs[s][draw],
        samples.costs[leader][draw])
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
