// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Planning

/// Reads what a plan file chooses among, wants and keeps to.
struct PlanReader {
  let tree: YAMLTree
  /// Path of the scenario file.
  let scenario: String

  private static let mostCandidates = 1_000_000
  private static let mostAlternatives = 64

  // MARK: What is chosen

  /// Every combination of the options of all choices; the scenario itself where there is no choice.
  func alternatives() throws(ScenarioError) -> [PlanDocument.Alternative] {
    let choices = try choices()
    var combinations: [[(choice: String, option: YAMLTree.Entry)]] = [[]]
    for (choice, options) in choices {
      combinations = combinations.flatMap { taken in options.map { taken + [(choice, $0)] } }
      guard combinations.count <= Self.mostAlternatives else {
        throw flaw(tree["choose"] ?? tree, "'choose' gives more than \(Self.mostAlternatives) combinations of options")
      }
    }
    var alternatives: [PlanDocument.Alternative] = []
    for taken in combinations {
      let document = try ScenarioDocument(path: scenario, changes: taken.map(\.option.value))
      alternatives.append(
        PlanDocument.Alternative(options: taken.map { ($0.choice, $0.option.key) }, scenario: document))
    }
    return alternatives
  }

  private func choices() throws(ScenarioError) -> [(String, [YAMLTree.Entry])] {
    guard let node = tree["choose"] else { return [] }
    guard let entries = node.entries else {
      throw flaw(node, "'choose' must be a mapping of choices to named options; found \(node.kind)")
    }
    var choices: [(String, [YAMLTree.Entry])] = []
    for entry in entries {
      guard let options = entry.value.entries, options.count >= 2 else {
        throw flaw(entry.value, "'choose.\(entry.key)' needs two or more named options; found \(entry.value.kind)")
      }
      for option in options where option.value.entries == nil {
        throw flaw(
          option.value,
          "option '\(option.key)' must be a fragment of a scenario, {} for the scenario as it is; found \(option.value.kind)"
        )
      }
      choices.append((entry.key, options))
    }
    return choices
  }

  func varied(_ alternatives: [PlanDocument.Alternative]) throws(ScenarioError) -> [PlanDocument.Varied] {
    guard let entries = tree["vary"]?.entries, !entries.isEmpty else {
      throw flaw(tree["vary"] ?? tree, "'vary' must be a mapping of parameter paths to values, such as 25..50 by 0.5")
    }
    var varied: [PlanDocument.Varied] = []
    for entry in entries {
      let values = try values(entry)
      for alternative in alternatives {
        let parameters = alternative.scenario.parameters
        guard let parameter = parameters.first(where: { $0.path == entry.key }) else {
          let near = didYouMean(entry.key, in: parameters.map(\.path))
          throw ScenarioError([Flaw(entry.position, "'\(entry.key)' is no parameter of '\(scenario)'\(near)")])
        }
        if let outside = values.first(where: { !parameter.allowed.contains($0) }) {
          let low = shortest(parameter.allowed.lowerBound), high = shortest(parameter.allowed.upperBound)
          throw flaw(entry.value, "'\(entry.key)' may be \(low) to \(high); found \(shortest(outside))")
        }
        if alternative.scenario.posterior?.columns.contains(entry.key) == true {
          throw flaw(entry.value, "'\(entry.key)' was calibrated; what is known about the place is not a choice")
        }
      }
      let unit = alternatives[0].scenario.parameters.first { $0.path == entry.key }?.unit ?? ""
      varied.append(PlanDocument.Varied(path: entry.key, values: values, unit: unit))
    }
    return varied
  }

  private func values(_ entry: YAMLTree.Entry) throws(ScenarioError) -> [Double] {
    let words: String
    if case .list(let items) = entry.value.content {
      guard items.allSatisfy({ text($0) != nil }) else { throw flaw(entry.value, "'\(entry.key)' lists numbers") }
      words = items.compactMap(text).joined(separator: ",")
    } else if let text = text(entry.value) {
      words = text
    } else {
      throw flaw(
        entry.value, "'\(entry.key)' needs values, such as 25..50 by 0.5 or [30, 35, 40]; found \(entry.value.kind)")
    }
    do {
      return Set(try ThresholdGrid(words).values).sorted()
    } catch {
      throw flaw(entry.value, "'\(entry.key)': \(error)")
    }
  }

  func checkSize(_ grid: PlanGrid) throws(ScenarioError) {
    let sizes = grid.levels.map(\.count)
    let candidates = sizes.reduce(Double(grid.alternatives)) { $0 * Double($1) }
    guard candidates <= Double(Self.mostCandidates) else {
      throw flaw(
        tree["vary"] ?? tree,
        "'vary' and 'choose' give \(shortest(candidates)) candidates, more than \(Self.mostCandidates); take wider steps"
      )
    }
  }

  // MARK: What is wanted

  /// - Parameter measures: What every alternative reports.
  func objective(
    _ measures: [Measure], _ varied: [PlanDocument.Varied]
  ) throws(ScenarioError) -> (PlanDocument.Objective, String, Bool) {
    let minimised = tree["minimise"], maximised = tree["maximise"]
    guard let node = minimised ?? maximised, (minimised == nil) != (maximised == nil), let name = text(node) else {
      throw flaw(maximised ?? tree, "a plan has one of 'minimise' and 'maximise', with a measure")
    }
    if let place = varied.firstIndex(where: { $0.path == name }) { return (.parameter(place), name, maximised != nil) }
    _ = try measure(name, at: node, among: measures, or: varied.map(\.path))
    return (.measure(name), name, maximised != nil)
  }

