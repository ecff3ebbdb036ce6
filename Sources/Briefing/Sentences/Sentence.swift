// SPDX-License-Identifier: GPL-3.0-or-later

/// Words and numbers; every number knows where in the store it comes from.
public struct Sentence: Sendable, Equatable, ExpressibleByStringInterpolation {
  public enum Part: Sendable, Equatable {
    case text(String)
    case number(String, source: String)
  }

  public private(set) var parts: [Part]

  public init(_ parts: [Part]) { self.parts = parts }
  public init(stringLiteral value: String) { parts = [.text(value)] }
  public init(stringInterpolation: Interpolation) { parts = stringInterpolation.parts }

  public struct Interpolation: StringInterpolationProtocol {
    var parts: [Part] = []
    public init(literalCapacity: Int, interpolationCount: Int) {}
    public mutating func appendLiteral(_ literal: String) { if !literal.isEmpty { parts.append(.text(literal)) } }
    public mutating func appendInterpolation(_ sentence: Sentence) { parts += sentence.parts }
    public mutating func appendInterpolation(_ text: String) { parts.append(.text(text)) }
    public mutating func appendInterpolation(number: String, source: String) {
      parts.append(.number(number, source: source))
    }
  }

  public static func + (a: Sentence, b: Sentence) -> Sentence { Sentence(a.parts + b.parts) }

  public var plain: String {
    parts.map { part in
      switch part {
      case .text(let text), .number(let text, _): text
      }
    }.joined()
  }

  /// The words as they stand in Markdown, whatever characters they hold.
  public var markdown: String { markdownEscaped(plain) }

  /// Numbers are spans that carry their source.
  public var html: String {
    parts.map { part in
      switch part {
      case .text(let text): escaped(text)
      case .number(let text, let source): "<span class=\"n\" data-source=\"\(escaped(source))\">\(escaped(text))</span>"
      }
    }.joined()
  }
}

/// Text as it stands in a paragraph, heading or item of Markdown: no character makes markup, a link or a picture.
func markdownEscaped(_ text: String) -> String {
  let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  var out = ""
  // What begins a list, heading, quotation, table or title does so at the start of a line only.
  if let first = line.first, "+-#>=:%|".contains(first) { out += "\\" }
  if let number = line.prefixMatch(of: /[0-9A-Za-z(]+[.)](?= |$)/) {
    out += String(number.output.dropLast()) + "\\"
    return out + inline(String(line[number.output.endIndex...]), after: String(number.output.suffix(1)))
  }
  return out + inline(line, after: "")

  func inline(_ text: String, after start: String) -> String {
    text.reduce(into: start) { out, character in
      if "\\`*_[]<>&$~^|@{}".contains(character) { out.append("\\") }
      out.append(character)
    }
  }
}

/// Text as it stands in HTML.
public func escaped(_ text: String) -> String {
  var out = ""
  for character in text {
    switch character {
    case "&": out += "&amp;"
    case "<": out += "&lt;"
    case ">": out += "&gt;"
    case "\"": out += "&quot;"
    default: out.append(character)
    }
  }
  return out
}
