// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import EarlyYears
import Reports
import Statistics
import Studies
import Testing

@testable import Analyses

/// Constructed comparisons: what is clear, which way, and in which order it is told.
@Suite struct HeadlinesTests {
  /// The measures of a rule, with the way that is better.
  private static let rule: [(String, String, Measure.Unit, Bool, HeadlineMeasure.Subject)] = [
    ("C2", "New birth visit", .percent, true, .review),
    ("C8i", "6-8 week review", .percent, true, .review), ("C5", "12-month review", .percent, true, .review),
    ("C6i", "2-2½ year review", .percent, true, .review), ("found", "Needs found", .count, true, .outcome),
    ("gap", "Unmet need", .count, false, .outcome), ("backlog.mean", "Work waiting", .count, false, .backlog),
    ("work.lapsed", "Lapsed contacts", .count, false, .lapsed),
    ("caseload", "Children per WTE", .ratio, false, .caseload),
    ("cost.commissioner", "Cost", .gbp, false, .cost),
  ]
  private static let measures = rule.map {
    HeadlineMeasure(id: $0.0, label: $0.1, unit: $0.2, isMoreBetter: $0.3, subject: $0.4)
  }

  /// Twenty values with mean 0, standard deviation 1 and no skewness; the second ten mirror the first.
  private static let pattern: [Double] = {
    let half = (1...10).map { normalQuantile(0.5 + (Double($0) - 0.5) / 20) }
    let moments = RunningMoments(half.flatMap { [$0, -$0] })
    return half.flatMap { [$0 / moments.standardDeviation, -$0 / moments.standardDeviation] }
  }()

  /// A difference of so many standard errors; Student's t with 19 degrees of freedom.
  private static func candidate(_ measure: HeadlineMeasure, _ t: Double, strategy: String = "B") -> Headlines.Candidate
  {
    let error = 1 / Double(pattern.count).squareRoot()
    let baseline = pattern.map { 80 + $0 }
    // The same in every run where there is no difference at all.
    let differences = t == 0 ? pattern.map { _ in 0 } : pattern.map { t * error + $0 }
    return Headlines.Candidate(
      strategy: strategy, measure: measure,
      PairedDifference(key: OutcomeKey(measure.id), baseline: baseline, strategy: zip(baseline, differences).map(+)))
  }

  private static func headlines(_ t: [String: Double], otherwise: Double = 0.4) -> Headlines {
    Headlines(
      baseline: "A", basis: .replications(20), measures.map { candidate($0, t[$0.id] ?? otherwise) })
  }

  struct Comparison: Sendable, CustomTestStringConvertible {
    let name: String
    let t: [String: Double]
    var otherwise = 0.4
    let worse, better: [String]
    var testDescription: String { name }
  }

  static let all = [
    "C2", "C8i", "C5", "C6i", "found", "gap", "backlog.mean", "work.lapsed", "caseload", "cost.commissioner",
  ]
  static let more = ["C2", "C8i", "C5", "C6i", "found"],
    less = ["gap", "backlog.mean", "work.lapsed", "caseload", "cost.commissioner"]

