// SPDX-License-Identifier: GPL-3.0-or-later

/// A standard with a study's answers, as the annex shows it.
struct Checklist: Sendable {
  let standard: ReportingStandard
  let answers: [String: StandardAnswer]

  init(_ standard: ReportingStandard, answers: [StandardAnswer]) {
    self.standard = standard
    self.answers = Dictionary(answers.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Items that nobody answered, or that only the author can.
  var missing: [String] { standard.items.map(\.number).filter { answers[$0]?.isReported != true } }

  var html: String {
    let count = standard.items.count
    let summary: Sentence =
      missing.isEmpty
      ? "All \(String(count)) items are answered from the run."
      : "\(String(count - missing.count)) of \(String(count)) items are answered from the run; the author adds \(missing.joined(separator: ", "))."
    let pointer: Sentence =
      "\(summary) \(standard.reference). For the model as a whole the items are answered in \(standard.page) of the program's documentation."
    return HTML.paragraph(pointer)
      + HTML.table(
        standard.purpose, header: ["Item", "Topic", "In this study", "Where"],
        rows: standard.items.map { item in
          let answer = answers[item.number]
          return [
            Sentence([.text(item.number)]), Sentence([.text(item.topic)]), answer?.reported ?? "NOT REPORTED",
            Sentence([.text(answer.map { $0.here.isEmpty ? "–" : $0.here } ?? "–")]),
          ]
        }, isWide: true)
  }
}
