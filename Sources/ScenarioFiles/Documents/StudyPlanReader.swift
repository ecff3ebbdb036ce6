// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Economics
import Studies

/// Reads what a study file asks of the analysis.
struct StudyPlanReader {
  let tree: YAMLTree
  let root: CheckedValue
  let numbers: ScenarioDecoder
  let title: String

  /// Without a grid of its own, a study shows what a unit of effect might be worth up to £10,000.
  static let usualThresholds = (0...50).map { Double($0) * 200 }

  func plan(_ strategies: [ScenarioDocument]) throws(ScenarioError) -> StudyPlan {
    var plan = StudyPlan(title: title)
    plan.effects = try effects(strategies)
    plan.thresholds = try tree["willingness_to_pay_gbp"].map(Self.thresholds) ?? Self.usualThresholds
    if let own = root["perspective"]?.text.flatMap(Perspective.init) {
      plan.perspectives = [own] + Perspective.allCases.filter { $0 != own }
    }
    if let draws = numbers.number(root["draws"]) { plan.draws = Int(draws) }
    plan.replications = numbers.number(root["replications"]).map { Int($0) }
    if let seed = numbers.number(root["seed"]) { plan.seed = UInt64(seed) }
    if let sampling = root["sampling"]?.text.flatMap(Sampling.init) { plan.sampling = sampling }
    if let years = numbers.number(root["decision_years"]) { plan.decisionYears = years }
    plan.peopleAffectedPerYear = numbers.number(root["people_affected_per_year"])
    if let aversion = numbers.number(root["inequality_aversion"]) { plan.inequalityAversion = aversion }
    if let health = numbers.numbers(root["baseline_health"]) {
      plan.baselineHealth = BaselineHealth(byQuintile: health, source: "the study")
    }
    plan.opportunityCostShares = try opportunityCostShares()
    plan.presentPractice = try presentPractice(strategies)
    plan.scorecard = try tree["thresholds"].map { node throws(ScenarioError) in try scorecard(node, strategies) } ?? []
    plan.parameterGroups = (root["evppi"]?.items ?? []).map { $0.items.compactMap(\.text) }
    return plan
  }

  private func opportunityCostShares() throws(ScenarioError) -> [Double]? {
    guard let shares = numbers.numbers(root["opportunity_cost_shares"]) else { return nil }
    let sum = shares.reduce(0, +)
    guard abs(sum - 1) < 1e-6 else {
      throw ScenarioError([
        Flaw(
          tree["opportunity_cost_shares"]?.position ?? tree.position,
          "'opportunity_cost_shares' must add up to 1; found \(shortest(sum))")
      ])
    }
    return shares
  }

  /// Every name of a group is a parameter of the study.
  func checkGroups(_ groups: [[String]], in space: ParameterSpace) throws(ScenarioError) {
    let names = space.parameters.map(\.name)
    let position = tree["evppi"]?.position ?? tree.position
    let flaws = groups.joined().filter { !names.contains($0) }.map { name in
      let near = didYouMean(name, in: names)
      return Flaw(position, "'evppi' names '\(name)', which is no uncertain parameter of the strategies\(near)")
    }
    guard flaws.isEmpty else { throw ScenarioError(flaws) }
  }

  /// What every strategy reports.
  static func measures(of strategies: [ScenarioDocument]) -> [String] {
    let catalogues = strategies.map { ServiceModel($0.scenario()).catalogue }
    return (catalogues.first?.measures.map(\.id) ?? []).filter { id in catalogues.allSatisfy { $0.measure(id) != nil } }
  }

  /// `{now: [{strategy: …, share: …}], cost_gbp: …}`; strategies that are not named have none.
  private func presentPractice(_ strategies: [ScenarioDocument]) throws(ScenarioError) -> PresentPractice? {
    guard let node = tree["implementation"], let own = root["implementation"] else { return nil }
    let names = strategies.map(\.name)
    var shares = names.map { _ in 0.0 }
    for item in own["now"]?.items ?? [] {
      let name = item["strategy"]?.text ?? ""
      guard let place = names.firstIndex(of: name) else {
        let near = didYouMean(name, in: names)
        throw ScenarioError([
          Flaw(node.position, "'implementation' names no strategy of the study: '\(name)'\(near)")
        ])
      }
      shares[place] += numbers.number(item["share"]) ?? 0
    }
    let sum = shares.reduce(0, +)
    guard abs(sum - 1) < 1e-6 else {
      throw ScenarioError([
        Flaw(node.position, "the shares of 'implementation' must add up to 1; found \(shortest(sum))")
      ])
    }
    return PresentPractice(shares: shares.map { $0 / sum }, costOfChange: numbers.number(own["cost_gbp"]) ?? 0)
  }

  // MARK: Effects

