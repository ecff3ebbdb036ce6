// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The loss of donor weights as a function of the logarithms of predictor weights, with its gradient while the same
/// donors carry weight.
///
/// Nothing is allocated between one value and the next, and each inner problem starts from the last one's donors.
final class NestedObjective {
  let predictorCount: Int
  private let donorCount, periodCount: Int
  private let inner: SimplexSolver
  /// Donor less treated: predictors, and judged outcomes, donor after donor.
  private let differences, outcomes: UnsafeMutablePointer<Double>
  private let shares, residual, gap, slope, moved, normal: UnsafeMutablePointer<Double>
  /// Of the predictors, weighed.
  private var longest = 0.0
  private(set) var evaluations = 0

  init(_ predictors: ScaledPredictors, _ judged: JudgedOutcomes) {
    predictorCount = predictors.names.count
    donorCount = judged.donors.count
    periodCount = judged.target.count
    func doubles(_ count: Int) -> UnsafeMutablePointer<Double> {
      let pointer = UnsafeMutablePointer<Double>.allocate(capacity: count)
      pointer.initialize(repeating: 0, count: count)
      return pointer
    }
    inner = SimplexSolver(rows: predictorCount, columns: donorCount)
    differences = doubles(predictorCount * donorCount)
    outcomes = doubles(periodCount * donorCount)
    (shares, residual) = (doubles(predictorCount), doubles(predictorCount))
    gap = doubles(periodCount)
    // More donors than predictors and one carry weight only where they tie.
    (slope, moved) = (doubles(donorCount), doubles(donorCount))
    normal = doubles(donorCount * donorCount)
    for j in 0..<donorCount {
      for k in 0..<predictorCount {
        differences[j * predictorCount + k] = predictors.differences[k, j]
      }
      for t in 0..<periodCount { outcomes[j * periodCount + t] = judged.donors[j][t] - judged.target[t] }
    }
  }

  deinit {
    for pointer in [differences, outcomes, shares, residual, gap, slope, moved, normal] { pointer.deallocate() }
  }

  /// Logarithms further than this below the largest leave a predictor out: any weight above nought would have it matched
  /// exactly wherever the others can be.
  static let lowestLogarithm = -23.0

  /// Shares of one from logarithms.
  static func shares(_ logarithms: [Double]) -> [Double] {
    let top = logarithms.max() ?? 0
    let values = logarithms.map { $0 - top < lowestLogarithm ? 0 : exp($0 - top) }
    let total = values.reduce(0, +)
    return values.map { $0 / total }
  }

  func loss(_ logarithms: [Double]) -> Double {
    solve(logarithms)
    return measureGap()
  }

  /// Donors that carry weight at the last point asked for.
  var donors: Set<Int> {
    Set((0..<inner.activeCount).map { inner.active[$0] })
  }

  /// The gradient is nil of donor weights that do not move.
  func value(_ logarithms: [Double]) -> (value: Double, gradient: [Double]) {
    solve(logarithms)
    let loss = measureGap()
    var gradient = [Double](repeating: 0, count: predictorCount)
    guard isSolvable() else { return (loss, gradient) }
    let free = inner.activeCount - 1, first = differences + inner.active[0] * predictorCount
    for k in 0..<predictorCount {
      var sum = 0.0
      for a in 0...free {
        let j = inner.active[a]
        sum += inner.weights[j] * differences[j * predictorCount + k]
      }
      residual[k] = sum
    }
    for k in 0..<predictorCount {
      var change = 0.0
      for a in 0..<free {
        change += moved[a] * (differences[inner.active[a + 1] * predictorCount + k] - first[k])
      }
      gradient[k] = -shares[k] * residual[k] * change
    }
    return gradient.allSatisfy(\.isFinite)
      ? (loss, gradient) : (loss, [Double](repeating: 0, count: predictorCount))
  }

  /// Donor weights at these predictor weights, as `ScaledPredictors.weights` has them.
  private func solve(_ logarithms: [Double]) {
    evaluations += 1
    var top = -Double.infinity, total = 0.0
    for value in logarithms { top = max(top, value) }
    for k in 0..<predictorCount {
      shares[k] = logarithms[k] - top < Self.lowestLogarithm ? 0 : exp(logarithms[k] - top)
      total += shares[k]
    }
    for k in 0..<predictorCount {
      shares[k] /= total
      residual[k] = shares[k].squareRoot()
    }
    longest = 0
    for j in 0..<donorCount {
      let source = differences + j * predictorCount, target = inner.points + j * predictorCount
      var length = 0.0
      for k in 0..<predictorCount {
        let value = source[k] * residual[k]
        target[k] = value
        length += value * value
      }
      inner.linear[j] = ScaledPredictors.tieBreak * length
      longest = max(longest, length)
    }
    inner.solve(isWarm: evaluations > 1)
    if ScaledPredictors.isTied(inner.squaredNorm, longest: longest, donors: donorCount) {
      inner.solve(isLinear: true, isWarm: true)
    }
  }

  /// Mean squared gap over the judged periods.
  private func measureGap() -> Double {
    for t in 0..<periodCount { gap[t] = 0 }
    for a in 0..<inner.activeCount {
      let j = inner.active[a], weight = inner.weights[j], outcome = outcomes + j * periodCount
      for t in 0..<periodCount { gap[t] += weight * outcome[t] }
    }
    var sum = 0.0
    for t in 0..<periodCount { sum += gap[t] * gap[t] }
    return sum / Double(periodCount)
  }

  /// What a small change of the gradient of the donors' problem would move the loss by, in `moved`; false where donor
  /// weights have no derivative.
  ///
  /// The first active donor stands for the constraint that weights sum to one.
  private func isSolvable() -> Bool {
    let free = inner.activeCount - 1
    guard free > 0, free <= predictorCount else { return false }
    let first = inner.active[0]
    for a in 0..<free {
      let own = inner.active[a + 1]
      for b in 0...a {
        let other = inner.active[b + 1]
        var sum = 0.0
        for k in 0..<predictorCount {
          let base = differences[first * predictorCount + k]
          sum +=
            shares[k] * (differences[own * predictorCount + k] - base)
            * (differences[other * predictorCount + k] - base)
        }
        normal[a * free + b] = sum
      }
      var sum = 0.0
      for t in 0..<periodCount {
        sum += gap[t] * (outcomes[own * periodCount + t] - outcomes[first * periodCount + t])
      }
      slope[a] = 2 * sum / Double(periodCount)
    }
    return solveNormal(free)
  }

  /// Cholesky's factor in place, then both triangular systems.
  private func solveNormal(_ n: Int) -> Bool {
    for i in 0..<n {
      for j in 0...i {
        var sum = normal[i * n + j]
        for k in 0..<j { sum -= normal[i * n + k] * normal[j * n + k] }
        if i == j {
          guard sum > 1e-14 * normal[i * n + i] else { return false }
          normal[i * n + i] = sum.squareRoot()
        } else {
          normal[i * n + j] = sum / normal[j * n + j]
        }
      }
      var sum = slope[i]
      for k in 0..<i { sum -= normal[i * n + k] * moved[k] }
      moved[i] = sum / normal[i * n + i]
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      for k in (i + 1)..<max(n, i + 1) { moved[i] -= normal[k * n + i] * moved[k] }
      moved[i] /= normal[i * n + i]
    }
    return true
  }
}
