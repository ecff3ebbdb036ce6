// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Statistics
import TableFiles

/// Numbers, distributions of what is not known, and variates.
extension Checker {
  /// A parameter; its index in the table.
  mutating func number(
    _ tree: YAMLTree, _ dimension: Dimension, _ range: ClosedRange<Double>, isWhole: Bool = false, path: String
  ) -> Int? {
    var own = Annotation(file: tree.position.file)
    var value: Double?
    var uncertainty: Uncertainty?
    switch tree.content {
    case .scalar: value = plainNumber(tree, dimension, path: path)
    case .list:
      report(tree.position, "\(name(path)) must be a number; found a list")
    case .map(let entries):
      own = annotation(entries, file: tree.position.file)
      if let entry = entries.first(where: { $0.key == "value" }) {
        rejectUnknown(entries, allowed: ["value"], path: path)
        value = plainNumber(entry.value, dimension, path: path)
      } else if let entry = entries.first(where: { $0.key == "unit_cost" }) {
        rejectUnknown(entries, allowed: ["unit_cost"], path: path)
        guard let item = unitCost(entry.value, dimension, path: path) else { return nil }
        value = item.cost
        if let found = item.uncertainty {
          guard let kept = kept(found, within: range, at: tree.position, path: path) else { return nil }
          uncertainty = kept
          value = kept.mean
        }
        // The library's unless the scenario says otherwise.
        own.source = own.source ?? item.source
        own.provenance = own.provenance ?? item.provenance
        own.note = own.note ?? (item.note.isEmpty ? nil : item.note)
        own.priceYear = own.priceYear ?? item.priceYear
      } else if let found = distribution(tree, entries, range, path: path) {
        guard let kept = kept(found, within: range, at: tree.position, path: path) else { return nil }
        uncertainty = kept
        value = kept.mean
      }
    }
    guard let value else { return nil }
    guard range.contains(value) else {
      report(tree.position, "\(name(path)) must be \(Self.words(range)); found \(shortest(value))")
      return nil
    }
    if isWhole, value != value.rounded() {
      report(tree.position, "\(name(path)) must be a whole number; found \(shortest(value))")
      return nil
    }
    return add(
      path: path, mean: value, uncertainty: uncertainty, unit: dimension.unit, allowed: range, own: own,
      at: tree.position)
  }

  /// Of a distribution, so much may lie outside its key's range before it is refused.
  private static let mostOutside = 0.05

  /// The range of a key holds for its distribution: one with bounds must be inside, one without is cut off there, and
  /// refused when much would be cut.
  private mutating func kept(
    _ found: Uncertainty, within range: ClosedRange<Double>, at position: SourcePosition, path: String
  ) -> Uncertainty? {
    if let bounds = found.bounds {
      guard range.contains(bounds.lowerBound), range.contains(bounds.upperBound) else {
        report(
          position,
          "\(name(path)) must be \(Self.words(range)); this distribution goes from \(shortest(bounds.lowerBound)) to \(shortest(bounds.upperBound))"
        )
        return nil
      }
      return found
    }
    guard range.contains(found.mean) else {
      report(position, "\(name(path)) must be \(Self.words(range)); found \(shortest(found.mean))")
      return nil
    }
    let outside = found.probability(outside: range)
    guard outside <= Self.mostOutside else {
      report(
        position,
        "\(name(path)) must be \(Self.words(range)); \(shortest((1000 * outside).rounded() / 10)) % of this distribution lies outside; take one that stays inside, such as \(range.upperBound <= 1 ? "a beta" : "a gamma"), or give a normal min and max"
      )
      return nil
    }
    let kept = found.kept(within: range)
    if kept != found, outside >= Self.worthSaying {
      remarks.append(
        Flaw(
          position,
          "\(name(path)): \(shortest((1000 * outside).rounded() / 10)) % of \(found) is not \(Self.words(range)) and is cut off"
        ))
    }
    return kept
  }

  private static let worthSaying = 0.0005

  private static func words(_ range: ClosedRange<Double>) -> String {
    if range.lowerBound == range.upperBound { return shortest(range.lowerBound) }
    if range.upperBound >= 1e9 {
      return range.lowerBound <= -1e9 ? "a number" : "at least \(shortest(range.lowerBound))"
    }
    return "between \(shortest(range.lowerBound)) and \(shortest(range.upperBound))"
  }

