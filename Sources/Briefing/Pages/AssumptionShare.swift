// SPDX-License-Identifier: GPL-3.0-or-later
import ResultsStore

extension DecisionSummary {
  /// How much of what it would be worth to know single parameters is that of assumptions; nil without any such worth.
  var shareOnAssumptions: Sentence? {
    let single = partial.filter { !($0.text("parameter") ?? "").contains(" + ") }
    func worth(_ rows: [StoredResults.Row]) -> Double { rows.reduce(0) { $0 + max(0, $1.number("evppi") ?? 0) } }
    let assumed = single.filter { ($0.text("provenance") ?? "").contains("assumption") }
    let all = worth(single), part = worth(assumed)
    guard all > 0 else { return nil }
    let share = "\(Int((100 * part / all).rounded())) %"
    let place = "partial_information:\(outcome)/\(perspective)/\(Rounding.significant(leastSure, figures: 6))"
    return
      "Of what it would be worth to know single numbers for certain, \(number: share, source: place) is that of assumptions: \(number: String(assumed.count), source: place) of the \(number: String(single.count), source: place) numbers that were drawn."
  }
}
