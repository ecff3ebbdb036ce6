// SPDX-License-Identifier: GPL-3.0-or-later
import ResultsStore

/// What a comparison says by rule, in words: clear harms, clear gains, and what is not clear.
struct HeadlineFindings: Sendable {
  let data: BriefingData

  /// The measures of the rule in its order: reviews by age, outcomes asked for, backlog, lapsed work, caseloads, cost.
  var measures: [String] {
    unique(
      data.headlines.sorted { ($0.number("rule_position") ?? 0) < ($1.number("rule_position") ?? 0) }
        .compactMap { $0.text("measure") })
  }

  private var strategies: [String] { unique(data.headlines.compactMap { $0.text("strategy") }) }

  private func measures(_ strategy: String, _ verdict: String) -> [StoredResults.Row] {
    data.headlines.filter { $0.text("strategy") == strategy && $0.text("verdict") == verdict }
  }

  /// A sentence for each strategy.
  var answer: [Sentence] {
    strategies.map { strategy in
      let worse = measures(strategy, "worse").filter { !isCost($0) },
        better = measures(strategy, "better").filter { !isCost($0) }
      var sentence: Sentence
      if worse.isEmpty, better.isEmpty {
        sentence =
          "Compared with \(data.baseline), \(strategy) is not clearly different in reviews, outcomes or workload"
      } else {
        sentence = "Compared with \(data.baseline), \(strategy) is "
        sentence = sentence + (worse.isEmpty ? "clearly worse in nothing" : "clearly worse in \(names(worse))")
        sentence =
          sentence + (better.isEmpty ? " and clearly better in nothing" : " and clearly better in \(names(better))")
      }
      guard let cost = data.difference("cost.commissioner", of: strategy) else { return sentence + "." }
      let words = Phrases.costDifference(cost)
      return sentence + (cost.spansZero ? "; it shows \(words)." : "; it \(words).")
    }
  }

  /// What stands under "What changes": of each strategy the harms first.
  var sentences: [Sentence] {
    strategies.flatMap { strategy -> [Sentence] in
      let groups = [("worse", "clearly worse"), ("better", "clearly better")]
      var items = groups.compactMap { verdict, words -> Sentence? in
        let rows = measures(strategy, verdict).filter { !isCost($0) }
        return rows.isEmpty ? nil : "\(strategy), \(words): \(joined(rows.map { clear($0, strategy) }))."
      }
      let open = measures(strategy, "not clear").filter { !isCost($0) }
      if !open.isEmpty {
        // Beyond four, those that come nearest to being clear; the annex has them all.
        let nearest = open.sorted { ($0.number("p_value") ?? 1) < ($1.number("p_value") ?? 1) }
        let named = open.count > 4 ? Array(nearest.prefix(3)) : open
        let more = open.count > named.count ? "; and \(open.count - named.count) more" : ""
        items.append(
          "\(strategy), not clear: \(joined(named.map { notClear($0, strategy) }))\(more). \(Self.whatWouldTell(open))")
      }
      return items
    }
  }

  /// What "clear" means.
  var allowance: Sentence {
    let count = data.headlines.first?.number("comparisons") ?? 0
    return
      "‘Clear’ allows for all \(number: Rounding.plain(count), source: "headlines:comparisons") comparisons made here (Holm’s procedure, 5 % in all); intervals are each difference’s own, at 95 %."
  }

  private func isCost(_ row: StoredResults.Row) -> Bool { row.text("subject") == "cost" }

  private func names(_ rows: [StoredResults.Row]) -> String {
    let labels = rows.map { Self.inSentence(data.label($0.text("measure") ?? "")) }
    // Beyond four, the list below has them.
    if labels.count > 4 { return labels.prefix(3).joined(separator: ", ") + " and \(labels.count - 3) more" }
    return labels.count < 2
      ? labels.joined() : labels.dropLast().joined(separator: ", ") + " and " + (labels.last ?? "")
  }

  /// A label as it stands within a sentence: abbreviations keep their capitals.
  static func inSentence(_ label: String) -> String {
    guard let first = label.first, label.dropFirst().first?.isLowercase == true else { return label }
    let text = first.lowercased() + label.dropFirst()
    return [", a year", " a year"].first { text.hasSuffix($0) }.map { String(text.dropLast($0.count)) } ?? text
  }

  private func clear(_ row: StoredResults.Row, _ strategy: String) -> Sentence {
    let measure = row.text("measure") ?? "", label = Self.inSentence(data.label(measure))
    guard let before = data.quantity(measure, of: data.baseline), let after = data.quantity(measure, of: strategy),
      let difference = data.difference(measure, of: strategy)
    else { return Sentence([.text(label)]) }
    func value(_ quantity: Quantity) -> Sentence {
      "\(number: Rounding.text(quantity.value, unit: quantity.unit), source: quantity.source)"
    }
    return "\(label) from \(value(before)) to \(value(after)), \(Phrases.difference(difference))"
  }

  private func notClear(_ row: StoredResults.Row, _ strategy: String) -> Sentence {
    let measure = row.text("measure") ?? "", label = Self.inSentence(data.label(measure))
    guard let difference = data.difference(measure, of: strategy), difference.hasInterval else {
      return Sentence([.text(label)])
    }
    let points = ["percent", "percentage points"].contains(difference.unit) ? " points" : ""
    return "\(label) (\(Phrases.interval(difference))\(points))"
  }

  private static func whatWouldTell(_ rows: [StoredResults.Row]) -> Sentence {
    let counts = rows.compactMap { $0.number("replications_needed") }
    let kinds = Set(rows.compactMap { $0.text("would_tell") })
    if let most = counts.max() {
      let some = counts.count < rows.count ? "Some of it" : "It"
      return
        "\(some) would be clear with about \(number: Rounding.plain(most), source: "headlines:replications_needed") replications, if it is what it seems."
    }
    if kinds.contains("replications of each draw") { return "More replications of each draw would tell some of it." }
    if kinds == ["evidence"] { return "More runs would not tell; better evidence on the parameters would." }
    return "More runs would hardly tell: what differences there are, are small."
  }

  private func joined(_ sentences: [Sentence]) -> Sentence {
    sentences.enumerated().reduce(Sentence([])) { $1.offset == 0 ? $1.element : $0 + "; " + $1.element }
  }
}
