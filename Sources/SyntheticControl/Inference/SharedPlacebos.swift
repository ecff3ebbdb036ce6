// SPDX-License-Identifier: GPL-3.0-or-later
import Synchronization

/// Fits of donors in a treated unit's place, made once for all treated units with the same donors and periods.
///
/// A placebo's pool holds donors only, so that it is the same whichever unit was treated, unless regularisation is held
/// at what that unit chose.
final class SharedPlacebos: Sendable {
  private struct Key: Hashable {
    let method: EffectsMethod
    let donors, pre, post: [Int]
  }

  private let fits = Mutex<[Key: [SyntheticFit]]>([:])

  /// - Parameter comparison: Of the treated unit, with whatever is held.
  func fits(_ estimator: Estimator, _ comparison: Comparison) -> [SyntheticFit] {
    func made() -> [SyntheticFit] { comparison.donors.compactMap { try? estimator.fit(comparison.placebo($0)) } }
    let isHeld =
      comparison.heldRidge != nil || comparison.heldPenalty != nil || comparison.heldNoise != nil
      || comparison.heldFactors != nil || comparison.heldNuclearPenalty != nil
    // Donors with filled gaps differ between sites only where periods do.
    guard !isHeld, comparison.donors.count > 1 else { return made() }
    let key = Key(
      method: estimator.method, donors: comparison.donors, pre: comparison.pre, post: comparison.post)
    if let known = fits.withLock({ $0[key] }) { return known }
    // Two sites that come at once do the work twice, and to the same bits.
    let new = made()
    fits.withLock { $0[key] = new }
    return new
  }
}
