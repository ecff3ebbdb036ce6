// SPDX-License-Identifier: GPL-3.0-or-later

/// A JSON document that keeps the order of its keys, with the shortest numbers that read back the same.
public indirect enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// Written as null when it is not finite, which JSON cannot say.
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  public static func numbers(_ values: [Double]) -> JSONValue { .array(values.map(JSONValue.number)) }

  public static func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.text)) }

  public static func optional(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }

  public static func optional(_ value: String?) -> JSONValue { value.map(JSONValue.text) ?? .null }

  public var text: String {
    var out = ""
    write(to: &out)
    return out
  }

  private func write(to out: inout String) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
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
