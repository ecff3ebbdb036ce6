// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
public import SyntheticControl
public import TableFiles
import Yams

/// Reads an effects file; the error lists everything that is wrong with it, each at its place.
public func readEffectsSpecification(at path: String) throws(TableError) -> EffectsSpecification {
  let text: String
  do throws(ScenarioError) { text = try YAMLTree.text(ofFile: path) } catch { throw TableError(error) }
  return try readEffectsSpecification(text: text, file: path)
}

/// Reads an effects file that is already in memory.
public func readEffectsSpecification(text: String, file: String) throws(TableError) -> EffectsSpecification {
  let root: Node
  do throws(ScenarioError) {
    root = try YAMLTree.compose(text, file: file)
    // What is refused in every file: control characters, too many values.
    var count = 0
    let tree = try YAMLTree.convert(root, file: file, depth: 0, count: &count)
    try FileKind.effects.expect(tree, path: file)
  } catch { throw TableError(error) }
  let flaws = EffectsFlaws(file: file)
  let reader = EffectsSpecificationReader(flaws: flaws)
  guard var specification = reader.read(root), flaws.flaws.isEmpty else { throw TableError(flaws.flaws) }
  if let path = specification.changesPath { specification.layout.changes = try AuthorityChange.read(path: path) }
  return specification
}

private struct EffectsSpecificationReader {
  let flaws: EffectsFlaws

  static let keys = [
    "panel", "format", "unit", "time", "outcome", "numerator", "denominator", "filter", "treated",
    "first_post_period", "donors", "exclude", "partly_treated", "pre", "post", "predictors",
    "optimise_window",
    "training", "method", "predictor_weights", "inference", "level", "seed", "penalty", "ridge", "scale",
    "precision_weights", "pooling", "placebo_first_post_period", "folds", "populations", "backtest_effect",
    "donor_tiers", "not_yet_treated", "post_periods", "backtest_trials", "merge_authorities", "authority_changes",
    "completeness", "nested_starts", "placebo_sets", "covariates", "residualise_covariates", "fixed_effects", "factors",
    "nuclear_penalty",
    "relative_magnitudes", "smoothness",
  ]

  func read(_ root: Node) -> EffectsSpecification? {
    guard let map = EffectsMapping(root, flaws: flaws, known: Self.keys, what: "an effects file") else {
      return nil
    }
    var design = EffectsDesign(treated: treated(map))
    design.donors = map.texts("donors")
    design.excluded = exclusions(map)
    design.partlyTreated = map.texts("partly_treated") ?? []
    design.usesNotYetTreated = map.flag("not_yet_treated") ?? false
    design.postPeriods = map.number("post_periods", atLeast: 1, atMost: 10_000).map { Int($0) }
    design.backtestTrials =
      map.number("backtest_trials", atLeast: 5, atMost: 10_000).map { Int($0) } ?? design.backtestTrials
    design.donorTiers = tiers(map)
    design.pre = map.window("pre")
    design.post = map.window("post")
    design.methods = map.choices("method", EffectsMethod.self) ?? design.methods
    if let wanted = map.choices("inference", InferenceProcedure.self) { design.inference = Set(wanted) }
    design.level = map.number("level", atLeast: 0.5, atMost: 0.999) ?? design.level
    design.folds = map.number("folds", atLeast: 2, atMost: 20).map { Int($0) } ?? design.folds
    design.placeboFirstPost = map.time("placebo_first_post_period")
    design.backtestEffect = map.number("backtest_effect")
    design.placeboSets =
      map.number("placebo_sets", atLeast: 100, atMost: 1e6).map { Int($0) } ?? design.placeboSets
    design.populations = numbers(map, "populations")
    design.relativeMagnitudes = departures(map, "relative_magnitudes")
    design.smoothness = departures(map, "smoothness")
    design.settings = settings(map)
    var layout = layout(map)
    let settings = design.settings
    let columns = (settings.predictors + settings.trainingPredictors + settings.covariates).map(\.column)
    layout.covariates = columns.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    guard let panel = map.text("panel") else {
      if map["panel"] == nil { flaws.add(root, "'panel' is missing: the path of the panel's CSV file") }
      return nil
    }
    if design.treated.isEmpty, map["treated"] == nil {
      flaws.add(root, "'treated' is missing: the unit or units that changed")
    }
    let folder = URL(fileURLWithPath: flaws.file).deletingLastPathComponent()
    let place = panel.hasPrefix("/") ? panel : folder.appending(path: panel).path
    let changes = map.text("authority_changes").map { $0.hasPrefix("/") ? $0 : folder.appending(path: $0).path }
    var specification = EffectsSpecification(layout: layout, design: design, panelPath: place, changesPath: changes)
    specification.namedUnits = namedUnits(map)
    return specification
  }

