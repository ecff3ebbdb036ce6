// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import ResultsStore

/// What the draws of a study say about the decision, for one of its outcomes and its own perspective.
struct DecisionSummary: Sendable {
  let outcome, outcomeLabel, perspective: String
  /// The measure behind the outcome.
  let measure: String
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

  /// Outcome by outcome, as the study names them; none when there was no study.
  static func all(_ data: BriefingData) throws(ResultsError) -> [DecisionSummary] {
    var summaries: [DecisionSummary] = []
    for row in data.outcomes {
      if let summary = try DecisionSummary(data, row) { summaries.append(summary) }
    }
    return summaries
  }

  private init?(_ data: BriefingData, _ row: StoredResults.Row) throws(ResultsError) {
    guard let study = data.study, let outcome = row.text("outcome") else { return nil }
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
    measure = row.text("measure") ?? ""
    unit =
      [
        "needs_identified_and_seen": "need found and helped", "needs_identified": "need found",
        "on_time_reviews": "review carried out in time", "completed_reviews": "review carried out",
        "children_at_expected_level": "child at the expected level of development", "qalys": "QALY",
      ][outcome] ?? "unit of ‘\(row.text("label") ?? outcome)’"
    outcomeLabel = BriefingData.plain(row.text("label") ?? outcome).replacing(", a year", with: "")
      .replacing(" a year", with: "")
    self.perspective = perspective
    self.data = data
  }

  func best(at threshold: Double) -> StoredResults.Row? {
    netBenefit[threshold]?.first { $0.number("is_optimal") == 1 }
  }

  /// The middle of the study's range: where pictures and tables of the annex need one value.
  var middle: Double { thresholds[thresholds.count / 2] }

  private func place(_ threshold: Double, _ name: String) -> String {
    "net_benefit:\(outcome)/\(perspective)/\(Rounding.significant(threshold, figures: 6))/\(name)"
  }

  /// What is best over the range of worths, and how likely that is.
  var answer: Sentence {
    let ranges = optimalRanges
    let chances = thresholds.compactMap { best(at: $0)?.number("probability") }
    guard let first = ranges.first, let least = chances.min(), let most = chances.max() else { return "" }
    func inHundred(_ chance: Double) -> Sentence {
      "\(number: String(Int((100 * chance).rounded())), source: "net_benefit:\(outcome)/\(perspective)")"
    }
    let range =
      Int((100 * least).rounded()) == Int((100 * most).rounded())
      ? inHundred(least) + " in 100" : "between \(inHundred(least)) and \(inHundred(most)) in 100"
    if ranges.count == 1 {
      let worth: Sentence =
        first.from == first.to
        ? "where one more \(unit) is worth \(number: Rounding.money(first.from), source: place(first.from, first.strategy))"
        : "whatever one more \(unit) is worth from \(number: Rounding.money(first.from), source: place(first.from, first.strategy)) to \(number: Rounding.money(first.to), source: place(first.to, first.strategy))"
      let lead: Sentence =
        Phrases.tossUp.contains(least) && Phrases.tossUp.contains(most)
        ? "The choice is a toss-up \(worth): \(first.strategy) is ahead on average, with a chance of being best of \(range)"
        : "\(first.strategy) is best on average \(worth), with a chance of being best of \(range)"
      return lead + "."
    }
    let words = ranges.enumerated().map { position, range -> Sentence in
      if position == 0 {
        return
          "\(range.strategy) is best on average where one more \(unit) is worth up to \(number: Rounding.money(range.to), source: place(range.to, range.strategy))"
      }
      let isLast = position == ranges.count - 1
      let end: Sentence =
        isLast ? "" : " to \(number: Rounding.money(range.to), source: place(range.to, range.strategy))"
      return
        "\(range.strategy) from \(number: Rounding.money(range.from), source: place(range.from, range.strategy))\(end)"
    }
    let joined = words.enumerated().reduce(Sentence([])) { $1.offset == 0 ? $1.element : $0 + ", " + $1.element }
    return joined + ". The chance of being best is \(range)\(tossUps)."
  }

  /// Where the best option is a toss-up.
  private var tossUps: Sentence {
    let open = thresholds.filter { best(at: $0)?.number("probability").map(Phrases.tossUp.contains) ?? false }
    guard let first = open.first, let last = open.last else { return "" }
    if open.count == thresholds.count { return ": a toss-up throughout" }
    return first == last
      ? "; at \(number: Rounding.money(first), source: "net_benefit:\(outcome)/\(perspective)") it is a toss-up"
      : "; it is a toss-up at \(number: String(open.count), source: "net_benefit:\(outcome)/\(perspective)") of the \(number: String(thresholds.count), source: "net_benefit:\(outcome)/\(perspective)") worths between \(number: Rounding.money(first), source: "net_benefit:\(outcome)/\(perspective)") and \(number: Rounding.money(last), source: "net_benefit:\(outcome)/\(perspective)")"
  }

