// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Statistics
public import Studies

extension Headlines {
  /// The headlines of a probabilistic study, over its draws of the parameters; nil with fewer than two strategies.
  public init?(_ analysis: ProbabilisticAnalysis) {
    guard let baseline = analysis.results.first, analysis.results.count > 1 else { return nil }
    let measures = HeadlineMeasure.all(baseline.strategy, outcomes: analysis.plan.effects)
    var candidates: [Candidate] = [], absent: [(strategy: String, measure: HeadlineMeasure)] = []
    for other in analysis.results.dropFirst() {
      for measure in measures {
        let key = OutcomeKey(measure.id)
        guard let before = baseline.keys.firstIndex(of: key), let after = other.keys.firstIndex(of: key) else {
          absent.append((other.strategy.name, measure))
          continue
        }
        let pairs = zip(baseline.replicates(ofKey: before), other.replicates(ofKey: after)).map { ($0, $1) }
        guard pairs.allSatisfy({ $0.0.isFinite && $0.1.isFinite }), baseline.drawCount > 1 else { continue }
        candidates.append(
          Candidate(
            strategy: other.strategy.name, measure: measure, baseline: pairs.map(\.0), value: pairs.map(\.1),
            replications: baseline.replications))
      }
    }
    self.init(
      baseline: baseline.strategy.name, basis: .draws(baseline.drawCount), candidates, absent: absent)
  }
}

extension Headlines.Candidate {
  /// A difference over paired draws.
  ///
  /// Its p-value is twice the chance that the difference is the other way round: the share of draws in which it is, or,
  /// where that is more, what Student's t predicts for another draw. A few hundred draws alone cannot show a chance of
  /// one in a thousand, which many comparisons ask for.
  /// - Parameters:
  ///   - baseline, value: Replications of each draw, draw after draw.
  ///   - replications: Of each draw.
  public init(
    strategy: String, measure: HeadlineMeasure, baseline: [Double], value: [Double], replications: Int
  ) {
    let differences = zip(baseline, value).map { $1 - $0 }
    let draws = stride(from: 0, to: differences.count, by: replications).map {
      Array(differences[$0..<($0 + replications)])
    }
    let means = draws.map { mean($0) }
    let expected = ExpectedOutcome(draws: means)
    let components = replications > 1 ? VarianceComponents(draws) : nil
    let ownP = Self.pValue(means, variance: RunningMoments(means).variance)
    let quiet = components.map { Self.pValue(expected.mean.value, draws: means.count, variance: $0.between) }
    self.init(
      strategy: strategy, measure: measure, baseline: mean(baseline), value: mean(value),
      difference: expected.mean.value, interval: expected.credibleInterval, pValue: ownP
    ) { needed in
      if let quiet, quiet < needed { return .replicationsOfEachDraw }
      return .evidence
    }
  }

  private static func pValue(_ draws: [Double], variance: Double) -> Double {
    let n = Double(draws.count)
    let below = Double(draws.count { $0 <= 0 }), above = Double(draws.count { $0 >= 0 })
    let seen = min(1, 2 * min(below, above) / n)
    return max(seen, pValue(mean(draws), draws: draws.count, variance: variance))
  }

  /// That another draw is on the other side of zero, by Student's t, on both sides.
  private static func pValue(_ difference: Double, draws: Int, variance: Double) -> Double {
    guard variance > 0 else { return difference == 0 ? 1 : 0 }
    let n = Double(draws)
    let t = abs(difference) / (variance * (1 + 1 / n)).squareRoot()
    return min(1, 2 * studentSurvival(beyond: t, degreesOfFreedom: n - 1))
  }
}
