// SPDX-License-Identifier: GPL-3.0-or-later

/// A JSON document, with the shortest numbers that read back the same. Whatever the program writes as JSON is one.
public indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// A number that may be above what `integer` holds.
  case unsigned(UInt64)
  /// Written as null when it is not finite, which JSON cannot say.
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  public static func numbers(_ values: [Double]) -> JSONValue { .array(values.map(JSONValue.number)) }

  public static func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.text)) }

  public static func optional(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }

  public static func optional(_ value: String?) -> JSONValue { value.map(JSONValue.text) ?? .null }

  /// An object without the members that have no value.
  public static func present(_ members: [(String, JSONValue?)]) -> JSONValue {
    .object(members.compactMap { name, value in value.map { (name, $0) } })
  }

  /// On one line, keys in their order.
  public var text: String {
    var out = ""
    write(to: &out)
    return out
  }

  /// A line for each value, keys sorted; without a line end last.
  public var indentedText: String {
    var out = ""
    writeIndented(to: &out, depth: 0)
    return out
  }

  private func writeIndented(to out: inout String, depth: Int) {
    func lines<Element>(_ open: String, _ close: String, _ elements: [Element], _ write: (Element) -> Void) {
      let margin = "\n" + String(repeating: "  ", count: depth)
      out += open
      for (index, element) in elements.enumerated() {
        out += (index > 0 ? "," : "") + margin + "  "
        write(element)
      }
      if elements.isEmpty { out += "\n" }
      out += margin + close
    }
    switch self {
    case .array(let values): lines("[", "]", values) { $0.writeIndented(to: &out, depth: depth + 1) }
    case .object(let members):
      lines("{", "}", members.sorted { $0.0 < $1.0 }) { name, value in
        Self.write(quoted: name, to: &out)
        out += " : "
        value.writeIndented(to: &out, depth: depth + 1)
      }
    default: write(to: &out)
    }
  }

  private func write(to out: inout String) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .unsigned(let value): out += String(value)
    case .number(let value): out += Self.written(value)
    case .text(let value): Self.write(quoted: value, to: &out)
    case .array(let values):
      out += "["
      for (index, value) in values.enumerated() {
        if index > 0 { out += "," }
        value.write(to: &out)
      }
      out += "]"
    case .object(let members):
      out += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { out += "," }
        Self.write(quoted: member.0, to: &out)
        out += ":"
        member.1.write(to: &out)
      }
      out += "}"
    }
  }

  private static func written(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func write(quoted value: String, to out: inout String) {
    out += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case ..<" ":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}

// Documents whose form is fixed are written as literals.
extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .text(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements) }
}