  /// Values of a QALY that bodies in England use: NICE's range since April 2026, and before; HM Treasury's.
  private static let qalyThresholds = "NICE judges by £25,000 to £35,000 a QALY (£20,000 to £30,000 until April 2026)"

  /// Which values of the outcomes somebody uses, if anybody does.
  static func thresholdsInUse(_ decisions: [DecisionSummary]) -> [Sentence] {
    let own = decisions.filter { $0.outcome != "qalys" }
    let ranges = own.enumerated().reduce(Sentence([])) { text, next in
      text + (next.offset == 0 ? "" : ", ") + next.element.range
    }
    let authors: [Sentence] =
      own.isEmpty ? [] : ["The study’s range of \(ranges) is its author’s: nobody has set what that is worth."]
    return authors + decisions.filter { $0.outcome == "qalys" }.map(\.thresholdsOfNICE)
  }

  private var range: Sentence {
    "\(number: Rounding.money(thresholds[0]), source: "net_benefit:\(outcome)/\(perspective)") to \(number: Rounding.money(thresholds[thresholds.count - 1]), source: "net_benefit:\(outcome)/\(perspective)") for one more \(unit)"
  }

  private var thresholdsOfNICE: Sentence {
    let near = thresholds.filter { (20_000...35_000).contains($0) }.compactMap { threshold -> Sentence? in
      guard let row = best(at: threshold), let name = row.text("strategy"), let chance = row.number("probability")
      else { return nil }
      return
        "at \(number: Rounding.money(threshold), source: place(threshold, name)) \(name) is best on average, \(Phrases.likelihood(chance, source: place(threshold, name)))"
    }
    guard let low = near.first, let high = near.last else {
      return "\(Self.qalyThresholds); the study’s range does not reach it."
    }
    return near.count == 1 ? "\(Self.qalyThresholds): \(low)." : "\(Self.qalyThresholds): \(low); \(high)."
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

  /// Worths at which the outcomes stand side by side: the ends of the range and where the decision is least sure.
  private var shownThresholds: [Double] {
    Set([thresholds[0], leastSure, thresholds[thresholds.count - 1]]).sorted()
  }

  /// What the outcome gains by each strategy, and what is best at some worths of it: rows of one table.
  func rows() -> [[Sentence]] {
    let others = data.strategies.dropFirst(), label = Sentence([.text(outcomeLabel)])
    let gains = others.map { strategy in
      data.difference(measure, of: strategy).map { Phrases.difference($0) } ?? "–"
    }
    return shownThresholds.enumerated().map { position, threshold -> [Sentence] in
      let rows = (netBenefit[threshold] ?? []).sorted {
        ($0.number("net_benefit") ?? 0) > ($1.number("net_benefit") ?? 0)
      }
      let name = best(at: threshold)?.text("strategy") ?? "",
        chance = best(at: threshold)?.number("probability") ?? .nan
      let own = best(at: threshold)?.number("net_benefit") ?? .nan
      let next = rows.first { $0.text("strategy") != name }?.number("net_benefit") ?? .nan
      let what: [Sentence] = position == 0 ? [label] + gains : [label] + gains.map { _ in "" }
      return what + [
        "\(number: Rounding.money(threshold), source: place(threshold, name))", Sentence([.text(name)]),
        Phrases.tossUp.contains(chance)
          ? "toss-up (\(number: "\(Int((100 * chance).rounded())) in 100", source: place(threshold, name)))"
          : "\(number: "\(Int((100 * chance).rounded())) in 100", source: place(threshold, name))",
        "\(number: Rounding.money(own - next), source: place(threshold, name)) a year",
      ]
    }
  }

  var certainty: [Sentence] {
    guard let row = perfect[leastSure], let value = row.number("evpi"), let error = row.number("standard_error") else {
      return []
    }
    let place = "perfect_information:\(outcome)/\(perspective)/\(Rounding.significant(leastSure, figures: 6))"
    return [
      "By \(outcomeLabel.prefix(1).lowercased() + outcomeLabel.dropFirst()), the decision is least sure where one more \(unit) is worth \(Rounding.money(leastSure)): choosing with full knowledge would gain \(number: Rounding.money(value), source: place) a year (\(number: Rounding.money(max(0, value - 1.96 * error)), source: place) to \(number: Rounding.money(value + 1.96 * error), source: place)) for the authority, in \(data.priceYear) prices."
    ]
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
