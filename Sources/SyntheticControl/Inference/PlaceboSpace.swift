// SPDX-License-Identifier: GPL-3.0-or-later
import Statistics

/// Every donor in the treated unit's place: how unusual the treated unit is (Abadie, Diamond & Hainmueller 2010).
///
/// A placebo's pool holds donors only, and the treated unit counts in its own rank.
public struct PlaceboSpace: Sendable {
  public let treated: SyntheticFit
  /// Fits of the donors, in their order; donors that could not be fitted are left out.
  public let placebos: [SyntheticFit]

  public init(_ treated: SyntheticFit, estimator: Estimator) {
    self.init(treated, estimator: estimator, shared: SharedPlacebos())
  }

  init(_ treated: SyntheticFit, estimator: Estimator, shared: SharedPlacebos) {
    self.treated = treated
    let comparison = treated.comparison
    guard comparison.donors.count > 1 else {
      placebos = []
      return
    }
    var held = comparison
    held.heldPenalty = estimator.method == .penalised ? treated.lambda : nil
    held.heldRidge = estimator.method == .ridgeAugmented ? treated.lambda : nil
    held.heldNuclearPenalty = estimator.method == .matrixCompletion ? treated.lambda : nil
    if estimator.method == .syntheticDifferenceInDifferences {
      // The paper's placebo variance keeps the regularisation of the real fit.
      held.heldNoise = Estimator.noise(
        MatchedSeries(comparison, panel: estimator.panel, scale: estimator.settings.scale))
    }
    placebos = shared.fits(estimator, held)
  }

  public var of: Int { placebos.count + 1 }
  /// By the ratio of mean squared gaps after and before; ties count against the treated unit.
  public var rank: Int { 1 + placebos.count { $0.ratio >= treated.ratio } }
  public var pValue: Double { Double(rank) / Double(of) }
  public var pValueOfAverage: Double {
    let size = treated.averageEffect.magnitude
    return Double(1 + placebos.count { $0.averageEffect.magnitude >= size }) / Double(of)
  }

  /// The same p-value among placebos that fit at most so many times worse than the treated unit.
  public func pValue(preMSPEAtMost multiple: Double) -> (value: Double, of: Int) {
    let kept = placebos.filter { $0.preMSPE <= multiple * treated.preMSPE }
    return (Double(1 + kept.count { $0.ratio >= treated.ratio }) / Double(kept.count + 1), kept.count + 1)
  }

  /// Standard deviation of the placebo effects around their mean, as enumerated (divisor n).
  public var standardError: Double {
    let moments = RunningMoments(placebos.map(\.averageEffect))
    return (moments.variance * Double(placebos.count - 1) / Double(placebos.count)).squareRoot()
  }

  /// Share of placebos that fitted the past better than the treated unit.
  public var shareFittingBetter: Double {
    Double(placebos.count { $0.preMSPE < treated.preMSPE }) / Double(max(placebos.count, 1))
  }

  public var errors: PlaceboErrors { PlaceboErrors(treated, placebos) }
}

/// Errors of the average effect, each divided by how well its unit could be fitted.
///
/// The scale is the root of the unit's own pre-period mean squared gap plus the median of all: a symmetric function
/// of the units, so that ranks stay exact when any unit might have been the treated one, and tame where a fit is exact.
public struct PlaceboErrors: Sendable {
  public let treatedScale: Double
  /// Studentised placebo effects.
  public let studentised: [Double]
  /// Whether donors are matched without any error but rounding, which says nothing about errors.
  private let isSilent: Bool

  init(_ treated: SyntheticFit, _ placebos: [SyntheticFit]) {
    let all = [treated] + placebos
    let middle = quantile(all.map(\.preMSPE), 0.5)
    let scales = all.map { max(($0.preMSPE + middle).squareRoot(), .leastNormalMagnitude) }
    treatedScale = scales[0]
    isSilent = placebos.allSatisfy { placebo in
      placebo.averageEffect.magnitude <= 1e-10 * (placebo.observed.map(\.magnitude).max() ?? 0)
    }
    studentised = zip(placebos, scales.dropFirst()).map { $0.averageEffect / $1 }
  }

  /// Half-width of the interval for a constant effect by inverting the rank test; nil when there are too few donors
  /// for the level asked for.
  public func halfWidth(level: Double) -> Double? {
    isSilent ? nil : criticalValue(studentised.map(\.magnitude), level: level).map { $0 * treatedScale }
  }

  /// The smallest constant effect, up or down, that would be found in the given share of cases.
  public func minimumDetectableEffect(level: Double, power: Double = 0.8) -> Double? {
    guard !isSilent, let half = criticalValue(studentised.map(\.magnitude), level: level) else { return nil }
    let up = quantile(studentised.map { half - $0 }, power)
    let down = quantile(studentised.map { half + $0 }, power)
    return max(up, down) * treatedScale
  }
}

/// The value that a statistic of the treated unit must exceed among n placebos; nil below the test's granularity.
func criticalValue(_ magnitudes: [Double], level: Double) -> Double? {
  let position = Int((level * Double(magnitudes.count + 1) - 1e-9).rounded(.up))
  guard position >= 1, position <= magnitudes.count else { return nil }
  return magnitudes.sorted()[position - 1]
}
