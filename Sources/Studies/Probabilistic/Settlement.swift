// SPDX-License-Identifier: GPL-3.0-or-later
public import Economics
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Statistics

/// Whether a study has draws and replications enough to rest a decision on, at the threshold at which it is least sure.
public struct Settlement: Sendable {
  /// After so many draws: the running mean of the incremental net benefit of the strategy that is best (against the
  /// next best), the EVPI, and the probability that it is best, each with its Monte Carlo error.
  public struct Step: Sendable {
    public let draws: Int
    public let netBenefit, perfectInformation, probability: Estimate
  }

  public let threshold: Double
  public let best, nextBest: String
  public let steps: [Step]
  /// Whether the incremental net benefit is further from nil than 1.96 standard errors: more draws would not change
  /// which strategy is best on average.
  public let isChoiceSettled: Bool
  /// Draws after which it would be, as the estimates stand; nil when the two are as good as each other.
  public let drawsForChoice: Int?
  /// Draws after which the EVPI's standard error would be a tenth of it; nil where the EVPI is nil.
  public let drawsForInformation: Int?
  /// Share of replication noise in the variance of that incremental net benefit.
  public let shareOfNoise: Double?
  /// Replications of each draw that would learn most about that net benefit's spread for the computing.
  public let replicationsAdvised: Int?

  /// A running mean is shown at so many places.
  private static let shownSteps = 10

  /// Nil thresholds make no decision; the first is taken when all are as sure.
  public init(_ decision: DecisionAnalysis) {
    let uncertainty = decision.analysis.uncertainty, samples = decision.analysis.samples
    let information = uncertainty.perfectInformation
    let place = information.indices.max { information[$0].value < information[$1].value } ?? 0
    let threshold = uncertainty.thresholds.isEmpty ? 0 : uncertainty.thresholds[place]
    self.threshold = threshold
    let order = samples.strategies.indices.sorted { a, b in
      func value(_ s: Int) -> Double { threshold * samples.expectedEffects[s] - samples.expectedCosts[s] }
      return value(a) > value(b)
    }
    let top = order[0], next = order.count > 1 ? order[1] : order[0]
    best = samples.strategies[top]
    nextBest = samples.strategies[next]
    let clean = samples.increments(against: next).netBenefit(of: top, at: threshold)
    let raw = decision.raw.samples.increments(against: next).netBenefit(of: top, at: threshold)
    let count = samples.drawCount, factor = decision.errorFactor
    // Of as many simulated draws the errors are.
    let simulated = max(1, Int((Double(count) / (factor * factor)).rounded()))
    let marks = Set((1...Self.shownSteps).map { max(min(2, count), count * $0 / Self.shownSteps) }).sorted()
    steps = marks.map { draws in
      let part = DecisionUncertainty(
        samples.selecting(draws: Array(0..<draws)), thresholds: [threshold], reference: 0)
      let moments = RunningMoments(raw[..<draws])
      // All draws have the errors that know of the noise's removal too.
      let isWhole = draws == count && !information.isEmpty
      return Step(
        draws: draws,
        netBenefit: Estimate(
          value: mean(clean[..<draws]),
          standardError: moments.standardError * (Double(max(draws, simulated)) / Double(simulated)).squareRoot()),
        perfectInformation: isWhole ? information[place] : part.perfectInformation[0],
        probability: Estimate(
          value: part.acceptability[top][0],
          standardError: (isWhole ? uncertainty.acceptabilityErrors[top][place] : part.acceptabilityErrors[top][0])))
    }
    let value = mean(raw), error = factor * RunningMoments(raw).standardError
    isChoiceSettled = top != next && value.magnitude > 1.96 * error
    drawsForChoice =
      value == 0 || !error.isFinite
      ? nil : needed(simulated, times: (1.96 * error / value) * (1.96 * error / value))
    let own = information.isEmpty ? Estimate(value: 0, standardError: 0) : information[place]
    drawsForInformation =
      own.value > 0 && own.standardError.isFinite
      ? needed(simulated, times: (own.standardError / (0.1 * own.value)) * (own.standardError / (0.1 * own.value)))
      : nil
    let total = RunningMoments(raw).variance, between = RunningMoments(clean).variance
    let replications = Double(decision.replications)
    guard replications > 1, total > 0, top != next else {
      shareOfNoise = nil
      replicationsAdvised = nil
      return
    }
    shareOfNoise = min(max(1 - between / total, 0), 1)
    replicationsAdvised = VarianceComponents(
      between: between, within: max(total - between, 0) * replications
    ).bestReplications(atMost: 20)
  }
}

private func needed(_ draws: Int, times factor: Double) -> Int {
  let count = (Double(draws) * factor).rounded(.up)
  return count < 1e9 ? max(Int(count), 2) : 1_000_000_000
}
