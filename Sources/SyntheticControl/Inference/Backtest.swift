// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// The estimator tried on the user's own panel: a known effect is added to each donor after the change and estimated.
public struct Backtest: Sendable {
  public let addedEffect: Double
  public let bias: Double
  public let rootMeanSquareError: Double
  /// Share of donors whose interval holds the added effect, by the method of the interval.
  public let coverage: [(method: String, share: Double)]
  /// Share of donors without any added effect for which the interval excludes zero.
  public let falsePositiveRate: Double
  public let donors: Int

  /// Monte Carlo standard error of a share.
  public func error(of share: Double) -> Double { (share * (1 - share) / Double(donors)).squareRoot() }

  init?(_ placebo: PlaceboSpace, estimator: Estimator, design: EffectsDesign) {
    let fits = placebo.placebos
    guard fits.count > 2 else { return nil }
    let added = design.backtestEffect ?? placebo.errors.minimumDetectableEffect(level: design.level) ?? 1
    // Gaps are linear in the target's later outcomes, so the added effect moves every estimate by itself.
    let errors = fits.map(\.averageEffect)
    var inPlacebo = 0, inConformal = 0, inCrossFit = 0, conformals = 0, crossFits = 0, falsePositives = 0
    for (index, fit) in fits.enumerated() {
      var others = fits
      others.remove(at: index)
      if let half = PlaceboErrors(fit, others).halfWidth(level: design.level) {
        if errors[index].magnitude <= half { inPlacebo += 1 } else { falsePositives += 1 }
      }
      let p = Conformal(fit, estimator: estimator).pValue(effect: 0)
      if p.isFinite {
        conformals += 1
        if p > 1 - design.level + 1e-9 { inConformal += 1 }
      }
      if let test = try? CrossFit(fit.comparison, estimator: estimator, folds: design.folds) {
        crossFits += 1
        if test.interval(level: design.level).contains(0) { inCrossFit += 1 }
      }
    }
    addedEffect = added
    bias = errors.reduce(0, +) / Double(errors.count)
    rootMeanSquareError = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    donors = fits.count
    falsePositiveRate = Double(falsePositives) / Double(fits.count)
    var coverage = [(method: "placebo_space", share: Double(inPlacebo) / Double(fits.count))]
    if conformals > 0 { coverage.append(("conformal", Double(inConformal) / Double(conformals))) }
    if crossFits > 0 { coverage.append(("cross_fit_t", Double(inCrossFit) / Double(crossFits))) }
    self.coverage = coverage
  }
}
