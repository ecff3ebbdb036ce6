// SPDX-License-Identifier: GPL-3.0-or-later
public import Statistics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a plan must keep to: a limit on a measure, on its mean or in so many of a hundred years.
public struct Requirement: Sendable, Equatable {
  public enum Bound: String, Sendable {
    case atLeast = "at_least"
    case atMost = "at_most"
  }

  /// How distances from the limit are compared between candidates, so that emulators meet something near a plane.
  public enum Scale: Sendable, Equatable {
    /// Per cents: log odds.
    case percent
    /// Quantities that are not negative, with a limit above nil: logarithm.
    case positive
    case linear
  }

  public let bound: Bound
  public let limit: Double
  /// Least share of runs that keep the limit; nil where the mean is to keep it.
  public let probability: Double?
  let scale: Scale

  public init(_ bound: Bound, _ limit: Double, probability: Double? = nil, scale: Scale = .linear) {
    self.bound = bound
    self.limit = limit
    self.probability = probability
    self.scale =
      switch scale {
      case .percent where limit > 0 && limit < 100: .percent
      case .positive where limit > 0: .positive
      default: .linear
      }
  }

  public func isKept(by value: Double) -> Bool { bound == .atLeast ? value >= limit : value <= limit }

  /// Distance of a value on the good side of the limit, on the requirement's scale.
  func margin(_ value: Double) -> Double {
    let distance = transformed(value) - transformed(limit)
    return bound == .atLeast ? distance : -distance
  }

  private func transformed(_ value: Double) -> Double {
    switch scale {
    case .percent:
      let share = min(max(value / 100, 5e-4), 1 - 5e-4)
      return log(share / (1 - share))
    // A wait of nil is as good as one of a thousandth of the limit; one of a thousand limits is as bad as any.
    case .positive: return log(min(max(value, 1e-3 * limit), 1e3 * limit))
    case .linear: return value / max(abs(limit), 1e-9)
    }
  }
}

/// Where a candidate stands with a requirement.
public struct RequirementStanding: Sendable, Equatable {
  /// Of the measure over the runs, and its interval at 95 %.
  public let mean: Double
  public let interval: ConfidenceInterval
  /// Share of runs that keep the limit, with the exact interval at 95 % (Clopper & Pearson 1934).
  public let probability: Double
  public let probabilityInterval: ConfidenceInterval
  /// Whether the estimate keeps the requirement.
  public let isMet: Bool

  /// Whether the requirement is met or missed beyond doubt, nil while that is open.
  let verdict: Bool?
  /// Distance on the good side, and its standard error: what the emulator is told.
  let margin, marginError: Double

  /// Chance with which a verdict may be wrong.
  static let doubt = 0.002

  init(_ requirement: Requirement, values: [Double]) {
    let values = values.filter { !$0.isNaN }
    let moments = RunningMoments(values)
    mean = values.isEmpty ? .nan : moments.mean
    interval = moments.skewnessCorrectedInterval()
    let kept = values.count { requirement.isKept(by: $0) }
    probability = values.isEmpty ? .nan : Double(kept) / Double(values.count)
    probabilityInterval = binomialInterval(kept, of: values.count, level: 0.95)
    let margins = RunningMoments(values.map(requirement.margin))
    if let wanted = requirement.probability {
      isMet = probability >= wanted
      let strict = binomialInterval(kept, of: values.count, level: 1 - Self.doubt)
      verdict = strict.lower >= wanted ? true : strict.upper < wanted ? false : nil
      // The quantile that has to keep the limit, as that of a normal distribution.
      let z = normalQuantile(wanted), sd = margins.count > 1 ? margins.standardDeviation : 0
      margin = margins.mean - z * sd
      marginError = sd * ((1 + z * z / 2) / Double(max(1, margins.count))).squareRoot()
    } else {
      isMet = requirement.isKept(by: mean)
      let strict = moments.skewnessCorrectedInterval(level: 1 - Self.doubt)
      if values.count < 4 {
        verdict = nil
      } else if moments.variance == 0 {
        verdict = isMet
      } else {
        let lower = requirement.isKept(by: strict.lower), upper = requirement.isKept(by: strict.upper)
        verdict = lower == upper ? lower : nil
      }
      margin = requirement.margin(mean)
      let step = max(moments.standardError, 0)
      marginError = step > 0 ? abs(requirement.margin(mean + step) - requirement.margin(mean - step)) / 2 : 0
    }
  }
}

/// Clopper & Pearson's exact interval for a probability.
func binomialInterval(_ successes: Int, of trials: Int, level: Double) -> ConfidenceInterval {
  guard trials > 0 else { return ConfidenceInterval(lower: 0, upper: 1) }
  let tail = (1 - level) / 2, k = Double(successes), n = Double(trials)
  return ConfidenceInterval(
    lower: successes == 0 ? 0 : Uncertainty.beta(a: k, b: n - k + 1).quantile(tail),
    upper: successes == trials ? 1 : Uncertainty.beta(a: k + 1, b: n - k).quantile(1 - tail))
}