  // With ten comparisons the first needs t beyond 3.17 (p below 0.005), the last of ten 2.09.
  static let comparisons: [Comparison] = [
    Comparison(name: "everything unclear", t: [:], worse: [], better: []),
    Comparison(
      name: "harm hidden behind the first outcome", t: ["found": 6, "C2": -5, "work.lapsed": 8],
      worse: ["C2", "work.lapsed"], better: ["found"]),
    Comparison(name: "one clear gain", t: ["C5": 4], worse: [], better: ["C5"]),
    Comparison(name: "one clear harm", t: ["C6i": -4], worse: ["C6i"], better: []),
    Comparison(name: "contradictory outcomes", t: ["found": 5, "gap": 5], worse: ["gap"], better: ["found"]),
    Comparison(
      name: "all better",
      t: ["gap": -9, "backlog.mean": -9, "work.lapsed": -9, "caseload": -9, "cost.commissioner": -9], otherwise: 9,
      worse: [], better: all),
    Comparison(
      name: "all worse", t: ["gap": 9, "backlog.mean": 9, "work.lapsed": 9, "caseload": 9, "cost.commissioner": 9],
      otherwise: -9, worse: all, better: []),
    Comparison(name: "all rise: half gains, half harms", t: [:], otherwise: 9, worse: less, better: more),
    Comparison(name: "nothing differs in any run", t: [:], otherwise: 0, worse: [], better: []),
    Comparison(name: "only lapsed work", t: ["work.lapsed": 4], worse: ["work.lapsed"], better: []),
    Comparison(name: "only the backlog", t: ["backlog.mean": 4], worse: ["backlog.mean"], better: []),
    Comparison(name: "only caseloads", t: ["caseload": 4], worse: ["caseload"], better: []),
    Comparison(
      name: "money saved and nothing else", t: ["cost.commissioner": -6], worse: [], better: ["cost.commissioner"]),
    Comparison(
      name: "money spent and nothing else", t: ["cost.commissioner": 6], worse: ["cost.commissioner"], better: []),
    Comparison(name: "clear alone, not among ten", t: ["C2": -2.5], worse: [], better: []),
    Comparison(name: "just clear among ten", t: ["C2": -3.2], worse: ["C2"], better: []),
    Comparison(name: "just not clear among ten", t: ["C2": -3.15], worse: [], better: []),
    Comparison(
      name: "steps down where Bonferroni stops",
      t: [
        "C2": 9, "C8i": 9, "C5": 9, "C6i": 9, "found": 9, "gap": -9, "backlog.mean": -9, "work.lapsed": -9,
        "caseload": 2.2, "cost.commissioner": -2.9,
      ], worse: ["caseload"],
      better: ["C2", "C8i", "C5", "C6i", "found", "gap", "backlog.mean", "work.lapsed", "cost.commissioner"]),
    Comparison(
      name: "early reviews gain, the last one pays", t: ["C2": 5, "C8i": 5, "C6i": -5], worse: ["C6i"],
      better: ["C2", "C8i"]),
    Comparison(name: "the same but for one", t: ["gap": -5], otherwise: 0, worse: [], better: ["gap"]),
    Comparison(
      name: "cheaper and worse everywhere",
      t: ["cost.commissioner": -9, "C2": -4, "C8i": -4, "C5": -4, "C6i": -4, "work.lapsed": 4],
      worse: ["C2", "C8i", "C5", "C6i", "work.lapsed"], better: ["cost.commissioner"]),
  ]

  @Test(arguments: comparisons)
  func harmsComeFirstThenGainsThenWhatIsNotClear(_ comparison: Comparison) {
    let headlines = Self.headlines(comparison.t, otherwise: comparison.otherwise)
    #expect(headlines.comparisons == 10)
    let verdicts = headlines.all.map(\.verdict)
    let order = verdicts.map { Headline.Verdict.allCases.firstIndex(of: $0) ?? 9 }
    #expect(order == order.sorted())
    #expect(headlines.all.filter { $0.verdict == .worse }.map(\.measure.id) == comparison.worse)
    #expect(headlines.all.filter { $0.verdict == .better }.map(\.measure.id) == comparison.better)
    let unmoved = headlines.all.filter { $0.difference == 0 }
    #expect(unmoved.allSatisfy { $0.verdict == .same && $0.remedy == .none })
    let text = headlines.text(of: "B")
    // The first sentence is one, with a verb, and names both.
    let first = text.split(separator: "\n")[0]
    #expect(first.hasPrefix("Compared with A, B is ") && first.hasSuffix("."))
    if let harm = comparison.worse.first, let gain = comparison.better.first,
      let a = Self.measures.first(where: { $0.id == harm })?.label,
      let b = Self.measures.first(where: { $0.id == gain })?.label,
      let harmAt = text.range(of: a)?.lowerBound, let gainAt = text.range(of: b)?.lowerBound
    {
      #expect(harmAt < gainAt)
    }
    #expect(headlines.allowance.contains("10 comparisons") && headlines.allowance.contains("Holm"))
  }

  @Test func whatIsClearAloneSaysSo() throws {
    let headline = try #require(Self.headlines(["C2": -2.5]).all.first { $0.measure.id == "C2" })
    #expect(headline.verdict == .notClear && headline.isClearAlone && headline.pValue < 0.05)
    #expect(Self.headlines(["C2": -2.5]).text(of: "B").contains("clear if it were the only comparison"))
  }

