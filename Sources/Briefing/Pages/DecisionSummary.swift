// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore

/// What the draws of a study say about the decision, for its first outcome and its own perspective.
struct DecisionSummary: Sendable {
  let outcome, outcomeLabel, perspective: String
  /// One unit of the effect, in words.
  let unit: String
  /// Rows of `net_benefit` by threshold, in order.
  let thresholds: [Double]
  let netBenefit: [Double: [StoredResults.Row]]
  let perfect: [Double: StoredResults.Row]
  let partial: [StoredResults.Row]
  /// The threshold at which the decision is least sure.
  let leastSure: Double
  private let data: BriefingData

  /// Nil when there was no study.
  init?(_ data: BriefingData) throws(ResultsError) {
    guard let study = data.study, let first = data.outcomes.first, let outcome = first.text("outcome") else {
      return nil
    }
    let perspective = study.text("perspective") ?? "commissioner"
    let which = ["outcome": outcome, "perspective": perspective]
    let rows = try data.store.rows("net_benefit", where: which)
    let information = try data.store.rows("perfect_information", where: which)
    netBenefit = Dictionary(grouping: rows) { $0.number("wtp") ?? 0 }
    thresholds = netBenefit.keys.sorted()
    perfect = Dictionary(
      information.map { ($0.number("wtp") ?? 0, $0) }, uniquingKeysWith: { first, _ in first })
    let byThreshold = perfect
    guard
      let least = thresholds.max(by: {
        (byThreshold[$0]?.number("evpi") ?? 0) < (byThreshold[$1]?.number("evpi") ?? 0)
      })
    else { return nil }
    leastSure = least
    partial = try data.store.rows("partial_information", where: which).filter { $0.number("wtp") == least }
    self.outcome = outcome
    unit =
      [
        "needs_identified_and_seen": "need found and helped", "needs_identified": "need found",
        "on_time_reviews": "review carried out in time", "completed_reviews": "review carried out",
        "children_at_expected_level": "child at the expected level of development", "qalys": "QALY",
      ][outcome] ?? "unit of ‘\(first.text("label") ?? outcome)’"
    outcomeLabel = (first.text("label") ?? outcome).replacing(", a year", with: "").replacing(" a year", with: "")
    self.perspective = perspective
    self.data = data
  }

  func best(at threshold: Double) -> StoredResults.Row? {
    netBenefit[threshold]?.first { $0.number("is_optimal") == 1 }
  }

  /// The middle threshold: the one the two pages speak of.
  var middle: Double { thresholds[thresholds.count / 2] }

  var answer: [Sentence] {
    guard let best = best(at: middle), let name = best.text("strategy"), let probability = best.number("probability")
    else { return [] }
    let place = "net_benefit:\(outcome)/\(perspective)/\(Rounding.significant(middle, figures: 6))/\(name)"
    let ranges = optimalRanges
    var sentences: [Sentence] = [
      "If one more \(unit) is worth \(number: Rounding.money(middle), source: place), \(name) is the best choice on average, and \(Phrases.likelihood(probability, source: place)) the best."
    ]
    if ranges.count > 1 {
      let words = ranges.map { "\($0.strategy) from \(Rounding.money($0.from)) to \(Rounding.money($0.to))" }
      sentences.append("The choice depends on that worth: \(words.joined(separator: "; ")).")
    } else if let only = ranges.first {
      sentences.append(
        "\(only.strategy) stays the best choice on average for any worth from \(Rounding.money(only.from)) to \(Rounding.money(only.to)), though not always by a clear margin."
      )
    }
    return sentences
  }

  var optimalRanges: [(strategy: String, from: Double, to: Double)] {
    var ranges: [(strategy: String, from: Double, to: Double)] = []
    for threshold in thresholds {
      let name = best(at: threshold)?.text("strategy") ?? ""
      if ranges.last?.strategy == name {
        ranges[ranges.count - 1].to = threshold
      } else {
        ranges.append((name, threshold, threshold))
      }
    }
    return ranges
  }

  var certainty: [Sentence] {
    var sentences: [Sentence] = []
    if let rows = netBenefit[middle] {
      let chances = rows.compactMap { row -> Sentence? in
        guard let name = row.text("strategy"), let probability = row.number("probability") else { return nil }
        let place = "net_benefit:\(outcome)/\(perspective)/\(Rounding.significant(middle, figures: 6))/\(name)"
        return "\(name) \(number: "\(Int((100 * probability).rounded())) in 100", source: place)"
      }
      let joined = chances.enumerated().reduce(Sentence([])) { $1.offset == 0 ? $1.element : $0 + ", " + $1.element }
      sentences.append(
        "The chance that each is the best choice, at \(Rounding.money(middle)) for each \(unit): \(joined). The chances allow for everything that the annex lists as uncertain."
      )
    }
    if let row = perfect[leastSure], let value = row.number("evpi"), let error = row.number("standard_error") {
      let place = "perfect_information:\(outcome)/\(perspective)/\(Rounding.significant(leastSure, figures: 6))"
      sentences.append(
        "The decision is least sure where that worth is \(Rounding.money(leastSure)): choosing with full knowledge would gain \(number: Rounding.money(value), source: place) a year (\(number: Rounding.money(max(0, value - 1.96 * error)), source: place) to \(number: Rounding.money(value + 1.96 * error), source: place)) for the authority, in \(data.priceYear) prices."
      )
    }
    return sentences
  }

  var whatWouldChange: [Sentence] {
    let top = partial.filter { ($0.number("evppi") ?? 0) > 0 && !($0.text("parameter") ?? "").contains(" + ") }
      .sorted { ($0.number("evppi") ?? 0) > ($1.number("evppi") ?? 0) }.prefix(4)
    return top.map { row in
      let name = row.text("parameter") ?? "", value = row.number("evppi") ?? .nan
      let error = row.number("standard_error") ?? .nan
      let place = "partial_information:\(outcome)/\(perspective)/\(Rounding.significant(leastSure, figures: 6))/\(name)"
      let sentence: Sentence =
        "\(PathWords.words(name)): knowing it for certain would be worth \(number: Rounding.money(value), source: place) a year (\(number: Rounding.money(max(0, value - 1.96 * error)), source: place) to \(number: Rounding.money(value + 1.96 * error), source: place))"
      return Phrases.marked(sentence, isAssumption: (row.text("provenance") ?? "").contains("assumption")) + "."
    }
  }
}

/// A parameter's path in words.
enum PathWords {
  static func words(_ path: String) -> String {
    let parts = path.split(separator: ".").map { $0.replacing("_", with: " ") }
    guard parts.count > 1 else { return path }
    let owner = parts.dropFirst().dropLast().joined(separator: ", ")
    let last = parts.last?.replacing(" gbp", with: " (£)") ?? ""
    let text = owner.isEmpty ? "\(parts[0]): \(last)" : "\(owner): \(last)"
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}
