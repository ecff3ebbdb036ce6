// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import Foundation

/// The format as a JSON Schema (draft 2020-12), with which a YAML editor completes and checks scenario files.
public enum JSONSchema {
  /// The schema of scenario files.
  public static func scenario() throws -> String { try text(ScenarioFormat.scenario, title: "SkillMix scenario") }

  /// The schema of study files.
  public static func study() throws -> String { try text(StudyDocument.fields, title: "SkillMix study") }

  private static func text(_ fields: [Field], title: String) throws -> String {
    var schema = object(fields)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = title
    schema["$defs"] = definitions
    if title.hasSuffix("scenario") {
      // A file that extends another may leave out what it inherits.
      schema["required"] = ["skillmix"]
      schema["$comment"] =
        "name, clock, children, workforce and contacts are required unless inherited through 'extends'."
    }
    let data = try JSONSerialization.data(
      withJSONObject: schema, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self)
  }

  private static var annotations: [String: Any] {
    [
      "source": ["type": "string", "description": "Where the values come from."],
      "note": ["type": ["string", "number"], "description": "A remark."],
      "provenance": ["enum": ScenarioFormat.provenances],
      "price_year": ["type": "integer"],
    ]
  }

  private static func object(_ fields: [Field]) -> [String: Any] {
    var properties = annotations
    for field in fields {
      // A key set to nothing removes what is inherited.
      var property: [String: Any] = ["anyOf": [schema(field.shape), ["type": "null"]]]
      if !field.help.isEmpty { property["description"] = field.help }
      properties[field.key] = property
    }
    return ["type": "object", "properties": properties, "additionalProperties": false]
  }

  private static func schema(_ shape: Shape) -> [String: Any] {
    switch shape {
    case .number(_, let range, let isWhole):
      var number: [String: Any] = ["type": isWhole ? "integer" : "number"]
      if range.lowerBound > -1e9 { number["minimum"] = range.lowerBound }
      if range.upperBound < 1e9 { number["maximum"] = range.upperBound }
      return ["anyOf": [number, ["type": "string"], ["$ref": "#/$defs/parameter"]]]
    case .variate: return ["$ref": "#/$defs/variate"]
    case .numbers, .window: return ["anyOf": [["type": "array"], ["type": "object"]]]
    case .byPlace(let inner): return ["anyOf": [schema(inner), placeMap(inner)]]
    case .placeShares:
      return ["anyOf": [placeMap(.number(.share, 0...1)), ["type": "object", "required": ["dirichlet"]]]]
    case .numberOrByRole(let range):
      return ["anyOf": [schema(.number(.share, range)), schema(.map(.number(.share, range)))]]
    case .rolesByLevel:
      let roles: [String: Any] = ["type": "array", "items": ["type": "string"]]
      let levels = Dictionary(uniqueKeysWithValues: ScenarioFormat.levels.map { ($0, roles) })
      return [
        "anyOf": [roles, ["type": "object", "properties": levels, "additionalProperties": false] as [String: Any]]
      ]
    case .text: return ["type": ["string", "number"]]
    case .flag: return ["type": "boolean"]
    case .flagOrMap(let inner): return ["anyOf": [["type": "boolean"], schema(.map(inner))]]
    case .choice(let choices): return ["enum": choices]
    case .date: return ["type": "string", "format": "date"]
    case .workingPattern:
      return ["anyOf": [["const": "always"], ["type": "object", "required": ["days", "start", "hours_per_day"]]]]
    case .seasonality: return ["type": "object"]
    case .teams: return ["type": "object"]
    case .list(let inner): return ["type": "array", "items": schema(inner)]
    case .object(let fields): return object(fields)
    case .map(let inner):
      return [
        "type": "object", "properties": annotations,
        "additionalProperties": ["anyOf": [schema(inner), ["type": "null"]]],
      ]
    case .anything: return [:]
    }
  }

  private static func placeMap(_ inner: Shape) -> [String: Any] {
    var properties = annotations
    for place in Place.allCases { properties[place.name] = schema(inner) }
    return ["type": "object", "properties": properties, "additionalProperties": false]
  }

  private static var definitions: [String: Any] {
    func family(_ names: [String]) -> [String: Any] {
      var properties = annotations
      properties["value"] = ["type": ["number", "string", "array"]]
      properties["min"] = ["type": "number"]
      properties["max"] = ["type": "number"]
      for name in names { properties[name] = ["type": ["object", "array", "string", "number"]] }
      return ["type": "object", "properties": properties, "additionalProperties": false]
    }
    return [
      "parameter": family(DistributionNames.uncertain),
      "variate": ["anyOf": [["type": "number"], ["type": "string"], family(DistributionNames.variate)]],
    ]
  }
}

/// The keys of the format as Markdown tables.
public enum FormatTables {
  public static func markdown() -> String {
    var lines: [String] = []
    func section(_ title: String, _ fields: [Field]) {
      lines += ["", "### \(title)", "", "| key | value | meaning |", "|---|---|---|"]
      for field in fields {
        lines.append("| `\(field.key)`\(field.isRequired ? " *" : "") | \(words(field.shape)) | \(field.help) |")
      }
      for field in fields { inner(field, title: title == "Top level" ? "" : title, section) }
    }
    section("Top level", ScenarioFormat.scenario)
    return lines.dropFirst().joined(separator: "\n") + "\n"
  }

  private static func inner(_ field: Field, title: String, _ section: (String, [Field]) -> Void) {
    let path = title.isEmpty ? field.key : "\(title).\(field.key)"
    switch field.shape {
    case .object(let fields): section(path, fields)
    case .map(.object(let fields)), .flagOrMap(.object(let fields)): section("\(path).NAME", fields)
    case .list(.object(let fields)): section("\(path)[ ]", fields)
    case .teams: section("\(path).NAME", ScenarioFormat.team)
    default: break
    }
  }

  private static func words(_ shape: Shape) -> String {
    switch shape {
    case .number(let dimension, let range, let isWhole):
      let unit = dimension.unit.isEmpty ? "" : ", \(dimension.unit)"
      let bounds =
        range.upperBound >= 1e9
        ? (range.lowerBound <= -1e9 ? "" : ", ≥ \(shortest(range.lowerBound))")
        : ", \(shortest(range.lowerBound))…\(shortest(range.upperBound))"
      return (isWhole ? "whole number" : "parameter") + unit + bounds
    case .variate(let dimension, _): return "variate, \(dimension.unit)"
    case .numbers(let count, _, _):
      return
        "list of \(count.lowerBound == count.upperBound ? "\(count.lowerBound)" : "\(count.lowerBound)–\(count.upperBound)") parameters"
    case .byPlace(let inner): return "\(words(inner)), or by place"
    case .placeShares: return "shares by place"
    case .numberOrByRole: return "parameter, or by role"
    case .rolesByLevel: return "roles, or by service level"
    case .text: return "text"
    case .flag: return "true, false"
    case .flagOrMap: return "true, false, or mapping by name"
    case .choice(let choices): return choices.joined(separator: ", ")
    case .date: return "date"
    case .workingPattern: return "`always` or mapping"
    case .seasonality: return "sinusoidal or monthly"
    case .teams: return "mapping"
    case .window: return "[from, to]"
    case .list(let inner): return "list of \(words(inner))"
    case .object: return "mapping"
    case .map: return "mapping by name"
    case .anything: return "see text"
    }
  }
}
