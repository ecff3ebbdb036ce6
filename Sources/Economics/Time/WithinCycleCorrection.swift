// SPDX-License-Identifier: GPL-3.0-or-later

/// Weights of the cycles of a cohort trace when changes happen within cycles (Elbasha & Chhatwal 2016,
/// doi:10.1007/s40273-015-0337-0).
public enum WithinCycleCorrection: Sendable, CaseIterable {
  /// Every cycle counts once.
  case none
  /// The trapezium rule.
  case halfCycle
  /// Simpson's 1/3 rule; with an odd number of cycles the last three follow the 3/8 rule.
  case simpson
  /// 1/3, 2/3, 4/3, 2/3 … 1/3, as the package darthtools sets them and the Sick-Sicker model is published
  /// (Alarid-Escudero et al. 2023); Simpson's rule begins with 4/3, so this one counts the first cycles for too little.
  case simpsonOfTutorial

  /// Weights for the values at the start of each cycle and at the end of the last.
  public func weights(cycles: Int) -> [Double] {
    switch self {
    case .none: return [Double](repeating: 1, count: cycles + 1)
    case .halfCycle: return trapezium(cycles)
    case .simpsonOfTutorial:
      return (0...cycles).map { $0 == 0 || $0 == cycles ? 1.0 / 3 : $0 % 2 == 0 ? 4.0 / 3 : 2.0 / 3 }
    case .simpson: return cycles == 1 ? trapezium(1) : simpson(cycles)
    }
  }

  /// Corrected sum of a trace, in years.
  public func total(of trace: [Double], cycleYears: Double = 1) -> Double {
    zip(trace, weights(cycles: trace.count - 1)).reduce(0) { $0 + $1.0 * $1.1 } * cycleYears
  }

  private func trapezium(_ cycles: Int) -> [Double] {
    var weights = [Double](repeating: 1, count: cycles + 1)
    weights[0] -= 0.5
    weights[cycles] -= 0.5
    return weights
  }

  private func simpson(_ cycles: Int) -> [Double] {
    var weights = [Double](repeating: 0, count: cycles + 1)
    let even = cycles % 2 == 0 ? cycles : cycles - 3
    for start in stride(from: 0, to: even, by: 2) {
      for (offset, weight) in [1.0 / 3, 4.0 / 3, 1.0 / 3].enumerated() { weights[start + offset] += weight }
    }
    if even < cycles {
      for (offset, weight) in [3.0 / 8, 9.0 / 8, 9.0 / 8, 3.0 / 8].enumerated() {
        weights[even + offset] += weight
      }
    }
    return weights
  }
}