  /// A year of more than one reporting year is not told apart: limits hold for the whole reporting period.
  func limits(_ measures: [Measure]) throws(ScenarioError) -> [PlanDocument.Limit] {
    guard let node = tree["subject_to"] else { return [] }
    guard case .list(let items) = node.content else {
      throw flaw(node, "'subject_to' is a list of {measure, at_least or at_most, with_probability}; found \(node.kind)")
    }
    var limits: [PlanDocument.Limit] = []
    for item in items {
      guard let entries = item.entries.map(Self.rejoined) else {
        throw flaw(item, "a limit is a mapping of measure and at_least or at_most; found \(item.kind)")
      }
      let keys = ["measure", "at_least", "at_most", "with_probability"]
      if let unknown = entries.first(where: { !keys.contains($0.key) }) {
        let near =
          Checker().misread(unknown, among: entries).map { ": \($0)" }
          ?? didYouMean(unknown.key, in: keys, orElse: "; allowed are measure, at_least, at_most, with_probability")
        throw ScenarioError([Flaw(unknown.position, "unknown key '\(unknown.key)' in 'subject_to'\(near)")])
      }
      func value(_ key: String) -> YAMLTree? { entries.first { $0.key == key }?.value }
      guard let named = value("measure"), let id = text(named) else { throw flaw(item, "a limit lacks 'measure'") }
      let measure = try measure(id, at: named, among: measures)
      let least = value("at_least"), most = value("at_most")
      guard let written = least ?? most, (least == nil) != (most == nil) else {
        throw flaw(item, "a limit has one of 'at_least' and 'at_most'")
      }
      var probability: Double?
      if let node = value("with_probability") {
        guard let share = text(node).flatMap(Self.share), share > 0, share < 1 else {
          throw flaw(node, "'with_probability' lies between 0 and 1, such as 0.9; found \(node.kind)")
        }
        probability = share
      }
      limits.append(
        PlanDocument.Limit(
          measure: measure.id,
          requirement: Requirement(
            least != nil ? .atLeast : .atMost, try amount(written, of: measure), probability: probability,
            scale: Self.scale(measure.unit))))
    }
    return limits
  }

  private static func scale(_ unit: Measure.Unit) -> Requirement.Scale {
    switch unit {
    case .percent: .percent
    case .percentagePoints: .linear
    default: .positive
    }
  }

  /// `{at_most: £5,600,000}` in braces is a 5 and two keys without value; here nothing else can be meant.
  private static func rejoined(_ entries: [YAMLTree.Entry]) -> [YAMLTree.Entry] {
    var joined: [YAMLTree.Entry] = []
    for entry in entries {
      if entry.value.isNull, entry.key.wholeMatch(of: /[0-9]{3}/) != nil, let last = joined.last,
        ["at_least", "at_most"].contains(last.key), case .scalar(let start, isQuoted: false) = last.value.content,
        start.wholeMatch(of: /£?[0-9]{1,3}(,[0-9]{3})*/) != nil
      {
        joined[joined.count - 1].value.content = .scalar("\(start),\(entry.key)", isQuoted: false)
      } else {
        joined.append(entry)
      }
    }
    return joined
  }

  /// An amount as people write it: `88 %`, `88 percent`, `£5,600,000`, `50`.
  private func amount(_ node: YAMLTree, of limited: Measure) throws(ScenarioError) -> Double {
    let measure = limited.id, unit = limited.unit
    let wanted: Set<String> =
      switch unit {
      case .percent: ["%", "percent", "per cent"]
      case .gbp: ["£"]
      case .percentagePoints: ["points", "pp"]
      default: [unit.rawValue]
      }
    guard let words = text(node), let match = words.wholeMatch(of: /(£?)\s*(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(.*)/),
      let value = Double(match.2.filter { $0 != "," })
    else { throw flaw(node, "a limit on '\(measure)' is a number, in \(unit.rawValue); found \(node.kind)") }
    let written = match.1.isEmpty ? String(match.3) : String(match.1)
    guard written.isEmpty || wanted.contains(written) else {
      throw flaw(node, "'\(measure)' is counted in \(unit.rawValue), not '\(written)'")
    }
    if unit == .percent, written.isEmpty, value > 0, value <= 1 {
      throw flaw(
        node, "'\(measure)' is a percentage: write \(shortest(100 * value)) % if that is meant, or \(shortest(value)) %"
      )
    }
    return value
  }

  private static func share(_ words: String) -> Double? {
    if let match = words.wholeMatch(of: /([0-9.]+)\s*(?:%|percent|per cent)/) {
      return Double(match.1).map { $0 / 100 }
    }
    return Double(words)
  }

  /// - Parameter others: Names that might have been meant beside measures.
  private func measure(
    _ id: String, at node: YAMLTree, among measures: [Measure], or others: [String] = []
  ) throws(ScenarioError) -> Measure {
    if let measure = measures.first(where: { $0.id == id }) { return measure }
    let near = didYouMean(id, in: measures.map(\.id) + others)
    throw flaw(node, "'\(id)' is not a measure of the scenario\(near)")
  }

  private func flaw(_ node: YAMLTree, _ message: String) -> ScenarioError {
    ScenarioError([Flaw(node.position, message)])
  }

  private func text(_ node: YAMLTree) -> String? {
    if case .scalar(let text, _) = node.content, !node.isNull { return text }
    return nil
  }
}