  @Test func moreStrategiesAreMoreComparisons() {
    let alone = Headlines(
      baseline: "A", basis: .replications(20), Self.measures.map { Self.candidate($0, $0.id == "C2" ? -3.3 : 0.4) })
    let two = Headlines(
      baseline: "A", basis: .replications(20),
      ["B", "C"].flatMap { name in
        Self.measures.map { Self.candidate($0, name == "B" && $0.id == "C2" ? -3.3 : 0.4, strategy: name) }
      })
    #expect(alone.of("B").count { $0.verdict == .worse } == 1)
    #expect(two.comparisons == 20 && two.all.allSatisfy { $0.verdict == .notClear })
    #expect(two.of("C").count == 10)
  }

  /// With a true difference of two standard errors at 20 runs and ten comparisons, a power of 80 % needs
  /// 20 × ((2.807 + 0.842) / 2)² = 66.6 runs (normal tables).
  @Test func theReplicationsAskedForAreThoseOfThePowerFormula() throws {
    let headlines = Self.headlines(["C2": -2], otherwise: 0.01)
    let open = try #require(headlines.all.first { $0.measure.id == "C2" })
    #expect(open.remedy == .replications(67))
    #expect(headlines.all.first { $0.measure.id == "C5" }?.remedy == .hardly)
  }

  @Test func aReviewThatIsDroppedIsNamed() {
    let headlines = Headlines(
      baseline: "A", basis: .replications(20), Self.measures.dropFirst().map { Self.candidate($0, 0.4) },
      absent: [("B", Self.measures[0])])
    #expect(headlines.text(of: "B").contains("Not part of B\n  • New birth visit"))
  }

  /// Where nothing differs, the chance of any clear headline is at most 5 %: 0.037 for normal differences by an
  /// independent simulation (20,000 sets of 12); here 1,500 sets, so within 3 standard errors of at most 0.05.
  @Test func whereNothingDiffersHardlyAnythingIsClear() {
    let stream = RandomStream(seed: 11)
    var wrong = 0
    let sets = 1_500
    for _ in 0..<sets {
      let candidates = Self.measures.map { measure in
        let differences = (0..<20).map { _ in stream.standardNormal() }
        return Headlines.Candidate(
          strategy: "B", measure: measure,
          PairedDifference(key: OutcomeKey(measure.id), baseline: differences.map { _ in 0 }, strategy: differences))
      }
      let headlines = Headlines(baseline: "A", basis: .replications(20), candidates)
      if headlines.all.contains(where: { $0.verdict != .notClear }) { wrong += 1 }
    }
    let error = (0.05 * 0.95 / Double(sets)).squareRoot()
    #expect(Double(wrong) / Double(sets) < 0.05 + 3 * error)
    #expect(wrong > 10)
  }

  // MARK: Over draws

  /// 200 draws of 3 replications: the parameters move the difference by `spread`, replications by `noise`.
  private static func drawn(_ mean: Double, spread: Double, noise: Double, draws: Int = 200) -> Headlines.Candidate {
    let stream = RandomStream(seed: 3)
    let differences = (0..<draws).flatMap { _ -> [Double] in
      let own = stream.normal(mean: mean, sd: spread)
      return (0..<3).map { _ in stream.normal(mean: own, sd: noise) }
    }
    return Headlines.Candidate(
      strategy: "B", measure: measures[0], baseline: differences.map { _ in 50 }, value: differences.map { 50 + $0 },
      replications: 3)
  }

  @Test func draws() {
    func verdict(_ candidate: Headlines.Candidate) -> Headline {
      let rest = Self.measures.dropFirst().map { Self.candidate($0, 0.4) }
      return Headlines(baseline: "A", basis: .draws(200), [candidate] + rest).all.first { $0.measure.id == "C2" }!
    }
    // Ten standard deviations: clear although 200 draws alone show no chance below 1 in 100.
    #expect(verdict(Self.drawn(10, spread: 1, noise: 0.5)).verdict == .better)
    #expect(verdict(Self.drawn(-10, spread: 1, noise: 0.5)).verdict == .worse)
    // Mostly one way: the chance of the other way is Φ(−1) = 0.159, twice that 0.317.
    let open = verdict(Self.drawn(1, spread: 1, noise: 0.05))
    #expect(open.verdict == .notClear && open.remedy == .evidence && abs(open.pValue - 0.317) < 0.1)
    // Noise alone hides it.
    #expect(verdict(Self.drawn(2.6, spread: 0.05, noise: 2)).remedy == .replicationsOfEachDraw)
  }
}
