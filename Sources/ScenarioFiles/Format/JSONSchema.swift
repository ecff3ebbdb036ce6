// SPDX-License-Identifier: GPL-3.0-or-later
import EarlyYears
import TableFiles

/// The format as a JSON Schema (draft 2020-12), with which a YAML editor completes and checks scenario files.
public enum JSONSchema {
  /// The schema of scenario files.
  public static func scenario() -> String { text(ScenarioFormat.scenario, title: "SkillMix scenario") }

  /// The schema of study files.
  public static func study() -> String { text(StudyDocument.fields, title: "SkillMix study") }

  private static func text(_ fields: [Field], title: String) -> String {
    var members = objectMembers(fields)
    members += [
      ("$schema", "https://json-schema.org/draft/2020-12/schema"), ("title", .text(title)), ("$defs", definitions),
    ]
    if title.hasSuffix("scenario") {
      // A file that extends another may leave out what it inherits.
      members += [
        ("required", ["skillmix"]),
        (
          "$comment",
          "name, clock, children, workforce and contacts are required unless inherited through 'extends'."
        ),
      ]
    }
    return JSONValue.object(members).indentedText
  }

  private static let annotations: [(String, JSONValue)] = [
    ("source", ["type": "string", "description": "Where the values come from."]),
    ("note", ["type": ["string", "number"], "description": "A remark."]),
    ("provenance", ["enum": .texts(ScenarioFormat.provenances)]),
    ("price_year", ["type": "integer"]),
  ]

  /// An object that may be annotated and has no properties but these.
  private static func closed(_ properties: [(String, JSONValue)]) -> [(String, JSONValue)] {
    [
      ("type", "object"), ("additionalProperties", false),
      // A field that has the name of an annotation is meant in its place.
      ("properties", .object(annotations.filter { note in !properties.contains { $0.0 == note.0 } } + properties)),
    ]
  }

  private static func objectMembers(_ fields: [Field]) -> [(String, JSONValue)] {
    closed(
      fields.map { field in
        // A key set to nothing removes what is inherited.
        var property: [(String, JSONValue)] = [("anyOf", [schema(field.shape), ["type": "null"]])]
        if !field.help.isEmpty { property.append(("description", .text(field.help))) }
        return (field.key, .object(property))
      })
  }

  private static func schema(_ shape: Shape) -> JSONValue {
    switch shape {
    case .number(_, let range, let isWhole):
      let number = JSONValue.present([
        ("type", isWhole ? "integer" : "number"),
        ("minimum", range.lowerBound > -1e9 ? .number(range.lowerBound) : nil),
        ("maximum", range.upperBound < 1e9 ? .number(range.upperBound) : nil),
      ])
      return ["anyOf": [number, ["type": "string"], ["$ref": "#/$defs/parameter"]]]
    case .variate: return ["$ref": "#/$defs/variate"]
    case .numbers, .window: return ["anyOf": [["type": "array"], ["type": "object"]]]
    case .byPlace(let inner): return ["anyOf": [schema(inner), placeMap(inner)]]
    case .placeShares:
      return ["anyOf": [placeMap(.number(.share, 0...1)), ["type": "object", "required": ["dirichlet"]]]]
    case .numberOrByRole(let range):
      return ["anyOf": [schema(.number(.share, range)), schema(.map(.number(.share, range)))]]
    case .rolesByLevel:
      let roles: JSONValue = ["type": "array", "items": ["type": "string"]]
      let levels = JSONValue.object(ScenarioFormat.levels.map { ($0, roles) })
      return ["anyOf": [roles, ["type": "object", "properties": levels, "additionalProperties": false]]]
    case .text: return ["type": ["string", "number"]]
    case .flag: return ["type": "boolean"]
    case .flagOrMap(let inner): return ["anyOf": [["type": "boolean"], schema(.map(inner))]]
    case .choice(let choices): return ["enum": .texts(choices)]
    case .date: return ["type": "string", "format": "date"]
    case .workingPattern:
      return ["anyOf": [["const": "always"], ["type": "object", "required": ["days", "start", "hours_per_day"]]]]
    case .seasonality: return ["type": "object"]
    case .teams: return ["type": "object"]
    case .list(let inner): return ["type": "array", "items": schema(inner)]
    case .object(let fields): return .object(objectMembers(fields))
    case .map(let inner):
      return [
        "type": "object", "properties": .object(annotations),
        "additionalProperties": ["anyOf": [schema(inner), ["type": "null"]]],
      ]
    case .anything: return [:]
    }
  }

  private static func placeMap(_ inner: Shape) -> JSONValue {
    .object(closed(Place.allCases.map { ($0.name, schema(inner)) }))
  }

  private static let definitions: JSONValue = {
    func family(_ names: [String]) -> JSONValue {
      .object(
        closed(
          [
            ("value", ["type": ["number", "string", "array"]]), ("unit_cost", ["type": "string"]),
            ("min", ["type": "number"]), ("max", ["type": "number"]),
          ] + names.map { ($0, ["type": ["object", "array", "string", "number"]]) }))
    }
    return [
      "parameter": family(DistributionNames.uncertain),
      "variate": ["anyOf": [["type": "number"], ["type": "string"], family(DistributionNames.variate)]],
    ]
  }()
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