  private func effects(_ strategies: [ScenarioDocument]) throws(ScenarioError) -> [EffectMeasure] {
    let models = strategies.map { ServiceModel($0.scenario()) }
    // QALYs that nothing in a strategy gains or loses are nil there; somewhere there must be some.
    func isReported(_ measure: String) -> Bool { models.allSatisfy { $0.catalogue.measure(measure) != nil } }
    guard let node = tree["outcome"] else {
      let usual = ["needs_identified_and_seen", "on_time_reviews", "children_at_expected_level", "qalys"]
      let reported = EffectMeasure.known.filter { usual.contains($0.name) && isReported($0.measure) }
      return reported.isEmpty ? [EffectMeasure(name: "completed_reviews", measure: "reviews.completed")] : reported
    }
    let items: [YAMLTree]
    if case .list(let list) = node.content { items = list } else { items = [node] }
    var effects: [EffectMeasure] = []
    for item in items {
      let effect = try effect(item)
      guard
        isReported(effect.measure)
          || (effect == .qalys && models.contains { $0.catalogue.measure(effect.measure) != nil })
      else {
        let names =
          EffectMeasure.known.filter { isReported($0.measure) }.map(\.name)
          + (models.first?.catalogue.measures.map(\.id) ?? [])
        let near = didYouMean(effect.name, in: names)
        throw ScenarioError([
          Flaw(item.position, "'\(effect.name)' is not a measure that every strategy reports\(near)")
        ])
      }
      if effects.contains(where: { $0.name == effect.name }) {
        throw ScenarioError([Flaw(item.position, "'\(effect.name)' is listed twice")])
      }
      effects.append(effect)
    }
    guard !effects.isEmpty else { throw ScenarioError([Flaw(node.position, "'outcome' names no measure")]) }
    return effects
  }

  private func effect(_ node: YAMLTree) throws(ScenarioError) -> EffectMeasure {
    if let name = text(node) { return Self.effect(named: name) }
    guard let entries = node.entries else {
      throw ScenarioError([Flaw(node.position, "an outcome is a name or a mapping with 'measure'; found \(node.kind)")])
    }
    let keys = ["measure", "better", "willingness_to_pay_gbp"]
    for entry in entries where !keys.contains(entry.key) {
      let near = didYouMean(entry.key, in: keys)
      throw ScenarioError([Flaw(entry.position, "unknown key '\(entry.key)' in 'outcome'\(near)")])
    }
    guard let measure = node["measure"], let name = text(measure) else {
      throw ScenarioError([Flaw(node.position, "an outcome lacks 'measure'")])
    }
    let known = Self.effect(named: name)
    var isHarm = known.isHarm
    if let better = node["better"] {
      guard let word = text(better), ["higher", "lower"].contains(word) else {
        throw ScenarioError([Flaw(better.position, "'better' must be higher or lower; found \(better.kind)")])
      }
      isHarm = known.name == known.measure ? word == "lower" : isHarm
    }
    return EffectMeasure(
      name: known.name, measure: known.measure, isHarm: isHarm,
      thresholds: try node["willingness_to_pay_gbp"].map(Self.thresholds))
  }

  private static func effect(named name: String) -> EffectMeasure {
    EffectMeasure.known.first { $0.name == name } ?? EffectMeasure(name: name, measure: name)
  }

  // MARK: Scorecard

  /// `{C5: {green: 88, amber: 80}}`; amber below green means that more is better.
  private func scorecard(
    _ node: YAMLTree, _ strategies: [ScenarioDocument]
  ) throws(ScenarioError) -> [ScorecardThreshold] {
    guard let entries = node.entries else {
      throw ScenarioError([
        Flaw(node.position, "'thresholds' must be a mapping of measures to {green, amber}; found \(node.kind)")
      ])
    }
    let measures = strategies.first.map { ServiceModel($0.scenario()).catalogue.measures.map(\.id) } ?? []
    var thresholds: [ScorecardThreshold] = []
    for entry in entries {
      guard measures.contains(entry.key) else {
        let near = didYouMean(entry.key, in: measures)
        throw ScenarioError([Flaw(entry.position, "'\(entry.key)' is no measure of the baseline\(near)")])
      }
      for part in entry.value.entries ?? [] where !["green", "amber"].contains(part.key) {
        let hint =
          Checker().misread(part, among: entry.value.entries ?? []).map { ": \($0)" } ?? "; it takes {green, amber}"
        throw ScenarioError([Flaw(part.position, "unknown key '\(part.key)' in '\(entry.key)'\(hint)")])
      }
      guard let green = entry.value["green"].flatMap(text).flatMap(Double.init),
        let amber = entry.value["amber"].flatMap(text).flatMap(Double.init), green.isFinite, amber.isFinite,
        green != amber
      else {
        throw ScenarioError([
          Flaw(entry.value.position, "'\(entry.key)' needs two different numbers: {green: 88, amber: 80}")
        ])
      }
      thresholds.append(ScorecardThreshold(measure: entry.key, green: green, amber: amber))
    }
    return thresholds
  }

  // MARK: Thresholds

  static func thresholds(_ node: YAMLTree) throws(ScenarioError) -> [Double] {
    let words: String
    if case .list(let items) = node.content {
      for item in items where text(item) == nil {
        throw ScenarioError([Flaw(item.position, "'willingness_to_pay_gbp' lists numbers; found \(item.kind)")])
      }
      words = items.compactMap(text).joined(separator: ",")
    } else if let text = text(node) {
      words = text
    } else {
      throw ScenarioError([
        Flaw(
          node.position, "'willingness_to_pay_gbp' must be a number, a list or '0..50000 by 500'; found \(node.kind)")
      ])
    }
    do {
      return try ThresholdGrid(words).values
    } catch {
      throw ScenarioError([Flaw(node.position, "'willingness_to_pay_gbp': \(error)")])
    }
  }

  private func text(_ node: YAMLTree) -> String? { Self.text(node) }

  private static func text(_ node: YAMLTree) -> String? {
    if case .scalar(let text, _) = node.content, !node.isNull { return text }
    return nil
  }
}