  private func namedUnits(_ map: EffectsMapping) -> [EffectsSpecification.NamedUnit] {
    let roles = [
      ("treated", "treated unit"), ("donors", "donor"), ("exclude", "excluded unit"),
      ("partly_treated", "partly treated unit"),
      ("donor_tiers", "donor of a tier"), ("populations", "unit with a population"),
    ]
    return roles.flatMap { key, role -> [EffectsSpecification.NamedUnit] in
      guard let node = map[key] else { return [] }
      func named(_ node: Node, _ text: String) -> EffectsSpecification.NamedUnit {
        .init(name: text, role: role, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
      }
      if key == "donor_tiers" {
        return (node.mapping ?? [:]).flatMap { _, list -> [EffectsSpecification.NamedUnit] in
          (list.sequence.map(Array.init) ?? [list]).compactMap { item in item.scalar.map { named(item, $0.string) } }
        }
      }
      if key == "populations" {
        return (node.mapping ?? [:]).compactMap { name, _ in name.string.map { named(name, $0) } }
      }
      return (node.sequence.map(Array.init) ?? [node]).flatMap { item -> [EffectsSpecification.NamedUnit] in
        if let text = item.scalar?.string { return [named(item, text)] }
        guard let mapping = item.mapping else { return [] }
        if let unit = mapping["unit"], let text = unit.scalar?.string { return [named(unit, text)] }
        return key == "exclude" ? mapping.compactMap { name, _ in name.string.map { named(name, $0) } } : []
      }
    }
  }

  private func treated(_ map: EffectsMapping) -> [TreatedUnit] {
    let common = map.time("first_post_period")
    guard let node = map["treated"] else { return [] }
    let nodes = node.sequence.map(Array.init) ?? [node]
    var seen: Set<String> = []
    for node in nodes {
      let name = node.scalar ?? node.mapping?["unit"]?.scalar
      if let name, !seen.insert(name.string).inserted {
        flaws.add(node, "the treated unit '\(name.string)' is named twice, and would be counted twice")
      }
    }
    return nodes.compactMap { node in
      if let name = node.scalar?.string {
        guard let common else {
          flaws.add(node, "'\(name)' has no 'first_post_period'")
          return nil
        }
        return TreatedUnit(unit: name, firstPost: common)
      }
      guard
        let entry = EffectsMapping(
          node, flaws: flaws, known: ["unit", "first_post_period"], what: "a treated unit")
      else { return nil }
      guard let unit = entry.text("unit"), let start = entry.time("first_post_period") ?? common else {
        flaws.add(node, "a treated unit needs 'unit' and 'first_post_period'")
        return nil
      }
      return TreatedUnit(unit: unit, firstPost: start)
    }
  }

  /// Names, or names with the reason: `- Bigtown: own pilot` or `{unit: Bigtown, reason: own pilot}`.
  private func exclusions(_ map: EffectsMapping) -> [(unit: String, reason: String)] {
    guard let node = map["exclude"] else { return [] }
    let nodes = node.sequence.map(Array.init) ?? [node]
    return nodes.flatMap { node -> [(unit: String, reason: String)] in
      if let name = node.scalar?.string { return [(name, "excluded by the analyst")] }
      guard let mapping = node.mapping else {
        flaws.add(node, "'exclude' takes names, or names with a reason")
        return []
      }
      if mapping["unit"] != nil {
        let entry = EffectsMapping(node, flaws: flaws, known: ["unit", "reason"], what: "an excluded unit")
        guard let unit = entry?.text("unit") else { return [] }
        return [(unit, entry?.text("reason") ?? "excluded by the analyst")]
      }
      return mapping.compactMap { key, value in
        guard let unit = key.scalar?.string, let reason = value.scalar?.string, value.null == nil else {
          flaws.add(key, "'\(key.scalar?.string ?? "")' needs a reason in words, or stands alone without a colon")
          return nil
        }
        return (unit, reason)
      }
    }
  }

  /// Names of tiers with their donors.
  private func tiers(_ map: EffectsMapping) -> [(name: String, units: [String])] {
    guard let node = map["donor_tiers"] else { return [] }
    guard let mapping = node.mapping else {
      flaws.add(node, "'donor_tiers' must map names of tiers to lists of donors")
      return []
    }
    return mapping.compactMap { name, value in
      guard let units = EffectsMapping.texts(value), let name = name.string else {
        flaws.add(value, "a tier of donors must be a list of names")
        return nil
      }
      return (name, units)
    }
  }

  /// Sizes of departures from parallel trends, from nought up.
  private func departures(_ map: EffectsMapping, _ key: String) -> [Double]? {
    guard let node = map[key] else { return nil }
    let nodes = node.sequence.map(Array.init) ?? [node]
    let values = nodes.compactMap { $0.scalar.flatMap { Double($0.string) } }.filter { $0 >= 0 && $0.isFinite }
    guard !values.isEmpty, values.count == nodes.count else {
      flaws.add(node, "'\(key)' must be a list of numbers that are not negative")
      return nil
    }
    return values
  }

  private func numbers(_ map: EffectsMapping, _ key: String) -> [String: Double] {
    guard let node = map[key] else { return [:] }
    guard let mapping = node.mapping else {
      flaws.add(node, "'\(key)' must map names to numbers")
      return [:]
    }
    var values: [String: Double] = [:]
    for (name, value) in mapping {
      guard let number = value.scalar.flatMap({ Double($0.string) }), number.isFinite, number >= 0 else {
        flaws.add(value, "'\(name.string ?? "")' must be a number that is not negative")
        continue
      }
      values[name.string ?? ""] = number
    }
    return values
  }

  private func settings(_ map: EffectsMapping) -> EstimationSettings {
    var settings = EstimationSettings()
    settings.predictors = predictors(map)
    settings.optimiseWindow = map.window("optimise_window")
    if let node = map["training"],
      let training = EffectsMapping(
        node, flaws: flaws, known: ["predictors", "optimise_window"], what: "'training'")
    {
      settings.trainingPredictors = predictors(training)
      settings.trainingWindow = training.window("optimise_window")
    }
    if let node = map["predictor_weights"] {
      if node.mapping != nil {
        settings.rule = .given(numbers(map, "predictor_weights"))
      } else if let rule = predictorWeightRule(named: node.scalar?.string ?? "") {
        settings.rule = rule
      } else {
        flaws.add(
          node, "'predictor_weights' takes equal, regression, cross_validated, nested or {name: weight}")
      }
    }
    settings.penalty = map.number("penalty", atLeast: 0)
    settings.ridge = map.number("ridge", atLeast: 0)
    settings.covariates = (map.texts("covariates") ?? []).map { Predictor(column: $0, periods: .pre) }
    settings.residualisesCovariates = map.flag("residualise_covariates") ?? false
    settings.usesFixedEffects = map.flag("fixed_effects") ?? false
    settings.factors = map.number("factors", atLeast: 0, atMost: 5).map { Int($0) }
    settings.nuclearPenalty = map.number("nuclear_penalty", atLeast: 0)
    settings.scale = map.choice("scale", OutcomeScale.self) ?? settings.scale
    settings.usesPrecisionWeights = map.flag("precision_weights") ?? false
    settings.pooling = map.number("pooling", atLeast: 0, atMost: 1)
    settings.seed = map.number("seed", atLeast: 0, atMost: 9e15).map { UInt64($0) } ?? settings.seed
    settings.nestedStarts =
      map.number("nested_starts", atLeast: 1, atMost: 10_000).map { Int($0) } ?? settings.nestedStarts
    return settings
  }

  private func predictors(_ map: EffectsMapping) -> [Predictor] {
    guard let node = map["predictors"] else { return [] }
    guard let sequence = node.sequence else {
      flaws.add(node, "'predictors' must be a list")
      return []
    }
    return sequence.compactMap { item in
      if let column = item.scalar?.string { return Predictor(column: column, periods: .pre) }
      let known = ["column", "window", "periods", "op", "na"]
      guard let entry = EffectsMapping(item, flaws: flaws, known: known, what: "a predictor") else {
        return nil
      }
      guard let column = entry.text("column") else {
        flaws.add(item, "a predictor needs 'column'")
        return nil
      }
      var predictor = Predictor(column: column, periods: .pre)
      if let window = entry.window("window") {
        predictor.periods = .window(window.lowerBound, window.upperBound)
      } else if let list = entry["periods"] {
        let nodes = list.sequence.map(Array.init) ?? [list]
        predictor.periods = .list(nodes.compactMap { EffectsMapping.time($0, "periods", flaws) })
      }
      predictor.aggregate = entry.choice("op", Predictor.Aggregate.self) ?? .mean
      if let na = entry.text("na"), na != "ignore", na != "drop" {
        flaws.add(item, "'na' takes ignore or drop; found '\(na)'")
      }
      predictor.ignoresMissing = entry.text("na") != "drop"
      return predictor
    }
  }

  private func layout(_ map: EffectsMapping) -> PanelLayout {
    var layout = PanelLayout()
    layout.format = map.choice("format", PanelLayout.Format.self)
    layout.unit = map.text("unit")
    layout.time = map.text("time")
    layout.outcome = map.text("outcome")
    layout.numerator = map.text("numerator")
    layout.denominator = map.text("denominator")
    layout.mergesAuthorities = map.flag("merge_authorities") ?? true
    if let node = map["filter"] {
      if node.mapping == nil { flaws.add(node, "'filter' must be a mapping of columns to the value that is read") }
      for (key, value) in node.mapping ?? [:] {
        guard let column = key.scalar?.string, let wanted = value.scalar?.string, value.null == nil else {
          flaws.add(
            key, "'\(key.scalar?.string ?? "")' in 'filter' has no value; write a column, a colon, a space and a value")
          continue
        }
        layout.filters[column] = wanted
      }
    }
    if let node = map["completeness"],
      let gate = EffectsMapping(
        node, flaws: flaws, known: ["column", "lowest_percent", "highest_percent"], what: "'completeness'")
    {
      if let column = gate.text("column") {
        layout.completeness = .init(
          column: column, lowestPercent: gate.number("lowest_percent", atLeast: 0) ?? 85,
          highestPercent: gate.number("highest_percent", atLeast: 0) ?? 115)
      } else {
        flaws.add(node, "'completeness' needs 'column', the published count")
      }
    }
    return layout
  }
}

/// A rule by its name; nil when there is none of that name.
public func predictorWeightRule(named name: String) -> PredictorWeightRule? {
  let rules: [PredictorWeightRule] = [.equal, .regression, .crossValidated, .nested]
  return rules.first { $0.name == name }
}
