// SPDX-License-Identifier: GPL-3.0-or-later
@testable import ScenarioFiles

/// Malformed scenarios made from the format itself: each key in turn with what must not stand there.
enum MalformedFamilies {
  /// A key of the format and the lines that lead to it.
  struct Place {
    /// Keys on the way to it; "[0]" is an item of a list.
    let parents: [String]
    let field: Field

    var path: String { MalformedFamilies.name(parents + [field.key]) }
  }

  static func name(_ parts: [String]) -> String {
    parts.reduce("") { $1 == "[0]" ? $0 + $1 : $0.isEmpty ? $1 : "\($0).\($1)" }
  }

  /// A file that holds nothing but the way to one value, which stands in its last line.
  static func file(_ parents: [String], _ last: String) -> String {
    var lines: [String] = []
    for (depth, key) in parents.enumerated() {
      lines.append(String(repeating: "  ", count: depth) + (key == "[0]" ? "-" : "\(key):"))
    }
    lines.append(String(repeating: "  ", count: parents.count) + last)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every key of the format.
  static let places: [Place] = gather(ScenarioFormat.scenario, [])

  private static func gather(_ fields: [Field], _ parents: [String]) -> [Place] {
    fields.flatMap { field -> [Place] in
      let own = [Place(parents: parents, field: field)]
      let inside = parents + [field.key]
      return switch field.shape {
      case .object(let inner): own + gather(inner, inside)
      case .map(.object(let inner)): own + gather(inner, inside + ["thing"])
      case .list(.object(let inner)): own + gather(inner, inside + ["[0]"])
      case .teams: own + gather(ScenarioFormat.team, inside + ["thing"])
      default: own
      }
    }
  }

  /// Words where numbers, lists or mappings belong, and lists where words belong.
  static var wrongTypes: [MalformedCase] {
    places.compactMap { place in
      let wrong: String
      switch place.field.shape {
      case .anything: return nil
      case .text: wrong = "[1, 2]"
      default: wrong = "plenty"
      }
      return MalformedCase(
        "\(place.path) as \(wrong)", file(place.parents, "\(place.field.key): \(wrong)"),
        "'\(place.path)' must be",
        line: place.parents.count + 1)
    }
  }

  static var listsForScalars: [MalformedCase] {
    places.compactMap { place in
      switch place.field.shape {
      case .number, .flag, .choice, .date, .variate, .byPlace:
        MalformedCase(
          "\(place.path) as a list", file(place.parents, "\(place.field.key): []"), "'\(place.path)' must be",
          line: place.parents.count + 1)
      default: nil
      }
    }
  }

  static var nothing: [MalformedCase] {
    places.map { place in
      MalformedCase(
        "\(place.path) left empty", file(place.parents, "\(place.field.key):"),
        "'\(place.field.key)' has no value",
        line: place.parents.count + 1)
    }
  }

  static var outOfRange: [MalformedCase] {
    places.flatMap { place -> [MalformedCase] in
      guard case .number(_, let range, _) = place.field.shape else { return [] }
      var wrong = [".nan", ".inf", "-.inf", "nan", "inf", "1e309", "0x10", "-0x10", "1 furlong"]
      wrong.append(String(range.lowerBound - 1))
      wrong.append(String(range.upperBound * 2 + 1))
      wrong.append("{value: \(range.upperBound * 2 + 1)}")
      return wrong.map {
        MalformedCase(
          "\(place.path) as \($0)", file(place.parents, "\(place.field.key): \($0)"),
          "'\(place.path)' must be",
          line: place.parents.count + 1)
      }
    }
  }

  static var fractions: [MalformedCase] {
    places.compactMap { place in
      guard case .number(_, let range, isWhole: true) = place.field.shape, range.lowerBound < range.upperBound
      else { return nil }
      return MalformedCase(
        "\(place.path) as a fraction", file(place.parents, "\(place.field.key): \(range.lowerBound + 0.5)"),
        "'\(place.path)' must be a whole number", line: place.parents.count + 1)
    }
  }

  static var misspelt: [MalformedCase] {
    places.map { place in
      let key = place.field.key + "s_"
      return MalformedCase(
        "\(key) in \(place.path)", file(place.parents, "\(key): 1"), "unknown key '\(key)'",
        line: place.parents.count + 1)
    }
  }

  static var missing: [MalformedCase] {
    places.compactMap { place in
      guard place.field.isRequired, !place.parents.isEmpty else { return nil }
      // The mapping that lacks the key holds something else.
      return MalformedCase(
        "\(place.path) left out", file(place.parents, "note: nothing else"), "lacks '\(place.field.key)'",
        line: place.parents.count + 1)
    }
  }

  static var distributions: [MalformedCase] {
    places.flatMap { place -> [MalformedCase] in
      switch place.field.shape {
      case .number:
        [
          ("{gama: {mean: 1, se: 1}}", "did you mean 'gamma'?"),
          ("{gamma: {mean: 1, sd: 1}}", "a parameter takes 'se'"),
          ("{gamma: {mean: 1, se: 1}, beta: {a: 1, b: 1}}", "one distribution"),
          ("{beta: {mean: 0.5, se: 0.5}}", "these values make no beta distribution"),
          ("{dirichlet: [1, 2]}", "a dirichlet stands for shares"),
        ].map { wrong, fragment in
          MalformedCase(
            "\(place.path) as \(wrong)", file(place.parents, "\(place.field.key): \(wrong)"), fragment,
            line: place.parents.count + 1)
        }
      case .variate, .byPlace(.variate):
        [
          ("{gama: {mean: 1, sd: 1}}", "did you mean 'gamma'?"),
          ("{gamma: {mean: 1, se: 1}}", "variation between individuals takes 'sd'"),
          ("{gamma: {mean: 1}}", "gamma takes {mean, sd} or {shape, scale}"),
          ("{gamma: {mean: 0, sd: 1}}", "these values make no gamma distribution"),
          ("{lognormal: {mean: -1, sd: 1}}", "these values make no lognormal distribution"),
          ("{normal: {mean: 1, sd: -1}}", "these values make no normal distribution"),
          ("{beta: {a: 1, b: 1}}", "or one distribution"),
        ].map { wrong, fragment in
          MalformedCase(
            "\(place.path) as \(wrong)", file(place.parents, "\(place.field.key): \(wrong)"), fragment,
            line: place.parents.count + 1)
        }
      default: []
      }
    }
  }

  static var all: [MalformedCase] {
    wrongTypes + listsForScalars + nothing + outOfRange + fractions + misspelt + missing + distributions
  }
}
