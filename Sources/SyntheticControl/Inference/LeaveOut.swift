// SPDX-License-Identifier: GPL-3.0-or-later

/// The estimate without each donor that carries weight: whether the answer hangs on one of them.
public struct LeaveOneOut: Sendable {
  public let fits: [(donor: Int, fit: SyntheticFit)]

  public init(_ treated: SyntheticFit, estimator: Estimator) {
    let comparison = treated.comparison
    let carrying = zip(comparison.donors, treated.weights).filter { $0.1.magnitude > 1e-9 }.map(\.0)
    fits = carrying.compactMap { donor in
      guard comparison.donors.count > 1, let fit = try? estimator.fit(comparison.without([donor])) else {
        return nil
      }
      return (donor, fit)
    }
  }

  public var range: ClosedRange<Double>? {
    let effects = fits.map(\.fit.averageEffect)
    guard let low = effects.min(), let high = effects.max() else { return nil }
    return low...high
  }
}

/// The treated unit against every pair of donors, all three matched from the others (Lei & Sudijono 2024,
/// arXiv:2401.07152): a p-value finer than one over the number of donors.
public struct LeaveTwoOut: Sendable {
  public let losses: Int
  public let pairs: Int
  public var pValue: Double { Double(losses) / Double(pairs) }

  public init?(_ comparison: Comparison, estimator: Estimator) {
    let donors = comparison.donors
    guard donors.count > 2 else { return nil }
    var losses = 0, pairs = 0
    for i in donors.indices {
      for j in donors.indices where j > i {
        let pool = comparison.without([donors[i], donors[j]])
        var first = pool, second = pool
        (first.target, second.target) = (donors[i], donors[j])
        guard let treated = try? estimator.fit(pool).ratio, let a = try? estimator.fit(first).ratio,
          let b = try? estimator.fit(second).ratio
        else { continue }
        pairs += 1
        if !(treated > max(a, b)) { losses += 1 }
      }
    }
    guard pairs > 0 else { return nil }
    self.losses = losses
    self.pairs = pairs
  }
}
