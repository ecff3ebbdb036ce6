// SPDX-License-Identifier: GPL-3.0-or-later

/// At which staffing a conclusion holds: the same comparison run on services with more and with fewer staff.
public struct StaffingLevels: Sendable {
  let data: BriefingData
  /// The comparison of the briefing and those at other levels, most staff first.
  let levels: [BriefingData]

  /// - Parameter others: Comparisons of the same strategies, each with another service as its baseline.
  public init(_ data: BriefingData, others: [BriefingData] = []) {
    self.data = data
    levels = ([data] + others).enumerated()
      .sorted { (Self.children($0.element), $0.offset) < (Self.children($1.element), $1.offset) }.map(\.element)
  }

  /// Whether results are the same strategies at another level.
  public static func isLevel(_ other: BriefingData, of data: BriefingData) -> Bool {
    data.strategies.count > 1 && other.baseline != data.baseline
      && data.strategies.dropFirst().allSatisfy(other.strategies.dropFirst().contains)
  }

  private static let caseload = "caseload.children_per_wte"
  private static let measures = ["C2", "C8i", "C5", "C6i", "needs.all.identified_and_seen"]

  private static func children(_ data: BriefingData) -> Double {
    data.quantity(caseload, of: data.baseline)?.value ?? .infinity
  }

  private var strategies: ArraySlice<String> { data.strategies.dropFirst() }
  private var shown: [String] { Self.measures.filter { measure in levels.allSatisfy { $0.has(measure) } } }

  /// The section of the two pages; nil where nothing is compared.
  var section: DecisionPages.Section? {
    guard !strategies.isEmpty, let own = data.quantity(Self.caseload, of: data.baseline) else { return nil }
    let staffing: Sentence =
      "\(number: Rounding.significant(own.value), source: own.source) children under five for each whole-time member of staff who holds a caseload"
    guard levels.count > 1 else {
      return section([
        "What is said here holds for the staffing of \(data.baseline): \(staffing). Whether it holds with more or with fewer staff was not asked."
      ])
    }
    let names = levels.map { "\($0.baseline) (\(Rounding.significant(Self.children($0))))" }.joined(separator: ", ")
    return section(
      [
        "The comparison was made at \(String(levels.count)) levels of staffing, by children for each whole-time member of staff who holds a caseload: \(names)."
      ]
        + strategies.flatMap(conclusions))
  }

  private func section(_ sentences: [Sentence]) -> DecisionPages.Section {
    DecisionPages.Section(
      id: "staffing", title: "At which staffing does it hold?", sentences: sentences, isList: levels.count > 1)
  }

  /// A sentence for what holds at every level, and one for what depends on it.
  private func conclusions(_ strategy: String) -> [Sentence] {
    var always: [String] = [], sometimes: [String] = []
    for measure in shown {
      let directions = levels.map { direction(measure, of: strategy, at: $0) }
      if directions.allSatisfy({ $0 == directions[0] }) {
        if directions[0] != Self.unclear { always.append("\(data.label(measure)) \(directions[0])") }
      } else {
        let parts = [Self.more, Self.less, Self.unclear].compactMap { direction -> String? in
          let places = zip(levels, directions).filter { $0.1 == direction }.map(\.0.baseline)
          return places.isEmpty ? nil : "\(direction) in \(places.joined(separator: " and "))"
        }
        sometimes.append("\(data.label(measure)) \(parts.joined(separator: ", "))")
      }
    }
    var sentences: [Sentence] = []
    if !always.isEmpty { sentences.append("\(strategy), at every level: \(always.joined(separator: "; ")).") }
    if !sometimes.isEmpty {
      sentences.append("\(strategy), depending on the level: \(sometimes.joined(separator: "; ")).")
    }
    if sentences.isEmpty { sentences = ["\(strategy): no clear difference at any level."] }
    return sentences
  }

  private static let more = "higher", less = "lower", unclear = "no clear difference"

  private func direction(_ measure: String, of strategy: String, at level: BriefingData) -> String {
    guard let difference = level.difference(measure, of: strategy), !difference.spansZero else { return Self.unclear }
    return difference.value > 0 ? Self.more : Self.less
  }

  /// Every difference at every level, for the annex; empty with one level.
  var table: String {
    guard levels.count > 1 else { return "" }
    let rows = strategies.flatMap { strategy in
      shown.map { measure in
        [strategy, data.label(measure)]
          + levels.map { level in
            level.difference(measure, of: strategy).map { Phrases.difference($0).plain } ?? "–"
          }
      }
    }
    return HTML.plainTable(
      "Differences from the service at each level of staffing (95 % intervals)",
      header: ["Strategy", "Measure"] + levels.map(\.baseline), rows: rows)
  }
}
