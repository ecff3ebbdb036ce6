// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Simulation
import Statistics

/// Compares a tree with the format, collecting parameters and every flaw.
struct Checker {
  private(set) var parameters: [Parameter] = []
  private(set) var flaws: [Flaw] = []
  /// What a reader should know of and need not mend.
  var remarks: [Flaw] = []
  /// Where each path was written.
  private(set) var positions: [String: SourcePosition] = [:]
  /// Sources given for whole mappings, innermost last.
  private var annotations: [Annotation] = []

  struct Annotation {
    let file: String
    var source: String?
    var provenance: String?
    var note: String?
    var priceYear: Int?
  }

  mutating func report(_ position: SourcePosition, _ message: String) { flaws.append(Flaw(position, message)) }

  // MARK: Shapes

  /// The value checked, or nil when there is something wrong with it (and the flaw noted).
  mutating func check(_ tree: YAMLTree, _ shape: Shape, path: String) -> CheckedValue? {
    positions[path] = tree.position
    switch shape {
    case .number(let dimension, let range, let isWhole):
      return number(tree, dimension, range, isWhole: isWhole, path: path).map(CheckedValue.parameter)
    case .variate(let dimension, let isAge): return variate(tree, dimension, isAge: isAge, path: path)
    case .numbers(let count, let range, let areWhole):
      return numbers(tree, count, range, areWhole: areWhole, path: path)
    case .byPlace(let inner): return byPlace(tree, inner, path: path)
    case .placeShares: return placeShares(tree, path: path)
    case .numberOrByRole(let range): return numberOrByRole(tree, range, path: path)
    case .rolesByLevel: return rolesByLevel(tree, path: path)
    case .text: return text(tree, path: path)
    case .flag: return flag(tree, path: path)
    case .flagOrMap(let inner):
      return tree.entries == nil ? flag(tree, path: path) : map(tree, inner, path: path)
    case .choice(let choices): return choice(tree, choices, path: path)
    case .date: return date(tree, path: path)
    case .workingPattern: return workingPattern(tree, path: path)
    case .seasonality: return seasonality(tree, path: path)
    case .teams: return teams(tree, path: path)
    case .window: return numbers(tree, 2...2, ScenarioFormat.any, path: path)
    case .list(let inner): return list(tree, inner, path: path)
    case .object(let fields): return object(tree, fields, path: path)
    case .map(let inner): return map(tree, inner, path: path)
    case .anything: return .text("")
    }
  }

  mutating func object(_ tree: YAMLTree, _ fields: [Field], path: String) -> CheckedValue? {
    guard let entries = tree.entries else {
      report(
        tree.position,
        colonMissing(tree, fields)
          ?? "\(name(path)) must be a mapping with the keys \(words(fields.map(\.key))); found \(tree.kind)")
      return nil
    }
    let outer = annotations.count
    push(entries, fields: fields)
    defer { annotations.removeLast(annotations.count - outer) }
    var checked: [(key: String, value: CheckedValue)] = []
    for entry in entries {
      guard let field = fields.first(where: { $0.key == entry.key }) else {
        if ScenarioFormat.annotations.contains(entry.key) {
          checkAnnotation(entry)
        } else {
          unknown(entry, among: entries, in: fields.map(\.key), path: path)
        }
        continue
      }
      if entry.value.isNull {
        withoutValue(entry)
        continue
      }
      if let value = check(entry.value, field.shape, path: join(path, entry.key)) { checked.append((entry.key, value)) }
    }
    for field in fields where field.isRequired && !entries.contains(where: { $0.key == field.key }) {
      report(tree.position, "\(name(path)) lacks '\(field.key)': \(field.help)")
    }
    return .map(checked)
  }

  private mutating func map(_ tree: YAMLTree, _ inner: Shape, path: String) -> CheckedValue? {
    guard let entries = tree.entries else {
      report(tree.position, "\(name(path)) must be a mapping of names; found \(tree.kind)")
      return nil
    }
    let outer = annotations.count
    push(entries, fields: [])
    defer { annotations.removeLast(annotations.count - outer) }
    var checked: [(key: String, value: CheckedValue)] = []
    for entry in entries {
      if ScenarioFormat.annotations.contains(entry.key) {
        checkAnnotation(entry)
      } else if let mistake = misread(entry, among: entries) {
        report(entry.position, "'\(entry.key)' is no name in \(name(path)): \(mistake)")
      } else if !isName(entry.key) {
        report(entry.position, "'\(entry.key)' is no name; use letters, digits and underscores")
      } else if entry.value.isNull {
        let near =
          flaws.count < ScenarioError.mostExplained
          ? nearest(entry.key, in: entries.filter { !$0.value.isNull }.map(\.key)) : nil
        report(
          entry.position,
          "'\(entry.key)' is empty, and nothing of that name is inherited that could be removed\(didYouMean(near))")
      } else {
        let before = flaws.count
        if let value = check(entry.value, inner, path: join(path, entry.key)) { checked.append((entry.key, value)) }
        explainNewName(entry, among: entries, path: path, flawsBefore: before)
      }
    }
    return .map(checked)
  }

  /// A role or contact that lacks what it cannot do without, beside another of almost that name, is that one misspelt.
  private mutating func explainNewName(
    _ entry: YAMLTree.Entry, among entries: [YAMLTree.Entry], path: String, flawsBefore before: Int
  ) {
    let own = flaws[before...]
    guard !own.isEmpty, before < ScenarioError.mostExplained, own.contains(where: { $0.message.contains(" lacks '") }),
      let near = nearest(entry.key, in: entries.map(\.key).filter { $0 != entry.key })
    else { return }
    flaws.removeSubrange(before...)
    report(
      entry.position, "there is no '\(entry.key)' in \(name(path)) that could be changed\(didYouMean(near))")
  }

