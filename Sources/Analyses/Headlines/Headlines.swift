// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
public import Statistics
public import Studies

/// What a comparison says first, by rule: harms that are clear, then gains that are clear, then what is not clear.
///
/// Something is clear when it remains so with allowance for every comparison made, over all strategies and measures, by
/// the procedure of Holm (1979) at 5 %: where nothing differs, the chance to call anything clear is at most 1 in 20.
public struct Headlines: Sendable {
  /// What the differences are taken over.
  public enum Basis: Sendable, Equatable {
    /// Paired replications at fixed values of the parameters.
    case replications(Int)
    /// Paired draws of the parameters.
    case draws(Int)
  }

  /// A difference before all are judged together.
  public struct Candidate: Sendable {
    public let strategy: String
    public let measure: HeadlineMeasure
    public let baseline, value, difference: Double
    public let interval: ConfidenceInterval
    public let pValue: Double
    /// What would tell if it is not clear, given the p-value that would be clear for certain.
    let remedy: @Sendable (_ needed: Double) -> Headline.Remedy
  }

  /// The chance, where nothing differs, to call anything clear.
  public static let level = 0.05

  public let baseline: String
  public let basis: Basis
  /// Strategy by strategy; of each the worse, the better, what is not clear, what is the same, each in the order of the
  /// rule.
  public let all: [Headline]
  /// In the order of the rule: reviews by age, outcomes, the rest.
  public let measures: [HeadlineMeasure]
  /// Measures of the rule that a strategy does not have, such as a review that it drops.
  public let absent: [(strategy: String, measure: HeadlineMeasure)]

  public init(
    baseline: String, basis: Basis, _ candidates: [Candidate],
    absent: [(strategy: String, measure: HeadlineMeasure)] = []
  ) {
    self.baseline = baseline
    self.basis = basis
    self.absent = absent
    let adjusted = holmAdjusted(candidates.map(\.pValue))
    let needed = Self.level / Double(max(1, candidates.count))
    let judged = zip(candidates, adjusted).map { candidate, adjusted in
      let verdict = Self.verdict(candidate, adjusted)
      return Headline(
        strategy: candidate.strategy, measure: candidate.measure, baseline: candidate.baseline,
        value: candidate.value, difference: candidate.difference, interval: candidate.interval,
        pValue: candidate.pValue, adjusted: adjusted, verdict: verdict,
        remedy: verdict == .notClear ? candidate.remedy(needed) : .none)
    }
    measures = candidates.reduce(into: []) { list, candidate in
      if !list.contains(candidate.measure) { list.append(candidate.measure) }
    }
    var strategies: [String] = []
    for name in judged.map(\.strategy) where !strategies.contains(name) { strategies.append(name) }
    all = strategies.flatMap { name in
      Headline.Verdict.allCases.flatMap { verdict in judged.filter { $0.strategy == name && $0.verdict == verdict } }
    }
  }

  private static func verdict(_ candidate: Candidate, _ adjusted: Double) -> Headline.Verdict {
    if candidate.difference == 0, candidate.interval.lower == 0, candidate.interval.upper == 0 { return .same }
    guard adjusted <= level else { return .notClear }
    return (candidate.difference > 0) == candidate.measure.isMoreBetter ? .better : .worse
  }

  /// How many comparisons are allowed for.
  public var comparisons: Int { all.count }

  public func of(_ strategy: String) -> [Headline] { all.filter { $0.strategy == strategy } }
}

// MARK: From replications

extension Headlines {
  /// More replications than these are not asked of anybody.
  static let mostReplications = 1_000

  /// The headlines of strategies at fixed parameters, the first of which is the baseline; nil with fewer than two.
  /// - Parameter outcomes: What the study asks for; the needs found and helped when empty.
  public init?(_ results: [StrategyResults], outcomes: [EffectMeasure] = []) {
    guard let baseline = results.first, results.count > 1 else { return nil }
    let measures = HeadlineMeasure.all(baseline.strategy, outcomes: outcomes)
    var candidates: [Candidate] = [], absent: [(strategy: String, measure: HeadlineMeasure)] = []
    for other in results.dropFirst() {
      for measure in measures {
        let key = OutcomeKey(measure.id)
        guard let before = baseline.values(key), let after = other.values(key) else {
          absent.append((other.strategy.name, measure))
          continue
        }
        let pair = PairedDifference(key: key, baseline: before, strategy: after)
        guard pair.difference.isFinite, pair.pValue.isFinite else { continue }
        candidates.append(Candidate(strategy: other.strategy.name, measure: measure, pair))
      }
    }
    self.init(
      baseline: baseline.strategy.name, basis: .replications(baseline.outcomes.count), candidates, absent: absent)
  }
}

extension Headlines.Candidate {
  /// A difference over paired replications.
  public init(strategy: String, measure: HeadlineMeasure, _ pair: PairedDifference) {
    self.init(
      strategy: strategy, measure: measure, baseline: pair.baseline, value: pair.strategy,
      difference: pair.difference, interval: pair.interval, pValue: pair.pValue
    ) { needed in
      // Replications for a power of 80 % at the level that is clear for certain, if the difference is what it seems.
      let size = abs(pair.difference) / pair.standardError
      let sum = normalQuantile(1 - needed / 2) + normalQuantile(0.8)
      let wanted = Double(pair.count) * (sum / size) * (sum / size)
      guard wanted.isFinite, wanted <= Double(Headlines.mostReplications) else { return .hardly }
      return .replications(Self.roundedUp(max(wanted, 1.5 * Double(pair.count))))
    }
  }

  /// To two figures: nobody needs to know that it is 143.
  private static func roundedUp(_ count: Double) -> Int {
    let unit: Double = count > 1000 ? 100 : count > 100 ? 10 : 1
    return Int((count / unit).rounded(.up) * unit)
  }
}