  private mutating func annotation(_ entries: [YAMLTree.Entry], file: String) -> Annotation {
    var own = Annotation(file: file)
    for entry in entries where annotate(&own, with: entry) && entry.value.isNull { withoutValue(entry) }
    return own
  }

  private mutating func rejectUnknown(_ entries: [YAMLTree.Entry], allowed: [String], path: String) {
    for entry in entries where !allowed.contains(entry.key) && !ScenarioFormat.annotations.contains(entry.key) {
      unknown(entry, among: entries, in: allowed + ScenarioFormat.annotations, path: path)
    }
  }

  /// `26`, `45 min`, `£46.50`, `35 %`.
  mutating func plainNumber(_ tree: YAMLTree, _ dimension: Dimension, path: String) -> Double? {
    guard case .scalar(let written, _) = tree.content, !tree.isNull else {
      report(tree.position, "\(name(path)) must be a number; found \(tree.kind)")
      return nil
    }
    var text = written.trimmingCharacters(in: .whitespaces)
    var factor = 1.0
    if dimension == .pounds, text.hasPrefix("£") { text.removeFirst() }
    if Double(text) == nil,
      let unit = dimension.units.keys.filter({ text.hasSuffix($0) }).max(by: { $0.count < $1.count })
    {
      factor = dimension.units[unit] ?? 1
      text = String(text.dropLast(unit.count)).trimmingCharacters(in: .whitespaces)
    }
    // Commas between thousands, nowhere else: £1,2 is not £12.
    if dimension == .pounds, text.wholeMatch(of: /[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?/) != nil {
      text.removeAll { $0 == "," }
    }
    guard let value = Double(text), value.isFinite, !text.contains(where: { $0 == "x" || $0 == "X" }) else {
      let units = dimension.units.keys.sorted()
      let hint = units.isEmpty ? "" : " (units: \(units.joined(separator: ", ")))"
      let plain = text.wholeMatch(of: /[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?/) == nil ? nil : text.filter { $0 != "," }
      let advice = plain.map { "; write \($0), without commas" } ?? ""
      report(tree.position, "\(name(path)) must be a number\(hint); found \(tree.kind)\(advice)")
      return nil
    }
    return value * factor
  }

  // MARK: Uncertainty

  private mutating func distribution(
    _ tree: YAMLTree, _ entries: [YAMLTree.Entry], _ range: ClosedRange<Double>, path: String
  ) -> Uncertainty? {
    let families = entries.filter { DistributionNames.uncertain.contains($0.key) }
    guard families.count == 1, let family = families.first else {
      let what = entries.first { !ScenarioFormat.annotations.contains($0.key) }
      let near = what.flatMap { nearest($0.key, in: DistributionNames.uncertain + ["value"]) }
      let mistake = what.flatMap { misread($0, among: entries) }.map { ": \($0)" }
      report(
        what?.position ?? tree.position,
        "\(name(path)) must be a number, {value: …} or one distribution (\(DistributionNames.uncertain.joined(separator: ", ")))\(mistake ?? didYouMean(near))"
      )
      return nil
    }
    rejectUnknown(entries, allowed: [family.key, "min", "max"], path: path)
    guard let base = family.key == "empirical" ? empirical(family.value, path: path) : parametric(family, path: path)
    else { return nil }
    return truncated(base, entries, range, path: path)
  }

  /// A bound that is not given is the key's own.
  private mutating func truncated(
    _ base: Uncertainty, _ entries: [YAMLTree.Entry], _ range: ClosedRange<Double>, path: String
  ) -> Uncertainty? {
    let low = entries.first { $0.key == "min" }, high = entries.first { $0.key == "max" }
    guard low != nil || high != nil else { return base }
    guard case .normal(let mean, let sd) = base else {
      report(
        (low ?? high)?.position ?? positions[path] ?? SourcePosition(file: "", line: 0, column: 0),
        "'min' and 'max' go with a normal distribution only")
      return nil
    }
    let bounds = (
      low.flatMap { plainNumber($0.value, .number, path: path) } ?? max(mean - 40 * sd, range.lowerBound),
      high.flatMap { plainNumber($0.value, .number, path: path) } ?? min(mean + 40 * sd, range.upperBound)
    )
    guard bounds.0 < bounds.1 else {
      report(entries[0].position, "\(name(path)): min must be below max")
      return nil
    }
    return .truncatedNormal(mean: mean, sd: sd, low: bounds.0, high: bounds.1)
  }

  /// Numbers of a distribution by name; `[l, u]` for two bounds.
  private mutating func arguments(_ entry: YAMLTree.Entry, allowed: [String], path: String) -> [String: Double]? {
    if case .list(let items) = entry.value.content {
      guard entry.key == "uniform" else {
        report(entry.value.position, "\(name(path)): \(entry.key) takes \(Self.forms[entry.key] ?? ""); found a list")
        return nil
      }
      guard items.count == 2 else {
        report(entry.value.position, "\(name(path)): \(entry.key) takes [lower, upper]")
        return nil
      }
      guard let low = plainNumber(items[0], .number, path: path), let high = plainNumber(items[1], .number, path: path)
      else {
        return nil
      }
      return ["low": low, "high": high]
    }
    guard let entries = entry.value.entries else {
      report(entry.value.position, "\(name(path)): \(entry.key) takes \(words(allowed)); found \(entry.value.kind)")
      return nil
    }
    var values: [String: Double] = [:]
    for argument in entries {
      guard allowed.contains(argument.key) else {
        if argument.key == "sd", allowed.contains("se") {
          report(
            argument.position,
            "\(name(path)): 'sd' is variation between individuals; a parameter takes 'se', what is not known about it")
        } else {
          unknown(argument, among: entries, in: allowed, path: "\(path).\(entry.key)")
        }
        return nil
      }
      if argument.key == "ci95" {
        guard case .list(let items) = argument.value.content, items.count == 2,
          let low = plainNumber(items[0], .number, path: path), let high = plainNumber(items[1], .number, path: path),
          low < high
        else {
          report(argument.position, "\(name(path)): ci95 takes [lower, upper] with lower below upper")
          return nil
        }
        values["low"] = low
        values["high"] = high
      } else if let value = plainNumber(argument.value, .number, path: path) {
        values[argument.key] = value
      } else {
        return nil
      }
    }
    return values
  }

  private mutating func parametric(_ entry: YAMLTree.Entry, path: String) -> Uncertainty? {
    let allowed: [String: [String]] = [
      "beta": ["mean", "se", "a", "b", "events", "n"], "gamma": ["mean", "se", "shape", "scale"],
      "lognormal": ["mean", "se", "median", "ci95", "mu", "sigma"], "normal": ["mean", "se", "ci95"],
      "uniform": ["low", "high", "min", "max"],
      "triangular": ["low", "min", "mode", "high", "max"], "pert": ["low", "min", "mode", "high", "max"],
    ]
    guard let keys = allowed[entry.key] else {
      report(entry.position, "\(name(path)): a dirichlet stands for shares that add up to one, not for one number")
      return nil
    }
    guard var given = arguments(entry, allowed: keys, path: path) else { return nil }
    for (key, other) in [("min", "low"), ("max", "high")] {
      guard let value = given.removeValue(forKey: key) else { continue }
      guard given.updateValue(value, forKey: other) == nil else {
        report(entry.position, "\(name(path)): \(entry.key) takes \(key) or \(other), not both")
        return nil
      }
    }
    guard let result = Self.uncertainty(entry.key, given) else {
      report(
        entry.position,
        "\(name(path)): these values make no \(entry.key) distribution; it takes \(Self.forms[entry.key] ?? "")")
      return nil
    }
    return result
  }

  private static let forms: [String: String] = [
    "beta": "{mean, se} with the mean between 0 and 1 and a standard error that fits, {a, b} or {events, n}",
    "gamma": "{mean, se} or {shape, scale}, all above 0",
    "lognormal": "{mean, se}, {median, ci95: [l, u]} with the median near √(l u), {ci95: [l, u]} or {mu, sigma}",
    "normal": "{mean, se} or {ci95: [l, u]}", "uniform": "[lower, upper]",
    "triangular": "{min, mode, max} in that order",
    "pert": "{min, mode, max} in that order",
  ]

  /// The arguments that go together in each family.
  private static let combinations: [String: [Set<String>]] = [
    "beta": [["mean", "se"], ["a", "b"], ["events", "n"]], "gamma": [["mean", "se"], ["shape", "scale"]],
    "lognormal": [["mean", "se"], ["median", "low", "high"], ["mu", "sigma"], ["low", "high"]],
    "normal": [["mean", "se"], ["low", "high"]], "uniform": [["low", "high"]],
    "triangular": [["low", "mode", "high"]], "pert": [["low", "mode", "high"]],
  ]

  /// Whether a lognormal with this median can have these quantiles, as far as published figures are rounded: its median
  /// is their geometric mean.
  private static func isMiddle(_ median: Double, of low: Double, _ high: Double) -> Bool {
    abs(log(median * median / (low * high))) <= 0.15 * log(high / low)
  }

  private static func uncertainty(_ family: String, _ v: [String: Double]) -> Uncertainty? {
    guard combinations[family]?.contains(Set(v.keys)) == true else { return nil }
    let mean = v["mean"], se = v["se"]
    switch family {
    case "beta":
      if let a = v["a"], let b = v["b"], a > 0, b > 0 { return .beta(a: a, b: b) }
      if let events = v["events"], let n = v["n"], events >= 0, events <= n, n > 0 {
        // None or all: with Jeffreys' prior, or there would be no distribution.
        return events > 0 && events < n
          ? .beta(a: events, b: n - events) : .beta(a: events + 0.5, b: n - events + 0.5)
      }
      if let mean, let se { return .beta(mean: mean, se: se) }
    case "gamma":
      if let shape = v["shape"], let scale = v["scale"], shape > 0, scale > 0 {
        return .gamma(shape: shape, scale: scale)
      }
      if let mean, let se, mean > 0, se > 0 { return .gamma(mean: mean, se: se) }
    case "lognormal":
      if let median = v["median"], let low = v["low"], let high = v["high"], low > 0, low < median, median < high,
        isMiddle(median, of: low, high)
      {
        return .lognormal(median: median, ci95: low...high)
      }
      if let mu = v["mu"], let sigma = v["sigma"], sigma > 0 { return .lognormal(mu: mu, sigma: sigma) }
      if let mean, let se, mean > 0, se > 0 { return .lognormal(mean: mean, se: se) }
      if v["median"] == nil, let low = v["low"], let high = v["high"], low > 0, low < high {
        return .lognormal(median: (low * high).squareRoot(), ci95: low...high)
      }
    case "normal":
      if let mean, let se, se > 0 { return .normal(mean: mean, sd: se) }
      if mean == nil, let low = v["low"], let high = v["high"], low < high { return .normal(ci95: low...high) }
    case "uniform":
      if let low = v["low"], let high = v["high"], low < high { return .uniform(low, high) }
    default:
      if let low = v["low"], let mode = v["mode"], let high = v["high"], low <= mode, mode <= high, low < high {
        return family == "pert"
          ? .pert(low: low, mode: mode, high: high) : .triangular(low: low, mode: mode, high: high)
      }
    }
    return nil
  }

  /// `{empirical: file.csv#column}`, relative to the file that says so.
  private mutating func empirical(_ tree: YAMLTree, path: String) -> Uncertainty? {
    guard let text = scalar(tree), let hash = text.lastIndex(of: "#") else {
      report(tree.position, "\(name(path)): empirical takes file.csv#column; found \(tree.kind)")
      return nil
    }
    let folder = (tree.position.file as NSString).deletingLastPathComponent
    let file = String(text[..<hash]), column = String(text[text.index(after: hash)...])
    let full = file.hasPrefix("/") || folder.isEmpty ? file : "\(folder)/\(file)"
    do {
      let values = try DelimitedTable(contentsOfFile: full).numbers(inColumn: column)
      guard !values.isEmpty else {
        report(tree.position, "\(name(path)): '\(full)' has no rows")
        return nil
      }
      return .empirical(values.sorted())
    } catch {
      report(tree.position, "\(name(path)): \(error)")
      return nil
    }
  }

  // MARK: Lists of parameters

  mutating func numbers(
    _ tree: YAMLTree, _ count: ClosedRange<Int>, _ range: ClosedRange<Double>, areWhole: Bool = false, path: String
  ) -> CheckedValue? {
    var items = tree
    var own = Annotation(file: tree.position.file)
    if let entries = tree.entries {
      own = annotation(entries, file: tree.position.file)
      if let dirichlet = entries.first(where: { $0.key == "dirichlet" }) {
        rejectUnknown(entries, allowed: ["dirichlet"], path: path)
        guard range.lowerBound <= 0 else {
          report(dirichlet.position, "\(name(path)): a dirichlet stands for shares that add up to one")
          return nil
        }
        return dirichletList(dirichlet.value, count: count, path: path, own: own)
      }
      if let value = entries.first(where: { $0.key == "value" }) {
        rejectUnknown(entries, allowed: ["value"], path: path)
        items = value.value
      } else {
        let quintiles = (1...5).compactMap { q in entries.first { $0.key == "q\(q)" }?.value }
        guard quintiles.count == 5, count.contains(5) else {
          report(tree.position, "\(name(path)) must be a list of \(Self.words(count)) numbers; found a mapping")
          return nil
        }
        rejectUnknown(entries, allowed: (1...5).map { "q\($0)" }, path: path)
        items = YAMLTree(position: tree.position, content: .list(quintiles))
      }
    }
    guard case .list(let list) = items.content else {
      report(items.position, "\(name(path)) must be a list of \(Self.words(count)) numbers; found \(items.kind)")
      return nil
    }
    guard count.contains(list.count) else {
      report(tree.position, "\(name(path)) must be a list of \(Self.words(count)) numbers; found \(list.count)")
      return nil
    }
    pushAnnotation(own)
    defer { popAnnotation(own) }
    let indices = list.enumerated().compactMap { index, item -> Int? in
      if case .scalar = item.content, let value = plainNumber(item, .number, path: path) {
        guard range.contains(value) else {
          report(item.position, "\(name(path)) must hold numbers \(Self.words(range)); found \(shortest(value))")
          return nil
        }
        guard !areWhole || value == value.rounded() else {
          report(item.position, "\(name(path)) must hold whole numbers; found \(shortest(value))")
          return nil
        }
        return add(
          path: "\(path)[\(index)]", mean: value, uncertainty: nil, unit: "", allowed: range, own: own,
          at: item.position)
      }
      if case .scalar = item.content { return nil }
      return number(item, .number, range, isWhole: areWhole, path: "\(path)[\(index)]")
    }
    guard indices.count == list.count else { return nil }
    return .list(indices.map(CheckedValue.parameter))
  }

  private static func words(_ count: ClosedRange<Int>) -> String {
    count.lowerBound == count.upperBound ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
  }

  /// Each share of a Dirichlet is a beta; they are drawn together (`ParameterSpace.Shares`).
  private mutating func dirichletParameters(
    _ weights: [Double], names: [String], path: String, own: Annotation, at position: SourcePosition
  ) -> [Int] {
    let total = weights.reduce(0, +)
    return zip(weights, names).map { weight, name in
      add(
        path: "\(path)\(name)", mean: weight / total,
        uncertainty: weights.count > 1 ? .beta(a: weight, b: total - weight) : nil, unit: "share", allowed: 0...1,
        own: own, at: position, share: Parameter.Share(of: path, weight: weight))
    }
  }

  private mutating func dirichletList(_ tree: YAMLTree, count: ClosedRange<Int>, path: String, own: Annotation)
    -> CheckedValue?
  {
    guard case .list(let items) = tree.content, count.contains(items.count) else {
      report(
        tree.position,
        "\(name(path)): dirichlet takes a list of \(Self.words(count)) positive numbers; found \(tree.kind)")
      return nil
    }
    let weights = items.compactMap { plainNumber($0, .number, path: path) }
    guard weights.count == items.count else { return nil }
    guard weights.allSatisfy({ $0 > 0 && $0 <= 1e9 }) else {
      report(tree.position, "\(name(path)): the numbers of a dirichlet must be above 0 and at most a thousand million")
      return nil
    }
    let names = weights.indices.map { "[\($0)]" }
    return .list(
      dirichletParameters(weights, names: names, path: path, own: own, at: tree.position).map(CheckedValue.parameter))
  }

  mutating func dirichletMap(_ tree: YAMLTree, keys: [String], path: String, tree whole: YAMLTree) -> CheckedValue? {
    guard let entries = tree.entries else {
      report(tree.position, "\(name(path)): dirichlet takes a mapping here; found \(tree.kind)")
      return nil
    }
    rejectUnknown(whole.entries ?? [], allowed: ["dirichlet"], path: path)
    guard !entries.isEmpty else {
      report(tree.position, "\(name(path)): this dirichlet has no shares")
      return nil
    }
    let own = annotation(whole.entries ?? [], file: whole.position.file)
    var weights: [Double] = []
    for entry in entries {
      guard keys.contains(entry.key) else {
        unknown(entry, among: entries, in: keys, path: path)
        return nil
      }
      guard let weight = plainNumber(entry.value, .number, path: path), weight > 0, weight <= 1e9 else {
        report(
          entry.position, "\(name(path)): the numbers of a dirichlet must be above 0 and at most a thousand million")
        return nil
      }
      weights.append(weight)
    }
    let indices = dirichletParameters(
      weights, names: entries.map { ".\($0.key)" }, path: path, own: own, at: tree.position)
    return .map(zip(entries, indices).map { ($0.key, .parameter($1)) })
  }

  // MARK: Variates

  private static let variateForms: [String: [[String]]] = [
    "gamma": [["mean", "sd"], ["shape", "scale"]],
    "lognormal": [["mean", "sd"], ["mu", "sigma"], ["median", "sigma"]],
    "normal": [["mean", "sd"]], "exponential": [["mean"]], "uniform": [["low", "high"]],
    "triangular": [["low", "mode", "high"]], "weibull": [["scale", "shape"]],
    "gamma_mixture": [["share", "mean", "sd", "mean_of_rest", "sd_of_rest"]],
  ]

  /// Arguments that are measured in the variate's own unit.
  private static let measured: Set<String> = [
    "mean", "sd", "scale", "median", "low", "mode", "high", "mean_of_rest", "sd_of_rest",
  ]

  mutating func variate(_ tree: YAMLTree, _ dimension: Dimension, isAge: Bool, path: String) -> CheckedValue? {
    guard let value = uncheckedVariate(tree, dimension, isAge: isAge, path: path) else { return nil }
    guard let mean = ScenarioDecoder(values: parameters.map(\.mean)).variate(value)?.mean else { return value }
    // How long work may last depends on who does it: `CrossChecks`.
    let most = dimension == .minutes ? 1e7 : ScenarioFormat.ages.upperBound
    if !isAge, !(mean >= 0) {
      report(tree.position, "\(name(path)) must not be below 0; found \(shortest(mean)) on average")
      return nil
    }
    if !(mean <= most) || mean < ScenarioFormat.ages.lowerBound {
      report(
        tree.position,
        "\(name(path)) must be \(Self.words((isAge ? ScenarioFormat.ages.lowerBound : 0)...most)) \(dimension.unit); found \(shortest(mean)) on average"
      )
      return nil
    }
    return value
  }

  private mutating func uncheckedVariate(
    _ tree: YAMLTree, _ dimension: Dimension, isAge: Bool, path: String
  ) -> CheckedValue? {
    guard let entries = tree.entries, !entries.contains(where: { $0.key == "value" }) else {
      return number(tree, dimension, ScenarioFormat.any, path: path).map { .variate("constant", ["value": $0]) }
    }
    let families = entries.filter { DistributionNames.variate.contains($0.key) }
    guard families.count == 1, let family = families.first else {
      let what = entries.first { !ScenarioFormat.annotations.contains($0.key) }
      let near = what.flatMap { nearest($0.key, in: DistributionNames.variate) }
      let mistake = what.flatMap { misread($0, among: entries) }.map { ": \($0)" }
      report(
        what?.position ?? tree.position,
        "\(name(path)) must be a number or one distribution (\(DistributionNames.variate.joined(separator: ", ")))\(mistake ?? didYouMean(near))"
      )
      return nil
    }
    rejectUnknown(entries, allowed: [family.key], path: path)
    let own = annotation(entries, file: tree.position.file)
    let outer = own.source == nil && own.provenance == nil && own.note == nil ? nil : own
    if family.key == "constant" || family.key == "deterministic" {
      return withAnnotation(outer) { checker in
        // A number below nil is refused with the other variates; a distribution must not reach there.
        let range = isAge || family.value.entries == nil ? ScenarioFormat.any : ScenarioFormat.positive
        return checker.number(family.value, dimension, range, path: path).map {
          .variate("constant", ["value": $0])
        }
      }
    }
    return withAnnotation(outer) { $0.variateArguments(family, dimension, path: path) }
  }

  private mutating func withAnnotation(_ own: Annotation?, _ body: (inout Checker) -> CheckedValue?) -> CheckedValue? {
    pushAnnotation(own)
    defer { popAnnotation(own) }
    return body(&self)
  }

  private mutating func variateArguments(_ family: YAMLTree.Entry, _ dimension: Dimension, path: String)
    -> CheckedValue?
  {
    guard let forms = Self.variateForms[family.key] else { return nil }
    var given: [String: YAMLTree] = [:]
    if case .list(let items) = family.value.content, items.count == 2, family.key == "uniform" {
      given = ["low": items[0], "high": items[1]]
    } else if let entries = family.value.entries {
      for entry in entries {
        let key = entry.key == "min" ? "low" : entry.key == "max" ? "high" : entry.key
        if let mistake = misread(entry, among: entries) {
          report(entry.position, "\(name(path)): unknown key '\(entry.key)': \(mistake)")
          return nil
        }
        if given[key] != nil {
          report(entry.position, "\(name(path)): '\(entry.key)' and '\(key)' are the same")
          return nil
        }
        if key == "se" {
          report(
            entry.position,
            "\(name(path)): 'se' is what is not known about a parameter; variation between individuals takes 'sd' (give the mean a distribution of its own for its uncertainty)"
          )
          return nil
        }
        given[key] = entry.value
      }
    }
    guard let form = forms.first(where: { Set($0) == Set(given.keys) }) else {
      let takes = forms.map { "{\($0.joined(separator: ", "))}" }.joined(separator: " or ")
      report(
        family.value.position,
        "\(name(path)): \(family.key) takes \(takes); found \(given.isEmpty ? family.value.kind : "{\(given.keys.sorted().joined(separator: ", "))}")"
      )
      return nil
    }
    var indices: [String: Int] = [:]
    for key in form {
      guard let argument = given[key] else { return nil }
      let own: Dimension = Self.measured.contains(key) ? dimension : .number
      // Plain numbers are judged together, below; what is drawn must make a distribution by itself.
      let range = argument.entries == nil ? ScenarioFormat.any : Self.argumentRange(key, of: family.key)
      guard let index = number(argument, own, range, path: "\(path).\(key)") else { return nil }
      indices[key] = index
    }
    let means = indices.mapValues { parameters[$0].mean }
    guard Self.isPossible(family.key, means) else {
      report(
        family.position,
        "\(name(path)): these values make no \(family.key) distribution (means and scales above 0, sd not below 0, bounds in order)"
      )
      return nil
    }
    return .variate(family.key, indices)
  }

  /// What an argument may be, and so what may be drawn for it.
  private static func argumentRange(_ key: String, of family: String) -> ClosedRange<Double> {
    switch key {
    case "share": 0...1
    case "sd" where family == "gamma_mixture": 1e-9...1e9
    case "sd_of_rest", "mean_of_rest": 1e-9...1e9
    case "sd": 0...1e9
    case "sigma": 0...20
    case "mu": -100...100
    case "shape": 1e-3...1e9
    case "scale", "median": 1e-9...1e9
    case "mean" where family != "normal": 1e-9...1e9
    default: ScenarioFormat.any
    }
  }

  private static func isPossible(_ family: String, _ v: [String: Double]) -> Bool {
    if let sd = v["sd"], sd < 0 { return false }
    if let sigma = v["sigma"], sigma < 0 { return false }
    switch family {
    case "gamma", "exponential": return (v["mean"] ?? 1) > 0 && (v["shape"] ?? 1) > 0 && (v["scale"] ?? 1) > 0
    case "lognormal": return (v["mean"] ?? 1) > 0 && (v["median"] ?? 1) > 0
    case "gamma_mixture":
      return (0...1).contains(v["share"] ?? 0)
        && ["mean", "sd", "mean_of_rest", "sd_of_rest"].allSatisfy { (v[$0] ?? 0) > 0 }
    case "weibull": return (v["scale"] ?? 0) > 0 && (v["shape"] ?? 0) > 0
    case "uniform": return (v["low"] ?? 0) <= (v["high"] ?? 0)
    case "triangular": return (v["low"] ?? 0) <= (v["mode"] ?? 0) && (v["mode"] ?? 0) <= (v["high"] ?? 0)
    default: return true
    }
  }
}