  /// `wte 3` where `wte: 3` was meant.
  private func colonMissing(_ tree: YAMLTree, _ fields: [Field]) -> String? {
    guard let text = scalar(tree), let key = text.split(separator: " ").first.map(String.init), key != text,
      fields.contains(where: { $0.key == key })
    else { return nil }
    return "a colon is missing: write '\(key): \(text.dropFirst(key.count + 1))'"
  }

  private mutating func list(_ tree: YAMLTree, _ inner: Shape, path: String) -> CheckedValue? {
    guard case .list(let items) = tree.content else {
      report(tree.position, "\(name(path)) must be a list; found \(tree.kind)")
      return nil
    }
    return .list(items.enumerated().compactMap { check($1, inner, path: "\(path)[\($0)]") })
  }

  /// Annotations of a mapping hold for what the same file writes beneath it.
  private mutating func push(_ entries: [YAMLTree.Entry], fields: [Field]) {
    for entry in entries where !fields.contains(where: { $0.key == entry.key }) {
      var annotation = Annotation(file: entry.position.file)
      if annotate(&annotation, with: entry) { annotations.append(annotation) }
    }
  }

  /// Takes a source, note or provenance; false when the entry is none of them.
  mutating func annotate(_ annotation: inout Annotation, with entry: YAMLTree.Entry) -> Bool {
    switch entry.key {
    case "source": annotation.source = remark(entry)
    case "note": annotation.note = remark(entry)
    case "provenance": annotation.provenance = entry.value.isNull ? nil : provenance(entry.value)
    case "price_year": annotation.priceYear = priceYear(entry.value)
    default: return false
    }
    return true
  }

  /// What `annotate` does not take in: a key left empty.
  private mutating func checkAnnotation(_ entry: YAMLTree.Entry) {
    if entry.value.isNull { withoutValue(entry) }
  }

  private mutating func remark(_ entry: YAMLTree.Entry) -> String? {
    if entry.value.isNull { return nil }
    guard let text = scalar(entry.value) else {
      report(entry.value.position, "'\(entry.key)' must be text; found \(entry.value.kind)")
      return nil
    }
    return text
  }

  mutating func pushAnnotation(_ annotation: Annotation?) {
    if let annotation { annotations.append(annotation) }
  }

  mutating func popAnnotation(_ annotation: Annotation?) {
    if annotation != nil { annotations.removeLast() }
  }

  mutating func provenance(_ tree: YAMLTree) -> String? {
    guard let text = scalar(tree), ScenarioFormat.provenances.contains(text) else {
      let near = scalar(tree).flatMap { nearest($0, in: ScenarioFormat.provenances) }
      report(
        tree.position,
        "provenance must be \(words(ScenarioFormat.provenances)); found \(tree.kind)\(didYouMean(near))")
      return nil
    }
    return text
  }

  private mutating func priceYear(_ tree: YAMLTree) -> Int? {
    if tree.isNull { return nil }
    guard let year = scalar(tree).flatMap(Int.init), (1990...2100).contains(year) else {
      report(tree.position, "price_year must be a year between 1990 and 2100; found \(tree.kind)")
      return nil
    }
    return year
  }

  func scalar(_ tree: YAMLTree) -> String? {
    if case .scalar(let text, _) = tree.content, !tree.isNull { return text }
    return nil
  }

  // MARK: Parameters

  mutating func add(
    path: String, mean: Double, uncertainty: Uncertainty?, unit: String,
    allowed: ClosedRange<Double> = -.infinity ... .infinity, own: Annotation, at position: SourcePosition,
    share: Parameter.Share? = nil
  ) -> Int {
    func inherited<Value>(_ part: (Annotation) -> Value?) -> Value? {
      annotations.last { $0.file == position.file && part($0) != nil }.flatMap(part)
    }
    let source = own.source ?? inherited(\.source) ?? ""
    let note = own.note ?? inherited(\.note) ?? ""
    let given = own.provenance ?? inherited(\.provenance)
    parameters.append(
      Parameter(
        path: path, mean: mean, uncertainty: uncertainty, unit: unit, source: source,
        provenance: given ?? "assumption", note: given == nil && note.isEmpty ? "no source given" : note,
        position: position, allowed: allowed, share: share,
        priceYear: unit == Dimension.pounds.unit ? own.priceYear ?? inherited(\.priceYear) : nil))
    return parameters.count - 1
  }

  // MARK: Words

  func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func name(_ path: String) -> String { path.isEmpty ? "the file" : "'\(path)'" }

  func words(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }

  /// - Parameter entries: The mapping in which the key stands.
  mutating func unknown(_ entry: YAMLTree.Entry, among entries: [YAMLTree.Entry], in keys: [String], path: String) {
    let known = "; allowed are \(words(keys))"
    // Beyond what is shown, a nearest name for each of a hundred thousand keys would take minutes.
    guard flaws.count < ScenarioError.mostExplained else {
      report(entry.position, "unknown key '\(entry.key)' in \(name(path))")
      return
    }
    let mistake = misread(entry, among: entries).map { ": \($0)" }
    let hint = mistake ?? didYouMean(entry.key, in: keys, orElse: known)
    report(entry.position, "unknown key '\(entry.key)' in \(name(path))\(hint)")
  }

  mutating func withoutValue(_ entry: YAMLTree.Entry) {
    report(entry.position, "'\(entry.key)' has no value; leave the key out, or give it one")
  }

  private func isName(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 100
      && text.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
      }
  }
}
